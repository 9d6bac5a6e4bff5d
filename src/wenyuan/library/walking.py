"""Finding the files to add, in a settled order, without running in circles."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# The owner files that an office program keeps beside an open document: hidden where it runs, with no text in them.
_OF_A_LIBRARY = {"library.db", "upgrade.lock"}
_SKIPPED = (".", "~$")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file met on the way. `path` opens it."""

    path: str
    size: int
    mtime_ns: int

    @property
    def source(self) -> str:
        return readable(self.path)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A path that cannot be looked into, and why."""

    path: str
    reason: str


def readable(path: str) -> str:
    """A path as text: bytes of a name that are not UTF-8 become backslash escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def why(error: OSError) -> str:
    return f"it cannot be opened: {error.strerror or error}"


def walk(root: str, skip: Sequence[Path] = ()) -> Iterator[FoundFile | Unreachable]:
    """A file, or every file under a folder: names sorted, a folder's files before its subfolders.

    Hidden names are passed over below the root. Each folder is visited once however many links lead to it, linked
    ones last, so that a file is met under its real path first. `skip` names folders to stay out of.
    """
    visited = {_identity(path.stat()) for path in skip if path.is_dir()}
    real, linked = [root], deque[str]()
    while real or linked:
        path = real.pop() if real else linked.popleft()
        try:
            status = Path(path).stat()
            if not stat.S_ISDIR(status.st_mode):
                yield _file(path, status)
                continue
            if _identity(status) in visited:
                continue
            visited.add(_identity(status))
            with os.scandir(path) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
            if {entry.name for entry in entries} >= _OF_A_LIBRARY:
                continue  # another library's home: its files are no documents
        except OSError as error:
            yield Unreachable(path, why(error))
            continue
        below = list[str]()
        for entry in entries:
            if entry.name.startswith(_SKIPPED):
                continue
            try:
                if entry.is_dir():
                    (linked if entry.is_symlink() else below).append(entry.path)
                else:
                    yield _file(entry.path, entry.stat())
            except OSError as error:
                yield Unreachable(entry.path, why(error))
        real.extend(reversed(below))


def _file(path: str, status: os.stat_result) -> FoundFile | Unreachable:
    if stat.S_ISREG(status.st_mode):
        return FoundFile(path, status.st_size, status.st_mtime_ns)
    return Unreachable(path, "it is not a regular file")


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
