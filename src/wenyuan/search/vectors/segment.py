"""A segment: the passages and vectors of some documents, written once and never changed.

Two files: `NAME.vectors` (halves), and `NAME.table`, a container with
- ids: the documents' ids, sorted, as bytes of one width;
- documents: uint32 (k, 2), first row and number of rows of each;
- rows: uint32 (n, 5), for each vector its document's place in `ids`, start, end, body, and context;
- contexts: what passages are read under, as JSON, each once; the first is the empty one;
and the seal of the vectors. So a segment can be told whole without anything else, and saved when all else is lost.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors import container
from wenyuan.search.vectors.halves import Floats, Halves, HalvesFile
from wenyuan.search.vectors.seal import Damage, Seal

DOCUMENT, START, END, BODY, CONTEXT = range(5)
VECTORS, TABLE = ".vectors", ".table"
_AT_ONCE = 32_768


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage is in its document: `text[start:end]`; where its headings end; what it is read under."""

    start: int
    end: int
    body: int = 0
    context: str = ""


class Segment:
    """A segment as it is read. Raises Damage, or FileNotFoundError where one of its files is missing."""

    def __init__(self, folder: Path, name: str, dimension: int, *, whole: bool = False) -> None:
        self.name = name
        self._path = folder / (name + VECTORS)
        try:
            described, arrays = container.read(folder / (name + TABLE))
            self._seal = Seal.read(described["seal"])
            self.ids, self.documents, self.rows = arrays["ids"], arrays["documents"], arrays["rows"]
            self._contexts = arrays["contexts"]
        except (KeyError, TypeError, ValueError) as error:
            raise Damage(folder / (name + TABLE)) from error
        if described["dimension"] != dimension:
            raise Damage(folder / (name + TABLE))
        self.check(whole=whole)
        self.halves = Halves(self._path, dimension, len(self.rows))

    def check(self, *, whole: bool) -> None:
        self._seal.check(self._path, whole=whole)

    @cached_property
    def contexts(self) -> list[str]:
        return json.loads(self._contexts.tobytes())

    def named(self, document: bytes) -> range:
        """The places in `ids` where this id stands: none, one, or several after a merge."""
        if len(document) > self.ids.dtype.itemsize:
            return range(0)
        key = np.array([document], self.ids.dtype)
        return range(int(np.searchsorted(self.ids, key)[0]), int(np.searchsorted(self.ids, key, "right")[0]))

    def among(self, documents: Sequence[bytes]) -> NDArray[np.bool_]:
        """For each place in `ids`, whether it is one of these."""
        kind, out = self.ids.dtype, np.zeros(len(self.ids), np.bool_)
        if len(out):
            keys = np.sort(np.array([one for one in documents if len(one) <= kind.itemsize], kind))
            places = np.minimum(np.searchsorted(self.ids, keys), len(out) - 1)
            out[places[self.ids[places] == keys]] = True
        for place in self._repeated:
            out[place] |= out[place - 1]
        return out

    @cached_property
    def _repeated(self) -> list[int]:
        """The places in `ids` of what stands before them too, as it may after a merge."""
        return (np.flatnonzero(self.ids[1:] == self.ids[:-1]) + 1).tolist()


class SegmentFile:
    """A segment being written, in files that nothing points to until a manifest does."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self.folder, self.dimension = folder, dimension
        self.name = secrets.token_hex(8)  # never a name that was used before, so that a name is a content
        self.halves = HalvesFile(folder / (self.name + VECTORS), dimension)
        self._ids: list[bytes] = []
        self._counts: list[int] = []
        self._rows: list[NDArray[np.uint32]] = []
        self._contexts: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, document: bytes, places: Sequence[Place], vectors: Floats) -> None:
        """Append a document's passages with their vectors, of shape (len(places), dimension)."""
        rows = np.empty((len(places), 5), np.uint32)
        for row, place in zip(rows, places, strict=True):
            context = self._contexts.setdefault(place.context, len(self._contexts))
            row[:] = (len(self._ids), place.start, place.end, place.body, context)
        self._ids.append(document)
        self._counts.append(len(rows))
        self._rows.append(rows)
        self.halves.add(vectors)

    def take(self, segment: Segment, documents: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Append those documents of another segment, in the order of their rows, with their vectors.

        Returns their places in its `ids`, in the order of writing.
        """
        chosen = np.flatnonzero(documents)
        chosen = chosen[np.argsort(segment.documents[chosen, 0], kind="stable")]
        place = np.zeros(len(documents), np.uint32)
        place[chosen] = len(self._ids) + np.arange(len(chosen), dtype=np.uint32)
        kept = np.flatnonzero(documents[segment.rows[:, DOCUMENT]])
        rows = segment.rows[kept]
        rows[:, DOCUMENT] = place[rows[:, DOCUMENT]]
        contexts = np.zeros(len(segment.contexts), np.uint32)
        for context in np.unique(rows[:, CONTEXT]).tolist():
            contexts[context] = self._contexts.setdefault(segment.contexts[context], len(self._contexts))
        rows[:, CONTEXT] = contexts[rows[:, CONTEXT]]
        for start in range(0, len(kept), _AT_ONCE):
            self.halves.add_coded(segment.halves.coded[kept[start : start + _AT_ONCE]])
        self._rows.append(rows)
        self._ids += segment.ids[chosen].tolist()
        self._counts += segment.documents[chosen, 1].tolist()
        return chosen

    def finish(self) -> NDArray[np.int64]:
        """Put the files on the disk; returns, for each place in `ids`, which document it was in order of writing."""
        self.halves.finish()
        ids = np.array(self._ids, "S") if self._ids else np.empty(0, "S1")
        order = np.argsort(ids, kind="stable")
        place = np.empty(len(order), np.uint32)
        place[order] = np.arange(len(order), dtype=np.uint32)
        rows = np.concatenate(self._rows) if self._rows else np.empty((0, 5), np.uint32)
        rows[:, DOCUMENT] = place[rows[:, DOCUMENT]]
        counts = np.array(self._counts, np.uint32)
        documents = np.stack([np.cumsum(counts, dtype=np.uint32) - counts, counts], axis=1)[order]
        contexts = np.frombuffer(json.dumps(list(self._contexts)).encode(), np.uint8)
        described = {"dimension": self.dimension, "seal": Seal.of(self.halves.path).data()}
        arrays = {"ids": ids[order], "documents": documents, "rows": rows, "contexts": contexts}
        container.write(self.folder / (self.name + TABLE), described, arrays)
        return order

    def drop(self) -> None:
        self.halves.drop()
        (self.folder / (self.name + TABLE)).unlink(missing_ok=True)
