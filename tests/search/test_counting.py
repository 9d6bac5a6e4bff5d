"""What is counted of a text is what the analyser finds in it, without analysing all of it."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from wenyuan.search.counting import count
from wenyuan.search.occurring import Wanted
from wenyuan.text.analyser import IDEOGRAPHIC, terms
from wenyuan.text.irregular import BASE
from wenyuan.text.normalise import fold_text

PIECES = st.sampled_from(
    [
        *"running runs ran dying die lies went gone go studies study children child analyses".split(),
        *"U.S. us it's dog's COVID-19 e-mail x-ray WiFi6 naïve Ａ１ v2.0".split(),
        *"FY2018 fy 3M 3.5mm 1,234.50 1234.50 2018.12.31 31 10-K 12/31".split(),
        *"海上风电 净利润 风 电 3亿元 第3章 カタカナ 한국어 年度".split(),
        *["。", ". ", ", ", "\n", " ", "-", "/", "！", "'", "’", "(", ")", "%", "_", "\u3000"],
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)
_IDEOGRAPHS = re.compile(f"{IDEOGRAPHIC}{{1,2}}")


def as_said(text: str, wanted: set[str]) -> Counter[str]:
    """What `Wanted` says of itself, by plain means: ideographs wherever they stand, the rest as analysed."""
    folded = fold_text(text)
    out = Counter(term for term in terms(text) if term in wanted and not _IDEOGRAPHS.fullmatch(term))
    for term in wanted:
        if _IDEOGRAPHS.fullmatch(term):
            out[term] = sum(folded.startswith(term, at) for at in range(len(folded)))
    return +out


@given(TEXTS, TEXTS)
@example("They went. She goes! I had gone", "go")
@example("the dying day", "die died")
@example("1,000 and 1000", "1000")
@example("U.S. law, us and US", "us")
@example("the N.A.T.O. of 中国U.S.", "NATO US")
@example("FY2018年报 FY 2018", "fy2018")
@example("风电风电风", "风电 风 电")
def test_counts_are_what_the_analyser_finds(text: str, question: str) -> None:
    wanted = set(terms(question))
    counted = count(text, Wanted(wanted))
    assert Counter(counted.terms) == as_said(text, wanted)
    assert counted.length == len(fold_text(text))
    parts = Counter[str]()
    for length, found in counted.sentences:
        assert length > 0
        assert found
        parts.update(found)
    assert parts == Counter(counted.terms), "each place is in one sentence"
    assert sum(length for length, _ in counted.sentences) <= counted.length


@given(TEXTS)
def test_every_term_of_a_text_is_found_in_it(text: str) -> None:
    wanted = set(terms(text))
    assert Wanted(wanted).held(fold_text(text)) == wanted
    assert count(text, Wanted(wanted)).terms.keys() == wanted


@given(TEXTS, TEXTS)
def test_what_is_held_is_what_is_counted(text: str, question: str) -> None:
    wanted = Wanted(set(terms(question)))
    folded = fold_text(text)
    assert wanted.held(folded) == count(text, wanted).terms.keys()
    assert all(0 <= start < end <= len(folded) for _, start, end in wanted.places(folded))


def test_every_irregular_form_is_found_by_its_base() -> None:
    for form in BASE:
        for term in terms(form):
            assert Wanted({term}).held(f"so {form}, then") == {term}, form


def test_sentences_are_counted_apart() -> None:
    counted = count("Rent is due. The rent, the rent! 租金已付。没有。", Wanted({"rent", "租金"}))
    assert [found for _, found in sorted(counted.sentences, key=lambda one: -one[0])] == [
        {"rent": 2},
        {"rent": 1},
        {"租金": 1},
    ]
    assert counted.terms == {"rent": 3, "租金": 1}


def test_nothing_wanted_finds_nothing() -> None:
    assert not count("any text", Wanted(())).terms
    assert not count("", Wanted({"text"})).terms
