"""Every figure of a claim against the figures that the sources give for the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wenyuan.checking.arithmetic import derive
from wenyuan.checking.facts import Fact, closeness, facts, governing
from wenyuan.checking.laid import Laid, Near
from wenyuan.checking.magnitude import Likeness, Relation, likeness, plain, relation
from wenyuan.checking.matching import relevance
from wenyuan.checking.metric import agreement, metric
from wenyuan.checking.reading import Atom, Reading, digits
from wenyuan.checking.scale import told_beside
from wenyuan.checking.spans import Fit, days, overlap, stretch
from wenyuan.checking.verdict import Check, Outcome
from wenyuan.text.period import Period
from wenyuan.text.quantity import Quantity

# A figure is of the claim's thing from here on; below, it says nothing about it, and next to nothing below the second.
_ABOUT, _LOOSELY = 0.5, 0.3
# So much nearer a figure that disagrees must be than one that agrees: little where the sentence is all but the claim.
_MARGIN, _WIDE_MARGIN = 0.08, 0.3
# A figure that few things share, an amount or one of many digits, is hardly met by chance in the same text.
_SPECIFIC_LOOSELY, _SPECIFIC_MARGIN = 0.1, 0.5
# What standing in the same place of the same words is worth, and what a period that is the same, or another, is.
_SAME_UNIT, _SAME_PER = 0.1, 0.2
_MUCH = 20
_COUNTED = 12
_YEARS = re.compile(r"\byears?\b|年", re.IGNORECASE)
# So much more of what the claim's figure is of another one must be of.
_OF_ANOTHER = 0.3
# Kinds that are taken for one another.
_KIN = {
    "amount": "amount",
    "ratio": "part",
    "percentage_points": "part",
    "basis_points": "part",
    "times": "count",
    "count": "count",
}
_PLACE, _SAME_PERIOD, _OTHER_PERIOD = 0.2, 0.08, -0.25


@dataclass(frozen=True, slots=True)
class Match:
    """A figure of a source beside one of the claim. score: how surely it is of the same thing."""

    fact: Fact
    relation: Relation
    unit: Likeness
    fit: Fit
    score: float


def quantity(laid: Laid) -> tuple[list[Check], list[Period]]:
    """A check for each figure of the claim; and the times of the figures that others are reckoned from."""
    given = told_beside([fact for near in laid.near for fact in facts(near)])
    out, used = list[Check](), list[Period]()
    for atom in laid.claim.atoms:
        if atom.quantity and (years := _length(laid, atom)):
            out.append(years)
        elif atom.quantity:
            check = _check(laid, atom, given)
            # What stands in the very place of the source's figure is not reckoned from it.
            replaced = check.outcome == "contradicted" and any(
                _beside(atom, fact)
                and not (atom.figure.direction and not fact.quantity.direction)
                and likeness(atom.figure, fact.quantity) != "other"
                for fact in given
                if fact.near.close and fact.near.index in check.sources
            )
            if check.outcome != "passed" and not replaced and (derived := derive(laid, atom, given)):
                check = derived[0]
                used += derived[1]
            out.append(check)
        elif atom.kind == "code" and atom.key.removeprefix("第").isdecimal():
            out.append(_number(laid, atom))
    return out, used


def _length(laid: Laid, atom: Atom) -> Check | None:
    """ "The 3 years from 2017 to 2019": how long the stretch is that the claim itself names."""
    part = (atom.start, atom.end)
    if not _YEARS.search(laid.claim.text[atom.start : atom.end + 6]):
        return None
    for other in laid.claim.atoms:
        if other.period and stretch(laid.shown(other)) and (found := days(other.period)):
            written = f"{laid.shown(atom)} is as long as {laid.shown(other)}"
            if found[1].year - found[0].year + 1 == atom.figure.value:
                return Check("quantity", "passed", written, part)
    return None


def matches(laid: Laid, atom: Atom, given: Sequence[Fact]) -> list[Match]:
    """The figures that may be meant, the likeliest first."""
    ours = governing(laid.claim, atom.start)
    seen = dict[int, float]()
    out = list[Match]()
    for fact in given:
        near = fact.near
        if near.index not in seen:
            seen[near.index] = relevance(laid.claim, atom.start, atom.end, near.saids)
        unit = likeness(atom.figure, fact.quantity)
        beside = _beside(atom, fact)
        if unit == "other" and not beside:
            continue
        fit = overlap(ours, fact.periods)
        score = 0.5 * seen[near.index] + 0.5 * closeness(laid.claim, atom, fact)
        score += _PLACE * beside * near.alignment.nearness
        score += {"same": _SAME_PERIOD, "apart": _OTHER_PERIOD}.get(fit, 0.0)
        if unit == "same" and atom.figure.unit and fact.quantity.unit:
            score += _SAME_UNIT + _SAME_PER * (_per(atom.figure) == _per(fact.quantity) != "")
        how = relation(atom.figure, fact.quantity)
        if how == "apart" and fact.deducted:
            # A figure in brackets is written as deducted; whether it is, its label says.
            how = relation(atom.figure, replace(fact.quantity, value=abs(fact.quantity.value)))
        out.append(Match(fact, how, unit, fit, score))
    return sorted(out, key=lambda one: -one.score)


def _beside(atom: Atom, fact: Fact) -> bool:
    """Whether both stand in the same place between words that both texts say."""
    alignment = fact.near.alignment
    for ours, theirs in alignment.same:
        if ours is atom:
            return theirs.start == fact.start
    for one in alignment.differences:
        if atom in one.claim:
            here = [other for other in one.source if other.quantity]
            mine = [other for other in one.claim if other.quantity]
            at = mine.index(atom)
            return at < len(here) and here[at].start == fact.start
    return False


def _check(laid: Laid, atom: Atom, given: Sequence[Fact]) -> Check:
    part, written = (atom.start, atom.end), laid.shown(atom)
    found = matches(laid, atom, given)
    right = _borne_out(laid.claim, found, atom)
    if right is None and (bare := _digits(laid, atom)) is not None:
        return Check("quantity", "passed", f"the source gives {written} too", part, (bare,))
    if right is None and (above := _above(laid, atom)) is not None:
        return Check("quantity", "passed", f"{written} stands above what the source says", part, (above,))
    if right and (other := _of_the_claims(laid, atom, right, found)):
        detail = f"the claim says {written}, the source {other.fact.shown}, and {right.fact.shown} of something else"
        return Check("quantity", "contradicted", detail, part, (other.fact.near.index,))
    best = next((one for one in found if right is None or one.unit == "same"), None)
    if right:
        best = best or right
        margin = _MARGIN if best.fact.near.close else _SPECIFIC_MARGIN if _specific(atom) else _WIDE_MARGIN
        if best.score - right.score <= margin or _neighbours(atom, laid, right.fact) > _neighbours(
            atom, laid, best.fact
        ):
            detail = f"the claim says {written}, the source {right.fact.shown}"
            if _turned(atom, right) and right.score >= _ABOUT and not right.fact.near.close:
                return Check("direction", "contradicted", detail, part, (right.fact.near.index,))
            return Check("quantity", "passed", detail, part, (right.fact.near.index,))
    if best is None or best.score < _LOOSELY:
        return Check("quantity", _absent(atom, written), f"no source gives {written} for it", part)
    sources = (best.fact.near.index,)
    detail = f"the claim says {written}, the source {best.fact.shown}"
    if best.unit != "same":
        if (
            _beside(atom, best.fact)
            and best.fact.near.close
            and _KIN[atom.figure.kind] == _KIN[best.fact.quantity.kind]
        ):
            return Check("quantity", "contradicted", f"{detail}: another unit", part, sources)
        return Check("quantity", _absent(atom, written), f"{detail}, of something else", part, sources)
    if best.relation == "open":
        return Check("quantity", "failed", f"{detail}, which does not say so much", part, sources)
    if _unscaled(atom, best.fact):
        return Check("quantity", "unsure", f"{detail} in a table that does not say its scale", part, sources)
    beside = best.fact.near.close and _beside(atom, best.fact)
    if (right and not beside) or best.relation == "within" or best.score < _ABOUT or best.fit == "apart":
        return Check("quantity", "failed", f"{detail}, for all that can be told of something else", part, sources)
    return Check("quantity", "contradicted", detail, part, sources)


def _unscaled(atom: Atom, fact: Fact) -> bool:
    """Whether the claim is the source's figure in thousands, millions or billions, and the table names no scale."""
    given = Fraction(fact.quantity.value)
    if fact.cell is None or not given or fact.scaled:
        return False
    return Fraction(atom.figure.value) / given in (1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000)


