"""Why a passage ranked: which terms of the query it has, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wenyuan.search.occurring import Wanted, others
from wenyuan.text.normalise import fold_text

Place = Literal["text", "heading", "title", "opening"]


@dataclass(frozen=True, slots=True)
class Match:
    """A term of the query that a hit has, its weight (inverse document frequency) and where it stands."""

    term: str
    weight: float
    places: tuple[Place, ...]


class Words:
    """A text, to be asked which terms it has: what `terms` would say, without making all of them.

    kept: it will be asked often, so that it is worth to be analysed once.
    """

    __slots__ = ("_folded", "_kept", "_terms", "_text")

    def __init__(self, text: str, *, kept: bool = False) -> None:
        self._text, self._kept = text, kept
        self._folded: str | None = None
        self._terms: frozenset[str] | None = None

    def held(self, wanted: Wanted) -> set[str]:
        """Those of the terms that stand in the text."""
        if not self._text:
            return set()
        folded = self._folded = self._folded or fold_text(self._text)
        if not self._kept:
            return wanted.held(folded)
        if self._terms is None and wanted.others:
            self._terms = others(folded)
        return wanted.ideographs_in(folded) | (wanted.others & self._terms if self._terms else set())


class Reasons:
    """The terms of a query that stand somewhere in `places`; found when asked for, since most hits are only read.

    weights: of the query's terms. wanted: those terms, made ready before.
    """

    def __init__(self, weights: Mapping[str, float], wanted: Wanted, places: Mapping[Place, Words]) -> None:
        self._weights, self._wanted, self._places = weights, wanted, places

    @cached_property
    def why(self) -> tuple[Match, ...]:
        """The terms that stand there, heaviest first."""
        standing = dict[str, tuple[Place, ...]]()
        for place, words in self._places.items():
            for term in words.held(self._wanted):
                standing[term] = (*standing.get(term, ()), place)
        matches = [
            Match(term, round(self._weights[term], 3), standing[term]) for term in self._weights if term in standing
        ]
        return tuple(sorted(matches, key=lambda match: -match.weight))

    @cached_property
    def share(self) -> float:
        """The part of the query's weight that they have, 0 to 1."""
        total = sum(self._weights.values()) or 1.0
        return min(1.0, sum(self._weights[match.term] for match in self.why) / total)
