"""The errors a caller may catch. Each message says what happened and what to do about it."""


class WenyuanError(Exception):
    """Base of every error Wenyuan raises on purpose; `exit_status` is what the command line returns for it."""

    exit_status = 1


class UsageError(WenyuanError):
    """The caller asked for something that cannot be: a bad option, an unknown id, a path that is not there."""

    exit_status = 2


class SettingsError(UsageError):
    """A setting is missing, malformed or out of range; the message names the setting and where it came from."""


class ReadingFailed(WenyuanError):
    """A file could not be read at all. Its message becomes the document's `reason`; it is never indexed."""


class LibraryError(WenyuanError):
    """The library folder cannot be used as it stands: locked, from a newer version, damaged, or not writable."""


class NoLibrary(LibraryError):
    """There is no library in the folder, and none was to be made."""

    exit_status = 2


class IndexDamaged(WenyuanError):
    """An index cannot be opened. Indexes are projections: rebuild with `wenyuan reindex`."""


class ModelError(WenyuanError):
    """A model cannot be had or used: not pulled, damaged, its package missing, or its endpoint not answering."""
