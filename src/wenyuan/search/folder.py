"""The folder of an index: opened, made, and replaced whole; what goes wrong there is said in words.

An index is a projection, so a damaged one is never mended: another is made aside and takes its place.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import re
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from wenyuan.errors import IndexDamaged, LibraryError
from wenyuan.search.intact import check

_log = logging.getLogger(__name__)
_STAMP = "version"
_WAIT_SECONDS = 60.0
_POLL_SECONDS = 0.05
_PASSING = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}
    | {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}
)
_CODE = re.compile(r"(?:code: |os error )(\d+)")
# A writer whose threads ended for lack of a disk to write to says this, and not why they ended.
_KILLED = "writer was killed"


class Unreachable(IndexDamaged):
    """The disk is full, read-only or not permitted, or files too many: nothing that a new index would cure."""


@contextmanager
def said(folder: Path) -> Generator[None]:
    """What the engine and the disk say of an index, as IndexDamaged, or Unreachable where a new one is no cure."""
    try:
        yield
    except UnicodeEncodeError:
        raise  # what was asked was no text: not the index's doing
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _in_words(error, folder) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's, which is no Exception and cannot be imported
            raise
        raise _in_words(error, folder) from error


def _in_words(error: BaseException, folder: Path) -> IndexDamaged:
    text = str(error)
    found = _CODE.search(text)
    code = error.errno if isinstance(error, OSError) else int(found[1]) if found else None
    if code in _PASSING or _KILLED in text:
        reason = os.strerror(code).lower() if code else "the disk is full, or has failed"
        return Unreachable(
            f"the search index in {folder} cannot be used: {reason}. What was added is kept; "
            "searches find all of it once that is put right"
        )
    return IndexDamaged(f"the search index in {folder} is damaged; run `wenyuan reindex` to make it again")


def _detail(damage: IndexDamaged) -> IndexDamaged | None:
    """What the engine said, for those who look closely."""
    return damage if _log.isEnabledFor(logging.DEBUG) else None


@dataclass(slots=True)
class Opened:
    """An index as it is read; with a `fault` it can be looked at this once, and not be written or reloaded."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    identity: tuple[int, int] | None
    fault: Unreachable | None = None

    def reload(self) -> None:
        self.index.reload()
        self.searcher = self.index.searcher()


def identity(folder: Path) -> tuple[int, int] | None:
    """What tells the index at `folder` from the one that was there before; None where there is none."""
    try:
        status = (folder / _STAMP).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_ino, status.st_mtime_ns


def opened(folder: Path, schema: tantivy.Schema, version: str) -> Opened:
    """The index at `folder`: an empty one in place of none, of another version, and of what cannot be opened."""
    if found := _as_it_is(folder, version):
        return found
    with alone(folder):
        if found := _as_it_is(folder, version):
            return found  # another process has made it
        with replacing(folder) as new:
            created(new, schema, version)
        if found := _as_it_is(folder, version):
            return found
    raise IndexDamaged(f"the search index in {folder} was made, and cannot be opened; check the disk")


def _as_it_is(folder: Path, version: str) -> Opened | None:
    before = identity(folder)
    try:
        with said(folder):
            if (folder / _STAMP).read_bytes() != version.encode():
                return None
            try:
                return _look(folder, before)
            except ValueError as error:
                if not isinstance(fault := _in_words(error, folder), Unreachable):
                    raise
                # To read, the engine locks a file, which takes a folder that can be written to.
                with _beside(folder) as place:
                    found = _look(place, before)
                found.fault = fault
                return found
    except Unreachable:
        raise
    except IndexDamaged as damage:
        if before:
            _log.warning("the search index is damaged: it is made again from the library", exc_info=_detail(damage))
        return None


def _look(folder: Path, before: tuple[int, int] | None) -> Opened:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")
    index.reload()
    check(folder)
    return Opened(index, index.searcher(), before)


@contextmanager
def _beside(folder: Path) -> Generator[Path]:
    """A folder for the time being that shows the files of a read-only one."""
    with tempfile.TemporaryDirectory(prefix="wenyuan-") as place:
        for one in folder.iterdir():
            if one.suffix != ".lock":
                (Path(place) / one.name).symlink_to(one.absolute())
        yield Path(place)


def created(folder: Path, schema: tantivy.Schema, version: str) -> tantivy.Index:
    """An empty index in a new folder."""
    with said(folder):
        folder.mkdir(parents=True)
        index = tantivy.Index(schema, path=str(folder), reuse=False)
        (folder / _STAMP).write_bytes(version.encode())
        return index


@contextmanager
def alone(folder: Path, wait_seconds: float = _WAIT_SECONDS) -> Generator[None]:
    """Hold off other processes that would make the same index at the same time."""
    with said(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with _locked(descriptor, folder, wait_seconds):
        yield


@contextmanager
def replacing(folder: Path, wait_seconds: float = _WAIT_SECONDS) -> Generator[Path]:
    """A place to make an index in, which takes the place of `folder`, whatever that is, when the block ends well.

    To be called `alone`. Until the end others read and see what was there before; nobody writes to it meanwhile.
    """
    new, old = folder.with_suffix(".new"), folder.with_suffix(".old")
    with _unwritten(folder, wait_seconds):
        try:
            with said(folder):
                _remove(new)
            yield new
            with said(folder):
                _remove(old)
                if os.path.lexists(folder):
                    folder.rename(old)
                new.rename(folder)
                _remove(old)
        finally:
            with said(folder):
                _remove(new)


@contextmanager
def _unwritten(folder: Path, wait_seconds: float) -> Generator[None]:
    """Hold the lock that the engine gives to the one writer, where there is one to hold."""
    try:
        descriptor = os.open(folder / ".tantivy-writer.lock", os.O_RDWR | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        yield
        return
    except OSError as error:
        raise _in_words(error, folder) from error
    with _locked(descriptor, folder, wait_seconds):
        yield


@contextmanager
def _locked(descriptor: int, folder: Path, wait_seconds: float) -> Generator[None]:
    deadline = time.monotonic() + wait_seconds
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise LibraryError(
                        f"another process is writing the search index in {folder}; try again when it is done"
                    ) from None
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
