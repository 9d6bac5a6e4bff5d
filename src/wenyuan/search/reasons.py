"""Why a passage ranked: which terms of the query it has, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from wenyuan.search.hit import Match, Place
from wenyuan.text.analyser import IDEOGRAPHIC, terms
from wenyuan.text.normalise import fold_text

_ONE_OR_TWO = re.compile(f"{IDEOGRAPHIC}{{1,2}}")
_RUN = re.compile(f"{IDEOGRAPHIC}{{2,}}")


class Words:
    """A text, to be asked which terms it has: what `terms` would say, without making all of them.

    A pair of ideographs is a term of a text exactly where it stands in it, and one that is asked for alone is found in
    any word; only the rest is analysed, when asked for.
    """

    __slots__ = ("_folded", "_rest")

    def __init__(self, text: str) -> None:
        self._folded = fold_text(text)
        self._rest: frozenset[str] | None = None

    def held(self, wanted: Collection[str]) -> set[str]:
        """Those of `wanted` that are terms of the text."""
        found, others = set[str](), list[str]()
        for term in wanted:
            if not _ONE_OR_TWO.fullmatch(term):
                others.append(term)
            elif term in self._folded:
                found.add(term)
        if others:
            if self._rest is None:
                self._rest = frozenset(terms(_RUN.sub(" ", self._folded)))
            found |= self._rest.intersection(others)
        return found


def reasons(weights: Mapping[str, float], places: Mapping[Place, Words]) -> tuple[Match, ...]:
    """The terms that stand somewhere in `places`, heaviest first."""
    held: dict[Place, set[str]] = {place: words.held(weights) for place, words in places.items()}
    matches = list[Match]()
    for term, weight in weights.items():
        standing: tuple[Place, ...] = tuple(place for place, found in held.items() if term in found)
        if standing:
            matches.append(Match(term, round(weight, 3), standing))
    return tuple(sorted(matches, key=lambda match: -match.weight))
