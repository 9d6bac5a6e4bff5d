"""What stands above a cell, read: a bare year is a year there, and "year ended" a day the year before it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from wenyuan.checking.evidence import Cell
from wenyuan.checking.reading import Reading, read

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_ENDED = re.compile(r"\b(?:years?|twelve months|52 weeks|53 weeks)\s+end(?:ed|ing)\b", re.IGNORECASE)


# "2 0 1 8", as printed in wide letters.
_SPREAD = re.compile(r"(?<![\d.,])[12] [09] \d \d(?! ?\d)")


def _closed(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


def bare_years(text: str, told: date | None = None, year_end: tuple[int, int] | None = None) -> Reading:
    """A header or a label, where a year may stand with nothing beside it."""
    reading = read(text, told, year_end)
    if not reading.periods and (year := _YEAR.search(text)):
        reading = read(f"{text[: year.start()]}year {text[year.start() :]}", told, year_end)
    return reading


def header(cell: Cell, told: date | None, year_end: tuple[int, int] | None) -> Reading:
    """The headers of a cell's column as one reading."""
    text = " ".join(_SPREAD.sub(_closed, one) for one in cell.headers if one != "%")
    reading = bare_years(text, told, year_end)
    if _ENDED.search(text) and any(one.first is None and one.last for one in reading.periods):
        whole = tuple(
            replace(one, first=one.last - timedelta(days=363), bound=None) if one.last and not one.first else one
            for one in reading.periods
        )
        reading = replace(reading, periods=whole)
    return reading
