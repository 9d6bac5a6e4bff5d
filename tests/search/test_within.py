"""Within the documents a question names, what is left of the question decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenyuan.api import Library
from wenyuan.search.counting import count
from wenyuan.search.naming import Called, Naming
from wenyuan.search.occurring import Wanted
from wenyuan.search.within import scores

WEIGHTS = {"netflix": 6.0, "hulu": 6.0, "revenu": 3.0, "churn": 4.0}
NETFLIX = Called("n", 6.0, frozenset({"netflix"}), 9)
HULU = Called("h", 6.0, frozenset({"hulu"}), 9)


def ranked(named: Naming, *passages: tuple[str, str]) -> list[float]:
    wanted = Wanted(WEIGHTS)
    counts = [(document, count(text, wanted)) for document, text in passages]
    return [name + said for name, said in scores(WEIGHTS, named, named.terms, counts)]


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
