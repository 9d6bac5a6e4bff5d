"""Running heads, page numbers and back links: lines at the outer edge that come again at the same place.

Digits are folded before lines are compared, so that "Page 3 of 9" and "Page 4 of 9" are the same line. A line is only
furniture when every line further out is: a repeated line inside the text is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from wenyuan.reading.readers.pdf.runs import Row

_DEPTH = 4  # how many lines from the edge may be furniture
_STEP = 8.0  # points: the same place
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—~·.|\s]*(?:\d{1,4}|[ivxlc]{1,7}|[A-Z]-\d{1,3})[-–—~·.|\s]*|第?\s*[\d一二三四五六七八九十百]{1,5}\s*页.*"
    r"|(?:page|seite|p\.)\s*(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/|von)\s*\d{1,4})?|\d{1,4}\s*(?:of|/|／)\s*\d{1,4})$",
    re.IGNORECASE,
)
_PLAIN_NUMBER = re.compile(r"^\W*(?:\d{1,4}|[ivxlc]{1,7})\W*$", re.IGNORECASE)


def _fold(row: Row) -> str:
    return " ".join(_DIGITS.sub("#", row.text).casefold().split())


def furniture(pages: Sequence[tuple[float, Sequence[Row]]]) -> list[dict[int, bool]]:
    """For each page, given as its height and rows, the ids of the rows that are furniture: True for running
    heads."""
    edges = [_edges(height, rows) for height, rows in pages]
    counts: Counter[tuple[bool, str, int]] = Counter()
    for height, (heads, feet) in zip((height for height, _ in pages), edges, strict=True):
        keys = {key for row in heads for key in _keys(True, row, height)}
        keys |= {key for row in feet for key in _keys(False, row, height)}
        counts.update(keys)
    enough = 2 if len(pages) <= 5 else 3
    numbers = _counting(pages, enough)
    found: list[dict[int, bool]] = []
    for (height, rows), (heads, feet) in zip(pages, edges, strict=True):
        own: dict[int, bool] = {}
        for is_head, side in ((True, heads), (False, feet)):
            for depth, row in enumerate(side):
                repeated = any(counts[key] >= enough for key in _keys(is_head, row, height)) and not _is_figures(row)
                numbered = id(row) in numbers or (depth < 2 and _is_page_number(row, height, len(pages)))
                if not repeated and not numbered:
                    break
                own.setdefault(id(row), is_head)
        if len(own) == len(rows):  # a page that would be left bare (a slide, a form) keeps its text
            own = {id(row): own[id(row)] for row in rows if id(row) in numbers or _PAGE_NUMBER.match(row.text)}
        found.append(own)
    return found


def _counting(pages: Sequence[tuple[float, Sequence[Row]]], enough: int) -> set[int]:
    """The ids of first and last lines that count the pages: a number that keeps its distance from the page's own."""
    seen: dict[tuple[bool, int], list[int]] = {}
    for number, (_, rows) in enumerate(pages):
        if rows:
            ends = (min(rows, key=lambda row: row.top), max(rows, key=lambda row: row.top))
            for is_foot, row in enumerate(ends):
                text = row.text.strip(" -–—·|")
                if text.isdecimal() and len(text) < 5:
                    seen.setdefault((bool(is_foot), int(text) - number), []).append(id(row))
    return {row for rows in seen.values() if len(rows) >= enough for row in rows}


def _edges(height: float, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    down = sorted(rows, key=lambda row: row.top)
    heads = [row for row in down[:_DEPTH] if row.bottom < 0.2 * height or row is down[0]]
    feet = [row for row in down[: -_DEPTH - 1 : -1] if row.top > 0.8 * height or row is down[-1]]
    return heads, feet


def _keys(is_head: bool, row: Row, height: float) -> tuple[tuple[bool, str, int], ...]:
    """Two overlapping grids of places, so that a small shift never parts two lines."""
    text, at = _fold(row), row.top if is_head else height - row.bottom
    return (is_head, text, 2 * int(at / _STEP)), (is_head, text, 2 * int((at + _STEP / 2) / _STEP) + 1)


def _is_figures(row: Row) -> bool:
    """A row of a table: folding its digits would make all such rows the same."""
    return len(row.runs) >= 3 and sum(run.text[-1:].isdigit() for run in row.runs) >= 2


def _is_page_number(row: Row, height: float, pages: int) -> bool:
    text = row.text.strip()
    if not _PAGE_NUMBER.match(text):
        return False
    if _PLAIN_NUMBER.match(text) and text.isalnum():
        outer = row.bottom < 0.1 * height or row.top > 0.9 * height
        return outer and (pages > 1 or text.isdigit())
    return True
