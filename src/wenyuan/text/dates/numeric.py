"""Dates in digits alone: 2023-12-31, 31/12/2023, 2024.10.30, 2023-03."""

from __future__ import annotations

import re
from datetime import date

from wenyuan.text.dates.part import Part

_FREE = r"(?<![a-z0-9_./$€£¥])"
_ENDS = r"(?![0-9_%]|[/.][0-9a-z]|-(?![12][0-9]{3}[/.][0-9]{1,2}[/.][0-9])[0-9a-z])"
_YMD = re.compile(rf"{_FREE}([12][0-9]{{3}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})(?:t(?=[0-9]{{2}}:)|{_ENDS})")
_DMY = re.compile(rf"{_FREE}([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([12][0-9]{{3}}){_ENDS}")
_YM = re.compile(rf"{_FREE}((?:19|20)[0-9]{{2}})([-/])(0[1-9]|1[0-2]){_ENDS}(?! ?[年月%]|[a-z])")
_MY = re.compile(rf"{_FREE}(0[1-9]|1[0-2])/((?:19|20)[0-9]{{2}}){_ENDS}")
# What may stand before a hyphen and a date: the date that a stretch begins with.
_BEGINS = re.compile(r"(?<![0-9])[12][0-9]{3}([/.])[0-9]{1,2}\1[0-9]{1,2}-$")
_NUMBERED = re.compile(
    r"(?:\b(?:asu|asc|updates?|eitf|fsp|sab|nos?\.?|directive|regulation|rules?|bulletin|notice|opinion|"
    r"resolution|law|act|case|"
    r"docket|ifrs|iso|iec|astm|en|din|gb/?t?)|号|#) ?[(\"“]*$"
)
_VERSION = re.compile(r"(?:\bv|version|release|build|版本?|v\.) ?$")


def day(year: int, month: int, of_month: int) -> date | None:
    """The date, where the calendar has it."""
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def numeric(text: str, at: int) -> Part | None:
    """The date in digits that starts here."""
    if text[at - 1 : at] == "-" and not _BEGINS.search(text[max(0, at - 12) : at]):
        return None
    if found := _YMD.match(text, at):
        when = day(int(found[1]), int(found[3]), int(found[4]))
        if when is None or _VERSION.search(text[max(0, at - 9) : at]):
            return None
        return Part(at, found.end(4), fixed=(when, when), single=True)
    if found := _DMY.match(text, at):
        return _either_order(found)
    if found := _YM.match(text, at):
        year, month = int(found[1]), int(found[3])
        if _NUMBERED.search(text[max(0, at - 12) : at]):
            return None
        # "2010-12" is also 2010 to 2012; "2023-12" is no stretch of years.
        return (
            None if year % 100 < month and found[2] == "-" else Part(at, found.end(), year=year, months=(month, month))
        )
    if found := _MY.match(text, at):
        return Part(at, found.end(), year=int(found[2]), months=(int(found[1]), int(found[1])))
    return None


def _either_order(found: re.Match[str]) -> Part | None:
    """31/12/2023 and 12/31/2023 say which is the day; 03/04/2023 does not, and stays without days."""
    year, (first, second) = int(found[4]), (int(found[1]), int(found[3]))
    readings = {when for when in (day(year, first, second), day(year, second, first)) if when}
    if not readings:
        return None
    if len(readings) > 1:
        return Part(found.start(), found.end(), fixed=(None, None), single=True)
    (when,) = readings
    return Part(found.start(), found.end(), fixed=(when, when), single=True)
