"""Rankings made one: each on its own scale, by weight, in one order always."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.search.fusion import Ranked, fused, scaled, spread
from wenyuan.search.lexical import Found
from wenyuan.search.vectors import Near

SCORES = st.lists(st.floats(-1, 100, allow_nan=False, width=32), max_size=12).map(lambda one: sorted(one, reverse=True))


def words(*found: tuple[str, float], weight: float = 0.6, full: bool = False) -> Ranked:
    return Ranked("words", weight, [Found(document, 0, 9, score, 0) for document, score in found], full)


def near(*found: tuple[str, float], weight: float = 0.4, full: bool = False, name: str = "model") -> Ranked:
    return Ranked(name, weight, [Near(document, 0, 9, 0, score) for document, score in found], full)


def order(found: list[Found]) -> list[str]:
    return [one.document for one in found]


@given(SCORES, st.booleans())
def test_a_scale_is_from_1_down_and_keeps_the_order(scores: list[float], full: bool) -> None:
    values = scaled(scores, full)
    assert len(values) == len(scores)
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 for value in values)
    assert not values or values[0] == 1


def test_the_last_of_many_is_worth_nothing_and_the_last_of_all_is_what_it_is() -> None:
    assert scaled([8, 6, 4], full=True) == [1, 0.5, 0]
    assert scaled([8, 6, 4], full=False) == [1, 0.75, 0.5]
    assert scaled([0.5, -0.5], full=False) == [1, 0]
    assert scaled([3, 3], full=True) == [1, 1]
    assert scaled([], full=True) == []


def test_a_spread_is_from_0_to_1_and_of_alikes_0() -> None:
    assert spread({("a", 0): 3.0, ("b", 0): 5.0, ("c", 4): 4.0}) == {("a", 0): 0, ("b", 0): 1, ("c", 4): 0.5}
    assert spread({("a", 0): 3.0, ("b", 0): 3.0}) == {("a", 0): 0, ("b", 0): 0}
    assert spread({}) == {}


def test_a_ranking_without_passages_changes_nothing_of_the_order() -> None:
    alone = [("a", 5.0), ("b", 3.0), ("c", 1.0)]
    assert order(fused([words(*alone), near()], 9)) == order(fused([words(*alone)], 9)) == ["a", "b", "c"]


def test_a_ranking_that_tells_nothing_apart_changes_nothing() -> None:
    alone = [("a", 5.0), ("b", 3.0), ("c", 1.0)]
    same = near(("c", 0.7), ("b", 0.7), ("a", 0.7))
    assert order(fused([words(*alone), same], 9)) == ["a", "b", "c"]


def test_passages_of_one_ranking_alone_are_there_by_what_it_counts() -> None:
    found = fused([words(("a", 4.0), ("b", 1.0)), near(("v", 0.9), ("b", 0.3))], 9)
    assert {one.document: pytest.approx(one.score) for one in found} == {
        "a": 0.6,
        "v": 0.4,
        "b": 0.6 * 0.25 + 0.4 / 3,
    }
    parts = {one.document: [(part.name, round(part.value, 4)) for part in one.parts] for one in found}
    assert parts == {"a": [("words", 1.0)], "v": [("model", 1.0)], "b": [("words", 0.25), ("model", 0.3333)]}
    for one in found:
        assert one.score == pytest.approx(sum(part.value * part.weight for part in one.parts))
    assert all(part.weight in (0.6, 0.4) for one in found for part in one.parts)


def test_weights_count_as_parts_of_their_sum() -> None:
    once = fused([words(("a", 4.0), weight=0.6), near(("v", 0.9), weight=0.4)], 9)
    twice = fused([words(("a", 4.0), weight=1.2), near(("v", 0.9), weight=0.8)], 9)
    assert [(one.document, pytest.approx(one.score)) for one in once] == [(one.document, one.score) for one in twice]
    assert fused([words(("a", 4.0), weight=0.0)], 9)[0].document == "a"


def test_alikes_stand_in_one_order_whatever_order_they_came_in() -> None:
    names = [(name, 2.0) for name in "abcdefgh"]
    for seed in range(5):
        random.Random(seed).shuffle(names)
        assert order(fused([words(*names), near(*names)], 8)) == list("abcdefgh")


def test_only_those_among_and_no_more_than_asked_for() -> None:
    rankings = [words(("a", 4.0), ("b", 3.0), ("c", 2.0)), near(("v", 0.9), ("c", 0.8))]
    assert order(fused(rankings, 9, frozenset({("b", 0), ("c", 0), ("x", 0)}))) == ["c", "b"]
    assert len(fused(rankings, 2)) == 2
    assert fused([], 3) == []
