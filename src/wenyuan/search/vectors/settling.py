"""Making an inverted file: its cells from a sample, its rows from segments; more rows into the same cells; fewer rows.

Cells are made again only when rows have become twice as many as when they were made: putting rows into cells that
are there takes seconds for 30,000, making cells takes a minute for a million.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.halves import Floats
from wenyuan.search.vectors.inverted import CELLS, SUFFIX
from wenyuan.search.vectors.manifest import Settled
from wenyuan.search.vectors.seal import Seal
from wenyuan.search.vectors.segment import Segment

FEWEST_ROWS = 30_000
_STALE = 2
_SAMPLE_PER_CELL, _ROUNDS = 32, 6
_AT_ONCE = 32_768
_SEED = 11


def due(rows: int, settled: Settled | None, most_unsettled: int = 30_000) -> bool:
    """Whether so many rows stand outside the inverted file that scanning them takes too long."""
    if settled is None:
        return rows >= FEWEST_ROWS
    tail = rows - settled.rows
    return tail > min(most_unsettled, max(FEWEST_ROWS // 2, settled.rows // 5))


def settle(folder: Path, segments: Sequence[Segment], dimension: int, settled: Settled | None) -> Settled:
    """An inverted file of all rows of the segments, on the disk; `settled`, where given, is of the first of them."""
    rows = sum(len(segment.rows) for segment in segments)
    if settled and rows <= _STALE * settled.trained:
        index = _loaded(folder, settled)
        behind = segments[settled.segments :]
        trained = settled.trained
    else:
        index = _cells(segments, rows, dimension)
        behind = segments
        trained = rows
    for segment in behind:
        for start in range(0, len(segment.rows), _AT_ONCE):
            index.add(segment.halves.decoded(slice(start, start + _AT_ONCE)))
    return _written(folder, index, len(segments), trained)


def renumbered(folder: Path, settled: Settled, place: NDArray[np.int64]) -> Settled:
    """The inverted file with each row `r` as row `place[r]`, in one segment; without those whose place is negative."""
    import faiss

    index = _loaded(folder, settled)
    old: Any = index.invlists
    new = faiss.ArrayInvertedLists(index.nlist, index.code_size)
    total = 0
    for cell in range(index.nlist):
        size = old.list_size(cell)
        if not size:
            continue
        ids = place[faiss.rev_swig_ptr(old.get_ids(cell), size)]
        kept = ids >= 0
        ids = np.ascontiguousarray(ids[kept])
        if len(ids):
            codes = faiss.rev_swig_ptr(old.get_codes(cell), size * index.code_size).reshape(size, -1)
            codes = np.ascontiguousarray(codes[kept])
            new.add_entries(cell, len(ids), faiss.swig_ptr(ids), faiss.swig_ptr(codes))
            total += len(ids)
    index.replace_invlists(new, False)
    index.ntotal = total
    return _written(folder, index, 1, settled.trained)


def _cells(segments: Sequence[Segment], rows: int, dimension: int) -> Any:
    import faiss

    cells = max(1, min(round(CELLS * rows**0.5), rows // _SAMPLE_PER_CELL))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension), dimension, cells, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.cp.spherical = True
    index.cp.niter = _ROUNDS
    index.cp.max_points_per_centroid = index.cp.min_points_per_centroid = _SAMPLE_PER_CELL
    index.cp.seed = _SEED
    index.train(_sample(segments, rows, cells * _SAMPLE_PER_CELL))
    return index


def _sample(segments: Sequence[Segment], rows: int, size: int) -> Floats:
    chosen = np.sort(np.random.default_rng(_SEED).choice(rows, min(size, rows), replace=False))
    parts: list[Floats] = []
    start = 0
    for segment in segments:
        end = start + len(segment.rows)
        low, high = np.searchsorted(chosen, (start, end))
        parts.append(segment.halves.decoded(chosen[low:high] - start))
        start = end
    return np.concatenate(parts)


def _loaded(folder: Path, settled: Settled) -> Any:
    import faiss

    return faiss.read_index(str(folder / (settled.name + SUFFIX)))


def _written(folder: Path, index: Any, segments: int, trained: int) -> Settled:
    import faiss

    name = secrets.token_hex(8)
    path = folder / (name + SUFFIX)
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(errno.EIO, str(error)) from error
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return Settled(name, segments, int(index.ntotal), trained, Seal.of(path))
