"""An HTML table as rows of cells, or the finding that it only arranges a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from wenyuan.reading.xml import Element

# Spans are the file's word: a colspan of a billion must not become a billion cells.
_MOST_SPAN = 200
_MOST_CELLS = 2_000_000
_LONGEST_CELL = 1_500
_BREAKS = frozenset("br p div li tr td th h1 h2 h3 h4 h5 h6 ul ol".split())
_SIGN = re.compile(r"(?:[A-Z]{0,3}[$€£¥￥₩]|RMB|HKD|USD|CNY|EUR|[($€£¥-]{1,2})")
_CLOSING = re.compile(r"[)）]?%?[)）]?|％")
_BULLET = re.compile("[•·●○▪■◆–—*-]|\uf0b7|o|[(（]?[a-z0-9ivx]{1,4}[.)）]")


@dataclass(slots=True)
class Grid:
    """A data table. `spans` holds merged cells' (rows, columns) by position; `lines` are the items of a bullet list
    that was set as a table (then there are no rows)."""

    rows: list[list[str]] = field(default_factory=list[list[str]])
    header_rows: int = 0
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict[tuple[int, int], tuple[int, int]])
    caption: str = ""
    lines: list[str] = field(default_factory=list[str])
    linked: int = 0


@dataclass(slots=True)
class _Raw:
    text: str
    height: int
    width: int


def text_of(element: Element, line_end: str, skip: Callable[[Element], bool] | None = None) -> Iterator[str]:
    """The visible text under `element`, with `line_end` where a block ends or a line breaks."""
    walk, passed = etree.iterwalk(element, events=("start", "end")), None
    for event, child in walk:
        if event == "start":
            if child is not element and skip is not None and skip(child):
                passed = child
                walk.skip_subtree()
                continue
            if child.tag in _BREAKS and child is not element:
                yield line_end
            if child.text:
                yield child.text
            continue
        if child is not passed and child.tag in _BREAKS and child.tag != "br" and child is not element:
            yield line_end
        passed = None
        if child is not element and child.tail:
            yield child.tail


def grid_of(table: Element, skip: Callable[[Element], bool]) -> Grid | None:
    """The table's cells; None where it is a means of layout and its content is to be read as blocks."""
    if table.get("role") in {"presentation", "none"} or table.find(".//table") is not None:
        return None
    grid, raw, headers = Grid(), list[list[_Raw]](), list[bool]()
    for row in table.iter("tr"):
        if skip(row) or any(skip(above) for above in row.iterancestors("tbody", "thead", "tfoot")):
            continue
        cells = [cell for cell in row.iterchildren("td", "th") if not skip(cell)]
        raw.append([_Raw(_cell_text(c, skip), _span(c, "rowspan"), _span(c, "colspan")) for c in cells])
        shown = [cell for cell, value in zip(cells, raw[-1], strict=True) if value.text]
        in_head = any(True for _ in row.iterancestors("thead"))
        headers.append(in_head or (bool(shown) and all(cell.tag == "th" for cell in shown)))
    if not _is_data(table, raw):
        return None
    _place(raw, grid)
    grid.header_rows = next((n for n, header in enumerate(headers) if not header), len(headers))
    _join_signs(grid)
    _drop_empty(grid)
    if grid.header_rows >= len(grid.rows):
        grid.header_rows = 0
    caption = table.find("caption")
    if caption is not None and not skip(caption):
        grid.caption = _cell_text(caption, skip)
    grid.linked = sum(len("".join(link.itertext()).strip()) for link in table.iter("a") if leads_away(link))
    if grid.rows and all(len(row) == 2 and _BULLET.fullmatch(row[0]) and row[1] for row in grid.rows):
        grid.lines, grid.rows = [f"{mark} {text}" for mark, text in grid.rows], []
    return grid


def leads_away(link: Element) -> bool:
    """True for a link to another page; one within the page belongs to a table of contents or a footnote."""
    return not (link.get("href") or "#").startswith("#")


def _cell_text(cell: Element, skip: Callable[[Element], bool]) -> str:
    return " ".join("".join(text_of(cell, " ", skip)).split())


def _span(cell: Element, name: str) -> int:
    stated = (cell.get(name) or "").strip()
    return max(1, min(int(stated), _MOST_SPAN)) if stated.isascii() and stated.isdigit() and len(stated) < 10 else 1


def _is_data(table: Element, raw: list[list[_Raw]]) -> bool:
    texts = [cell.text for row in raw for cell in row if cell.text]
    if not texts:
        return True
    if max(len(row) for row in raw) < 2:
        return False
    if next(table.iter("th"), None) is not None or table.find("caption") is not None:
        return True
    if next(table.iter("h1", "h2", "h3", "h4", "form", "iframe"), None) is not None:
        return False
    return max(map(len, texts)) <= _LONGEST_CELL and sum(map(len, texts)) <= 250 * len(texts)


def _place(raw: list[list[_Raw]], grid: Grid) -> None:
    """Give each cell its column, past those that cells above reach down into."""
    taken = dict[tuple[int, int], bool]()
    count = 0
    for r, cells in enumerate(raw):
        row, column = list[str](), 0
        for cell in cells:
            while taken.pop((r, column), False):
                column += 1
            height = min(cell.height, len(raw) - r)
            count += height * cell.width
            if count > _MOST_CELLS:
                height = width = 1
            else:
                width = cell.width
            row += [""] * (column - len(row)) + [cell.text] + [""] * (width - 1)
            if cell.text and (height > 1 or width > 1):
                grid.spans[r, column] = (height, width)
            for below in range(r + 1, r + height):
                for across in range(column, column + width):
                    taken[below, across] = True
            column += width
        grid.rows.append(row)


def _join_signs(grid: Grid) -> None:
    """Filings put "$", "(" and ")%" in cells of their own: join them with their number."""
    for r, row in enumerate(grid.rows):
        filled = [c for c, value in enumerate(row) if value]
        for at, c in enumerate(filled):
            after = filled[at + 1] if at + 1 < len(filled) else None
            if after is not None and _SIGN.fullmatch(row[c]) and row[after][:1].isdigit() | (row[after][:1] in "(-—–."):
                row[after], row[c] = row[c] + row[after], ""
                grid.spans.pop((r, c), None)
            elif at and row[c] and _CLOSING.fullmatch(row[c]) and row[filled[at - 1]][-1:].isdigit():
                row[filled[at - 1]] += row[c]
                row[c] = ""
                grid.spans.pop((r, c), None)


def _drop_empty(grid: Grid) -> None:
    """Drop rows and columns without any text: filings use them as spacing."""
    width = max(map(len, grid.rows), default=0)
    used = sorted({c for row in grid.rows for c, value in enumerate(row) if value})
    if len(used) == width and all(any(row) for row in grid.rows):
        return
    rows, spans, header_rows = list[list[str]](), dict[tuple[int, int], tuple[int, int]](), 0
    for r, row in enumerate(grid.rows):
        if not any(row):
            continue
        for new, c in enumerate(used):
            if (r, c) in grid.spans:
                height, reach = grid.spans[r, c]
                reach = sum(1 for other in used[new:] if other < c + reach)
                if height > 1 or reach > 1:
                    spans[len(rows), new] = (height, reach)
        header_rows += r < grid.header_rows
        rows.append([row[c] if c < len(row) else "" for c in used])
    grid.rows, grid.spans, grid.header_rows = rows, spans, header_rows
