"""Which documents a question names: by title and opening, in both languages, and when it names none."""

from __future__ import annotations

import pytest

from shelf import put
from wenyuan.library.store import Store
from wenyuan.search.lexical import LexicalIndex
from wenyuan.search.naming import CANDIDATES, Called, Naming, background, can_name, naming, rarity
from wenyuan.search.query import parse
from wenyuan.search.ranking import Ranking
from wenyuan.search.search import Search

COMPANIES = ("Netflix", "Chevron", "Pfizer", "Starbucks", "Intel", "Boeing", "Costco", "Walmart", "Adobe", "Visa")
PLACES = ("海淀区", "朝阳区", "徐汇区", "浦东新区", "天河区", "南山区", "武侯区", "江汉区", "雁塔区", "鼓楼区")
PEOPLE = ("沈某某", "陆某某", "顾某某", "严某某", "钱某某", "孟某某", "庄某某", "洪某某", "余某某", "裴某某")


def filing(company: str) -> str:
    about = "\n\n".join(
        f"## {heading}\n\n{heading} of the year grew, says the board, and {heading.lower()} will grow again. " * 12
        for heading in ("Revenue", "Income", "Risks", "Employees", "Buildings", "Dividends")
    )
    return f"# Annual report of {company}\n\n{about}"


def record(place: str, person: str) -> str:
    parts = "\n\n".join(
        f"## {heading}\n\n" + f"{heading}的情况已经查明，本院予以确认，{heading}另有说明。" * 25
        for heading in ("案由", "证据", "赔偿金额", "诉讼费用", "判决结果", "上诉期限")
    )
    return f"# {place}人民法院 {person} 一案\n\n{parts}"


@pytest.fixture
def named(store: Store, search: Search):
    ids = {company: put(store, f"{company}.md", filing(company)).id for company in COMPANIES}
    for place, person in zip(PLACES, PEOPLE, strict=True):
        ids[person] = put(store, f"{place}.md", record(place, person)).id
    search.follow()
    ranking = Ranking(LexicalIndex(store.home / "index" / "lexical"), store)

    def ask(question: str) -> list[str]:
        names = {document: name for name, document in ids.items()}
        return [names[one.document] for one in ranking.naming(parse(question)).documents]

    return ask


def test_a_name_in_the_title_names_its_document(named) -> None:
    assert named("How much did the revenue of Netflix grow?") == ["Netflix"]
    assert named("沈某某一案的赔偿金额是多少？") == ["沈某某"]


def test_where_a_short_document_is_named_no_long_one_stands_in_for_it() -> None:
    weights = {"觉光": 5.0, "法师": 4.0, "中学": 2.0}
    school = Called("school", 11.0, frozenset(weights), 1)
    minister = Called("minister", 2.0, frozenset({"中学"}), 40)
    assert naming(weights, [school, minister], 20, marked=True) == Naming((), frozenset())
    assert [one.document for one in naming(weights, [minister], 20, marked=True).documents] == ["minister"]


def test_two_named_at_once_are_both_named(named) -> None:
    assert set(named("Compare the dividends of Pfizer and Boeing")) == {"Pfizer", "Boeing"}
    assert set(named("比较沈某某与裴某某的诉讼费用")) == {"沈某某", "裴某某"}


@pytest.mark.parametrize(
    "question", ["Which risks will grow again?", "What does the board say?", "判决结果如何确认？", "?", ""]
)
def test_a_question_on_what_all_are_about_names_none(named, question: str) -> None:
    assert named(question) == []


def test_within_a_document_named_what_is_asked_ranks_first(store: Store, search: Search, named) -> None:
    first = search.search("What about the dividends of Netflix?")[0]
    assert first.record.title == "Annual report of Netflix"
    assert "Dividends" in first.text
    first = search.search("沈某某一案的诉讼费用是多少？")[0]
    assert "沈某某" in first.record.title
    assert "诉讼费用" in first.text


def test_two_named_at_once_stand_level(search: Search, named) -> None:
    """Neither pushes the other off the page, however much more rarely the one is called so."""
    hits = search.search("Compare the dividends of Pfizer and Boeing", 8)
    best = [hit.record.title.rsplit(" ", 1)[-1] for hit in hits if "Dividends" in hit.text][:2]
    assert set(best) == {"Pfizer", "Boeing"}
    assert {hit.record.title.rsplit(" ", 1)[-1] for hit in hits[:4]} == {"Pfizer", "Boeing"}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("According to the annual report of Netflix, what did Intel pay?", ["Netflix"]),
        ("In the annual reports of Netflix and Intel, what did Pfizer pay?", ["Netflix", "Intel"]),
        ("根据海淀区人民法院的沈某某一案，裴某某获得的赔偿金额是多少？", ["沈某某"]),
    ],
)
def test_a_clause_that_says_where_to_look_names_before_what_follows(named, question: str, wanted: list[str]) -> None:
    assert set(named(question)) == set(wanted)


def test_the_words_of_that_clause_do_not_ask(store: Store, search: Search, named) -> None:
    first = search.search("According to the buildings and employees report of Netflix, what were the dividends?")[0]
    assert "Dividends" in first.text
    first = search.search("根据沈某某一案的上诉期限和证据，诉讼费用是多少？")[0]
    assert "诉讼费用" in first.text


def test_initials_name_nobody(named) -> None:
    assert not can_name("j")
    assert can_name("jp")
    assert can_name("3")
    assert can_name("金")
    assert named("What did J. say of the risks?") == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_library_of_hardly_any_documents_answers(store: Store, search: Search, count: int) -> None:
    for company in COMPANIES[:count]:
        put(store, f"{company}.md", filing(company))
    hits = search.search("How much were the dividends of Netflix?")
    assert bool(hits) == bool(count)
    assert not hits or hits[0].record.title.endswith("Netflix")


def called(document: str, score: float, *terms: str, passages: int = 10) -> Called:
    return Called(document, score, frozenset(terms), passages)


def test_what_many_are_called_by_is_no_name() -> None:
    weights = {"merger": 2.0}
    alike = [called(str(number), 2.0, "merger") for number in range(CANDIDATES)]
    assert not naming(weights, alike, 1000, marked=True)
    assert naming(weights, alike[:1], 1000, marked=True).documents == (alike[0],)


def test_a_further_one_is_named_only_by_words_of_its_own() -> None:
    weights = {"netflix": 5.0, "intel": 4.0, "report": 0.5}
    ranked = [called("n", 5.5, "netflix", "report"), called("i", 4.5, "intel", "report"), called("o", 0.5, "report")]
    found = naming(weights, ranked, 100, marked=True)
    assert [one.document for one in found.documents] == ["n", "i"]
    assert found.terms == {"netflix", "intel", "report"}


def test_a_document_of_few_passages_is_not_named() -> None:
    assert not naming({"netflix": 5.0}, [called("n", 5.0, "netflix", passages=1)], 100, marked=True).documents


def test_nothing_is_named_where_nothing_is_called() -> None:
    assert naming({}, [], 100, marked=True) == Naming((), frozenset())
    assert not naming({"a": 0.0}, [called("n", 0.0)], 100, marked=True)


def test_rarity_falls_with_frequency_and_is_never_negative() -> None:
    values = [rarity(frequency, 50) for frequency in range(51)]
    assert values == sorted(values, reverse=True)
    assert rarity(80, 50) >= 0


def test_the_background_is_never_the_best_itself() -> None:
    assert [background(count) for count in (2, 3, 6, 30, 300)] == [1, 1, 2, 10, 10]
