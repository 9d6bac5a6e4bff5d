"""Spans: half-open stretches of one document."""

from __future__ import annotations

import pytest

from wenyuan.text.span import Span


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_what_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span("a", start, end)


def test_touching_is_not_overlapping() -> None:
    one = Span("a", 2, 5)
    assert len(one) == 3
    assert not one.overlaps(Span("a", 5, 8))
    assert one.overlaps(Span("a", 4, 8))
    assert Span("a", 4, 8).overlaps(one)
    assert not one.overlaps(Span("b", 2, 5))


def test_containing() -> None:
    one = Span("a", 2, 5)
    assert one.contains(one)
    assert one.contains(Span("a", 3, 4))
    assert not one.contains(Span("a", 3, 6))
    assert not one.contains(Span("b", 3, 4))


def test_spans_sort_by_place() -> None:
    assert sorted([Span("b", 0, 1), Span("a", 5, 6), Span("a", 2, 9)])[0] == Span("a", 2, 9)
