"""Which words of a text matched."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.search.highlights import highlights
from wenyuan.text.analyser import terms, tokens

WORDS = (
    "net income fell falling dying U.S. 1,234.50 FY2018 COVID-19 营业收入 丙方 don’t ﬁnance ｆｕｌｌ 2018.12.31 3.5mm "
    "café o'brien 第三季度 the children ㎏"
).split()


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in highlights(text, set(terms(query)))]


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("Net incomes fell.", "income fall", ["incomes", "fell"]),
        ("营业收入同比增长", "营业收入增长", ["营业收入", "增长"]),
        ("丙方放弃", "丙", ["丙"]),
        ("in ＦＹ２０１８ and FY2018", "fy2018", ["ＦＹ２０１８", "FY2018"]),
        ("$1,234.50 thousand", "1234.50", ["1,234.50"]),
        ("the U.S. market", "US", ["U.S"]),
        ("nothing here", "zebra", []),
        ("", "zebra", []),
    ],
)
def test_words_that_matched(text: str, query: str, words: list[str]) -> None:
    assert marked(text, query) == words


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", "。", "\n", "，"])), max_size=12), st.data()
)
def test_they_are_where_the_analyser_finds_them(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text = "".join(word + joint for word, joint in parts)
    found = list(tokens(text))
    wanted = set(data.draw(st.lists(st.sampled_from([token.term for token in found]), max_size=3))) if found else set()
    expected = set[int]()
    for token in found:
        if token.term in wanted:
            expected.update(range(token.start, token.end))
    places = highlights(text, wanted)
    assert {at for start, end in places for at in range(start, end)} == expected
    assert places == sorted(places)
    assert all(before[1] < after[0] for before, after in pairwise(places))
