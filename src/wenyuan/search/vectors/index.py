"""The vector index of one embedding model: a projection of the library, which can be deleted and made again.

Vectors are kept in segments that are written once (segment, halves); a manifest says which there are and what stands of
them (manifest); a view is one manifest as it is read (view, searching); one writer at a time adds segments and replaces
the manifest (writer), merges them (merging), and keeps the inverted file for large libraries (settling, inverted).
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from wenyuan.errors import IndexDamaged
from wenyuan.search.vectors.halves import Floats
from wenyuan.search.vectors.inverted import SUFFIX
from wenyuan.search.vectors.manifest import NAME, Manifest
from wenyuan.search.vectors.salvage import replaces, salvaged
from wenyuan.search.vectors.seal import Damage
from wenyuan.search.vectors.searching import Near, scores, search, vectors
from wenyuan.search.vectors.segment import TABLE
from wenyuan.search.vectors.told import told
from wenyuan.search.vectors.view import View
from wenyuan.search.vectors.writer import VectorWriter, lock, swept
from wenyuan.search.writing import State

_log = logging.getLogger(__name__)
_ATTEMPTS = 20

Identity = tuple[int, int, int]


class VectorIndex:
    """The vectors of one model (`key`, `dimension`) in `folder`, opened when first used; no folder is an empty index.

    Any number of processes and threads may read; one at a time writes. What a reader sees is one commit, until it asks
    for `reload`. Every method raises IndexDamaged for an index that turns out to be damaged, which `salvage` cures, and
    Unreachable, one of its kind, where the disk is in the way.
    """

    def __init__(self, folder: Path, key: str, dimension: int) -> None:
        self.folder, self.key, self.dimension = folder, key, dimension
        self._opened: tuple[View, Identity | None] | None = None
        self._opening = threading.Lock()
        self._unsettled: View | None = None

    @classmethod
    def at(cls, folder: Path) -> VectorIndex:
        """The index that is in a folder, whatever made its vectors. Raises IndexDamaged where there is none."""
        with told(folder):
            manifest = Manifest.read(folder)
        return cls(folder, manifest.key, manifest.dimension)

    def state(self) -> State | None:
        """How far the index has come; None for one that is empty or was salvaged."""
        return self._view().manifest.state

    @property
    def size(self) -> int:
        """Passages that can be found."""
        return self._view().live.count

    @property
    def documents(self) -> int:
        """Documents that can be found, those without passages included."""
        return int(self._view().live.documents.sum())

    @property
    def held(self) -> int:
        """Documents whose vectors are held, those removed and not yet reclaimed included."""
        return self._view().held()

    def search(
        self, vector: Floats, limit: int, collection: str | None = None, documents: Collection[str] | None = None
    ) -> list[Near]:
        """The `limit` passages nearest to a vector of shape `(dimension,)` by cosine, best first.

        Among those of a collection, and of some documents, where given; these choose before the search, so that a
        small collection in a large library loses nothing. Exact but for large choices in large libraries.
        """
        view = self._view()
        return search(view, vector, limit, view.choice(collection, documents), collection)

    def scores(self, vector: Floats, wanted: Sequence[tuple[str, int]]) -> list[float | None]:
        """The cosine of the passage that starts there in each document; None where none is held or it was removed."""
        return scores(self._view(), vector, wanted)

    def vectors(self, wanted: Sequence[tuple[str, int]]) -> Floats:
        """The vectors, of shape `(n, dimension)`, of the passages that start there in each document; zeros for those
        that are not held."""
        return vectors(self._view(), wanted)

    def writer(self, wait_seconds: float = 0.0) -> VectorWriter | None:
        """The one writer, to be closed; None while another, in whatever process, is still at it after that time."""
        with told(self.folder):
            descriptor = lock(self.folder, wait_seconds)
        if descriptor is None:
            return None
        try:
            self.reload()
            return VectorWriter(self.folder, descriptor, self._view(), self._shown)
        except BaseException:
            os.close(descriptor)
            raise

    def reload(self) -> bool:
        """See the last commit; whether it is another than was seen before."""
        with self._opening, told(self.folder):
            before = self._opened
            if before and before[1] == _identity(self.folder):
                return False
            self._opened = self._read(before[0] if before else None)
            return True

    @property
    def unsettled(self) -> bool:
        """Whether the inverted file turned out to be damaged, so that searches take longer until it is made again."""
        return self._unsettled is not None and self._unsettled is self._view()

    def verify(self) -> None:
        """Read every file to its end. Raises IndexDamaged for the first that is not what was written.

        Opening reads the tables to their end, and of the vectors the size and the time they were last written: whole
        only where that is another. A disk that loses a bit by itself is found here, and before a segment is merged.
        """
        with told(self.folder):
            if _identity(self.folder):
                View(self.folder, Manifest.read(self.folder), whole=True)

    def salvage(self, wait_seconds: float = 60.0) -> int:
        """Put a damaged index in order with what is undamaged; how many documents' vectors are held then.

        Where segments or the manifest had to be given up, the index has no state and nothing is found until the
        library was gone through again: `holds` tells of which document the vectors are still here.
        """
        with told(self.folder):
            descriptor = lock(self.folder, wait_seconds)
        if descriptor is None:
            raise IndexDamaged(f"the vectors in {self.folder} are damaged, and another process is at them; try again")
        try:
            with told(self.folder):
                if replaces(self.folder):
                    manifest = salvaged(self.folder, self.key, self.dimension)
                    manifest.write(self.folder)
                    swept(self.folder, manifest)
            self.reload()
            return self.held
        finally:
            os.close(descriptor)

    def _shown(self) -> View:
        self.reload()
        return self._view()

    def _view(self) -> View:
        opened = self._opened
        if opened is None:
            self.reload()
            opened = self._opened
            assert opened is not None  # noqa: S101
        return opened[0]

    def _read(self, before: View | None) -> tuple[View, Identity | None]:
        """The last commit; again where a writer replaced it, and its files with it, while it was being read."""
        for _ in range(_ATTEMPTS):
            identity = _identity(self.folder)
            if identity is None:
                if any(self.folder.glob("*" + TABLE)):  # a writer makes a manifest before the first of them
                    raise Damage(self.folder / NAME)
                return View(self.folder, Manifest(self.key, self.dimension)), None
            try:
                manifest = Manifest.read(self.folder)
                if (manifest.key, manifest.dimension) != (self.key, self.dimension):
                    raise Damage(self.folder / NAME)
                return self._as_said(manifest, before, identity), identity
            except (Damage, FileNotFoundError):
                if _identity(self.folder) == identity:
                    raise
        raise FileNotFoundError(None, None, str(self.folder / NAME))

    def _as_said(self, manifest: Manifest, before: View | None, identity: Identity) -> View:
        try:
            return View(self.folder, manifest, before)
        except (Damage, FileNotFoundError) as error:
            path = error.path if isinstance(error, Damage) else Path(str(error.filename))
            if path.suffix != SUFFIX or _identity(self.folder) != identity:
                raise
            _log.warning("the inverted file of the vectors is damaged: searches take longer until it is made again")
            self._unsettled = View(self.folder, manifest.unsettled(), before)
            return self._unsettled


def _identity(folder: Path) -> Identity | None:
    """What tells one commit from another; None where there is none."""
    try:
        status = (folder / NAME).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
