"""Vectors of passages: kept, searched and scored, for one embedding model at a time.

`VectorIndex` is the door; `Place`, `Near` and `VectorWriter` are what goes in and out of it.
"""

from wenyuan.search.vectors.index import VectorIndex
from wenyuan.search.vectors.searching import Near
from wenyuan.search.vectors.segment import Place
from wenyuan.search.vectors.writer import VectorWriter

__all__ = ["Near", "Place", "VectorIndex", "VectorWriter"]
