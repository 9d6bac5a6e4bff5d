"""The analyser: the same terms for documents and queries, each at its place."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from any_text import TEXTS
from hypothesis import example, given
from hypothesis import strategies as st

from wenyuan.text.analyser import IDEOGRAPHIC, ideographs, line, terms, tokens
from wenyuan.text.normalise import fold_text

# What stands beside what, where the analyser cuts: ideographs of all kinds, marks, signs that join, white space.
PARTS = [
    *"中文一〇々あｶﾞ가가豈㈱⼀\U00020000ab.sAZİßﬁ1２３,，．。-/_!é²¨ſ🙂'’",
    *("\u0301", "\u3099", "'s", "’s ", " ", "\u3000", "\n", "\x1c", "\x85", "\xa0", "\0", "a.b", "3.5mm", "1,234"),
]


@given(TEXTS)
@example("ﬁ x ｶﾞ")
@example("İstanbul")
def test_terms_are_the_tokens_without_their_places(text: str) -> None:
    found = list(tokens(text))
    assert terms(text) == [token.term for token in found]
    assert line(text) == " ".join(terms(text))
    assert all(token.term and not any(c.isspace() for c in token.term) for token in found)
    starts = [token.start for token in found]
    assert starts == sorted(starts)
    assert all(0 <= token.start < token.end <= len(text) for token in found)


@given(st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
@example("中's a")
@example("it's中")
@example("中a.b 中")
@example("中\u3099文〇")
def test_terms_of_mixed_scripts_are_the_tokens_without_their_places(text: str) -> None:
    assert terms(text) == [token.term for token in tokens(text)]
    assert sorted(ideographs(text)) == sorted(set(re.findall(IDEOGRAPHIC, line(text))))


def test_plain_ideographs_fold_to_themselves() -> None:
    for number in range(0x4E00, 0xA000):
        assert fold_text(chr(number)) == chr(number)


@given(TEXTS)
def test_a_token_stands_where_it_says(text: str) -> None:
    for token in tokens(text):
        assert token.term in terms(text[token.start : token.end])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业收入", ["营业", "业收", "收入"]),
        ("钱", ["钱"]),
        ("A股上市", ["a", "股上", "上市"]),
        ("2023年5月", ["2023", "年", "5", "月"]),
        ("２０２３年５月", ["2023", "年", "5", "月"]),
        ("𠮷野", ["𠮷野"]),
        ("11.44", ["11.44"]),
        ("１１．４４％", ["11.44"]),
        ("1,234.50", ["1234.50"]),
        ("1234.50", ["1234.50"]),
        ("12,345,678元", ["12345678", "元"]),
        ("300418", ["300418"]),
        ("300418.SZ", ["300418.sz", "300418", "sz"]),
        ("FY2018", ["fy2018", "fy", "2018"]),
        ("3M", ["3m", "3", "m"]),
        ("3.5mm", ["3.5mm", "3.5", "mm"]),
        ("$1.2B.", ["1.2b", "1.2", "b"]),
        ("COVID-19", ["covid-19", "covid", "19"]),
        ("A-0417", ["a-0417", "a", "0417"]),
        ("INV-2024-0039", ["inv-2024-0039", "inv", "2024", "0039"]),
        ("2023-05-05", ["2023", "05", "05"]),
        ("v2.10.3", ["v2.10.3", "v", "2.10.3"]),
        ("the company's", ["the", "compani"]),
        ("the company’s", ["the", "compani"]),
        ("Companies", ["compani"]),
        ("O’Brien", ["o'brien"]),
        ("O'Brien's", ["o'brien"]),
        ("don’t", ["don't"]),
        ("the U.S. and the U.K", ["the", "us", "and", "the", "uk"]),
        ("J. Brooks", ["j", "brook"]),
        ("2018.12.31", ["2018.12.31", "2018", "12", "31"]),
        ("sales fell", ["sale", "fall"]),
        ("running RUNS run", ["run", "run", "run"]),
        ("ﬁnancial", ["financi"]),
        ("cafe\u0301", ["café"]),
        ("e-mail, well-known", ["e", "mail", "well", "know"]),
        ("🙂。，!?", []),
        ("", []),
    ],
)
def test_terms_of(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("2018", "in FY2018 the"),
        ("１１．４４", "增长11.44%"),
        ("1234.50", "共计 1,234.50 元"),
        ("3M", "shares of 3M Company"),
        ("3.5", "a 3.5mm plug"),
        ("covid-19", "COVID-19疫情"),
        ("0417", "出院小结-A-0417"),
        ("liabilities", "A Liability"),
        ("strasse", "Straße"),
        ("company", "the COMPANY’S shares"),
        ("平安", "中国平安保险"),
        ("2018", "截至2018.12.31"),
        ("why did sales fall", "why did sales fell"),
        ("children", "a child"),
        ("US revenue", "U.S. revenue"),
    ],
)
def test_a_query_finds_its_text(query: str, text: str) -> None:
    assert set(terms(query)) <= set(terms(text))


@pytest.mark.parametrize(("query", "text"), [("1.44", "11.44"), ("418", "300418"), ("234", "1,234"), ("5mm", "3.5mm")])
def test_a_part_of_a_number_is_another_number(query: str, text: str) -> None:
    assert not set(terms(query)) <= set(terms(text))


def test_stems_are_the_same_in_every_thread() -> None:
    words = [f"{stem}{ending}" for stem in ("connect", "argu", "reli", "pon") for ending in ("ing", "ed", "ies", "s")]
    text = " ".join(words * 50)
    with ThreadPoolExecutor(8) as threads:
        assert len({tuple(found) for found in threads.map(terms, [text] * 16)}) == 1
