"""Rows into headings, paragraphs, list items, captions and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wenyuan.reading.document import BlockKind
from wenyuan.reading.readers.pdf.cells import MARKER, UNSHOWN
from wenyuan.reading.readers.pdf.elements import Element, TableElement, TextElement
from wenyuan.reading.readers.pdf.headings import SECTION
from wenyuan.reading.readers.pdf.runs import Row, is_cjk

_TERMINAL = ".!?。！？;；:：…"
_CLOSERS = "\"'”’)]）】」』》"
_PART = re.compile(r"^(?:PART\s+[IVX]{1,4}|第[一二三四五六七八九十百\d]{1,4}[章编篇部])(?![A-Za-z])", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+\S|^(\d{1,2})\.?\s+[A-Z\u4e00-\u9fff]")
_CJK_NUMBERED = re.compile(r"^(?:([一二三四五六七八九十]{1,3})、|[(（]([一二三四五六七八九十]{1,3})[)）])")
_CAPTION = re.compile(
    r"^(?:(?:Figure|Fig\.|Table|Chart|Exhibit)\s*[A-Z]?\d+[\d.\-]*(?:\s*[.:：—|]|\s+[A-Z]|$)|[图表]\s*\d+[\d.\-]*)"
)
_NOTE_MARK = re.compile(r"^(?:[*†‡§]|\d{1,3}(?=\s|[A-Z])|[(（]\d{1,3}[)）]|[①-⑳]|\[\d{1,3}\])")


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in a document: height of a body line and, from larger ones, the heights of headings, descending."""

    body: float
    heads: tuple[float, ...]
    leading: float  # from line to line inside a paragraph, as a share of the line's height
    items: bool  # the document has "Part" and "Item" headings, as filings do

    def level(self, height: float) -> int:
        """Of a heading by its size alone; "Part" and "Item" stand above every size."""
        larger = sum(head > height * 1.04 for head in self.heads) + 1
        return min(6, max(larger, 3) if self.items else larger)

    def plain(self, capitals: bool, numbered: int = 0) -> int:
        """Of a heading no larger than the text: capitals and numbers stand above mere bold type."""
        base = min(5, self.level(0.0))
        return min(6, base + numbered - 1 if numbered else base + (not capitals))


def survey(columns: Sequence[Sequence[Row]]) -> Style:
    """The usual line height, weighted by characters, the heights that stand out above it, and the usual leading."""
    heights: Counter[float] = Counter()
    prose: Counter[float] = Counter()
    steps: Counter[float] = Counter()
    items = 0
    for rows in columns:
        above: Row | None = None
        for row in rows:
            height = round(row.height * 2) / 2
            heights[height] += len(row.text)
            if len(row.runs) == 1 and len(row.text) >= 40:
                prose[height] += len(row.text)
            items += row.text[:5].lower() == "item " and SECTION.match(row.text) is not None
            if above and len(above.text) > 20 and row.height > 0:
                step = (row.top - above.top) / row.height
                if 0.5 < step < 2.3:
                    steps[round(step, 1)] += 1
            above = row
    # Reports may hold more small print in tables than text; lines of prose say what is usual where there are enough.
    usual = prose if prose.total() >= 0.2 * heights.total() else heights
    body = usual.most_common(1)[0][0] if usual else 10.0
    larger = sorted((height for height in heights if height >= 1.12 * body), reverse=True)
    heads: list[float] = []
    for height in larger:
        if not heads or height < heads[-1] * 0.94:
            heads.append(height)
    # The most frequent step, or a smaller one that is nearly as frequent: lines of a paragraph stand closest.
    most = max(steps.values(), default=0)
    leading = min((step for step, count in steps.items() if count >= 0.4 * most), default=1.2)
    return Style(body, tuple(heads[:4]), max(leading, 0.8), items >= 3)


def make_blocks(parts: Sequence[Row | TableElement], page: int, style: Style, page_height: float) -> list[Element]:
    """The blocks of one column of text."""
    rows = [part for part in parts if isinstance(part, Row)]
    if not rows:
        return [part for part in parts if isinstance(part, TableElement)]
    left, right = _margins(rows)
    out: list[Element] = []
    group: list[Row] = []
    for part in parts:
        if isinstance(part, TableElement):
            if group:
                out.append(_element(group, page, style, right))
                group = []
            out.append(part)
            continue
        if group and _starts(group, part, left, right, style.leading):
            out.append(_element(group, page, style, right))
            group = []
        group.append(part)
    if group:
        out.append(_element(group, page, style, right))
    _footnotes(out, style, page_height)
    _nesting(out)
    if isinstance(out[0], TextElement):
        out[0].first = True
    body = [e for e in out if isinstance(e, TextElement) and e.kind != "footnote"]
    if body and (body[-1] is out[-1] or all(isinstance(e, TextElement) for e in out[out.index(body[-1]) :])):
        body[-1].last = True
    return out


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    """The left edge most rows share, and the right edge that running text reaches."""
    lefts = Counter(round(row.x0 / 2) for row in rows)
    return lefts.most_common(1)[0][0] * 2.0, max(row.x1 for row in rows)


def ends_sentence(text: str) -> bool:
    """Does the text end as a sentence does, quotes and brackets apart?"""
    text = text.rstrip(_CLOSERS)
    return text[-1:] in _TERMINAL if text else False


