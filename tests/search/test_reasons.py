"""Reasons: which terms a text has, told without analysing all of it, yet as the analyser would."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from wenyuan.search.reasons import Words, reasons
from wenyuan.text.analyser import terms

PIECES = st.sampled_from(
    [
        "营业收入",
        "收",
        "々",
        "カナ",
        "한글",
        "Revenue ",
        "FY2018",
        "3.5mm",
        "11.44",
        "１２",
        "A",
        "股",
        "。",
        " ",
        "ﬁ",
        "don’t ",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


@given(TEXTS, TEXTS)
@example("A股", "股A")
def test_a_text_has_the_terms_the_analyser_says(text: str, query: str) -> None:
    wanted = [term for term in [*terms(query), "收入", "zebra"] if len(term) > 1 or term.isascii()]
    assert Words(text).held(wanted) == set(wanted).intersection(terms(text))


def test_reasons_are_heaviest_first_and_say_every_place() -> None:
    found = reasons(
        {"rent": 1.0, "收入": 3.0, "zebra": 9.0, "年": 2.0},
        {"text": Words("Rents of 2023年"), "title": Words("收入 and rent")},
    )
    assert [(match.term, match.places) for match in found] == [
        ("收入", ("title",)),
        ("年", ("text",)),
        ("rent", ("text", "title")),
    ]
