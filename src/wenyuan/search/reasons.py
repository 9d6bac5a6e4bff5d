"""Why a passage ranked: which terms of the query it has, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from wenyuan.search.hit import Match, Place
from wenyuan.search.occurring import Wanted
from wenyuan.text.normalise import fold_text


class Words:
    """A text, to be asked which terms it has: what `terms` would say, without making all of them."""

    __slots__ = ("_folded",)

    def __init__(self, text: str) -> None:
        self._folded = fold_text(text)

    def held(self, wanted: Wanted) -> set[str]:
        """Those of the terms that stand in the text."""
        return wanted.held(self._folded)


def reasons(
    weights: Mapping[str, float], places: Mapping[Place, Words], wanted: Wanted | None = None
) -> tuple[Match, ...]:
    """The terms that stand somewhere in `places`, heaviest first; `wanted` are those terms, made ready before."""
    wanted = wanted or Wanted(weights)
    held: dict[Place, set[str]] = {place: words.held(wanted) for place, words in places.items()}
    matches = list[Match]()
    for term, weight in weights.items():
        standing: tuple[Place, ...] = tuple(place for place, found in held.items() if term in found)
        if standing:
            matches.append(Match(term, round(weight, 3), standing))
    return tuple(sorted(matches, key=lambda match: -match.weight))
