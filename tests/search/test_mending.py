"""Vectors that are damaged or lost are made again by the search that finds it, and it says so."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded import Shelf, flipped, learnt_shelf, text_of, token, truncated
from hashed import Hashed

import wenyuan.api
from wenyuan.errors import ModelError
from wenyuan.models.embedding import Vectors
from wenyuan.search import filling, mending
from wenyuan.search.vectors import settling
from wenyuan.search.vectors.writer import lock

QUERIES = ("automobile", "driver", "the house of a patient", token(4))
Results = list[list[tuple[str, int, float, tuple[str, ...]]]]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(mending, "HEAL_SECONDS", 300.0)  # on a busy machine all takes longer
    shelf = Shelf(tmp_path / "home", monkeypatch)
    shelf.in_use = [Hashed("one")]
    yield shelf


def results(shelf: Shelf) -> Results:
    """What an opening of the library answers: where, how well, and by which rankings."""
    with shelf.opened() as library:
        return [
            [
                (hit.span.document, hit.span.start, round(hit.score, 6), tuple(p.name for p in hit.explanation.parts))
                for hit in library.search(query)
            ]
            for query in QUERIES
        ]


def lost(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def again(shelf: Shelf, before: Results, caplog: pytest.LogCaptureFixture) -> None:
    """The next opening finds what was found before and says that it made something again; the one after need not."""
    caplog.clear()
    assert results(shelf) == before
    assert len([one for one in caplog.messages if "again" in one and "damaged or lost" in one]) >= 1
    caplog.clear()
    assert results(shelf) == before
    assert not caplog.messages


@pytest.mark.parametrize("damage", [truncated, flipped, lost])
@pytest.mark.parametrize("part", ["manifest", "*.table", "*.vectors"])
@pytest.mark.parametrize("learnt", [False, True])
def test_a_torn_file_of_a_space_is_made_good_by_the_next_search(
    shelf: Shelf, learnt: bool, part: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    if learnt:
        learnt_shelf(shelf)
    else:
        shelf.put(*range(10))
        shelf.embed()
        shelf.put(10, 11)  # a segment of its own
        shelf.embed()
    before = results(shelf)
    (folder,) = (shelf.vectors / name for name in shelf.folders())
    assert any("lsa" in name or "hashed" in name for query in before for hit in query for name in hit[3])
    damage(sorted(folder.glob(part))[0])
    again(shelf, before, caplog)
    if not learnt:
        made = len(shelf.in_use[0].embedded) - 12
        assert made in ((0,) if part == "manifest" else (2, 10)), "only what was lost is embedded"


@pytest.mark.parametrize("damage", [truncated, flipped, lost])
def test_what_was_learnt_and_is_torn_is_learnt_again_by_the_next_search(
    shelf: Shelf, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    learnt_shelf(shelf)
    before = results(shelf)
    damage(shelf.vectors / "lsa-en.vectors")
    again(shelf, before, caplog)


@pytest.mark.parametrize("what", ["index/vectors", "index", "space", "whole"])
@pytest.mark.parametrize("learnt", [False, True])
def test_what_is_deleted_altogether_is_made_again(
    shelf: Shelf, learnt: bool, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    if learnt:
        learnt_shelf(shelf)
    else:
        shelf.put(*range(6))
        shelf.embed()
    before = results(shelf)
    (folder,) = (shelf.vectors / name for name in shelf.folders())
    lost({"space": folder, "whole": folder / "whole"}.get(what, shelf.home / what))
    again(shelf, before, caplog)


@pytest.mark.parametrize("damage", [truncated, flipped, lost])
def test_a_torn_inverted_file_is_made_again(
    shelf: Shelf,
    damage: Callable[[Path], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(settling, "FEWEST_ROWS", 40)
    shelf.put(*range(60))
    shelf.embed()
    before = results(shelf)
    (folder,) = (shelf.vectors / name for name in shelf.folders())
    (inverted,) = folder.glob("*.ivf")
    damage(inverted)
    assert results(shelf) == before
    assert "the inverted file of the vectors is damaged" in caplog.text
    assert len(list(folder.glob("*.ivf"))) == 1
    caplog.clear()
    assert results(shelf) == before
    assert not caplog.messages


class Slow(Hashed):
    def passages(self, texts: list[str]) -> Vectors:
        time.sleep(0.02 * len(texts))
        return super().passages(texts)


def test_what_takes_longer_goes_on_at_the_next_opening(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put(*range(30))
    shelf.embed()
    before = results(shelf)
    lost(shelf.vectors)
    slow = Slow("one")
    shelf.in_use = [slow]
    monkeypatch.setattr(mending, "HEAL_SECONDS", 0.15)
    monkeypatch.setattr(filling, "_CHARACTERS_A_STEP", 300)
    openings = 0
    while (now := results(shelf)) != before:
        assert all(name == "words" for query in now for hit in query for name in hit[3]), "half a space says nothing"
        assert "not all vectors" in caplog.text
        openings += 1
        assert openings < 300
    assert openings >= 2
    assert len(slow.embedded) == 30, "nothing is embedded twice"
    caplog.clear()
    assert results(shelf) == before
    assert not caplog.messages


def test_a_search_begins_no_embedding(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(*range(6))
    results(shelf)
    assert not shelf.in_use[0].embedded
    monkeypatch.setattr(filling, "_CHANGES_A_COMMIT", 2)
    shelf.in_use = [Hashed("one", fails_after=3)]
    with pytest.raises(ModelError):
        shelf.embed()
    shelf.in_use = [Hashed("one")]
    results(shelf)
    assert not shelf.in_use[0].embedded, "broken off at its first time, it is gone on with by who adds"


def test_what_another_process_is_at_is_left_to_it(shelf: Shelf) -> None:
    shelf.put(*range(6))
    shelf.embed()
    before = results(shelf)
    (folder,) = (shelf.vectors / name for name in shelf.folders())
    lost(next(folder.glob("*.vectors")))
    held = lock(folder, 0.0)
    assert held is not None
    began = time.monotonic()
    assert [[hit[0] for hit in query] for query in results(shelf)][3][0] == before[3][0][0]
    assert time.monotonic() - began < 5
    assert len(shelf.in_use[0].embedded) == 6
    os.close(held)
    assert results(shelf) == before


@pytest.mark.parametrize("when", ["chosen", "embedding"])
def test_without_a_usable_model_it_is_said_and_searched_by_words(
    shelf: Shelf, when: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ids = shelf.put(*range(6))
    shelf.embed()
    before = results(shelf)
    lost(shelf.vectors)
    with monkeypatch.context() as patch:
        if when == "chosen":

            def gone(_: object) -> list[Hashed]:
                raise ModelError("the model has gone away")

            patch.setattr(wenyuan.api, "embedders", gone)
        else:
            shelf.in_use = [Hashed("one", fails_after=0)]
        assert shelf.found(token(4))[0] == ids[4]
    assert "the model has gone away" in caplog.text
    shelf.in_use = [Hashed("one")]
    assert results(shelf) == before


def test_of_what_is_lost_only_what_lives_is_made_again(shelf: Shelf) -> None:
    ids = shelf.put(*range(6))
    shelf.embed()
    lost(shelf.vectors)
    with shelf.opened() as library:
        library.remove([ids[0]])
    assert ids[0] not in shelf.found("automobile")
    assert len(shelf.in_use[0].embedded) == 11
    assert text_of(0) not in "".join(shelf.in_use[0].embedded[6:])
