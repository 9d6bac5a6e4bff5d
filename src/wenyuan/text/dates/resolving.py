"""The days that a part means, in the calendar or in the document's year of accounts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from wenyuan.text.dates.numeric import day
from wenyuan.text.dates.part import Part
from wenyuan.text.dates.relative import TO_DATE, YEARS

Days = tuple[date | None, date | None]
NOTHING: Days = (None, None)
# A month or a day without a year is of the document's own, unless that would be so far ahead that it may be the last.
_AHEAD = 92
# Where accounts close this early in the year, some number them by the year they began in, some by the one they end in.
_UNSURE_MONTHS = 2


class NoSuchDay(Exception):
    """February 30."""


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def resolved(part: Part, told: date | None, year_end: tuple[int, int] | None) -> Days:
    """First and last day, as far as they can be known. Raises NoSuchDay where the calendar has none such."""
    if part.days and part.months:
        _must_exist(part)
    if part.rolling:
        return NOTHING
    if part.fixed:
        return part.fixed
    if part.relative:
        return _by_name(part, part.relative, told) if told else NOTHING
    year = part.year
    if year is None:
        if told is None or (part.fiscal and year_end not in (None, (12, 31))):
            return NOTHING
        year = told.year + (part.shift or 0)
    try:
        first, last = _accounts(part, year, year_end) if part.fiscal else _calendar(part, year)
    except ValueError as error:
        raise NoSuchDay from error
    if part.in_no_year and told and first and (first - told).days > _AHEAD:
        return NOTHING
    if part.edge and first and last:
        return (first, first) if part.edge == "start" else (last, last)
    return first, last


def _must_exist(part: Part) -> None:
    if (
        part.months
        and part.days
        and part.days not in ((21, 31), (11, 31))
        and not day(part.year or 2000, part.months[0], part.days[1])
    ):
        raise NoSuchDay


def _calendar(part: Part, year: int) -> Days:
    first, last = part.months or (1, 12)
    if part.days:
        length = monthrange(year, first)[1]
        return date(year, first, part.days[0]), date(year, first, min(part.days[1], length))
    return date(year, first, 1), month_end(year, last)


def _accounts(part: Part, year: int, year_end: tuple[int, int] | None) -> Days:
    """The part of the year of accounts that is named after the calendar year it ends in."""
    if year_end is None or year_end == (12, 31) or part.days:
        return _calendar(part, year)
    month, of_month = year_end
    if month <= _UNSURE_MONTHS:
        return NOTHING
    if of_month <= 7:  # the nearest Saturday of a close at the month's end
        month -= 1
    ends = month_end(year, month) if not 8 <= of_month <= 23 else date(year, month, of_month)
    first, last = part.months or (1, 12)
    return _months_before(ends, 13 - first) + timedelta(1), _months_before(ends, 12 - last)


def _months_before(end: date, months: int) -> date:
    count = end.year * 12 + end.month - 1 - months
    year, month = divmod(count, 12)
    if end == month_end(end.year, end.month):
        return month_end(year, month + 1)
    return date(year, month + 1, min(end.day, monthrange(year, month + 1)[1]))


def before_end(end: date, months: int = 0, weeks: int = 0) -> date | None:
    """The first day of so many months or weeks that end with this day; None for months that do not end with one."""
    if weeks:
        return end - timedelta(7 * weeks - 1)
    # A year of 52 or 53 weeks ends on some Saturday, and does not say on which it began.
    return _months_before(end, months) + timedelta(1) if months and end == month_end(end.year, end.month) else None


_STEPS = {"_before_last": -2, "last_": -1, "this_": 0, "next_": 1, "_after_next": 2}


def _by_name(part: Part, name: str, told: date) -> Days:
    if name == TO_DATE:
        return date(told.year, 1, 1), told
    if (days := {"today": 0, "yesterday": -1, "tomorrow": 1}.get(name)) is not None:
        when = told + timedelta(days)
        return when, when
    unit = next(unit for unit in ("week", "month", "quarter") if unit in name)
    step = _STEPS[name.replace(unit, "")]
    if unit == "week":
        monday = told - timedelta(told.weekday()) + timedelta(7 * step)
        if part.days:
            when = monday + timedelta(part.days[0] - 1)
            return when, when
        return monday, monday + timedelta(6)
    length = 3 if unit == "quarter" else 1
    count = (told.year * 12 + told.month - 1) // length + step
    year, month = divmod(count * length, 12)
    if part.days:
        if (when := day(year, month + 1, part.days[0])) is None:
            raise NoSuchDay
        return when, when
    return date(year, month + 1, 1), month_end(year, month + length)


def name(part: Part) -> str | None:
    """What the part is relative to: its own word, and the part of a year that is not said."""
    if part.relative:
        return part.relative
    if part.shift is not None:
        return YEARS[part.shift] + (_in_year(part) or "")
    return _in_year(part) if part.year is None else None


def _in_year(part: Part) -> str | None:
    """Which part of an unsaid year: "--03-05", "--03", "--Q3", "--H1", "--01/09"."""
    if not part.months:
        return None
    first, last = part.months
    if first == last:
        days = f"-{part.days[0]:02}" if part.days else ""
        days += f"/{part.days[1]:02}" if part.days and part.days[0] < part.days[1] else ""
        return f"--{first:02}{days}"
    if (first, last) in ((1, 6), (7, 12)):
        return f"--H{last // 6}"
    return f"--Q{last // 3}" if last - first == 2 and last % 3 == 0 else f"--{first:02}/{last:02}"
