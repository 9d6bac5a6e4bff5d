"""Whether one stretch of time is what another says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from wenyuan.text.period import Period

# same: the days are the same, or the claim says them less exactly. finer: it says them more exactly. apart: other days.
Fit = Literal["same", "finer", "apart", "unknown"]


def fit(claim: Period, source: Period, written: str = "") -> Fit:
    """How the claim's period stands to a source's; `written` is how the claim writes it."""
    ours, theirs = days(claim), days(source)
    if ours is None or theirs is None:
        if claim.relative and source.relative:
            return "same" if claim.relative == source.relative else "apart"
        return "same" if _day_of(claim, source) else "unknown"
    if ours == theirs:
        return "same"
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return "same" if _coarser(claim, source, written) else "apart"
    if _turned(ours, theirs) or _ends(ours, theirs):
        return "same"
    return "finer" if theirs[0] <= ours[0] and ours[1] <= theirs[1] else "apart"


# A stretch from one day to another.
_FROM_TO = re.compile(r"\d\D*?(?:至|到|[~～—–-]|\bto\b|\bthrough\b|\buntil\b|\band\b)", re.IGNORECASE)


def stretch(written: str) -> bool:
    """Whether a period is written as from one time to another."""
    return bool(_FROM_TO.search(written))


# A day of no year, as `Period.relative` has it.
_YEARLESS = re.compile(r"--(\d\d)-(\d\d)")


def _day_of(claim: Period, source: Period) -> bool:
    """Whether one is a day of a year and the other the same day of a year that is not said."""
    for one, other in ((claim, source), (source, claim)):
        match = _YEARLESS.fullmatch(other.relative or "")
        if match and one.first and one.first == one.last:
            return (one.first.month, one.first.day) == (int(match[1]), int(match[2]))
    return False


def _coarser(claim: Period, source: Period, written: str) -> bool:
    """Whether the claim says less exactly what the source says: a year for a day of it, "before 2020" for 2018.

    A stretch from one day to another is what it is: another one within it is not the same.
    """
    if claim.bound in ("since", "until"):
        anchors = (claim.first, source.first) if claim.bound == "since" else (claim.last, source.last)
        return anchors[0] is not None and anchors[1] is not None and anchors[0].year == anchors[1].year
    if claim.bound == source.bound and claim.bound in ("before", "after"):
        return False
    if claim.first is None or claim.last is None:
        return source.bound is None or source.bound == "as_of"
    return not (claim.first != claim.last and stretch(written)) and _calendar(claim.first, claim.last)


def _calendar(first: date, last: date) -> bool:
    """Whether days are a day, a month, a quarter, a half or whole years of twelve months."""
    if first == last:
        return True
    after = last + timedelta(days=1) if last < date.max else last
    months = (after.year - first.year) * 12 + after.month - first.month
    return after.day == first.day and (months in (1, 3, 6, 9) or months % 12 == 0)


def _turned(ours: tuple[date, date], theirs: tuple[date, date]) -> bool:
    """A year of accounts beside the year that it is called by: "2018" and "year ended March 31, 2018"."""
    if theirs[0] == theirs[1] == ours[1]:
        return True
    year = ours[0].year
    if ours != (date(year, 1, 1), date(year, 12, 31)) or not _A_YEAR[0] <= (theirs[1] - theirs[0]).days <= _A_YEAR[1]:
        return False
    # One that ends in the first days of January is called by the year before, or by its end.
    return theirs[1].year == year or (theirs[1].year == year + 1 and theirs[1].month == 1)


def _ends(ours: tuple[date, date], theirs: tuple[date, date]) -> bool:
    """A year of accounts called by the day on which it ends."""
    return ours[0] == ours[1] == theirs[1] and (theirs[1] - theirs[0]).days >= _A_YEAR[0] and theirs[0] != date.min


_A_YEAR = (355, 375)


def days(one: Period) -> tuple[date, date] | None:
    """First and last day; an open end is as far as dates go."""
    if one.first is None and one.last is None:
        return None
    return one.first or date.min, one.last or date.max


def overlap(ours: Sequence[Period], theirs: Sequence[Period]) -> Fit:
    """The best that any of the claim's periods finds among the source's; unknown where either has none."""
    found = [fit(one, other) for one in ours for other in theirs]
    if not found or "same" in found:
        return "same" if found else "unknown"
    return "finer" if "finer" in found else "unknown" if "unknown" in found else "apart"
