"""Measures of a ranking, with intervals by the bootstrap."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DRAWS = 2000
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over questions, and the middle 95 % of the means of samples drawn with replacement."""

    mean: float
    low: float
    high: float


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain, the gain linear in the grade, the discount log2 of rank + 1.

    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
    """
    gained = sum(relevant.get(one, 0) / math.log2(rank + 2) for rank, one in enumerate(ranking[:depth]))
    best = sorted(relevant.values(), reverse=True)[:depth]
    return gained / sum(grade / math.log2(rank + 2) for rank, grade in enumerate(best))


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    return len(set(ranking[:depth]) & relevant.keys()) / len(relevant)


def interval(values: Values) -> Interval:
    """Efron's percentile interval over questions, from a fixed seed."""
    chosen = np.random.default_rng(1).integers(len(values), size=(_DRAWS, len(values)))
    low, high = np.quantile(values[chosen].mean(axis=1), (0.025, 0.975))
    return Interval(float(values.mean()), float(low), float(high))


def difference(ours: Values, theirs: Values) -> Interval:
    """Of two systems over the same questions: paired, so what makes a question hard for both drops out."""
    return interval(ours - theirs)
