"""A small real embedding model for tests: words that mean the same are given one place, and places hashed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from wenyuan.errors import ModelError
from wenyuan.models.embedding import Vectors
from wenyuan.text.analyser import stem, terms
from wenyuan.text.language import Language

DIMENSION = 64
# What this model knows and no index of words does.
SAME = {
    stem(one): stem(other) for one, other in (("automobile", "car"), ("physician", "doctor"), ("dwelling", "house"))
}


class Hashed:
    """An `Embedder`. It keeps what it was given, and fails once it has embedded `fails_after` texts."""

    def __init__(self, name: str, languages: tuple[Language, ...] = ("en",), fails_after: int | None = None) -> None:
        self.key, self.dimension, self.languages = f"hashed-{name}", DIMENSION, frozenset(languages)
        self.fails_after = fails_after
        self.embedded = list[str]()
        self.asked = list[str]()

    def passages(self, texts: Sequence[str]) -> Vectors:
        if self.fails_after is not None and len(self.embedded) + len(texts) > self.fails_after:
            raise ModelError("the model has gone away")
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], np.float32).reshape(len(texts), DIMENSION)

    def query(self, text: str) -> Vectors:
        self.asked.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        out = np.zeros(DIMENSION, np.float32)
        for term in terms(text):
            out[zlib.crc32(f"{self.key} {SAME.get(term, term)}".encode()) % DIMENSION] += 1
        return out / max(float(np.linalg.norm(out)), 1e-9)
