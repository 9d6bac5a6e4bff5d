"""Every period of a claim against the times of the sentences that speak of the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wenyuan.checking.laid import Laid, Near
from wenyuan.checking.matching import relevance
from wenyuan.checking.reading import Atom
from wenyuan.checking.spans import Fit, fit, stretch
from wenyuan.checking.verdict import Check
from wenyuan.text.period import Period

_MARGIN = 0.1
# From here on a sentence speaks of the claim's event or figure, so that its date is meant for the same.
_ABOUT = 0.55
_PLACE = 0.3


@dataclass(frozen=True, slots=True)
class _Time:
    near: Near
    period: Period
    fit: Fit
    score: float
    shown: str


def period(laid: Laid, used: Sequence[Period] = ()) -> list[Check]:
    """A check for each period of the claim; `used`: the times of figures that the claim's are reckoned from."""
    measured = bool(laid.claim.quantities)
    out = list[Check]()
    for atom in laid.claim.atoms:
        if atom.period:
            check = _check(laid, atom, measured)
            if check.outcome != "passed" and _reckoned(atom.period, laid.shown(atom), used):
                detail = f"{laid.shown(atom)}: what it is reckoned from is of that time"
                check = Check("period", "passed", detail, check.part, check.sources)
            out.append(check)
    return out


def _reckoned(one: Period, written: str, used: Sequence[Period]) -> bool:
    if any(fit(one, other, written) == "same" for other in used):
        return True
    years = {other.last.year for other in used if other.last}
    if one.relative and one.first is None:
        return len(years) > 1  # "than last year": it is reckoned from two
    return bool(one.first and one.last and {one.first.year, one.last.year} <= years)


def _check(laid: Laid, atom: Atom, measured: bool) -> Check:
    part, written = (atom.start, atom.end), laid.shown(atom)
    found = sorted(_times(laid, atom), key=lambda one: -one.score)
    right = next((one for one in found if one.fit == "same"), None) or _both_ends(atom, written, found)
    best = next((one for one in found if one.fit != "unknown"), None)
    nearest = max((relevance(laid.claim, *part, near.saids) for near in laid.near), default=0.0)
    if right and best and best.score - right.score <= _MARGIN:
        return Check("period", "passed", f"{written}: the source says {right.shown}", part, (right.near.index,))
    if (base := _base(laid, atom)) is not None:
        return Check("period", "passed", f"{written}: the source compares with it too", part, (base,))
    if any(one.fit == "unknown" for one in found) and best is None:
        one = found[0]
        return Check(
            "period",
            "unsure",
            f"{written}, the source {one.shown}: which days are meant is not said",
            part,
            (one.near.index,),
        )
    if right and right.score >= _ABOUT:
        return Check("period", "passed", f"{written}: the source says {right.shown}", part, (right.near.index,))
    if best is None or (best.score < _ABOUT and nearest > best.score):
        return Check("period", "failed", f"no source says that it was {written}", part)
    sources = (best.near.index,)
    detail = f"the claim says {written}, the source {best.shown}"
    if best.fit == "finer":
        return Check("period", "failed", f"{detail}, which is less exact", part, sources)
    if measured or best.score < _ABOUT or not best.near.close or not _beside(atom, best.near, best.period):
        # A figure of another year says nothing about this one.
        return Check("period", "failed", detail, part, sources)
    return Check("period", "contradicted", detail, part, sources)


# A year before that something is compared with, in the claim and in the source.
_THAN = re.compile(
    r"(?:较|比|同|与|相比|over|from|than|versus|vs\.?|against|compared (?:with|to)|on)\s*(?:the\s+)?$", re.IGNORECASE
)
_YEARLY = re.compile(
    r"同比|上年|去年|前一年"
    r"|year[- ](?:over|on)[- ]year|\b(?:prior|previous|last|preceding)[- ]year|year[- ]ago|a year earlier",
    re.IGNORECASE,
)


def _base(laid: Laid, atom: Atom) -> int | None:
    """The nearest sentence that compares with the year before, where the claim's period is only that."""
    if "year" not in (atom.time.relative or "") or not _THAN.search(laid.claim.text[: atom.start]):
        return None
    near = laid.near[0] if laid.near else None
    return near.index if near and _YEARLY.search(near.reading.text) else None


def _both_ends(atom: Atom, written: str, found: Sequence[_Time]) -> _Time | None:
    """For a stretch from one year to another, a sentence that gives something for both: "from 2018 to 2019"."""
    if not stretch(written) or not (atom.period and atom.period.first and atom.period.last):
        return None
    first, last = atom.period.first.year, atom.period.last.year
    for one in found:
        years = {day.year for other in found if other.near is one.near for day in (other.period.last,) if day}
        if {first, last} <= years:
            return one
    return None


def _times(laid: Laid, atom: Atom) -> list[_Time]:
    """The times of the sentences near the claim, of what stands above them, and of their documents."""
    written = laid.shown(atom)
    out = list[_Time]()
    for near in laid.near:
        score = relevance(laid.claim, atom.start, atom.end, near.saids)
        for one in near.reading.periods:
            beside = _PLACE if _beside(atom, near, one) else 0.0
            shown = near.reading.text[one.start : one.end]
            out.append(_Time(near, one, fit(atom.time, one, written), score + beside, shown))
        for header in near.headers:
            for one in header.periods:
                how = fit(atom.time, one, written)
                if how == "unknown" and written.casefold() in header.lower:
                    how = "same"
                out.append(_Time(near, one, how, score + 0.1, header.text[one.start : one.end]))
        if near.reading.periods or any(header.periods for header in near.headers):
            continue
        for one in near.above.periods:
            out.append(_Time(near, one, fit(atom.time, one, written), score, near.above.text[one.start : one.end]))
        if dated := near.sentence.dated:
            day = Period(0, 0, "date", dated, dated)
            out.append(
                _Time(near, day, fit(atom.time, day, written), score - 0.05, f"nothing else, in a text of {dated}")
            )
    return out


def _beside(atom: Atom, near: Near, one: Period) -> bool:
    for ours, theirs in near.alignment.same:
        if ours is atom:
            return theirs.start == one.start
    for difference in near.alignment.differences:
        if atom in difference.claim:
            return any(other.start == one.start for other in difference.source)
    return False
