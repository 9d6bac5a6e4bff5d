"""The dates and periods of a text, with the days they mean and their exact places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from wenyuan.text.dates.bounds import Bounded, bounded
from wenyuan.text.dates.joining import Reading, readings
from wenyuan.text.dates.part import Part, simplified
from wenyuan.text.dates.places import Places
from wenyuan.text.dates.relative import SAME_PERIOD, YEARS
from wenyuan.text.dates.resolving import NOTHING, Days, NoSuchDay, before_end, name, resolved
from wenyuan.text.dates.scanning import CUE, parts
from wenyuan.text.normalise import fold_text
from wenyuan.text.period import Period

_NEAR = 200


def periods(text: str, *, told: date | None = None, year_end: tuple[int, int] | None = None) -> list[Period]:
    """Every date and period in the text, in order; none overlaps another.

    told: the day the document is dated, for what is said relative to it. year_end: month and day on which its accounts
    close. What cannot be known for sure has no days: "03/04/2023", 近五年, 上年 (of the report, not of its date).
    """
    plain = fold_text(text)
    if not CUE.search(plain):
        return []
    places, plain = Places(text, plain), simplified(plain)
    found, free = list[Period](), 0
    before = dict[int, Bounded]()
    read = readings(plain, parts(plain, places.capital))
    for at, reading in enumerate(read):
        around = bounded(plain, reading)
        before[id(reading)] = around
        if reading.after is not None and (shared := before.get(id(reading.after))) is not None:
            around.ended, around.fiscal = shared.ended, shared.fiscal
            around.bound = around.bound or shared.bound
        try:
            said = _said(reading, around, _own_year(plain, read, at, told if not around.ended else None), year_end)
        except (NoSuchDay, OverflowError):
            continue
        start, end = places.span(max(around.start, free), around.end)
        free = around.end
        found.append(replace(said, start=start, end=end))
    return found


def _own_year(text: str, read: list[Reading], at: int, told: date | None) -> date | None:
    """`told`, unless this is of no year and another year is named close by, which it may rather be of."""
    reading = read[at]
    if told is None or not reading.first.in_no_year:
        return told
    for one, other in pairwise(read[max(0, at - 1) : at + 2]):
        if other.first.in_no_year and one.first.in_no_year and text[one.end : other.start] == ", ":
            return None  # the head of a table: "January 28, January 29, 2023 2022"
    for other in read[max(0, at - 3) : at + 4]:
        near = abs(other.start - reading.start) < _NEAR
        if near and (other.first.year or ((other.first.fixed and other.first.fixed[0]) or told).year) != told.year:
            return None
    return told


def _said(reading: Reading, around: Bounded, told: date | None, year_end: tuple[int, int] | None) -> Period:
    part = reading.first
    fiscal = part.fiscal or around.fiscal
    if around.same:
        return Period(0, 0, "period", relative=_same(part), fiscal=fiscal)
    if around.edge:
        part = replace(part, edge=around.edge)
    first, last = resolved(part, told, year_end)
    if reading.last is not None:
        first, last = _between((first, last), resolved(reading.last, told, year_end))
        names = [said for said in (name(part), name(reading.last)) if said]
        return Period(0, 0, "period", first, last, None if first else "/".join(names) or None, around.bound, fiscal)
    relative = name(part)
    if (first and part.in_no_year) or (relative == "year_to_date" and first):
        relative = None
    if around.ended:
        months, weeks = around.ended
        return Period(0, 0, "period", before_end(last, months, weeks) if last else None, last, relative, None, fiscal)
    bound = around.bound or ("about" if part.about else None)
    first, last = _within((first, last), bound)
    single = part.single or part.edge is not None or (part.days is not None and part.days[0] == part.days[1])
    return Period(0, 0, "date" if single else "period", first, last, relative, bound, fiscal)


def _same(part: Part) -> str:
    if part.shift is not None and part.shift != -1:
        return f"same_period_{YEARS[part.shift]}"
    return f"same_period_{part.year}" if part.year is not None else SAME_PERIOD


def _between(one: Days, other: Days) -> Days:
    first, last = one[0], other[1]
    if first is None or last is None:
        return NOTHING
    if first > last:
        raise NoSuchDay
    return first, last


def _within(days: Days, bound: str | None) -> Days:
    """The days left open, or beside the ones named."""
    first, last = days
    match bound:
        case "since":
            return first, None
        case "until":
            return None, last
        case "before":
            return None, first - timedelta(1) if first else None
        case "after":
            return last + timedelta(1) if last else None, None
        case _:
            return days
