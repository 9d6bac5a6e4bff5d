"""Which time a figure is of, and whether that is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from wenyuan.checking.spans import days
from wenyuan.text.dates import periods
from wenyuan.text.period import Period

# A header often is a year and nothing else, which in a sentence would be no date.
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,]|\.\d)")
# Fiscal years have 52 or 53 weeks; quarters 12 to 14.
_ALIKE = 0.1


def times(text: str, told: date | None = None, year_end: tuple[int, int] | None = None) -> list[Period]:
    """The periods of a label, a header or what a rule asks for: bare years too."""
    found = list(periods(text, told=told, year_end=year_end))
    for year in _YEAR.finditer(text):
        if not any(one.start < year.end() and year.start() < one.end for one in found):
            first, last = _whole(int(year.group()), year_end)
            found.append(Period(*year.span(), "period", first, last))
    return sorted(found, key=lambda one: one.start)


def _whole(year: int, year_end: tuple[int, int] | None) -> tuple[date, date]:
    """A bare year of a document that says where its fiscal years end is one of these."""
    if (
        year_end
        and (fiscal := next(iter(periods(f"FY{year}", year_end=year_end)), None))
        and fiscal.first
        and fiscal.last
    ):
        return fiscal.first, fiscal.last
    return date(year, 1, 1), date(year, 12, 31)


def of_time(asked: Period, found: Sequence[Period]) -> int | None:
    """How well a figure's times fit what is asked for: 0 the same days, 1 as good as; None: another time."""
    return min((fit for one in found if (fit := _fit(asked, one)) is not None), default=None)


def _fit(asked: Period, one: Period) -> int | None:
    ours, theirs = days(asked), days(one)
    if ours is None or theirs is None:
        return 0 if ours is theirs and asked.relative and asked.relative == one.relative else None
    if ours == theirs:
        return 0
    if theirs[0] == theirs[1]:
        return 1 if ours[0] <= theirs[0] <= ours[1] else None  # a balance on a day of the year asked for
    if ours[0] <= theirs[1] <= ours[1] and ours[1].year == theirs[1].year:
        long, other = (ours[1] - ours[0]).days + 1, (theirs[1] - theirs[0]).days + 1
        return 1 if abs(long - other) <= _ALIKE * long else None  # a fiscal year that ends in it
    return None