def _starts(group: list[Row], row: Row, left: float, right: float, leading: float) -> bool:
    """Does `row` begin a new block after `group`?"""
    above, first = group[-1], group[0]
    em = max(row.height, 1.0)
    step = row.top - above.top
    if step > 1.25 * leading * em + 0.5 or step < 0:
        return True
    if abs(row.height - above.height) > 0.12 * max(row.height, above.height) and len(row.text) > 2:
        return True
    if row.bold != above.bold and (above is first or row.bold or len(group) <= 2):
        # Bold words that end the sentence above head nothing.
        return not (row.bold and ends_sentence(row.text) and _short(row, left, right)) or (
            _short(above, left, right) or ends_sentence(above.text)
        )
    if _marked(row):
        return True
    if (_PART.match(row.text) or SECTION.match(row.text)) and (row.bold or len(row.text) < 80):
        return True
    if _CJK_NUMBERED.match(row.text):
        return True
    if above is first and _CJK_NUMBERED.match(first.text) and len(first.text) < 40 and _short(first, left, right):
        return True
    if _PART.match(first.text) or SECTION.match(first.text):
        return len(first.text) < 100 and not row.bold
    if _marked(first):
        return row.x0 < first.x0 - 0.5 * em or (_short(above, left, right) and ends_sentence(above.text))
    indented = row.x0 > above.x0 + 0.8 * em and row.x0 < above.x0 + 5 * em
    if (
        indented
        and above.x0 < left + 0.5 * em
        and (len(group) > 1 or ends_sentence(above.text) or _short(above, left, right))
    ):
        return True
    return _short(above, left, right) and ends_sentence(above.text)


def _short(row: Row, left: float, right: float) -> bool:
    return right - row.x1 > 0.12 * (right - left)


def _marked(row: Row) -> bool:
    match = MARKER.match(row.text)
    return match is not None and len(row.text) > match.end() + 1


def _element(rows: list[Row], page: int, style: Style, right: float) -> TextElement:
    text = " ".join(row.text for row in rows[:4])
    kind, level = _kind(rows, text, style)
    if kind == "list_item":
        _show_bullet(rows[0])
    em = rows[-1].height
    return TextElement(kind, page, rows, level, full=right - rows[-1].x1 < max(3 * em, 0.1 * right))


def _show_bullet(row: Row) -> None:
    """Write a bullet as one where the file's font alone knew it for one."""
    run = row.runs[0]
    if run.text[0] in UNSHOWN:
        run.text = "•" + run.text[1:]
        row.text = " ".join(run.text for run in row.runs)


def _kind(rows: list[Row], text: str, style: Style) -> tuple[BlockKind, int]:
    first = rows[0]
    size = sum(len(row.text) for row in rows)
    letters = sum(map(str.isalpha, text))
    bold = all(row.bold for row in rows)
    if letters == 0:
        return "paragraph", 0
    if size < 400 and _CAPTION.match(text):
        return "caption", 0
    if _marked(first) and not first.text[0].isalnum() and first.text[0] not in "(（":
        return "list_item", 1
    brief = len(rows) <= 3 and size <= 220
    ended = ends_sentence(text)
    large = first.height >= 1.12 * style.body
    if brief and (bold or large or not ended or len(rows) == 1):
        if size <= 160 and _PART.match(text) and not text.rstrip().endswith((",", "，", "。")):
            return "heading", 1
        if SECTION.match(text) and (bold or large or not ended):
            return "heading", 2
        if size <= 60 and not ended and (match := _CJK_NUMBERED.match(text)):
            return "heading", 3 if match.group(1) else 4
    if brief and large and (letters > 2 or is_cjk(text[0])) and not (ended and (len(rows) > 2 or not bold)):
        return "heading", style.level(first.height)
    if brief and (match := _NUMBERED.match(text)) and not ended:
        depth = match.group(1).count(".") + 1 if match.group(1) else 1
        if bold or (depth > 1 and len(rows) == 1 and size < 90):
            return "heading", style.plain(True, depth) if style.items else min(6, depth)
    if _marked(first) and not (bold and brief and not ended and len(text) > 12 and text[0].isalnum()):
        return "list_item", 1
    capitals = text.upper() == text
    if brief and bold and letters >= 3:
        return "heading", style.plain(capitals)
    if len(rows) == 1 and size <= 100 and letters >= 6 and " " in text and capitals and not ended:
        upper = sum(map(str.isupper, text))
        if upper >= 0.75 * letters:
            return "heading", style.plain(True)
    return "paragraph", 0


def _footnotes(elements: list[Element], style: Style, page_height: float) -> None:
    """Small print from the lower half down to the foot, from the first block that carries a note's mark."""
    small: list[TextElement] = []
    for element in reversed(elements):
        if not isinstance(element, TextElement) or element.kind not in ("paragraph", "list_item"):
            break
        row = element.rows[0]
        if row.height > 0.92 * style.body or row.top < 0.45 * page_height:
            break
        small.append(element)
    while small and not _NOTE_MARK.match(small[-1].rows[0].text):
        small.pop()
    for element in small:
        element.kind, element.level = "footnote", 0


def _nesting(elements: list[Element]) -> None:
    """Levels of list items by how far they are indented inside one list."""
    indents: list[float] = []
    for element in elements:
        if not isinstance(element, TextElement) or element.kind != "list_item":
            if isinstance(element, TableElement) or element.kind == "heading":
                indents = []
            continue
        x0, em = element.rows[0].x0, element.rows[0].height
        while indents and x0 < indents[-1] - 0.6 * em:
            indents.pop()
        if not indents or x0 > indents[-1] + 0.6 * em:
            indents.append(x0)
        element.level = min(6, len(indents))
