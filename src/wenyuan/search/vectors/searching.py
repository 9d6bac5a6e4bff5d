"""Searching a view: exactly where that is fast, through the inverted file beyond; among what was chosen alone.

Rows chosen by a filter that are few among many are gathered and scored; where they are more, all rows are scanned for
those with their bit set, which is still exact; where that takes too long, the inverted file is walked, further the
rarer they are, and rows added since are scanned.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.halves import Floats
from wenyuan.search.vectors.segment import BODY, CONTEXT, DOCUMENT, END, START, Segment
from wenyuan.search.vectors.view import Choice, Numbers, View

# Nanoseconds measured: to look at a row's bit; and for each dimension of a row, to score it in a scan of all rows, in a
# scan of those with their bit set, and where it is gathered.
_LOOKED, _SCANNED, _PICKED, _GATHERED = 1.5, 0.1, 0.26, 1.3
# An exact search that takes longer than this by these is left to the inverted file.
_LONGEST = 2_500_000
_MORE = 32


class Near(NamedTuple):
    """A passage near to what was asked; `score` is the cosine."""

    document: str
    start: int
    end: int
    body: int
    score: float
    context: str = ""


@contextmanager
def one_thread() -> Generator[None]:
    """Let faiss use this thread alone. OpenMP keeps that number for each thread, so others are not touched."""
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def unit(vectors: Floats) -> Floats:
    """Vectors at length 1, along the last axis; those without length as they are."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.ascontiguousarray(vectors / np.where(length > 0, length, 1), np.float32)


def search(view: View, vector: Floats, limit: int, choice: Choice, collection: str | None) -> list[Near]:
    """The `limit` best of the chosen rows, best first; `collection` is what the choice was made by, if it was."""
    if not choice.count or limit < 1:
        return []
    with one_thread():
        scores, rows = _best(view, unit(vector), min(limit, choice.count), choice, collection)
    return _near(view, rows, scores)


def _best(
    view: View, vector: Floats, limit: int, choice: Choice, collection: str | None
) -> tuple[Floats, NDArray[np.int64]]:
    scan = view.rows * len(vector) * _SCANNED
    if not choice.whole:
        scan = view.rows * _LOOKED + choice.count * len(vector) * _PICKED
    gather = choice.count * len(vector) * _GATHERED
    if gather < min(scan, _LONGEST) and not choice.whole:
        rows = choice.rows()
        return _top(row_scores(view, vector, rows), rows, limit)
    if view.inverted is None or scan < _LONGEST:
        return _scanned(view, vector, limit, choice, 0, collection)
    settled = view.inverted.settled.rows
    scores, rows = _scanned(view, vector, limit, choice, settled, collection)
    likely = limit + limit // 2 + _MORE
    if choice.whole:
        found = view.inverted.near(vector, likely)
    else:
        bits = view.bits(choice, collection, 0, settled)
        found = view.inverted.near_among(vector, likely, bits, view.filled(choice, collection, bits))
    found.sort()
    return _top(np.concatenate([scores, row_scores(view, vector, found)]), np.concatenate([rows, found]), limit)


def _scanned(
    view: View, vector: Floats, limit: int, choice: Choice, since: int, collection: str | None
) -> tuple[Floats, NDArray[np.int64]]:
    """Exactly the best of the chosen rows from row `since` on, which begins a segment."""
    scores: list[Floats] = [np.empty(0, np.float32)]
    rows: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for segment, start, end in view.spans():
        if start < since or start == end:
            continue
        bits = None if choice.whole else view.bits(choice, collection, start, end)
        score, row = segment.halves.scan(vector, limit, bits)
        scores.append(score)
        rows.append(row + start)
    return _top(np.concatenate(scores), np.concatenate(rows), limit)


def row_scores(view: View, vector: Floats, rows: Numbers) -> Floats:
    """The exact scores of some rows, given in order."""
    parts: list[Floats] = [np.empty(0, np.float32)]
    bounds = np.searchsorted(rows, view.row_starts).tolist()
    for number, (segment, start, _) in enumerate(view.spans()):
        low, high = bounds[number], bounds[number + 1]
        for at in range(low, high, 4096):
            parts.append(segment.halves.decoded(rows[at : min(at + 4096, high)] - start) @ vector)
    return np.concatenate(parts)


def _top(scores: Floats, rows: NDArray[np.int64], limit: int) -> tuple[Floats, NDArray[np.int64]]:
    if len(scores) > 4 * limit:
        likely = np.argpartition(-scores, limit)[: limit + 1]
        likely = np.flatnonzero(scores >= scores[likely].min())
        scores, rows = scores[likely], rows[likely]
    order = np.lexsort((rows, -scores))[:limit]  # the earlier row first where scores are the same
    return scores[order], rows[order]


def _near(view: View, rows: Numbers, scores: Floats) -> list[Near]:
    if len(view.segments) == 1:
        return _near_in(view.segments[0], rows, scores.tolist())
    found: list[Near | None] = [None] * len(rows)
    numbers = np.searchsorted(view.row_starts, rows, "right") - 1
    for number in np.unique(numbers).tolist():
        mine = np.flatnonzero(numbers == number)
        own = _near_in(view.segments[number], rows[mine] - view.row_starts[number], scores[mine].tolist())
        for at, near in zip(mine.tolist(), own, strict=True):
            found[at] = near
    return [near for near in found if near]


def _near_in(segment: Segment, rows: Numbers, scores: list[float]) -> list[Near]:
    places = segment.rows[rows]
    ids = map(bytes.decode, segment.ids[places[:, DOCUMENT]].tolist())
    columns = (places[:, column].tolist() for column in (START, END, BODY))
    contexts = map(segment.contexts.__getitem__, places[:, CONTEXT].tolist())
    return list(map(Near._make, zip(ids, *columns, scores, contexts, strict=True)))


def scores(view: View, vector: Floats, wanted: Sequence[tuple[str, int]]) -> list[float | None]:
    """The score of the passage of each document that starts there; None where none is held, or it was removed."""
    starts: dict[str, dict[int, int]] = {}
    places: list[int] = []
    for document, start in wanted:
        if document not in starts:
            starts[document] = _rows_by_start(view, document)
        places.append(starts[document].get(start, -1))
    rows = np.unique(np.array([row for row in places if row >= 0], np.int64))
    with one_thread():
        found = dict(zip(rows.tolist(), row_scores(view, unit(vector), rows).tolist(), strict=True))
    return [found.get(row) for row in places]


def _rows_by_start(view: View, document: str) -> dict[int, int]:
    number = view.find(document.encode())
    if number is None or view.codes[number] < 0 or not view.count[number]:
        return {}
    first, count = int(view.first[number]), int(view.count[number])
    found = int(np.searchsorted(view.row_starts, first, "right")) - 1
    own = first - int(view.row_starts[found])
    return {
        start: first + at
        for at, start in reversed(list(enumerate(view.segments[found].rows[own : own + count, START].tolist())))
    }


def vectors(view: View, wanted: Sequence[tuple[str, int]]) -> Floats:
    """The vectors, of shape (n, dimension), of passages given by document and start; zeros for those not held."""
    starts: dict[str, dict[int, int]] = {}
    out = np.zeros((len(wanted), view.manifest.dimension), np.float32)
    for at, (document, start) in enumerate(wanted):
        if document not in starts:
            starts[document] = _rows_by_start(view, document)
        if (row := starts[document].get(start)) is not None:
            number = int(np.searchsorted(view.row_starts, row, "right")) - 1
            out[at] = view.segments[number].halves.decoded(slice(own := row - int(view.row_starts[number]), own + 1))[0]
    return out
