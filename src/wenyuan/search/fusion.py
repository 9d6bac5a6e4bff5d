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
POOL = 200
WORDS = "words"


@dataclass(frozen=True, slots=True)
class Ranked:
    """What one ranking says: passages best first, and how much it counts. full: it has more than are given."""

    name: str
    weight: float
    found: Sequence[Found]
    full: bool


def from_near(name: str, weight: float, near: Sequence[Near], full: bool) -> Ranked:
    found = [Found(one.document, one.start, one.end, one.score, one.body, one.context) for one in near]
    return Ranked(name, weight, found, full)


def fused(rankings: Sequence[Ranked]) -> list[Found]:
    """All passages of the rankings, best first, each with what every ranking says of it."""
    total = sum(one.weight for one in rankings) or 1.0
    places, parts = dict[tuple[str, int], Found](), dict[tuple[str, int], list[Part]]()
    sums = dict[tuple[str, int], float]()
    for ranking in rankings:
        values = scaled([one.score for one in ranking.found], ranking.full)
        for one, value in zip(ranking.found, values, strict=True):
            place = (one.document, one.start)
            if place not in places or (one.address and not places[place].address):
                places[place] = one
            parts.setdefault(place, []).append(Part(ranking.name, one.score, ranking.weight / total))
            sums[place] = sums.get(place, 0.0) + value * ranking.weight / total
    out = [replace(one, score=sums[place], parts=tuple(parts[place])) for place, one in places.items()]
    return sorted(out, key=lambda one: -one.score)


def scaled(scores: Sequence[float], full: bool) -> list[float]:
    """Scores, best first, from 0 to 1. The last is 0 where there are more after it, else what it is to the best."""
    if not scores:
        return []
    least = scores[-1] if full else min(0.0, scores[-1])
    width = scores[0] - least
    return [(score - least) / width if width > 0 else 1.0 for score in scores]


def spread(values: Mapping[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """Values from 0 for the least to 1 for the greatest; all 0 where they are alike."""
    if not values:
        return {}
    least, most = min(values.values()), max(values.values())
    return {place: (value - least) / (most - least) if most > least else 0.0 for place, value in values.items()}
