"""Pieces of dates in English: December 31, 31 December, third quarter, 3Q23, H1, FY2023, the 1990s."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from wenyuan.text.dates.chinese import decade
from wenyuan.text.dates.numerals import ENGLISH, ORDINALS, number
from wenyuan.text.dates.part import Part, counts, half, quarter, two_digits

_NUMBERS = {name: month for month, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?)(?![a-z])"
)
_D = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_TO = r" ?(?:-|–|—| to | through | and ) ?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<month>{MONTH})[ -](?:the )?(?P<day>{_D})(?:{_TO}(?P<last>{_D}))?(?![0-9a-z%]|[.,:][0-9])"
)
_DAY_MONTH = re.compile(
    rf"(?<![0-9./$\-a-z])(?P<day>{_D})(?:{_TO}(?P<last>{_D}))?(?:(?: day)? of | |-|\. |"
    rf"(?<=[a-z]), ?)(?P<month>{MONTH})"
    r"(?:-(?P<short>[0-9]{2})(?![0-9-]))?"
)
_YEAR_MONTH_DAY = re.compile(rf"(?P<year>[12][0-9]{{3}})[-/](?P<month>{MONTH})[-/](?P<day>{_D})(?![0-9a-z])")
_OLD_YEAR = re.compile(r",? (?:of )?(1[0-8][0-9]{2})(?![0-9a-z%]|[.,:/-][0-9])")
_LABEL = re.compile(
    r"\b(?:notes?|section|exhibit|items?|table|figure|fig\.|page|chapter|level|phase|part|"
    r"article|rule|no\.?|top) $"
)
_MONTH_ALONE = re.compile(rf"{MONTH}(?!['’][a-z]|-(?!(?:{'|'.join(_NUMBERS)}))[a-z])")
_ORDINAL = "first|second|third|fourth|1st|2nd|3rd|4th"
_QUARTER = re.compile(
    rf"(?P<word>{_ORDINAL})(?: fiscal|[- ]financial)?[- ](?:(?P<quarter>quarters?)|"
    rf"half(?:[- ]year)?)(?![a-z])(?!-?finals?)|"
    r"(?P<fiscal>f)?q(?P<q>[1-4])(?![0-9a-eg-z]|[:.][0-9])|(?<![0-9.a-z$-])(?P<nq>[1-4])q(?![a-eg-z])|"
    r"h(?P<h>[12])(?![0-9a-eg-z-])|(?<![0-9.a-z$-])(?P<nh>[12])h(?![a-eg-z])"
)
_TAIL_YEAR = re.compile(
    r" ?['’]?-?(?P<fiscal>fy ?['’]?)?(?P<year>(?:19|20)[0-9]{2}|(?<![ -])[0-9]{2}|(?<=y)[0-9]{2})(?![0-9a-z%]|"
    r"[.,/-][0-9])"
)
_LEADING = re.compile(
    rf"(?P<which>first|last|final) (?P<number>{ENGLISH}|[1-9]|1[01])[- ](?P<unit>month|quarter)s?(?![a-z])"
)
_FISCAL = re.compile(
    r"(?:fiscal[- ]years?|fiscal|financial year|fy) ?['’]?(?P<year>(?:19|20)[0-9]{2}|(?<=[y'’])[0-9]{2}|"
    r"(?<=y )[0-9]{2})"
    r"(?![0-9a-pr-z%]|[.,/-][0-9])"
)
_CALENDAR = re.compile(r"(?:(?:full[- ]|calendar )?year |calendar |cy ?)((?:19|20)[0-9]{2})(?![0-9a-z%]|[.,/-][0-9])")
_DECADE = re.compile(r"(?<![0-9.$a-z-])((?:1[5-9]|20)[0-9])0['’]?s(?![a-z])")
_CENTURY = re.compile(r"(?<![0-9.])([0-9]{1,2})(?:st|nd|rd|th)[- ]{1,2}(?:century|centuries)(?![a-z])")
_BARE = re.compile(
    r"(?<![0-9./$€£¥#a-z_])((?:1[5-9]|2[01])[0-9]{2})(?![0-9_%‰]|[.,:/][0-9]|-[0-9](?![0-9]{3}(?![0-9]))|[-/][a-z])"
    r"(?! ?[x×] ?[0-9]|°)(?!(?![qh][1-4])[a-z])(?! ?b\.?c)"
    r"(?P<after>( fiscal| financial)(?: year)?(?![a-z]))?"
)

# "2018-2020" is two years; "5-2018" is none.
_NOT_TAIL = re.compile(
    r"(?:(?<![0-9])(?:1[5-9]|2[01])[0-9]{2}-|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mid|"
    r"early|late|pre|post)-|"
    r"(?<![0-9a-z-])-|[^-]|^)$"
)


def month(text: str, at: int, capital: Callable[[int], bool]) -> Part | None:
    """December 31, March 5–8, or the month alone; `capital` tells "May" from "may"."""
    found = _MONTH_DAY.match(text, at)
    if found and not (counts(text, found.end()) and not found["last"]):
        if found["month"] in ("may", "march", "mar") and not capital(at):
            return None
        of, first = month_number(found["month"]), _day(found["day"])
        days = (first, _day(found["last"]) if found["last"] else first)
        return _old(text, Part(at, found.end(), months=(of, of), days=days))
    found = _MONTH_ALONE.match(text, at)
    if not found or (found[0] in ("may", "march", "mar", "august") and not capital(at)):
        return None
    # Weak: names and words too, so they need a year or a preposition.
    of = month_number(found[0])
    return _old(text, Part(at, found.end(), months=(of, of), weak=True))


def _old(text: str, part: Part) -> Part:
    """With the year from before 1900 that follows; later ones are pieces of their own."""
    if part.year is None and (found := _OLD_YEAR.match(text, part.end)) and not counts(text, found.end()):
        part.year, part.end, part.weak = int(found[1]), found.end(), False
    return part


def month_number(name: str) -> int:
    """Of a name that `MONTH` has matched."""
    return _NUMBERS[name[:3]]


def _day(written: str) -> int:
    return int(written.rstrip("stndrh"))


def in_digits(text: str, at: int, capital: Callable[[int], bool]) -> Part | None:
    """31 December, 1990s, 20th century, 3Q23, a bare year: what starts with a digit."""
    if found := _DAY_MONTH.match(text, at):
        if found["month"] in ("may", "march", "mar") and not capital(found.start("month")):
            return None
        of, first = month_number(found["month"]), _day(found["day"])
        if not found["short"] and _LABEL.search(text[max(0, at - 9) : at]):
            return None  # "Exhibit 10 May"
        days = (first, _day(found["last"]) if found["last"] else first)
        year = two_digits(found["short"]) if found["short"] else None
        return _old(text, Part(at, found.end(), year=year, months=(of, of), days=days))
    if found := _YEAR_MONTH_DAY.match(text, at):
        of, first = month_number(found["month"]), int(found["day"])
        return Part(at, found.end(), year=int(found["year"]), months=(of, of), days=(first, first))
    if found := _DECADE.match(text, at):
        return decade(at, found.end(), int(found[1]) * 10)
    if (found := _CENTURY.match(text, at)) and 1 < (which := int(found[1])) < 30:
        return Part(at, found.end(), fixed=(date(which * 100 - 99, 1, 1), date(which * 100, 12, 31)))
    if part := part_of_year(text, at):
        # "1h24" is an hour and some minutes.
        return None if text[at + 1] == "h" and not capital(at + 1) else part
    if (
        (found := _BARE.match(text, at))
        and not counts(text, found.end(1))
        and _NOT_TAIL.search(text[max(0, at - 6) : at])
    ):
        fiscal = bool(found["after"])
        return Part(at, found.end(), year=int(found[1]), fiscal=fiscal, bare=not fiscal)
    return None


def part_of_year(text: str, at: int) -> Part | None:
    """third quarter, Q3, 3Q23, first half, H1, first nine months."""
    if found := _LEADING.match(text, at):
        count = number(found["number"]) * (3 if found["unit"] == "quarter" else 1)
        if count > 11:
            return None
        return Part(at, found.end(), months=(1, count) if found["which"] == "first" else (13 - count, 12), weak=True)
    if not (found := _QUARTER.match(text, at)):
        return None
    which = number(found["q"] or found["nq"] or found["h"] or found["nh"] or str(ORDINALS[found["word"]]))
    quarters = bool(found["q"] or found["nq"] or found["quarter"])
    if not quarters and which > 2:
        return None
    part = Part(at, found.end(), months=quarter(which) if quarters else half(which))
    part.weak = not (found["q"] or found["quarter"])
    part.fiscal = bool(found["fiscal"]) or "fiscal" in found[0]
    if not found["word"] and (tail := _TAIL_YEAR.match(text, found.end())) and not counts(text, tail.end()):
        part.year, part.end, part.weak = two_digits(tail["year"]), tail.end(), False
        part.fiscal = part.fiscal or bool(tail["fiscal"])
    return part


def year(text: str, at: int) -> Part | None:
    """fiscal 2023, fiscal year 2023, FY23, calendar 2023, the year 2023."""
    if (found := _FISCAL.match(text, at)) and not counts(text, found.end()):
        return Part(at, found.end(), year=two_digits(found["year"]), fiscal=True)
    if (found := _CALENDAR.match(text, at)) and not counts(text, found.end()):
        return Part(at, found.end(), year=int(found[1]))
    return None
