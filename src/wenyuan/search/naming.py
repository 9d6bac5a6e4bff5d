"""Which documents a question names, and by which of its words: "… in the 2017 10-K of Netflix".

A document is called by its title, its file's name and its opening words. Where a few documents stand out by how much
of the question they are called by, the question names them; where many come near, its words are its subject. So in a
question to records the names of two stand far above the rest, while a question of physics is echoed by the openings of
dozens of papers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# A question names documents if the eleventh best (of few documents the one after a third of them) is called by at
# most this part of what the best is called by; less of it where nothing in the writing shows a name.
STANDS_OUT, UNMARKED = 0.5, 0.3
_BACKGROUND = 10
# A further document is named if it explains at least this part of what the first does, in words the ones before do not.
FURTHER = 0.4
# A question that says where to look names its documents there, and after it persons and things in them. Words after it
# name by this part: enough to tell apart what the clause names alike, too little to name a further document.
AFTER = 0.35
_MOST = 6
# A document of fewer passages is ranked like any other: its opening is much of what it says, and hardly a name.
WORTH = 4
CANDIDATES = 24


@dataclass(frozen=True, slots=True)
class Called:
    """A document as it is called: those of the terms asked for that it is called by. passages: how many it has."""

    document: str
    score: float
    terms: frozenset[str]
    passages: int


@dataclass(frozen=True, slots=True)
class Naming:
    """documents: those named, in the order of what each adds. terms: what they are called by, of the question.

    where: the terms of its opening clause, where that is what names them.
    """

    documents: Sequence[Called]
    terms: frozenset[str]
    where: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.documents)


NONE = Naming((), frozenset())


def rarity(frequency: int, count: int) -> float:
    """Inverse document frequency, the BM25 form, never negative."""
    return math.log(1 + (max(count - frequency, 0) + 0.5) / (frequency + 0.5))


def can_name(term: str) -> bool:
    """A lone letter is an initial: it names nobody."""
    return not (len(term) == 1 and term.isascii() and term.isalpha())


def led(weights: Mapping[str, float], where: Collection[str]) -> dict[str, float] | None:
    """Weights of names for a question whose opening clause names; None where most of what can name stands after it."""
    if 2 * _weigh(where, weights) < sum(weights.values()) or not where:
        return None
    return {term: weight if term in where else AFTER * weight for term, weight in weights.items()}


def background(count: int) -> int:
    """Which of the candidates, from 0, shows how much of a question any document is called by."""
    return min(_BACKGROUND, max(1, count // 3))


def stands_out(scores: Sequence[float], count: int, *, marked: bool) -> bool:
    """Whether the best of `count` documents stands far enough above the background to be named; `scores`, best first,
    are how much of the question each is called by."""
    if count < 2 or not scores or scores[0] <= 0:
        return False
    behind = scores[background(count)] if len(scores) > background(count) else 0.0
    return behind < (STANDS_OUT if marked else UNMARKED) * scores[0]


def naming(weights: Mapping[str, float], ranked: Sequence[Called], count: int, *, marked: bool) -> Naming:
    """The documents named, of `count` in all; `ranked` are those called by most of the terms' weights, best first.

    A greedy cover: each document explains words that the ones before do not. marked: whether a name could be told by
    its writing, as by capitals; Chinese has no such marks to miss.
    """
    if not stands_out([one.score for one in ranked], count, marked=marked):
        return NONE
    rest, first = dict(weights), 0.0
    left = list(ranked)
    chosen = list[Called]()
    while left and len(chosen) < _MOST:
        best = max(left, key=lambda one: _weigh(one.terms, rest))
        gain = _weigh(best.terms, rest)
        if gain <= 0 or gain < FURTHER * first:
            break
        first = first or gain
        chosen.append(best)
        left.remove(best)
        for term in best.terms:
            rest.pop(term, None)
    # A short document may be what the question names: it is ranked like any other, and no long one is named instead.
    long = tuple(one for one in chosen if one.passages >= WORTH)
    return Naming(long, frozenset[str]().union(*(one.terms for one in long)))


def _weigh(terms: Collection[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(term, 0.0) for term in terms)
