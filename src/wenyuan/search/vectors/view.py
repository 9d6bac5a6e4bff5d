"""One commit as it is read: its segments mapped, and which of their documents and rows a search may find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.halves import Bytes
from wenyuan.search.vectors.inverted import Inverted
from wenyuan.search.vectors.manifest import REMOVED, REPLACED, Manifest
from wenyuan.search.vectors.segment import DOCUMENT, Segment

Bools = NDArray[np.bool_]
Numbers = NDArray[np.int64]
_KEPT_CHOICES = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows that a search may find.

    documents: bool, for each document of the view; count: rows of these; whole: it is every row there is.
    """

    view: View
    documents: Bools
    count: int
    whole: bool

    def rows(self) -> Numbers:
        """The rows in order; for few."""
        view = self.view
        chosen = np.flatnonzero(self.documents)
        first, count = view.first[chosen], view.count[chosen]
        steps = np.ones(int(count.sum()), np.int64)
        if not len(steps):
            return steps
        first, count = first[count > 0], count[count > 0]
        steps[0] = first[0]
        steps[np.cumsum(count)[:-1]] = first[1:] - (first[:-1] + count[:-1] - 1)
        return np.sort(np.cumsum(steps))

    def bits(self, start: int, end: int) -> Bytes:
        """A bit for each row from `start` to `end`, little-endian."""
        return np.packbits(self.documents[self.view.document_of[start:end]], bitorder="little")


class View:
    """Rows and documents are counted through all segments. `document` ids are bytes here."""

    def __init__(self, folder: Path, manifest: Manifest, before: View | None = None, *, whole: bool = False) -> None:
        known = {segment.name: segment for segment in before.segments} if before and not whole else {}
        self.manifest = manifest
        self.segments = [
            known.get(name) or Segment(folder, name, manifest.dimension, whole=whole) for name in manifest.segments
        ]
        self.row_starts = _starts(len(segment.rows) for segment in self.segments)
        self.document_starts = _starts(len(segment.ids) for segment in self.segments)
        self.codes = manifest.codes
        self.inverted: Inverted | None = None
        if manifest.settled:
            same = before and not whole and before.manifest.settled == manifest.settled
            self.inverted = (same and before and before.inverted) or Inverted.opened(folder, manifest.settled, whole)
        self._choices: dict[str | None, Choice] = {}
        self._packed: dict[tuple[str | None, int, int], Bytes] = {}
        self._filled: dict[str | None, Numbers] = {}

    @property
    def rows(self) -> int:
        return int(self.row_starts[-1])

    @cached_property
    def first(self) -> Numbers:
        parts = zip(self.segments, self.row_starts, strict=False)
        return _joined([segment.documents[:, 0] + start for segment, start in parts], np.int64)

    @cached_property
    def count(self) -> Numbers:
        return _joined([segment.documents[:, 1] for segment in self.segments], np.int64)

    @cached_property
    def document_of(self) -> NDArray[np.int32]:
        """The document of each row."""
        parts = zip(self.segments, self.document_starts, strict=False)
        return _joined([segment.rows[:, DOCUMENT] + start for segment, start in parts], np.int32)

    @cached_property
    def live(self) -> Choice:
        return self._choice(self.codes >= 0)

    def find(self, document: bytes) -> int | None:
        """The document of this id that stands, be it removed, or None where no vectors of it are held."""
        for number in range(len(self.segments) - 1, -1, -1):
            for place in self.segments[number].named(document):
                found = int(self.document_starts[number]) + place
                if self.codes[found] != REPLACED:
                    return found
        return None

    def choice(self, collection: str | None, documents: Iterable[str] | None) -> Choice:
        """What is live, in the collection, and among the documents, where these are given."""
        kept = self._choices.get(collection)
        if kept is None:
            kept = self.live if collection is None else self._choice(self._in(collection))
            if len(self._choices) >= _KEPT_CHOICES:
                self._choices.clear()
                self._packed.clear()
                self._filled.clear()
            self._choices[collection] = kept
        if documents is None:
            return kept
        wanted = [one.encode() for one in documents]
        held = [segment.among(wanted) for segment in self.segments]
        # What is live stands once: of the ids that stand elsewhere too, a later one took the place.
        return self._choice(kept.documents & _joined(held, np.bool_))

    def bits(self, choice: Choice, collection: str | None, start: int, end: int) -> Bytes:
        """The bits of a choice for rows from `start` to `end`; kept for those of a collection."""
        if self._choices.get(collection) is not choice:
            return choice.bits(start, end)
        key = (collection, start, end)
        found = self._packed.get(key)
        if found is None:
            found = self._packed[key] = choice.bits(start, end)
        return found

    def filled(self, choice: Choice, collection: str | None, bits: Bytes) -> Numbers:
        """How many rows of a choice, whose `bits` these are, each cell of the inverted file has; kept as bits are."""
        assert self.inverted is not None  # noqa: S101
        if self._choices.get(collection) is not choice:
            return self.inverted.filled(bits)
        found = self._filled.get(collection)
        if found is None:
            found = self._filled[collection] = self.inverted.filled(bits)
        return found

    def _in(self, collection: str) -> Bools:
        # The last entry answers for the codes below zero, which count from the end.
        table = np.array([collection in names for names in self.manifest.sets] + [False] * -REPLACED, np.bool_)
        return table[self.codes]

    def _choice(self, documents: Bools) -> Choice:
        count = int(self.count[documents].sum())
        return Choice(self, documents, count, count == self.rows)

    def spans(self) -> Sequence[tuple[Segment, int, int]]:
        """Each segment with the rows it has, from and to."""
        return [
            (segment, start, end)
            for segment, (start, end) in zip(self.segments, pairwise(self.row_starts.tolist()), strict=True)
        ]

    def held(self) -> int:
        """Documents whose vectors are held."""
        return int((self.codes >= REMOVED).sum())


def _starts(sizes: Iterable[int]) -> Numbers:
    return np.cumsum([0, *sizes], dtype=np.int64)


def _joined(parts: list[NDArray[np.int64]] | list[NDArray[np.uint32]] | list[Bools], kind: type) -> Any:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)
