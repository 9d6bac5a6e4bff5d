"""The inverted file: rows in cells by nearness, so that a search walks the nearest cells alone.

It is faiss's IVF with one byte a number (Jégou, Douze & Schmid 2011 for the idea; no product quantisation here: what is
found is scored again in half precision, so the byte only has to bring the right ones along). Cells are read where the
file is mapped; only their centres are in memory.
"""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.halves import Bytes, Floats, mapped
from wenyuan.search.vectors.manifest import Settled

SUFFIX = ".ivf"
# How many cells are walked, up to so many rows: recall@10 of sentence vectors passed 0.99 at 48 for 15,000 rows and at
# 64 for 200,000. Beyond, what is learnt from a library of many near copies needs more: at a million rows 0.979 of
# passages as near as the tenth were found at 96, and 0.994 at 192.
_WALKED, _ALIKE = 96, 200_000
# Cells there are, as a multiple of the square root of the number of rows.
CELLS = 4


class Inverted:
    """An inverted file as it is read."""

    def __init__(self, index: Any, settled: Settled) -> None:
        import faiss

        self._index = index
        self.settled = settled
        lists: Any = faiss.downcast_InvertedLists(index.invlists)
        if hasattr(lists, "prefetch_nthread"):
            lists.prefetch_nthread = 0  # threads of its own for every search, to read ahead what is in memory anyway

    @classmethod
    def opened(cls, folder: Path, settled: Settled, whole: bool = False) -> Inverted:
        """Raises Damage, and FileNotFoundError for no file."""
        import faiss

        path = folder / (settled.name + SUFFIX)
        settled.seal.check(path, whole=whole)
        return cls(mapped(path, faiss.IO_FLAG_MMAP), settled)

    @cached_property
    def cell_of(self) -> NDArray[np.int32]:
        """The cell of each row."""
        import faiss

        cells = np.empty(self.settled.rows, np.int32)
        lists: Any = self._index.invlists
        for cell in range(self._index.nlist):
            if size := lists.list_size(cell):
                cells[faiss.rev_swig_ptr(lists.get_ids(cell), size)] = cell
        return cells

    def filled(self, bits: Bytes) -> NDArray[np.int64]:
        """How many rows with their bit set there are in each cell."""
        chosen = np.unpackbits(bits, count=self.settled.rows, bitorder="little").view(np.bool_)
        return np.bincount(self.cell_of[chosen], minlength=self._index.nlist)

    def near(self, vector: Floats, limit: int) -> NDArray[np.int64]:
        """About the `limit` best rows, in no order."""
        import faiss

        walk: Any = faiss.SearchParametersIVF
        cells = min(round(_WALKED * _further(self.settled.rows)), self._index.nlist)
        while True:
            _, rows = self._index.search(vector[None], limit, params=walk(nprobe=cells))
            found = rows[0][rows[0] >= 0]
            if len(found) == limit or cells == self._index.nlist:
                return found
            cells = min(4 * cells, self._index.nlist)

    def near_among(self, vector: Floats, limit: int, bits: Bytes, filled: NDArray[np.int64]) -> NDArray[np.int64]:
        """About the `limit` best of the rows whose bit is set, in no order; `filled` is what it says of the bits.

        Cells are walked, nearest first and without those that have no such row, until as many such rows were met as
        would be in an inverted file of these rows alone: so it is all one whether they are rare and everywhere, or all
        on a subject far from what is asked.
        """
        import faiss

        scores, cells = self._index.quantizer.search(vector[None], self._index.nlist)
        chosen = filled[cells[0]] > 0
        cells, scores = cells[:, chosen], scores[:, chosen]
        if not cells.size:
            return np.empty(0, np.int64)
        met = np.cumsum(filled[cells[0]])
        enough = max(_WALKED / CELLS * math.sqrt(met[-1]) * _further(met[-1]), 4 * limit)
        last = int(np.searchsorted(met, min(enough, met[-1]))) + 1
        walk: Any = faiss.SearchParametersIVF
        bitmap: Any = faiss.IDSelectorBitmap
        asked = walk(nprobe=last, sel=bitmap(bits))
        cells, scores = np.ascontiguousarray(cells[:, :last]), np.ascontiguousarray(scores[:, :last])
        rows, found = np.empty(limit, np.int64), np.empty(limit, np.float32)
        given, results = (vector, cells, scores), (found, rows)
        # faiss's own method behind the one of its Python class, which does not let a selector through.
        pointers = [faiss.swig_ptr(array) for array in (*given, *results)]
        self._index.search_preassigned_c(1, pointers[0], limit, *pointers[1:], False, asked)
        return rows[rows >= 0]


def _further(rows: int) -> float:
    """How much further is walked among so many rows."""
    return max(1.0, math.sqrt(rows / _ALIKE))
