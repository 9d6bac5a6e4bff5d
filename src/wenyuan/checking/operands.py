"""The figures that a claim may be reckoned from: of the things and the times that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wenyuan.checking.facts import Fact, closeness
from wenyuan.checking.headers import bare_years
from wenyuan.checking.laid import Laid
from wenyuan.checking.matching import said, words
from wenyuan.checking.reading import Atom, Reading, read
from wenyuan.checking.spans import Fit, days, fit, stretch
from wenyuan.text.period import Period

# How much of a row's label the claim must say, and how near a figure of a sentence must be.
_LABEL, _NEAR = 0.5, 0.2
# Sentences that say so much in the same words near a figure give it of the same thing.
_ALIKE, _AROUND = 0.4, 5
_ALL = 0.8
# Words that only say what is reckoned: nothing that a source would say.
OPERATION = re.compile(
    r"\b(?:increas|decreas|chang|differ|percent|averag|mean\b|ratio|total|sum\b|grow|proportion|within\b|respectiv|between|compar|year\b|years\b|end\b"
    r"|rise|fall|rose|fell|combined|share|amount|number|value)\w*|[增减变]|平均|合计|总|占|比|差|同比|环比|倍|率",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure to reckon with. thing: what it is a figure of, as words; trust: how surely the claim means it.

    asked: the places in the claim of the periods that it may be of.
    """

    fact: Fact
    thing: frozenset[str]
    time: tuple[date, date] | None
    trust: float
    asked: frozenset[int] = frozenset()

    @property
    def kind(self) -> str:
        return self.fact.quantity.kind

    @property
    def value(self) -> Fraction:
        return Fraction(self.fact.quantity.value)

    def same_thing(self, other: Operand) -> bool:
        """Whether both are of one thing: of one row, of one sentence at two times, or said in the same words."""
        ours, theirs = self.fact, other.fact
        if (ours.cell is None) != (theirs.cell is None):
            return False
        if ours.cell is None:
            if ours.near.index == theirs.near.index:
                return self.apart_in_time(other)
            return len(self.thing & other.thing) >= _ALIKE * len(self.thing | other.thing)
        if ours.near.index != theirs.near.index:
            # Rows that differ in their times alone.
            labels = [{atom.key for atom in words(_label(one).atoms)} for one in (ours, theirs)]
            return labels[0] == labels[1] and self.thing == other.thing
        if self.apart_in_time(other):
            return not self.thing or not other.thing or bool(self.thing & other.thing)
        return self.thing == other.thing

    def apart_in_time(self, other: Operand) -> bool:
        """Whether they are of different times."""
        return self.time is not None and other.time is not None and self.time != other.time

    def after(self, other: Operand) -> bool:
        """Whether this is the later one."""
        return self.time is not None and other.time is not None and self.time[1] > other.time[1]


def operands(laid: Laid, atom: Atom, facts: Sequence[Fact]) -> list[Operand]:
    """The figures that the claim may mean, the likeliest first."""
    asked = [(one.start, one.period, laid.shown(one)) for one in laid.claim.atoms if one.period]
    out = list[Operand]()
    for fact in facts:
        if fact.quantity.bound not in (None, "about"):
            continue
        fits = {(start, _fit(one, other, written)) for start, one, written in asked for other in fact.periods}
        apart = bool(fits) and {how for _, how in fits} == {"apart"}
        if apart and (len(asked) > 1 or _dated(_label(fact))):
            continue
        trust = _trust(laid, atom, fact)
        if trust is not None:
            when = next((found for one in fact.periods if (found := days(one))), None)
            met = frozenset(start for start, how in fits if how == "same")
            out.append(Operand(fact, _thing(fact), when, trust + 0.1 * bool(met), met))
    return sorted(out, key=lambda one: -one.trust)


def _fit(one: Period, other: Period, written: str) -> Fit:
    """As `fit`; what is within a stretch that the claim names is of it."""
    inner, outer = days(other), days(one)
    if inner and outer and stretch(written) and inner[1] <= outer[1] and inner[1] >= outer[0]:
        return "same"
    return fit(one, other, written)


def _dated(label: Reading) -> bool:
    return bool(label.periods)


def _trust(laid: Laid, atom: Atom, fact: Fact) -> float | None:
    if fact.cell is None:
        score = closeness(laid.claim, atom, fact)
        return score if score >= _NEAR else None
    label = _label(fact)
    named = words(label.atoms)
    total = sum(one.weight for one in named)
    if not total:
        # A row that is called by its time alone is of what stands above its column.
        above = _share(words(fact.near.headers[fact.near.sentence.cells.index(fact.cell)].atoms), laid.claim)
        return above if above >= _LABEL else _NEAR if fact.periods else None
    share = _share(named, laid.claim)
    if share >= _LABEL:
        return share
    # A long label, of which the claim takes a part: all that the claim names stands in it.
    asked = [one for one in words(laid.claim.atoms) if one.weight >= _LABEL and not OPERATION.match(one.word)]
    held = sum(one.weight * max(said(one, reading) for reading in (label, *fact.near.readings[1:])) for one in asked)
    return _LABEL if asked and held >= _ALL * sum(one.weight for one in asked) else None


def _share(named: Sequence[Atom], claim: Reading) -> float:
    """How much of these words the claim says."""
    total = sum(one.weight for one in named)
    return sum(one.weight * said(one, claim) for one in named) / total if total else 0.0


def _label(fact: Fact) -> Reading:
    cells = fact.near.sentence.cells
    return bare_years(fact.near.sentence.text[: cells[0].end]) if cells else read("")


def _thing(fact: Fact) -> frozenset[str]:
    """Of a cell the words of its header, which tell columns of a row apart; of a figure the words near it."""
    if fact.cell is None:
        content = fact.near.reading.content
        at = next((at for at, one in enumerate(content) if one.start >= fact.start), 0)
        return frozenset(one.key for one in words(content[max(0, at - _AROUND) : at + _AROUND]))
    at = fact.near.sentence.cells.index(fact.cell)
    return frozenset(atom.key for atom in words(fact.near.headers[at].atoms))
