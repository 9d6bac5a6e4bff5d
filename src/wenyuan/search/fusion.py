"""Several rankings of the same passages made one.

Each ranking is put on a scale of its own, from 0 at its last place looked at to 1 at its best, and they are averaged by
weight. A passage that a ranking does not have among its best has 0 there. Ranks alone (reciprocal rank fusion) would
let a ranking that tells nothing apart speak as loudly as one that does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
    sums, parts, held = dict[Place, float](), dict[Place, tuple[Part, ...]](), dict[Place, Found | Near]()
    for ranking in rankings:
        weight = ranking.weight / total
        values = scaled([one.score for one in ranking.found], ranking.full)
        for one, value in zip(ranking.found, values, strict=True):
            place = (one.document, one.start)
            if place not in held or (isinstance(one, Found) and not isinstance(held[place], Found)):
                held[place] = one
            sums[place] = sums.get(place, 0.0) + value * weight
            parts[place] = (*parts.get(place, ()), Part(ranking.name, value, weight))
    places = sums if among is None else sums.keys() & among
    best = sorted(places, key=lambda place: (-sums[place], place))[:limit]
    return [_found(held[place], sums[place], parts[place]) for place in best]


def _found(one: Found | Near, score: float, parts: tuple[Part, ...]) -> Found:
    if isinstance(one, Found):
        return replace(one, score=score, parts=parts)
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
