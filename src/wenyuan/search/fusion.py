"""Several rankings of the same passages made one.

Each ranking is put on a scale of its own, from 0 at its last place looked at to 1 at its best, and they are averaged by
weight. A passage that a ranking does not have among its best has 0 there. Ranks alone (reciprocal rank fusion) would
let a ranking that tells nothing apart speak as loudly as one that does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from wenyuan.search.hit import Part
from wenyuan.search.lexical import Found
from wenyuan.search.vectors import Near

# How many of its best each ranking is asked for.
POOL = 100
WORDS = "words"

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one ranking says: passages best first, and how much it counts. full: it has more than are given."""

    name: str
    weight: float
    found: Sequence[Found | Near]
    full: bool


def fused(rankings: Sequence[Ranked], limit: int, among: frozenset[Place] | None = None) -> list[Found]:
    """The best passages of the rankings together, with the parts that add up to their scores; of those in `among`."""
    total = sum(one.weight for one in rankings) or 1.0
    tables, sums = list[tuple[Ranked, float, dict[Place, tuple[Found | Near, float]]]](), dict[Place, float]()
    for ranking in rankings:
        weight = ranking.weight / total
        values = scaled([one.score for one in ranking.found], ranking.full)
        table = {(one.document, one.start): (one, value) for one, value in zip(ranking.found, values, strict=True)}
        tables.append((ranking, weight, table))
        for place, (_, value) in table.items():
            sums[place] = sums.get(place, 0.0) + value * weight
    places = sums if among is None else sums.keys() & among
    best = nsmallest(limit, places, key=lambda place: (-sums[place], place))
    return [_whole(place, sums[place], tables) for place in best]


def _whole(
    place: Place, score: float, tables: Sequence[tuple[Ranked, float, dict[Place, tuple[Found | Near, float]]]]
) -> Found:
    held = [(ranking.name, weight, *table[place]) for ranking, weight, table in tables if place in table]
    parts = tuple(Part(name, value, weight) for name, weight, _, value in held)
    ones = [one for _, _, one, _ in held]
    return _found(next((one for one in ones if isinstance(one, Found)), ones[0]), score, parts)


def _found(one: Found | Near, score: float, parts: tuple[Part, ...]) -> Found:
    if isinstance(one, Found):
        return one._replace(score=score, parts=parts)
    return Found(one.document, one.start, one.end, score, one.body, one.context, parts)


def scaled(scores: Sequence[float], full: bool) -> list[float]:
    """Scores, best first, from 0 to 1. The last is 0 where there are more after it, else what it is to the best."""
    if not scores:
        return []
    least = scores[-1] if full else min(0.0, scores[-1])
    width = scores[0] - least
    return [(score - least) / width if width > 0 else 1.0 for score in scores]


def spread(values: Mapping[Place, float]) -> dict[Place, float]:
    """Values from 0 for the least to 1 for the greatest; all 0 where they are alike."""
    if not values:
        return {}
    least, most = min(values.values()), max(values.values())
    return {place: (value - least) / (most - least) if most > least else 0.0 for place, value in values.items()}
