"""Large libraries are searched through an inverted file, which loses next to nothing, whatever the filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from shelves import Floats, state, unit

from wenyuan.search.vectors import Place, VectorIndex, searching
from wenyuan.search.vectors.inverted import SUFFIX

DIMENSION, ROWS, PER_DOCUMENT = 96, 32_000, 4
SHARES = {"half": 2, "tenth": 10, "hundredth": 100, "thousandth": 1000}
CORNER = 800


def lifelike(count: int, seed: int) -> Floats:
    """Vectors that spread as those of models do: subjects, matters within them, and more along some directions."""
    fixed, random = np.random.default_rng(5), np.random.default_rng(seed)
    along = 1 / np.sqrt(1 + np.arange(DIMENSION))
    subjects, matters = fixed.standard_normal((150, DIMENSION)), fixed.standard_normal((3000, DIMENSION))
    matter = random.integers(3000, size=count)
    rows = subjects[matter % 150] + 0.8 * matters[matter] + 0.6 * random.standard_normal((count, DIMENSION))
    return unit((rows * along).astype(np.float32))


def document(row: int) -> str:
    return f"{row // PER_DOCUMENT:016x}"


@dataclass
class Large:
    """An index and all that it was given; `alive` tells of each row whether it is to be found."""

    index: VectorIndex
    rows: Floats
    alive: np.ndarray

    def recall(self, collection: str | None = None, limit: int = 10) -> float:
        chosen = self.alive.copy()
        documents = np.arange(len(chosen)) // PER_DOCUMENT
        if collection == "corner":
            chosen &= documents < CORNER
        elif collection:
            chosen &= documents % SHARES[collection] == 0
        numbers = np.flatnonzero(chosen)
        found = wanted = 0
        for question in lifelike(40, 77):
            scores = self.rows @ question
            near = self.index.search(question, limit, collection)
            got = {int(one.document, 16) * PER_DOCUMENT + one.start // 10 for one in near}
            assert len(got) == min(limit, len(numbers))
            assert all(chosen[one] for one in got)
            # By score: what half precision cannot tell apart is as good.
            worst = np.partition(scores[numbers], -len(got))[-len(got)]
            found += sum(scores[one] >= worst - 1e-3 for one in got)
            wanted += len(got)
        return found / wanted


def put(index: VectorIndex, rows: Floats, first: int, last: int, *, settle: bool = True) -> None:
    with index.writer() or pytest.fail("another writer") as writer:
        for at in range(first, last, PER_DOCUMENT):
            number = at // PER_DOCUMENT
            collections = [name for name, share in SHARES.items() if number % share == 0]
            collections += ["corner"] * (number < CORNER)
            spots = [Place(10 * n, 10 * n + 9) for n in range(PER_DOCUMENT)]
            writer.put(document(at), collections, spots, rows[at : at + PER_DOCUMENT])
        writer.commit(state(last))
        if settle:
            writer.settle()


@pytest.fixture
def large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Large]:
    monkeypatch.setattr(searching, "_LONGEST", 0)  # as if an exact scan took too long already
    rows = lifelike(ROWS, 1)
    apart = unit(np.random.default_rng(6).standard_normal(DIMENSION).astype(np.float32))
    rows[: CORNER * PER_DOCUMENT] = unit(rows[: CORNER * PER_DOCUMENT] + 2 * apart)  # on something else altogether
    index = VectorIndex(folder, "model", DIMENSION)
    put(index, rows, 0, ROWS)
    assert list(folder.glob("*" + SUFFIX))
    return Large(index, rows, np.ones(ROWS, np.bool_))


def test_recall_through_the_inverted_file(large: Large, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert large.recall() >= 0.99
    assert large.recall(limit=100) >= 0.98
    for collection in SHARES:
        assert large.recall(collection) >= 0.99
    assert large.recall("corner") >= 0.99  # far from most of what is asked
    monkeypatch.undo()
    assert large.recall() == 1.0  # so small a library is scanned


def test_rows_behind_it_rows_removed_and_rows_given_new_numbers(large: Large, folder: Path) -> None:
    index = large.index
    more = lifelike(4000, 2)
    large.rows = np.concatenate([large.rows, more])
    large.alive = np.ones(len(large.rows), np.bool_)
    put(index, large.rows, ROWS, len(large.rows), settle=False)
    assert large.recall() >= 0.99
    assert large.recall("tenth") >= 0.99

    with index.writer() or pytest.fail("another writer") as writer:
        for at in range(0, 8000, PER_DOCUMENT):  # fewer than make it worth while to reclaim their space
            writer.remove(document(at))
        writer.commit(state(1))
        large.alive[:8000] = False
        assert large.recall() >= 0.99
        assert large.recall("half") >= 0.99
        for at in range(8000, 12_000, PER_DOCUMENT):
            writer.remove(document(at))
        writer.commit(state(2))
        large.alive[8000:12_000] = False
        assert not writer.holds(document(0))  # reclaimed
    for opened in (index, VectorIndex(folder, "model", DIMENSION)):
        large.index = opened
        assert large.recall() >= 0.99
        for collection in SHARES:
            assert large.recall(collection) >= 0.99


def test_a_damaged_inverted_file_is_done_without_and_made_again(
    large: Large, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (path,) = folder.glob("*" + SUFFIX)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    large.index = VectorIndex(folder, "model", DIMENSION)
    assert large.recall() == 1.0
    assert "inverted file" in caplog.text
    with large.index.writer() or pytest.fail("another writer") as writer:
        writer.settle()
    assert large.index.state() == state(ROWS)
    assert list(folder.glob("*" + SUFFIX)) != [path]
    VectorIndex(folder, "model", DIMENSION).verify()
    assert large.recall() >= 0.99
