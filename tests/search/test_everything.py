"""Every document with evidence: none left out, none twice, counted exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelf import put
from wenyuan.library.store import Store
from wenyuan.search.everything import Matches, bare
from wenyuan.search.filters import Filters
from wenyuan.search.lexical import LexicalIndex
from wenyuan.search.phrases import stands
from wenyuan.search.search import Search

PAD = "The parties agree on the price and the delivery of the goods in writing. " * 12


def contract(number: int) -> str:
    """A third holds force majeure, a half arbitration far from it, a fifth is a draft."""
    parts = [f"# Contract {number}", "The seller delivers the goods of the contract.", PAD]
    parts += ["## Force", "Force majeure frees both parties. 不可抗力免除责任。"] * (number % 3 == 0)
    parts += ["## Late", PAD, "Late force majeure counts too."] * (number % 6 == 0)
    parts += ["## Disputes", PAD, "Arbitration takes place in Vienna."] * (number % 2 == 0)
    parts += ["## Status", PAD, "This is a draft."] * (number % 5 == 0)
    return "\n\n".join(parts)


NUMBERS = range(1, 61)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Search:
    store = Store.open(tmp_path_factory.mktemp("everything") / "home")
    for number in NUMBERS:
        put(store, f"c{number}.md", contract(number), "odd" if number % 2 else "even")
    search = Search(store, store.home / "index" / "lexical")
    search.search("contract")
    return search


def numbers(found: Matches) -> list[int]:
    return [int(one.hit.record.title.split()[-1]) for one in found.documents]


def every(search: Search, query: str, filters: Filters | None = None, collection: str | None = None) -> set[int]:
    found = search.matches(query, 1000, filters=filters, collection=collection)
    said = numbers(found)
    assert len(said) == len(set(said)) == found.total_documents
    assert sum(one.passages for one in found.documents) == found.total_passages
    return set(said)


THIRDS = {number for number in NUMBERS if number % 3 == 0}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"force majeure"', THIRDS),
        ("+majeure", THIRDS),
        ("every contract that mentions force majeure", THIRDS),
        ("force majeure", THIRDS),
        ("哪些合同提到不可抗力？", THIRDS),
        ("所有包含不可抗力的合同", THIRDS),
        ('"force majeure" +arbitration', {number for number in THIRDS if number % 2 == 0}),
        ('"force majeure" -arbitration', {number for number in THIRDS if number % 2}),
        ('"force majeure" -draft', {number for number in THIRDS if number % 5}),
        ("force majeure -draft", {number for number in THIRDS if number % 5}),
        ('"force majeures"', set()),
        ("heading:disputes", {number for number in NUMBERS if number % 2 == 0}),
        ("type:md", set(NUMBERS)),
        ("type:pdf", set()),
        ("collection:odd +draft", {number for number in NUMBERS if number % 2 and number % 5 == 0}),
        ("zebra", set()),
        ("zebra contract", set()),
        ("", set()),
        ("…", set()),
    ],
)
def test_every_document(stocked: Search, query: str, found: set[int]) -> None:
    assert every(stocked, query) == found


def test_the_collection_and_the_filters(stocked: Search) -> None:
    assert every(stocked, '"force majeure"', collection="odd") == {number for number in THIRDS if number % 2}
    assert every(stocked, '"force majeure"', Filters(types=["pdf"])) == set()


def test_passages_are_counted_and_the_best_is_shown(stocked: Search) -> None:
    found = stocked.matches('"force majeure"', 1000)
    by_number = dict(zip(numbers(found), found.documents, strict=True))
    assert by_number[3].passages == 1
    assert by_number[6].passages == 2
    assert found.total_passages == len(THIRDS) + len({number for number in THIRDS if number % 6 == 0})
    assert all(stands("force majeure", one.hit.text) for one in found.documents)
    scores = [one.hit.score for one in found.documents]
    assert scores == sorted(scores, reverse=True)


def test_pages_put_together_are_all(stocked: Search) -> None:
    whole = numbers(stocked.matches("+majeure", 1000))
    pages = [stocked.matches("+majeure", 7, offset) for offset in range(0, 28, 7)]
    assert [number for page in pages for number in numbers(page)] == whole
    assert {(page.total_documents, page.total_passages) for page in pages} == {(20, 30)}
    beyond = stocked.matches("+majeure", 7, 100)
    assert (beyond.documents, beyond.total_documents) == ((), 20)


def test_the_rule_is_said(stocked: Search) -> None:
    assert stocked.matches('"force majeure" -draft type:md').rule == (
        'each document holds "force majeure"; no document holds draft in any form; type: text/markdown'
    )
    words = stocked.matches("arbitration of the contract").rule
    assert "holds arbitration; contract orders only" in words
    assert stocked.matches("").rule == "no words to search for"


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("every contract that mentions force majeure", "force majeure"),
        ("which documents contain an arbitration clause?", "an arbitration clause?"),
        ("所有提到不可抗力的合同", "不可抗力的"),
        ("哪些合同约定了违约金？", "违约金？"),
        ("营业收入的增长", "营业收入的增长"),
        ("what is the rent", "what is the rent"),
        ("all documents", "all documents"),
    ],
)
def test_what_only_asks_for_all_is_left_out(query: str, left: str) -> None:
    assert " ".join(bare(query).split()) == left


def test_what_was_removed_is_not_counted_before_the_index_follows(search: Search, store: Store) -> None:
    ids = [put(store, f"c{number}.md", contract(number)).id for number in range(1, 10)]
    assert search.matches('"force majeure"').total_documents == 3
    writer = LexicalIndex(store.home / "index" / "lexical").writer()
    assert writer  # as long as somebody holds it, no search can bring the index up to date
    store.remove([ids[2]])
    assert search.matches('"force majeure"').total_documents == 2
    writer.close()
    assert search.matches('"force majeure"').total_documents == 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("rent rents notice. 租金 通知 A股 股市 x".split()), max_size=8), max_size=6))
def test_as_many_as_one_by_one(tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]) -> None:
    with Store.open(tmp_path_factory.mktemp("each") / "home") as store:
        texts = dict[str, str]()
        for number, words in enumerate(documents):
            text = f"n{number} " + " ".join(words)
            texts[put(store, f"{number}.txt", text).id] = text
        search = Search(store, store.home / "index" / "lexical")
        for phrase in ("rent", "rent notice", "租金", "股", "A股", "租金通知", "x rent"):
            found = search.matches(f'"{phrase}"', 100)
            assert {one.hit.span.document for one in found.documents} == {
                document for document, text in texts.items() if stands(phrase, text)
            }
