"""The vector index against exact search: recall, time, memory and disk, over all and inside a small collection.

    python benchmarks/vectors.py VECTORS [--rows 1000000] [--questions 300] [--seed 1] [--json]

VECTORS is a .npy file of real vectors, one a row, or the file of vectors that benchmarks/retrieval keeps in its cache
(minilm.db). One in twenty is kept apart and asked with. Further rows are made of the others: one of them, part of a
second, and noise, since mere copies of a few thousand vectors form clusters that flatter every approximate index. Every
thousandth document is in the collection `small` too. Exact is what numpy says of the same vectors in single precision.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors import Place, VectorIndex
from wenyuan.search.writing import State

Rows = NDArray[np.float32]
_A_DOCUMENT = 10  # passages
_A_COMMIT = 50_000  # rows
_SMALL = 1000  # every so many documents, one of the small collection
_DEPTH = 10
_MIB = 1024 * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    real = read(arguments.vectors)
    np.random.default_rng(arguments.seed).shuffle(real)
    asked, real = real[: len(real) // 20][: arguments.questions], real[len(real) // 20 :]
    out: dict[str, object] = {"real": len(real), "rows": arguments.rows, "dimension": real.shape[1]}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "vectors"
        whole, small = Best(asked), Best(asked)
        out |= build(folder, blocks(real, arguments.rows, arguments.seed), whole, small)
        out["disk_mib"] = round(sum(path.stat().st_size for path in folder.iterdir()) / _MIB, 1)
        out |= judge(folder, asked, whole, small)
    out["peak_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(out) if arguments.json else "\n".join(f"{name:32}{value}" for name, value in out.items()))
    return 0


def read(path: Path) -> Rows:
    """Real vectors, each of length 1."""
    if path.suffix == ".npy":
        rows = np.load(path).astype(np.float32)
    else:
        held = sqlite3.connect(path).execute("SELECT vector FROM vectors ORDER BY text").fetchall()
        rows = np.array([np.frombuffer(one, dtype=np.float32) for (one,) in held])
    return unit(rows[np.linalg.norm(rows, axis=1) > 0])


def blocks(real: Rows, count: int, seed: int) -> Iterator[Rows]:
    """So many rows, a commit's worth at a time: the real ones first, then mixtures of them."""
    chance = np.random.default_rng(seed)
    for at in range(0, count, _A_COMMIT):
        wanted = min(_A_COMMIT, count - at)
        whole = real[at : at + wanted]
        first, second = chance.integers(len(real), size=(2, wanted - len(whole)))
        share = chance.uniform(0.2, 0.8, (len(first), 1)).astype(np.float32)
        noise = chance.standard_normal((len(first), real.shape[1])).astype(np.float32) / np.sqrt(real.shape[1])
        yield np.concatenate([whole, unit(real[first] + share * real[second] + 0.3 * noise)])


def unit(rows: Rows) -> Rows:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Best:
    """The exact nearest rows of each question, gathered block by block."""

    def __init__(self, asked: Rows) -> None:
        self._asked = asked
        self._scores = np.full((len(asked), _DEPTH), -np.inf, dtype=np.float32)
        self.rows = np.zeros((len(asked), _DEPTH), dtype=np.int64)

    def see(self, rows: Rows, numbers: NDArray[np.int64]) -> None:
        scores = np.concatenate([self._scores, self._asked @ rows.T], axis=1)
        known = np.concatenate([self.rows, np.broadcast_to(numbers, (len(self._asked), len(numbers)))], axis=1)
        top = np.argsort(-scores, axis=1, kind="stable")[:, :_DEPTH]
        self._scores, self.rows = np.take_along_axis(scores, top, 1), np.take_along_axis(known, top, 1)

    def recall(self, found: list[list[int]]) -> float:
        """The mean part of the nearest that was found."""
        return float(np.mean([len(set(one) & set(best)) / _DEPTH for one, best in zip(found, self.rows, strict=True)]))


def build(folder: Path, rows: Iterator[Rows], whole: Best, small: Best) -> dict[str, object]:
    """Put documents of ten passages each, commit by commit; the seconds this took, and the longest commit."""
    document, seconds, longest = 0, 0.0, 0.0
    index: VectorIndex | None = None
    for block in rows:
        first = document
        index = index or VectorIndex(folder, "benchmark", block.shape[1])
        began = time.perf_counter()
        writer = index.writer(10.0)
        assert writer is not None
        with writer:
            for at in range(0, len(block), _A_DOCUMENT):
                part = block[at : at + _A_DOCUMENT]
                places = [Place(passage * 100, passage * 100 + 100, passage * 100) for passage in range(len(part))]
                names = ("default", "small") if document % _SMALL == 0 else ("default",)
                writer.put(name(document), names, places, part)
                document += 1
            before = time.perf_counter()
            writer.commit(State("benchmark", document))
            longest = max(longest, time.perf_counter() - before)
        seconds += time.perf_counter() - began
        numbers = np.arange(first * _A_DOCUMENT, first * _A_DOCUMENT + len(block))
        whole.see(block, numbers)
        chosen = numbers // _A_DOCUMENT % _SMALL == 0
        small.see(block[chosen], numbers[chosen])
    assert index is not None
    began = time.perf_counter()
    if writer := index.writer(10.0):
        with writer:
            writer.settle()
    return {
        "build_seconds": round(seconds, 1),
        "longest_commit_seconds": round(longest, 1),
        "settle_seconds": round(time.perf_counter() - began, 1),
    }


def judge(folder: Path, asked: Rows, whole: Best, small: Best) -> dict[str, object]:
    index = VectorIndex(folder, "benchmark", asked.shape[1])
    began = time.perf_counter()
    index.search(asked[0], _DEPTH)
    out: dict[str, object] = {"open_seconds": round(time.perf_counter() - began, 3)}
    for label, collection, best in (("", None, whole), ("small_", "small", small)):
        found, times = list[list[int]](), list[float]()
        for vector in (*asked[:20], *asked):
            began = time.perf_counter()
            near = index.search(vector, _DEPTH, collection)
            times.append((time.perf_counter() - began) * 1000)
            found.append([int(one.document, 16) * _A_DOCUMENT + one.start // 100 for one in near])
        out[f"{label}recall_at_10"] = round(best.recall(found[20:]), 4)
        p50, p95 = np.quantile(times[20:], (0.5, 0.95))
        out |= {f"{label}p50_ms": round(float(p50), 2), f"{label}p95_ms": round(float(p95), 2)}
    return out


def name(document: int) -> str:
    """As the library names documents: 16 hex digits."""
    return f"{document:016x}"


if __name__ == "__main__":
    sys.exit(main())
