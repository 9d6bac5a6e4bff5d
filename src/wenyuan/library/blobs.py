"""Original files, by the sha256 of their bytes: small ones in the database, larger ones as files beside it.

A large one is written and synced under a temporary name before the transaction, and takes its final name inside it,
under the write lock. `sweep` runs under the same lock, so it never takes away a file that is about to be committed.
"""

from __future__ import annotations

import errno
import math
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from wenyuan.errors import LibraryError

INLINE_BYTES = 256 * 1024
_STALE_SECONDS = 3600.0  # no staging takes an hour: a temporary file older than that was left by a kill


class Blobs:
    """The folder `blobs/`, holding `ab/abcdef…` by sha256."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def stage(self, data: bytes) -> Path:
        """Write the bytes to disk under a temporary name. Raises LibraryError where the disk takes no more."""
        path = self._incoming / uuid.uuid4().hex
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            state = "is full" if full else f"cannot be written to ({error.strerror})"
            raise LibraryError(
                f"the disk that holds {self._folder} {state}; nothing of this step was kept; make room and try again"
            ) from error
        return path

    def settle(self, staged: Path, sha256: str) -> None:
        """Give a staged file its final name, durably. Call under the write lock."""
        final = self.path(sha256)
        final.parent.mkdir(exist_ok=True)
        staged.replace(final)
        _sync(final.parent)
        _sync(self._folder)

    def sweep(self, used: set[str]) -> int:
        """Delete the files that `used` does not name and what a kill left behind; how many. Call under the lock."""
        stale = time.time() - _STALE_SECONDS
        doomed = [path for path in self._files() if path.name not in used]
        doomed += [path for path in _inside(self._incoming) if _written(path) < stale]
        for path in doomed:
            path.unlink(missing_ok=True)
        return len(doomed)

    def _files(self) -> Iterator[Path]:
        for folder in _inside(self._folder):
            if len(folder.name) == 2:
                yield from _inside(folder)


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # given up by its writer just now
        return math.inf


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
