"""The language of steps agrees with Python's own exact arithmetic, ends on any text, and knows nothing else."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.checking.rules.reckoning import CannotReckon, Value, filled, reckon, shown
from wenyuan.checking.rules.syntax import DEEPEST, WrongExpression, parse

NAMES = {"a": Fraction(7), "b": Fraction(-3, 4), "净利润": Fraction(1_234_567_890), "nil": Fraction(0)}
KNOWN = {name: Value(number) for name, number in NAMES.items()}

Written = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 10**6, places=3, allow_nan=False).map(lambda number: f"{number:f}"),
    st.sampled_from(sorted(NAMES)),
)


def _longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({each[0]}) {each[1]} ({each[2]})"),
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"{each[0]} {each[1]} {each[2]}"),
        inner.map(lambda one: f"-({one})"),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda each: f"{each[0]}({each[1]}, {each[2]})"),
        inner.map(lambda one: f"abs({one})"),
    )


Numbers = st.recursive(Written, _longer, max_leaves=10)
Truths = st.recursive(
    st.tuples(Numbers, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), Numbers).map(" ".join),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda each: f"({each[0]}) {each[1]} {each[2]}")
        | inner.map(lambda one: f"not ({one})")
    ),
    max_leaves=4,
)


def by_python(written: str) -> Fraction | bool:
    """What Python makes of it, every number a Fraction."""
    import re

    exact = re.sub(r"(?<![\w.])\d+(?:\.\d+)?", lambda found: f"Fraction('{found.group()}')", written)
    return eval(exact, {"__builtins__": {}, "Fraction": Fraction, "min": min, "max": max, "abs": abs, **NAMES})


@given(Numbers | Truths)
def test_it_agrees_with_exact_arithmetic(written: str) -> None:
    try:
        wanted = by_python(written)
    except ZeroDivisionError:
        with pytest.raises(CannotReckon, match="division by zero"):
            reckon(parse(written), KNOWN)
        return
    try:
        got = reckon(parse(written), KNOWN)
    except WrongExpression as refused:
        assert "deep" in str(refused) or "longer" in str(refused)
        return
    assert (got.number if isinstance(got, Value) else got) == wanted


@given(st.text(max_size=1_200) | st.text("ab1()+-*/<>=.,% and or not max", max_size=1_200))
def test_any_text_is_an_expression_or_refused_at_once(written: str) -> None:
    began = time.perf_counter()
    try:
        expression = parse(written)
        known = {token.text: Value(Fraction(2)) for token in expression.names}
        filled(expression, known)
        reckon(expression, known)
    except (WrongExpression, CannotReckon) as refused:
        assert str(refused)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "written",
    [
        "().__class__",
        "a.real",
        "a[0]",
        "__import__('os')",
        "eval(1)",
        "exec(a)",
        "pow(2, 9)",
        "2 ** 9",
        "a if b else 1",
        "lambda: 1",
        "[1, 2]",
        "{a}",
        "a; b",
        "a := 1",
        "'a'",
        "1e9",
        "0x10",
        "a // b",
        "a and b",
        "not a",
        "(a < b) + 1",
        "max()",
        "abs(1, 2)",
        "round(a, b)",
        "round(a, 99)",
        "f(a)",
        "a b",
        "",
        "9" * 41,
        "(" * (DEEPEST + 2) + "1" + ")" * (DEEPEST + 2),
        "-" * 200 + "1",
        "1 + " * 400 + "1",
    ],
)
def test_what_it_does_not_know_is_refused(written: str) -> None:
    with pytest.raises(WrongExpression):
        parse(written)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a / 3 * 3 == a", True),
        ("2 + 3 * 4", 14),
        ("2 - 3 - 4", -5),
        ("-a + 1", -6),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1 / 3, 2) == 0.33", True),
        ("1 < a <= 7", True),
        ("7 < a <= 7", False),
        ("5% * 200", 10),
        ("sum(1, 2, a)", 10),
        ("（1＋2）× 3 ÷ 4 ≥ 2.25 且 非 a ＜ 0", True),
        ("1 = 1 或 a ≠ a", True),
        ("nil == 0 or 1 / nil > 1", True),
        ("1_000_000", 1_000_000),
    ],
)
def test_what_it_means(written: str, wanted: object) -> None:
    got = reckon(parse(written), KNOWN)
    assert (got.number if isinstance(got, Value) else got) == wanted


def test_numbers_are_filled_in_as_a_person_writes_them() -> None:
    assert filled(parse("净利润 / a - b"), KNOWN) == "1,234,567,890 / 7 - (-0.75)"
    assert shown(Fraction(1, 3)) == "0.333333"
    assert shown(Fraction(2_000_000)) == "2,000,000"