def _above(laid: Laid, atom: Atom) -> int | None:
    """The nearest sentence under a heading, or with a header, that gives the figure."""
    for near in laid.near:
        label = near.sentence.cells[0].end if near.sentence.cells else 0
        inside = [one for one in near.reading.quantities if one.end <= label]
        for figures in (inside, *(reading.quantities for reading in near.readings[1:])):
            for one in figures:
                same = likeness(atom.figure, one) == "same" and one.bound == atom.figure.bound
                if same and one.value == atom.figure.value:
                    return near.index
    return None


def _turned(atom: Atom, one: Match) -> bool:
    """Whether one says that it rose by so much, and the other that it fell."""
    return {atom.figure.direction, one.fact.quantity.direction} == {"up", "down"}


def _neighbours(atom: Atom, laid: Laid, fact: Fact) -> int:
    """How many of the two things right beside a figure of the claim stand right beside that of the source."""
    if fact.cell is not None:
        return 0
    ours = _next_to(laid.claim.content, atom.start)
    theirs = _next_to(fact.near.reading.content, fact.start)
    return sum(one is not None and one == other for one, other in zip(ours, theirs, strict=True))


def _next_to(content: Sequence[Atom], start: int) -> tuple[str | None, str | None]:
    at = next((at for at, one in enumerate(content) if one.start <= start < one.end), None)
    if at is None:
        return None, None
    return content[at - 1].key if at else None, content[at + 1].key if at + 1 < len(content) else None


