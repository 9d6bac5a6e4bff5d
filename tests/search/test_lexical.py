"""The lexical index: a projection that can be replaced, filtered, shared between processes and thrown away."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wenyuan.errors import IndexDamaged
from wenyuan.search.lexical import LexicalIndex
from wenyuan.search.passages import Passage
from wenyuan.search.writing import Entry, State
from wenyuan.text.analyser import terms


def entry(document: str, text: str, title: str = "", collections: tuple[str, ...] = ("default",)) -> Entry:
    return Entry(document, title, text, [Passage(0, len(text))], collections)


def fill(index: LexicalIndex, *entries: Entry, sequence: int = 1) -> None:
    writer = index.writer(5)
    assert writer
    for one in entries:
        writer.put(one)
    writer.commit(State("library", sequence))
    writer.close()
    index.reload()


def found(index: LexicalIndex, query: str, collection: str | None = None) -> list[str]:
    return [one.document for one in index.search(terms(query), 10, collection)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lexical"


@pytest.fixture
def index(folder: Path) -> LexicalIndex:
    return LexicalIndex(folder)


def test_put_replace_remove(index: LexicalIndex) -> None:
    assert index.state() is None
    fill(index, entry("a", "营业收入增长"), entry("b", "net income fell"))
    assert found(index, "收入") == ["a"]
    assert found(index, "incomes") == ["b"]
    fill(index, entry("a", "经营成本下降"), sequence=2)
    assert found(index, "收入") == []
    assert found(index, "成本") == ["a"]
    writer = index.writer(5)
    assert writer
    writer.remove("a")
    writer.commit(State("library", 3))
    writer.close()
    index.reload()
    assert found(index, "成本") == []
    assert found(index, "income") == ["b"]


def test_what_is_not_committed_is_not_there(index: LexicalIndex) -> None:
    fill(index, entry("a", "first"), sequence=4)
    writer = index.writer(5)
    assert writer
    writer.put(entry("b", "second"))
    writer.remove("a")
    writer.close()
    index.reload()
    assert (found(index, "first"), found(index, "second")) == (["a"], [])
    assert index.state() == State("library", 4)


def test_the_state_moves_with_the_commit(index: LexicalIndex, folder: Path) -> None:
    for sequence in (3, 7, 12):
        fill(index, entry("a", f"text number {sequence}"), sequence=sequence)
        assert index.state() == State("library", sequence)
        assert LexicalIndex(folder).state() == State("library", sequence)


def test_collections_are_matched_whole(index: LexicalIndex) -> None:
    fill(
        index,
        entry("a", "same words", collections=("law",)),
        entry("b", "same words", collections=("law firm", "tax")),
        entry("c", "same words", collections=("Law",)),
        entry("d", "same words", collections=()),
    )
    assert found(index, "words", "law") == ["a"]
    assert found(index, "words", "tax") == ["b"]
    assert found(index, "words", "firm") == []
    assert sorted(found(index, "words")) == ["a", "b", "c", "d"]
    assert index.cards(terms("words"), 10, "law") == ["a"]


def test_documents_can_be_named(index: LexicalIndex) -> None:
    fill(index, *(entry(name, "same words") for name in "abc"))
    assert [one.document for one in index.search(["word"], 10, documents=["b"])] == ["b"]
    assert index.search(["word"], 10, documents=[]) == []


def test_a_title_and_a_heading_help_the_text(index: LexicalIndex) -> None:
    text = "Revenue grew in all regions."
    fill(
        index,
        Entry("a", "Acme annual report", text, [Passage(0, len(text))], ("default",)),
        Entry("b", "Brook annual report", text, [Passage(0, len(text))], ("default",)),
        Entry("c", "Report", text, [Passage(0, len(text), ("Cedar division",))], ("default",)),
    )
    for name, document in (("acme", "a"), ("brook", "b"), ("cedar", "c")):
        assert found(index, f"{name} revenue")[0] == document


def test_an_index_of_another_version_is_made_anew(index: LexicalIndex, folder: Path) -> None:
    fill(index, entry("a", "kept words"))
    assert found(LexicalIndex(folder), "kept") == ["a"]
    (folder / "version").write_text("0.0")
    assert LexicalIndex(folder).state() is None
    assert found(LexicalIndex(folder), "kept") == []


def test_a_damaged_index_is_said_or_made_anew(index: LexicalIndex, folder: Path) -> None:
    fill(index, entry("a", "kept words"))
    (folder / "meta.json").write_text("{")
    try:
        again = LexicalIndex(folder)
    except IndexDamaged as error:
        assert "reindex" in str(error) or "cannot be opened" in str(error)
    else:
        assert again.state() is None


def test_one_writes_and_others_read(index: LexicalIndex, folder: Path) -> None:
    fill(index, entry("a", "first words"))
    readers = [LexicalIndex(folder) for _ in range(2)]
    writer = index.writer()
    assert writer
    assert readers[0].writer() is None
    code = (
        "import json, sys; from pathlib import Path; from wenyuan.search.lexical import LexicalIndex; "
        "index = LexicalIndex(Path(sys.argv[1])); print(json.dumps([index.writer() is None, "
        "[one.document for one in index.search(['word'], 10)]]))"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [True, ["a"]]
    writer.put(entry("b", "second words"))
    assert [found(reader, "words") for reader in readers] == [["a"], ["a"]]
    writer.commit(State("library", 2))
    writer.close()
    for reader in readers:
        reader.reload()
        assert sorted(found(reader, "words")) == ["a", "b"]
    after = readers[1].writer(5)
    assert after is not None
    after.close()


@pytest.mark.parametrize(
    "term", ["a:b", '"', "(", "\\", "*", "+-", "AND", ".|.*", "[", "字*", "|", "\x00", "x" * 70_000]
)
def test_a_term_is_a_term_and_no_syntax(index: LexicalIndex, term: str) -> None:
    fill(index, entry("a", "some words 字典"))
    assert index.search([term], 10) == []
    assert index.cards([term], 10) == []


def test_a_word_longer_than_an_index_can_hold(index: LexicalIndex) -> None:
    fill(index, entry("a", "x" * 1_000_000 + " tail"), entry("b", "ordinary"))
    assert found(index, "tail") == ["a"]
    assert found(index, "ordinary") == ["b"]
