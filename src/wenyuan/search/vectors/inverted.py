"""The inverted file: rows in cells by nearness, so that a search walks the nearest cells alone.

It is faiss's IVF with one byte a number (Jégou, Douze & Schmid 2011 for the idea; no product quantisation here: what is
found is scored again in half precision, so the byte only has to bring the right ones along). Cells are read where the
file is mapped; only their centres are in memory.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.halves import Bytes, Floats
from wenyuan.search.vectors.manifest import Settled
from wenyuan.search.vectors.seal import Damage

SUFFIX = ".ivf"
# How many cells are walked. Sentence vectors of real passages need about as many in small libraries as in large ones,
# where cells are more: recall@10 passed 0.99 at 48 for 15,000 rows and at 64 for 200,000.
_WALKED = 96
# How that grows as what may be found gets rarer: with the share of the rows to this power.
_RARER = -0.35
_WIDER = 4


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
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP), settled)
        except RuntimeError as error:
            raise Damage(path) from error

    def near(self, vector: Floats, limit: int, bits: Bytes | None, share: float) -> NDArray[np.int64]:
        """About the `limit` best rows, in no order; of those whose bit is set, which are this `share` of all.

        Fewer only where there are no more: a collection on one subject may be far from what is asked, in cells that a
        walk would not come to. Then it goes on until it has found enough, through all cells if need be.
        """
        import faiss

        walk: Any = faiss.SearchParametersIVF
        bitmap: Any = faiss.IDSelectorBitmap
        chosen = {} if bits is None else {"sel": bitmap(bits)}
        cells = self._cells(share)
        while True:
            _, rows = self._index.search(vector[None], limit, params=walk(nprobe=cells, **chosen))
            found = rows[0][rows[0] >= 0]
            if len(found) == limit or cells == self._index.nlist:
                return found
            cells = min(_WIDER * cells, self._index.nlist)

    def _cells(self, share: float) -> int:
        """How many cells to walk at first when this share of the rows may be found: the rarer they are, the more."""
        cells: int = self._index.nlist
        return min(cells, math.ceil(_WALKED * max(share, 1e-6) ** _RARER))