def _of_the_claims(laid: Laid, atom: Atom, right: Match, found: Sequence[Match]) -> Match | None:
    """Another figure of the sentence that is of what the claim's is of, where the one that agrees is not."""
    if right.fact.cell is not None:
        return None
    ours, source = metric(laid.claim, atom.start), right.fact.near.reading
    held = agreement(ours, metric(source, right.fact.start))
    for one in found:
        same = one.fact.near.index == right.fact.near.index and one.unit == "same" and one.relation == "apart"
        if same and one.fit != "apart" and agreement(ours, metric(source, one.fact.start)) - held >= _OF_ANOTHER:
            return one
    return None


def _borne_out(claim: Reading, found: Sequence[Match], atom: Atom) -> Match | None:
    """The figure that bears the claim's out; one of another time only where none is given for the claim's."""
    rights = [one for one in found if _right(one, atom, reached=_level_or_change(claim, atom, one.fact))]
    dated = any(one.fit == "same" and one.unit == "same" and one.score >= _LOOSELY for one in found)
    return next((one for one in rights if one.fit != "apart" or not dated), None)


# A level that is reached by a change: "rose to 2%", 增长至5%.
_REACHED = re.compile(
    r"(?:ris\w*|rose|fall\w*|fell|grow\w*|grew|\w+ed|\w+ing|up|down)\s+to\s*$|[增减升降涨跌长加少高低]了?[至到]\s*$",
    re.IGNORECASE,
)


def _level_or_change(claim: Reading, atom: Atom, fact: Fact) -> bool:
    """Whether one of two parts is the level that the change comes to, and the other how much it changes."""
    if fact.cell is not None:
        return False
    ours = _REACHED.search(claim.text[max(0, atom.start - 24) : atom.start]) is not None
    theirs = _REACHED.search(fact.near.reading.text[max(0, fact.start - 24) : fact.start]) is not None
    return (ours and fact.quantity.direction is not None) or (theirs and atom.figure.direction is not None)


def _right(one: Match, atom: Atom, *, reached: bool = False) -> bool:
    """Whether a figure bears the claim's out. Of what is called by other words, only where no sentence is nearer."""
    if one.relation != "within" or one.unit == "other" or reached:
        return False
    if one.score < (_SPECIFIC_LOOSELY if _specific(atom) and one.unit == "same" else _LOOSELY):
        return False
    return one.unit == "same" or not (_beside(atom, one.fact) and one.fact.near.close)


def _specific(atom: Atom) -> bool:
    """Whether few other things are likely to be as many."""
    one = atom.figure
    if one.bound:
        return False
    return bool(digits(one)) or (one.kind == "amount" and abs(one.value) >= _MUCH) or _per(one) != ""


def _per(one: Quantity) -> str:
    return (one.unit or "").partition("/")[2]


def _absent(atom: Atom, written: str) -> Outcome:
    """A small number in words may be counted from what a source lists; others it says or it does not."""
    counted = (
        not any(map(str.isdecimal, written)) and atom.figure.kind == "count" and abs(atom.figure.value) <= _COUNTED
    )
    return "unsure" if counted else "failed"


def _number(laid: Laid, atom: Atom) -> Check:
    """A number that is no quantity, as of an article, a room or a case: the source writes it too."""
    part, written = (atom.start, atom.end), laid.shown(atom)
    nearest = sorted(laid.near, key=lambda near: -relevance(laid.claim, *part, near.saids))
    for near in nearest:
        if any(atom.key in one.keys or atom.word in one.written for one in (near.reading, near.above, *near.headers)):
            return Check("quantity", "passed", f"the source has {written} too", part, (near.index,))
        if near.close and (other := _instead(atom, near)):
            detail = f"the claim says {written}, the source {near.reading.text[other.start : other.end]}"
            return Check("quantity", "contradicted", detail, part, (near.index,))
    return Check("quantity", "failed", f"no source has {written}", part)


def _instead(atom: Atom, near: Near) -> Atom | None:
    for one in near.alignment.differences:
        if atom in one.claim:
            return next((other for other in one.source if other.kind in ("code", "quantity")), None)
    return None


def _digits(laid: Laid, atom: Atom) -> int | None:
    """The nearest sentence that writes the figure the same way where it is read as something else ("No. 12")."""
    written = "".join(laid.shown(atom).split()).casefold()
    if plain(abs(atom.figure.value)).replace(",", "") != written:
        return None
    for near in laid.near:
        if any(other.kind == "code" and other.key == written for other in near.reading.atoms):
            return near.index
    return None
