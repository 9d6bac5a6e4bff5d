"""Documents with vectors to put on an index, and what a plain dictionary would answer."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors import Near, Place, VectorIndex, VectorWriter
from wenyuan.search.writing import State

DIMENSION = 16
Floats = NDArray[np.float32]


def vectors(count: int, seed: int, dimension: int = DIMENSION) -> Floats:
    return np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)


def unit(rows: Floats) -> Floats:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def places(document: str, count: int) -> list[Place]:
    return [Place(10 * n, 10 * n + 9, 10 * n + 2, context(document, n)) for n in range(count)]


def context(document: str, n: int) -> str:
    return f"a column of {document}, or {n % 3}" if n % 2 else ""


def put(writer: VectorWriter, document: str, count: int, seed: int, *collections: str) -> None:
    writer.put(document, collections, places(document, count), vectors(count, seed))


def state(sequence: int) -> State:
    return State("library", sequence)


@dataclass
class Plain:
    """The same as an index, as dictionaries."""

    vectors: dict[str, Floats] = field(default_factory=dict[str, Floats])
    live: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    sequence: int | None = None

    def copy(self) -> Plain:
        return Plain(dict(self.vectors), dict(self.live), self.sequence)

    def search(
        self, vector: Floats, limit: int, collection: str | None, documents: set[str] | None
    ) -> list[tuple[float, str, int]]:
        found = [
            (float(score), document, 10 * n)
            for document, collections in self.live.items()
            if (collection is None or collection in collections) and (documents is None or document in documents)
            for n, score in enumerate(
                unit(self.vectors[document]) @ unit(vector) if len(self.vectors[document]) else []
            )
        ]
        return sorted(found, reverse=True)[:limit]


def same(index: VectorIndex, plain: Plain, seed: int = 99) -> None:
    """Assert that the index answers as the dictionaries do, with every filter."""
    assert index.documents == len(plain.live)
    assert index.size == sum(len(plain.vectors[document]) for document in plain.live)
    found = index.state()
    assert (found and found.sequence) == plain.sequence
    vector = vectors(1, seed)[0]
    some = set(sorted(plain.vectors)[::2]) | {"unknown"}
    for collection in (None, "a", "b", "nowhere"):
        for documents in (None, some, set[str]()):
            for limit in (1, 3, 1000):
                got = index.search(vector, limit, collection, documents)
                agree(got, plain.search(vector, limit, collection, documents))
    everything = plain.search(vector, 10**6, None, None)
    wanted = [(document, start) for _, document, start in everything] + [("unknown", 0)]
    wanted += [(document, 0) for document in plain.vectors if document not in plain.live]
    scores = index.scores(vector, wanted)
    for (score, _, _), own in zip(everything, scores, strict=False):
        assert own is not None
        assert abs(own - score) < 2e-3
    assert all(own is None for own in scores[len(everything) :])


def agree(got: list[Near], expected: list[tuple[float, str, int]]) -> None:
    assert len(got) == len(expected)
    assert [near.score for near in got] == sorted((near.score for near in got), reverse=True)
    for near, (score, _, _) in zip(got, expected, strict=True):
        assert abs(near.score - score) < 2e-3  # half precision
        n = near.start // 10
        assert (near.end, near.body) == (near.start + 9, near.start + 2)
        assert near.context == context(near.document, n)
    # Apart from what half precision cannot tell apart, the same passages.
    sure = {(document, start) for score, document, start in expected if score > expected[-1][0] + 4e-3}
    assert sure <= {(near.document, near.start) for near in got}
