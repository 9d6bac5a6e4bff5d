"""Dates to filter by: a year, a month, a day, or a stretch between two of them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wenyuan.errors import UsageError
from wenyuan.text.normalise import fold_text

ACCEPTED = "2024, 2024-03, 2024-03-15, 2024-01..2024-06 or >=2024-03 (also >, <=, <)"
# Where a document says when it is from, the best first: a message or an article its day, a file when it was made.
_SAYS_WHEN = ("date", "日期", "published", "created", "modified")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_BEGINS = re.compile(rf"{_DAY.pattern}(?=$|[t\s,;(（])")


@dataclass(frozen=True, slots=True)
class Period:
    """The days `first` to `last`, both included, as `date.toordinal` numbers them; None: without end on that side."""

    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        first, last = (date.fromordinal(day).isoformat() if day else "" for day in (self.first, self.last))
        if first == last:
            return first
        return f"{first}..{last}" if first and last else f">={first}" if first else f"<={last}"


def period(text: str) -> Period:
    """What a date, a stretch ("2024-03..2024-06", open at one end too) or a bound (">=2024") stands for.

    Raises UsageError, saying what is accepted, for anything else.
    """
    folded = "".join(fold_text(text).split()).replace("≥", ">=").replace("≤", "<=").replace("…", "..")
    if folded.count("..") == 1 and folded != "..":
        before, after = folded.split("..")
        first, last = _day(before, text).first if before else None, _day(after, text).last if after else None
        if first and last and first > last:
            raise UsageError(f"{text!r} ends before it begins; put the earlier date first")
        return Period(first, last)
    sign = re.match(r"[<>]?=?", folded)
    bound = sign.group() if sign else ""
    whole = _day(folded[len(bound) :], text)
    if whole.first is None or whole.last is None:  # for the type checker: a day has both
        return whole
    match bound:
        case ">=":
            return Period(whole.first, None)
        case "<=":
            return Period(None, whole.last)
        case ">":
            return Period(whole.last + 1, None)
        case "<":
            return Period(None, whole.first - 1)
        case _:
            return whole


def own_period(metadata: Mapping[str, str]) -> Period | None:
    """When a document says it is from, by what its reader found in the file; None where that is nothing or no date."""
    for key in _SAYS_WHEN:
        said = metadata.get(key)
        if said and (match := _BEGINS.match(fold_text(said.strip()))) and (found := _days(match)):
            return found
    return None


def _day(folded: str, whole: str) -> Period:
    match = _DAY.fullmatch(folded)
    if match is None or (found := _days(match)) is None:
        raise UsageError(f"{whole!r} is no date; say {ACCEPTED}")
    return found


def _days(match: re.Match[str]) -> Period | None:
    """All the days of the year, month or day that was matched; None where the calendar has none such."""
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    try:
        if not year:
            return None
        if not month:
            return None if match[2] else Period(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
        if not day:
            if match[3]:
                return None
            return Period(date(year, month, 1).toordinal(), date(year, month, monthrange(year, month)[1]).toordinal())
        return Period(date(year, month, day).toordinal(), date(year, month, day).toordinal())
    except ValueError:
        return None
