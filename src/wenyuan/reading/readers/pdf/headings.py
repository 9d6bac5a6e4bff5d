"""Which bold and large lines head something, seen in the company they keep on their page.

A form's cover is all bold lines, a table of contents names every heading once before its time, a unit or a period over
a table looks like a heading to the line that holds it: none of them heads the text that follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenyuan.reading.readers.pdf.elements import Element, TableElement, TextElement

_COVER = re.compile(
    r"exact name of (?:the )?(?:registrant|company|issuer)|indicate by check ?mark|securities registered pursuant"
    r"|securities and exchange commission\W+washington",
    re.IGNORECASE,
)
_COVER_PAGES = 3
SECTION = re.compile(
    r"^(?:item\s+\d{1,2}(?:\.\d\d)?[A-C]?\s*[.:—–-]|item\s+\d{1,2}[A-C]?$|第[一二三四五六七八九十百\d]{1,4}[节條条])",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"^(?:table of )?contents$|^index$|^目\s*[录錄次]$", re.IGNORECASE)
_ENTRY = re.compile(
    r"^(?:(?:item|part|note|chapter|section)\b|第.{1,4}[章节節编篇]|\d{1,2}(?:\.\d+)*[.、\s])", re.IGNORECASE
)
_PAGE_AT_END = re.compile(r"(?:^|[\s.…])[A-Z]?-?\d{1,3}$")
_ASIDE = re.compile(r"^[(（][^()（）]*[)）]$|^(?:[$€£¥]|单位|單位|in millions|in thousands|unaudited)\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?:for the )?(?:\w+ (?:months?|weeks?|years?|quarters?)|(?:fiscal )?(?:years?|periods?|quarters?)|as of|at)"
    r"(?: end(?:ed|ing))?\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d{1,4}|page(?: no)?|change"
    r"|%|and|[\s,.:—–-]",
    re.IGNORECASE,
)
_BRIEF = 24  # characters: as long as the head of a column that stands right over it
_RUN = 6  # so many bold lines one after the other head nothing


def settle(elements: Sequence[Element], number: int, body: float) -> None:
    """Make paragraphs of a page's headings that head nothing. body: height of the document's usual line."""
    start = 0
    if number <= _COVER_PAGES and any(_COVER.search(_said(element)) for element in elements):
        start = next((i for i, each in enumerate(elements) if SECTION.match(_said(each))), len(elements))
    start = max(start, _after_contents(elements))
    for index, element in enumerate(elements):
        if isinstance(element, TextElement) and element.kind == "heading":
            following = elements[index + 1] if index + 1 < len(elements) else None
            if index < start or _heads_nothing(element, following, body):
                element.kind, element.level = "paragraph", 0
    _without_runs(elements, body)


def _said(element: Element) -> str:
    if isinstance(element, TextElement):
        return " ".join(row.text for row in element.rows)
    return " ".join(run.text for cell in element.cells for run in cell.runs)


def _after_contents(elements: Sequence[Element]) -> int:
    """Where the page's table of contents ends, 0 where it has none: lines that end in a page number, most of them
    sections by their name or under a line that says so."""
    named = any(_CONTENTS.match(_said(element).strip()) for element in elements[:6])
    end = entries = sections = 0
    for index, element in enumerate(elements):
        lines = [_said(element)] if isinstance(element, TextElement) else _lines(element)
        own = [line for line in lines if _PAGE_AT_END.search(line)]
        if isinstance(element, TableElement) and len(own) < 0.5 * len(lines):
            continue
        if own and (isinstance(element, TableElement) or element.kind in ("heading", "list_item")):
            entries += len(own)
            sections += sum(_ENTRY.match(line) is not None for line in own)
            end = index + 1
    return end if entries >= 4 and (named or sections >= 0.5 * entries) else 0


def _lines(table: TableElement) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).extend(run.text for run in cell.runs)
    return [" ".join(texts) for texts in rows.values()]


def _heads_nothing(heading: TextElement, following: Element | None, body: float) -> bool:
    text = _said(heading).strip()
    if SECTION.match(text):
        return False
    if _ASIDE.match(text):
        return True
    if heading.rows[0].height >= 1.12 * body:
        return False
    if following is None:
        return True  # the last line of a page heads nothing on it: a signature, mostly
    if not isinstance(following, TableElement):
        return False
    gap = min(run.top for cell in following.cells for run in cell.runs) - heading.rows[-1].bottom
    return not _TIME.sub("", text).strip() or (len(text) <= _BRIEF and -1 < gap < 0.3 * heading.rows[-1].height)


def _without_runs(elements: Sequence[Element], body: float) -> None:
    """Many bold lines in a row are bold text."""
    run: list[TextElement] = []
    for element in [*elements, None]:
        if isinstance(element, TextElement) and element.kind == "heading":
            if element.rows[0].height < 1.12 * body and not SECTION.match(element.rows[0].text):
                run.append(element)
            continue
        if len(run) >= _RUN:
            for each in run:
                each.kind, each.level = "paragraph", 0
        run = []
