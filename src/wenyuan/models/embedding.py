"""The seam for embedding models: texts to vectors that can be compared by their dot product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wenyuan.text.language import Language

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors.

    key: tells apart what is not comparable: the model, its revision, its dimension and how texts are put to it, in
    characters a folder's name may have. dimension: the length of each vector. languages: those it is used for; texts
    and questions of others never reach it. Weights are loaded at the first text. Several threads may share one.
    """

    @property
    def key(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def languages(self) -> frozenset[Language]: ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1 (all zeros for a text it can make nothing of). Raises ModelError."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector, of shape `(dimension,)`, of a question. Raises ModelError."""
        ...
