"""The one writer of a vector index: documents in and out, and the upkeep of what they leave behind."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from wenyuan.errors import ModelError, UsageError
from wenyuan.search.vectors.halves import Floats
from wenyuan.search.vectors.inverted import SUFFIX
from wenyuan.search.vectors.manifest import NAME, REMOVED, REPLACED, Manifest
from wenyuan.search.vectors.merging import compacted, merged, wasteful
from wenyuan.search.vectors.searching import unit
from wenyuan.search.vectors.segment import TABLE, VECTORS, Place, SegmentFile
from wenyuan.search.vectors.settling import due, settle
from wenyuan.search.vectors.told import told
from wenyuan.search.vectors.view import View
from wenyuan.search.writing import State

_LOCK = "writer.lock"
_POLL_SECONDS = 0.05


def lock(folder: Path, wait_seconds: float) -> int | None:
    """A descriptor that holds the folder's lock over all processes until it is closed; None while another has it."""
    deadline = time.monotonic() + wait_seconds
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(descriptor, folder / _LOCK):
                return descriptor
        except BlockingIOError:
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        if time.monotonic() >= deadline:
            return None
        time.sleep(min(_POLL_SECONDS, max(0.0, deadline - time.monotonic())))


def _same(descriptor: int, path: Path) -> bool:
    """Whether the folder was not taken away and made again meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def swept(folder: Path, manifest: Manifest) -> None:
    """Remove the files that the manifest does not point to. Who still reads them keeps them until they are closed."""
    kept = {*manifest.segments, *([manifest.settled.name] if manifest.settled else [])}
    for path in folder.iterdir():
        ours = path.suffix in (VECTORS, TABLE, SUFFIX) and path.stem not in kept
        if ours or path.name == NAME + ".new":
            path.unlink(missing_ok=True)


class VectorWriter:
    """Applies documents; nothing is visible before `commit`, which makes all of it visible at once.

    To be closed, or used in a `with`. What was not committed is dropped. Every method raises IndexDamaged, and
    Unreachable, one of its kind, where the disk is in the way.
    """

    def __init__(self, folder: Path, descriptor: int, view: View, show: Callable[[], View]) -> None:
        self._folder, self._descriptor, self._show = folder, descriptor, show
        self._file: SegmentFile | None = None
        self._begin(view)
        with told(folder):
            if not (folder / NAME).exists():
                self._publish(view.manifest)
            swept(folder, view.manifest)

    def _begin(self, view: View) -> None:
        self._view = view
        self._codes = view.codes.copy()
        self._sets = {names: number for number, names in enumerate(view.manifest.sets)}
        self._new: dict[bytes, int] = {}
        self._new_codes: list[int] = []

    def holds(self, document: str) -> bool:
        """Whether vectors of this document are here, be it removed, so that `assign` is enough to have it found."""
        return document.encode() in self._new or self._view.find(document.encode()) is not None

    def put(self, document: str, collections: Sequence[str], places: Sequence[Place], vectors: Floats) -> None:
        """Have a document found by these vectors, in place of any before.

        vectors: shape (len(places), dimension), of any finite length; stored at length 1, in half precision.
        Raises ModelError for vectors of another shape or that are no finite numbers.
        """
        shape = (len(places), self._view.manifest.dimension)
        if vectors.shape != shape or not np.isfinite(vectors).all():
            raise ModelError(
                f"the embedding model gave vectors of shape {vectors.shape} where {shape} was due, or such as are no "
                "finite numbers; nothing was stored of them. Check the model, or choose another"
            )
        name = document.encode()
        if not name or b"\0" in name:
            raise UsageError(f"a document cannot be called {document!r}")
        with self._writing():
            if self._file is None:
                self._file = SegmentFile(self._folder, shape[1])
            self._file.put(name, places, unit(np.asarray(vectors, np.float32)))
        self._mark(name, REPLACED)
        self._new[name] = len(self._new_codes)
        self._new_codes.append(self._code(collections))

    def assign(self, document: str, collections: Sequence[str]) -> None:
        """Have a document whose vectors are held found in these collections. Raises UsageError where they are not."""
        if not self._mark(document.encode(), self._code(collections)):
            raise UsageError(f"no vectors of document {document} are held; they have to be made first")

    def remove(self, document: str) -> None:
        """Have a document found no more; no matter if it never was. Its vectors are kept until space is reclaimed."""
        self._mark(document.encode(), REMOVED)

    def forget(self) -> None:
        """Have no document found, as `remove` of each would; their vectors stay held."""
        self._codes[self._codes >= 0] = REMOVED
        self._new_codes = [code if code < 0 else REMOVED for code in self._new_codes]

    def _mark(self, name: bytes, code: int) -> bool:
        if (new := self._new.get(name)) is not None:
            self._new_codes[new] = code
            return True
        if (found := self._view.find(name)) is not None:
            self._codes[found] = code
            return True
        return False

    def _code(self, collections: Sequence[str]) -> int:
        return self._sets.setdefault(tuple(sorted(set(collections))), len(self._sets))

    def commit(self, state: State) -> None:
        """Make everything since the last commit durable and visible, with the state it brings the index to.

        Then, where it is due, segments are merged, space reclaimed, and the inverted file brought up to date: seconds
        as a rule, and minutes each time that a library of a million passages has become twice as large.
        """
        with self._writing():
            segments, codes = self._view.manifest.segments, self._codes
            if self._file is not None:
                file, self._file = self._file, None  # from here on not to be dropped: the manifest may have it
                order = file.finish()
                segments = (*segments, file.name)
                codes = np.concatenate([codes, np.array(self._new_codes, np.int32)[order]])
            self._publish(
                replace(self._view.manifest, state=state, segments=segments, sets=tuple(self._sets), codes=codes)
            )
            self._keep_up()

    def settle(self) -> None:
        """Bring every row into the inverted file now, where there are enough for one. To be called after a commit."""
        if self._file is not None:
            raise UsageError("commit before settling")
        with self._writing():
            view = self._view
            if due(view.rows, view.manifest.settled, most_unsettled=0):
                self._settle()

    @contextmanager
    def _writing(self) -> Generator[None]:
        """A block after whose failure nothing more is written: what is in the files is not known then."""
        if self._descriptor < 0:
            raise UsageError("this writer is closed; ask for another")
        try:
            with told(self._folder):
                yield
        except BaseException:
            self.close()
            raise

    def _publish(self, manifest: Manifest) -> None:
        manifest.write(self._folder)
        self._begin(self._show())

    def _keep_up(self) -> None:
        # Between two steps all is committed: killed here, the next writer goes on.
        before = self._view.manifest
        if wasteful(self._view):
            self._publish(compacted(self._folder, self._view))
        while (manifest := merged(self._folder, self._view)) is not None:
            self._publish(manifest)
        if due(self._view.rows, self._view.manifest.settled):
            self._settle()
        if before is not self._view.manifest:
            swept(self._folder, self._view.manifest)

    def _settle(self) -> None:
        view = self._view
        settled = settle(self._folder, view.segments, view.manifest.dimension, view.manifest.settled)
        self._publish(replace(view.manifest, settled=settled))
        swept(self._folder, self._view.manifest)

    def close(self) -> None:
        """Drop what was not committed, and let another write."""
        if self._descriptor < 0:
            return
        try:
            if self._file is not None:
                with told(self._folder):
                    self._file.drop()
                self._file = None
        finally:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
