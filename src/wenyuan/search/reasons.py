"""Why a passage ranked: which terms of the query it has, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping

from wenyuan.search.hit import Match, Place
from wenyuan.search.occurring import Wanted, others
from wenyuan.text.normalise import fold_text


class Words:
    """A text, to be asked which terms it has: what `terms` would say, without making all of them.

    kept: it will be asked often, so that it is worth to be analysed once.
    """

    __slots__ = ("_folded", "_kept", "_terms")

    def __init__(self, text: str, *, kept: bool = False) -> None:
        self._folded = fold_text(text)
        self._kept = kept
        self._terms: frozenset[str] | None = None

    def held(self, wanted: Wanted) -> set[str]:
        """Those of the terms that stand in the text."""
        if not self._folded:
            return set()
        if not self._kept:
            return wanted.held(self._folded)
        if self._terms is None and wanted.others:
            self._terms = others(self._folded)
        return wanted.ideographs_in(self._folded) | (wanted.others & self._terms if self._terms else set())


def reasons(
    weights: Mapping[str, float], places: Mapping[Place, Words], wanted: Wanted | None = None
) -> tuple[Match, ...]:
    """The terms that stand somewhere in `places`, heaviest first; `wanted` are those terms, made ready before."""
    wanted = wanted or Wanted(weights)
    standing = dict[str, tuple[Place, ...]]()
    for place, words in places.items():
        for term in words.held(wanted):
            standing[term] = (*standing.get(term, ()), place)
    matches = [Match(term, round(weights[term], 3), standing[term]) for term in weights if term in standing]
    return tuple(sorted(matches, key=lambda match: -match.weight))
