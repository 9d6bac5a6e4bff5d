"""Questions as the index sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.search.query import parse


@pytest.mark.parametrize(
    ("question", "kept", "dropped"),
    [
        ("公司2023年的营业收入是多少？", {"2023", "营业", "收入"}, {"多少", "是多"}),
        ("公司是什么时候成立的？", {"成立"}, {"时候", "什么"}),
        ("请问谁是审判长？", {"审判"}, {"请问", "谁是"}),
        ("What was the net income of 3M in FY2018?", {"net", "incom", "3m", "fy2018"}, {"what", "was", "the", "of"}),
        ("How much did WHO spend?", {"who", "spend"}, {"how", "much", "did"}),
        ("11.44", {"11.44"}, set()),
        ("钱", {"钱"}, set()),
    ],
)
def test_words_that_only_ask_are_dropped(question: str, kept: set[str], dropped: set[str]) -> None:
    found = set(parse(question).terms)
    assert kept <= found
    assert not dropped & found


@pytest.mark.parametrize("question", ["what is it", "什么", "谁", "的", "多少", "How?"])
def test_a_question_of_nothing_else_keeps_its_words(question: str) -> None:
    assert parse(question).terms


@pytest.mark.parametrize("question", ["", "  \n", "？！。", "🙂", "\x00\x1b"])
def test_what_holds_no_words_has_no_terms(question: str) -> None:
    assert parse(question).terms == ()


@given(st.text(max_size=60))
def test_every_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert len(set(query.terms)) == len(query.terms)
    assert query.language in ("zh", "en")
