"""Within the documents a question names, what is left of the question decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenyuan.api import Library
from wenyuan.search.counting import count
from wenyuan.search.naming import Called, Naming
from wenyuan.search.occurring import Wanted
from wenyuan.search.within import CHARACTER, characters, scores

WEIGHTS = {"netflix": 6.0, "hulu": 6.0, "revenu": 3.0, "churn": 4.0}
NETFLIX = Called("n", 6.0, frozenset({"netflix"}), 9)
HULU = Called("h", 6.0, frozenset({"hulu"}), 9)


def ranked(named: Naming, *passages: tuple[str, str]) -> list[float]:
    wanted = Wanted(WEIGHTS)
    counts = [(document, count(text, wanted)) for document, text in passages]
    return [sum(earned) for earned in scores(WEIGHTS, named, named.terms, counts)]


def test_what_is_asked_counts_more_than_the_name_said_again() -> None:
    named = Naming([NETFLIX], frozenset({"netflix"}))
    asked, again = ranked(
        named, ("n", "Churn fell in the year."), ("n", "Netflix is Netflix and Netflix. In the year.")
    )
    assert asked > again


def test_one_sentence_that_says_it_stands_before_words_scattered() -> None:
    named = Naming([NETFLIX], frozenset({"netflix"}))
    together, scattered = ranked(
        named,
        ("n", "Revenue grew as churn fell. Nothing else happened at all here."),
        ("n", "Revenue grew a little there and then. All of it was because churn fell then."),
    )
    assert together > scattered


def test_documents_named_together_stand_level() -> None:
    both = Naming([NETFLIX, HULU], frozenset({"netflix", "hulu"}))
    netflix, hulu, silent = ranked(both, ("n", "Churn fell."), ("h", "Churn rose."), ("n", "The weather was fine."))
    assert netflix == pytest.approx(hulu)
    assert min(netflix, hulu) > silent


def test_a_passage_that_shows_what_is_asked_for_earns_for_it() -> None:
    named = Naming([NETFLIX], frozenset({"netflix"}))
    counts = [("n", count(text, Wanted(WEIGHTS))) for text in ("Churn fell a little.", "Churn fell on May 4.")]
    silent, shown = scores(WEIGHTS, named, named.terms, counts, [False, True])
    assert silent.words == shown.words
    assert silent.kind == 0 < shown.kind


def test_the_best_of_each_document_named_stands_level_whatever_the_others_say() -> None:
    both = Naming([NETFLIX, HULU], frozenset({"netflix", "hulu"}))
    rich, poor, silent = ranked(both, ("n", "Churn and revenue fell."), ("h", "Revenue rose."), ("h", "It rained."))
    assert rich == pytest.approx(poor)
    assert poor > silent


def test_single_characters_of_what_is_asked_weigh_less_than_their_pairs() -> None:
    weights = {"判刑": 4.0, "刑期": 6.0, "刑": 1.0, "法院": 3.0, "term": 2.0}
    assert characters(["判刑", "刑期", "term"], weights) == {"判": CHARACTER * 4.0, "期": CHARACTER * 6.0}


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("根据海桐区人民法院的判决书，被告人何时被羁押？", "羁押：2023年3月5日。", "羁押：情况另行说明。"),
        (
            "According to the judgment of Elm Ridge Court, when was the detention?",
            "Detention: 5 March 2023.",
            "Detention: more of it is said later.",
        ),
        ("根据海桐区人民法院的判决书，被告人的判刑是什么？", "处有期徒刑四年。", "他对其行为供认不讳。"),
    ],
)
def test_what_answers_stands_before_what_repeats(tmp_path: Path, question: str, answer: str, other: str) -> None:
    """In the document named: a date for "when", and other words that share a character."""
    folder = tmp_path / "docs"
    folder.mkdir()
    rest = "本案公开开庭审理，审理已经终结。The case was heard in open session. " * 12
    for court in ("海桐区人民法院 Elm Ridge Court", "樱花区人民法院 Oak Field Court", "枫树区人民法院 Ash Hill Court"):
        said = enumerate(("", other, answer, "", ""))
        sections = [f"# {court}", *(f"## {number}\n\n{first}{rest}" for number, first in said)]
        (folder / f"{court}.md").write_text("\n\n".join(sections), encoding="utf-8")
    with Library(tmp_path / "library") as library:
        list(library.add([folder]))
        first = library.search(question, 1)[0]
    assert answer in first.text


TOWNS_ZH = "栗子市薰衣 柿园市碧落 荔枝市钢城 银杏市梧桐 彩虹市桐城 金丝市雨燕 薄雾市樟树 碧海市金沙".split()
TOWNS_EN = (
    "Ashton-Vale Upton-Ridge Milton-Ford Easton-Lea Brook-Hart Corley-Marsh Dunham-Pell Frome-Stoke Gale-Wick".split()
)


@pytest.mark.parametrize(
    ("courts", "question", "wanted"),
    [
        (
            [f"{town}区人民法院" for town in TOWNS_ZH],
            "根据栗子市薰衣区人民法院和碧海市金沙区人民法院的判决书，量刑考量有哪些？",
            {"栗子市薰衣区人民法院", "碧海市金沙区人民法院"},
        ),
        (
            [town.replace("-", ", ") + ", Court" for town in TOWNS_EN],
            "According to Ashton, Vale, Court and Gale, Wick, Court, what are the sentencing considerations?",
            {"Ashton, Vale, Court", "Gale, Wick, Court"},
        ),
    ],
    ids=["zh", "en"],
)
def test_records_that_differ_in_their_names_alone(
    tmp_path: Path, courts: list[str], question: str, wanted: set[str]
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    considerations = "量刑考量如下：被告人认罪。The sentencing considerations are these: the defendant confessed. "
    for number, court in enumerate(courts):
        sections = [
            f"# {court}\n\n判决书 Judgment {number}.",
            "## 案件 Case\n\n" + "本案公开开庭审理。The case was heard in open session. " * 12,
            "## 理由 Reasons\n\n" + considerations * 6,
            "## 上诉 Appeal\n\n" + "可在十日内上诉。An appeal may be filed within ten days. " * 12,
        ]
        (folder / f"{number}.md").write_text("\n\n".join(sections), encoding="utf-8")
    with Library(tmp_path / "library") as library:
        list(library.add([folder]))
        hits = library.search(question, 2)
    assert {hit.record.title for hit in hits} == wanted
    assert all("量刑考量" in hit.text for hit in hits)
