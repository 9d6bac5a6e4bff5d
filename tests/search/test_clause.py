"""The clause that says where to look is told from what is asked."""

from __future__ import annotations

import pytest

from wenyuan.search.clause import parted
from wenyuan.search.naming import AFTER, led
from wenyuan.search.query import parse


@pytest.mark.parametrize(
    ("clause", "rest"),
    [
        ("According to the judgment of Ashton, Vale, Court, ", "when was the appeal filed?"),
        ("In the 2017 report of Netflix, ", "what were the risks?"),
        ("根据海淀区人民法院的判决书，", "沈某某的职业是什么？"),
        ("", "What was filed in Ashton, Vale, and why?"),
        ("", "沈某某在哪里，何时上诉？"),
        ("", ""),
    ],
)
def test_the_clause_ends_where_the_question_begins(clause: str, rest: str) -> None:
    assert parted(clause + rest) == (clause, rest)


def test_words_of_the_clause_alone_say_where() -> None:
    query = parse("According to the report of Netflix, what does the report say of churn?")
    assert query.where == {"netflix"}
    assert query.terms == ("report", "netflix", "say", "churn")
    assert parse("根据判决书，职业是什么？").where == {"判决", "决书"}
    assert parse("How much did Netflix earn?").where == frozenset()


def test_the_clause_leads_where_most_of_the_names_stand_in_it() -> None:
    weights = {"ashton": 5.0, "court": 1.0, "taylor": 4.0}
    assert led(weights, {"ashton", "court"}) == {"ashton": 5.0, "court": 1.0, "taylor": AFTER * 4.0}
    assert led(weights, {"court"}) is None
    assert led(weights, frozenset()) is None
    assert led({}, frozenset()) is None
