"""Vectors in half precision in one file, searched where it is mapped.

The file is that of a faiss scalar quantiser with 16-bit floats: a head, and the rows one after the other. faiss scans
it with vector instructions without reading it into memory first; half precision moves a cosine by less than 0.001.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.seal import Damage

Floats = NDArray[np.float32]
_FEW = 16
Bytes = NDArray[np.uint8]


def quantiser(dimension: int) -> Any:
    """An empty faiss index of 16-bit floats that compares by dot product."""
    import faiss

    return faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)


def _head(dimension: int, rows: int) -> bytes:
    import faiss

    index = quantiser(dimension)
    index.ntotal = rows
    # The rows come last, behind their length in bytes, which is zero in an index without any.
    return bytes(faiss.serialize_index(index))[:-8] + struct.pack("<Q", rows * dimension * 2)


def mapped(path: Path, how: int) -> Any:
    """A faiss index mapped from its file. Raises Damage, or OSError where there is none or no more can be opened."""
    import faiss

    try:
        return faiss.read_index(str(path), how)
    except RuntimeError as error:
        path.open("rb").close()  # if it is the system that is in the way, it says so here
        raise Damage(path) from error


class HalvesFile:
    """A file of vectors being written."""

    def __init__(self, path: Path, dimension: int) -> None:
        self.path, self.rows = path, 0
        self._dimension = dimension
        self._coder = quantiser(dimension)
        self._file = path.open("wb")
        self._file.write(_head(dimension, 0))

    def add(self, vectors: Floats) -> None:
        """Append vectors of shape (n, dimension)."""
        if len(vectors):
            self.add_coded(self._coder.sa_encode(vectors))

    def add_coded(self, coded: Bytes) -> None:
        """Append rows as another such file has them, of shape (n, 2 * dimension)."""
        self._file.write(np.ascontiguousarray(coded).data)
        self.rows += len(coded)

    def finish(self) -> None:
        """Return when all is on the disk."""
        self._file.seek(0)
        self._file.write(_head(self._dimension, self.rows))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def drop(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


class Halves:
    """A finished file of vectors; it stays readable when the file is unlinked.

    coded: the rows as they are in the file, uint8 of shape (rows, 2 * dimension).
    """

    def __init__(self, path: Path, dimension: int, rows: int) -> None:
        import faiss

        self._coder = quantiser(dimension)
        self._index: Any = mapped(path, faiss.IO_FLAG_MMAP_IFC) if rows else None
        offset = len(_head(dimension, rows))
        shape = (rows, 2 * dimension)
        self.coded: Bytes = np.memmap(path, np.uint8, "r", offset, shape) if rows else np.empty(shape, np.uint8)

    def scan(self, vector: Floats, limit: int, bits: Bytes | None = None) -> tuple[Floats, NDArray[np.int64]]:
        """The `limit` best rows and their scores by dot product, of those whose bit is set (little-endian order)."""
        import faiss

        if self._index is None:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        asked: Any = faiss.SearchParameters
        bitmap: Any = faiss.IDSelectorBitmap
        chosen = None if bits is None else asked(sel=bitmap(bits))
        scores, rows = self._index.search(vector[None], min(limit, len(self.coded)), params=chosen)
        found = rows[0] >= 0
        return scores[0][found], rows[0][found]

    def decoded(self, rows: NDArray[np.int64] | slice) -> Floats:
        """Vectors of given rows, of shape (n, dimension)."""
        coded = np.ascontiguousarray(self.coded[rows])
        if len(coded) <= _FEW:  # faiss takes longer to be called
            return coded.view("<f2").astype(np.float32)
        return self._coder.sa_decode(coded) if len(coded) else np.empty((0, coded.shape[1] // 2), np.float32)
