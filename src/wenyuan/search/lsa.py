"""Latent semantic analysis of the library itself: an embedding that needs no model but the user's own passages.

Terms that stand in like company point the same way (Deerwester et al. 1990): they lie along the right singular vectors
of the matrix of passages by terms, weighed by log frequency and rarity. Those are found by a randomised range (Halko,
Martinsson & Tropp 2011) over a hashed projection, with one power iteration, on a sample of the passages.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import count, pairwise, repeat
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wenyuan.models.embedding import Vectors
from wenyuan.search.naming import rarity
from wenyuan.search.query import parse
from wenyuan.search.vectors.container import read, write
from wenyuan.search.vectors.seal import Damage
from wenyuan.text.analyser import VERSION as ANALYSER_VERSION
from wenyuan.text.analyser import terms
from wenyuan.text.language import Language

DIMENSION = 256
# Of fewer passages it would learn them by heart.
FEWEST = 128
SAMPLE = 12_000
_TERMS = 60_000
_HASHES, _BUCKETS = 4, 512
_OVERSAMPLING = 44
# Terms of another analyser would not be those of a question.
_MADE_BY = f"1-{ANALYSER_VERSION}"

_Rows = NDArray[np.int64]
_Weights = NDArray[np.float32]


class Lsa:
    """Embeds texts of one language by their terms. An `Embedder`."""

    def __init__(self, path: Path) -> None:
        """Read what `fit` has written. Raises Damage, also for another version's, and FileNotFoundError for no file."""
        described, arrays = read(path)
        if described.get("made_by") != _MADE_BY:
            raise Damage(path)
        self.key: str = described["key"]
        self.fitted: int = described["passages"]
        self.languages: frozenset[Language] = frozenset(described["languages"])
        self.dimension: int = described["dimension"]
        self._terms: NDArray[np.bytes_] = arrays["terms"]
        self._rarity: _Weights = arrays["rarity"]
        self._directions: NDArray[np.float16] = arrays["directions"]
        self._places: dict[str, int] | None = None
        self._whole: Vectors | None = None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.passages`."""
        if self._places is None or self._whole is None:
            self._places = {term.decode(): place for place, term in enumerate(self._terms.tolist())}
            self._whole = self._directions.astype(np.float32)
        ids, sizes = array("q"), list[int]()
        for text in texts:
            before = len(ids)
            ids.extend(map(self._places.get, terms(text), repeat(-1)))
            sizes.append(len(ids) - before)
        matrix = _Matrix(*_counted(ids, sizes, len(self._terms)), len(texts), self._rarity)
        return _unit(matrix.times(self._whole))

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`."""
        return self.asked(parse(text).terms)

    def asked(self, wanted: Sequence[str]) -> Vectors:
        """The vector of terms, of shape `(dimension,)`; all zeros where none is known."""
        encoded = np.array([term.encode() for term in wanted] or [b""])
        places = np.minimum(np.searchsorted(self._terms, encoded), len(self._terms) - 1)
        known = places[self._terms[places] == encoded]
        return _unit(self._rarity[known] @ self._directions[known].astype(np.float32))


def fit(path: Path, texts: Sequence[str], language: Language, passages: int) -> None:
    """Learn from at least `FEWEST` texts, a sample of that many `passages`, and write what was learnt to `path`."""
    numbers = defaultdict[str, int](count().__next__)
    ids, sizes = array("q"), list[int]()
    for text in texts:
        before = len(ids)
        ids.extend(map(numbers.__getitem__, terms(text)))
        sizes.append(len(ids) - before)
    rows, columns, times = _counted(ids, sizes, len(numbers))
    frequency = np.bincount(columns, minlength=len(numbers))
    common = np.argsort(-frequency, kind="stable")[:_TERMS]
    known = list(numbers)
    encoded = {number: known[number].encode() for number in common[frequency[common] > 1].tolist()}
    order = sorted(encoded, key=encoded.__getitem__)
    kept = [encoded[number] for number in order]
    rarities = np.array([rarity(held, len(texts)) for held in frequency[order].tolist()], np.float32)
    dimension = min(DIMENSION, len(texts) // 2, len(kept) // 2)
    place = np.full(len(numbers), -1)
    place[order] = np.arange(len(order))
    columns = place[columns]
    held = columns >= 0
    directions = _directions(_Matrix(rows[held], columns[held], times[held], len(texts), rarities), dimension)
    key = hashlib.sha256("\n".join((_MADE_BY, str(len(texts)), *(known[number] for number in order))).encode())
    key.update(np.round(rarities, 4).tobytes())
    described = {
        "made_by": _MADE_BY,
        "key": f"lsa-{language}-{dimension}-{key.hexdigest()[:12]}",
        "passages": passages,
        "languages": [language],
        "dimension": dimension,
    }
    width = max(map(len, kept))
    write(
        path,
        described,
        {"terms": np.array(kept, f"S{width}"), "rarity": rarities, "directions": directions.astype(np.float16)},
    )


class _Matrix:
    """A sparse matrix of texts by terms, its rows at length 1."""

    def __init__(self, rows: _Rows, columns: _Rows, times: _Rows, texts: int, rarities: _Weights) -> None:
        """times: how often the term of each column stands in the text of that row; rows in order."""
        self.shape = (texts, len(rarities))
        self.rows, self.columns = rows, columns
        self._bounds = np.searchsorted(rows, np.arange(texts + 1))
        weighed = np.log1p(times.astype(np.float32)) * rarities[self.columns]
        lengths = np.sqrt(np.bincount(self.rows, weighed**2, texts))
        self.values = (weighed / np.maximum(lengths, 1e-9)[self.rows]).astype(np.float32)

    def times(self, dense: Vectors) -> Vectors:
        """The product with a matrix of shape `(terms, n)`."""
        return _product(self._bounds, self.columns, self.values, dense)

    def transposed_times(self, dense: Vectors) -> Vectors:
        """The product of the transposed with a matrix of shape `(texts, n)`."""
        order = np.argsort(self.columns, kind="stable")
        bounds = np.searchsorted(self.columns[order], np.arange(self.shape[1] + 1))
        return _product(bounds, self.rows[order], self.values[order], dense)

    def hashed(self) -> Vectors:
        """A projection to `_BUCKETS` columns: each term in a few of them, with a sign."""
        generator = np.random.default_rng(0)
        out = np.zeros(self.shape[0] * _BUCKETS)
        for _ in range(_HASHES):
            buckets = generator.integers(0, _BUCKETS, self.shape[1])
            signs = generator.choice(np.array([-1.0, 1.0]), self.shape[1])
            at = self.rows * _BUCKETS + buckets[self.columns]
            out += np.bincount(at, self.values * signs[self.columns], len(out))
        return out.reshape(self.shape[0], _BUCKETS).astype(np.float32)


def _counted(ids: array[int], sizes: Sequence[int], terms: int) -> tuple[_Rows, _Rows, _Rows]:
    """Row, column and number of each term of each text, in order; `ids`, negative for unknown terms, of all texts."""
    columns = np.frombuffer(ids, np.int64) if ids else np.empty(0, np.int64)
    keys = (np.repeat(np.arange(len(sizes)), sizes) * terms + columns)[columns >= 0]
    unique, times = np.unique(keys, return_counts=True)
    return unique // max(terms, 1), unique % max(terms, 1), times


def _directions(matrix: _Matrix, dimension: int) -> Vectors:
    wide = dimension + _OVERSAMPLING
    left = _basis(matrix.hashed(), wide)
    left = _basis(matrix.times(_basis(matrix.transposed_times(left), wide)), wide)
    return _basis(matrix.transposed_times(left), dimension)


def _basis(matrix: Vectors, most: int) -> Vectors:
    """The first left singular vectors of a tall matrix, by the eigenvectors of its Gram matrix."""
    values, vectors = np.linalg.eigh((matrix.T @ matrix).astype(np.float64))
    kept = [place for place in np.argsort(-values)[:most].tolist() if values[place] > 1e-9 * values[-1]]
    out = matrix @ (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32)
    return np.pad(out, ((0, 0), (0, most - len(kept)))) if len(kept) < most else out


def _product(bounds: _Rows, columns: _Rows, values: _Weights, dense: Vectors) -> Vectors:
    """Rows of a sparse matrix, given by their bounds in `columns` and `values`, times a dense one."""
    out = np.zeros((len(bounds) - 1, dense.shape[1]), np.float32)
    for row, (low, high) in enumerate(pairwise(bounds.tolist())):
        if low < high:
            out[row] = values[low:high] @ dense[columns[low:high]]
    return out


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
