"""Measures against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.evaluating.metrics import auroc, mean, quantile

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9]), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("positives", "negatives", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.4], [0.5, 0.1], 0.75),
        ([0.9, 0.5, 0.5], [0.5, 0.1], (2 + 1.5 + 1.5) / 6),
        ([], [0.5], None),
        ([0.5], [], None),
    ],
)
def test_auroc(positives: list[float], negatives: list[float], expected: float | None) -> None:
    assert auroc(positives, negatives) == (None if expected is None else pytest.approx(expected))


@given(SCORES, SCORES)
def test_auroc_counts_pairs(positives: list[float], negatives: list[float]) -> None:
    won = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    assert auroc(positives, negatives) == pytest.approx(won / (len(positives) * len(negatives)))


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [
        ([], 0.5, 0.0),
        ([7], 0.5, 7),
        ([5, 1, 3, 2, 4], 0.5, 3),
        ([1, 2, 3, 4], 0.5, 2),
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 21)), 0.95, 19),
        ([1, 2, 3], 0.0, 1),
        ([1, 2, 3], 1.0, 3),
    ],
)
def test_quantile_is_by_nearest_rank(values: list[float], part: float, expected: float) -> None:
    assert quantile(values, part) == expected


def test_mean() -> None:
    assert mean([]) == 0.0
    assert mean([True, False, True, True]) == 0.75
