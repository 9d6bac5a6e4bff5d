"""A reranking model reorders the best of what was found, and its failure changes nothing but a warning."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from wenyuan.api import Library
from wenyuan.errors import ModelError
from wenyuan.search.search import Search


class Longest:
    """Prefers long passages, which nothing else does."""

    name = "longest"

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.read = list[str]()

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        if self.fails:
            raise ModelError("the model is away")
        self.read += passages
        return [float(len(passage)) for passage in passages]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text("The harbour. " + "Ships come and go. " * number)
    library = Library(tmp_path / "library")
    assert len(list(library.add([folder]))) == 30
    return library


def searching(library: Library, model: Longest) -> Search:
    return Search(library.store, library.home / "index" / "lexical", None, lambda: model)


def test_the_best_are_read_and_reordered(library: Library) -> None:
    model = Longest()
    plain = library.search("harbour", 30)
    hits = searching(library, model).search("harbour", 30)
    assert {hit.span for hit in hits} == {hit.span for hit in plain}
    assert len(model.read) == 20
    assert {hit.text for hit in hits[:20]} == set(model.read)
    assert len(hits[0].text) > len(plain[0].text)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert any(part.name == "longest" for part in hits[0].explanation.parts)


def test_few_hits_are_the_best_of_all_that_are_read(library: Library) -> None:
    few, many = (searching(library, Longest()).search("harbour", limit) for limit in (3, 30))
    assert [hit.span for hit in few] == [hit.span for hit in many[:3]]


def test_a_model_that_fails_is_said_once_and_changes_nothing(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    search = searching(library, Longest(fails=True))
    with caplog.at_level(logging.WARNING):
        hits = [search.search("harbour", 30) for _ in range(2)]
    assert hits[0] == hits[1] == library.search("harbour", 30)
    assert [record.message for record in caplog.records] == ["searching without the reranking model: the model is away"]
