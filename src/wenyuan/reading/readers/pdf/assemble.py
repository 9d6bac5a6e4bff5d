"""Elements of all pages into one text. Every run's place in it becomes a `Line` of its page's layout.

A paragraph that goes on in the next column or on the next page is one block; what stands between (page numbers,
running heads, footnotes) follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wenyuan.reading.builder import separator
from wenyuan.reading.document import Block, BlockKind, Cell, Document, Page, Table
from wenyuan.reading.layout import Line, PageLayout
from wenyuan.reading.readers.pdf.blocks import ends_sentence
from wenyuan.reading.readers.pdf.elements import CellElement, Element, TableElement, TextElement
from wenyuan.reading.readers.pdf.joining import OPEN_WORDS, Joiner
from wenyuan.reading.readers.pdf.runs import Row, Run, is_cjk, overlap


@dataclass(slots=True)
class _Text:
    """A block in the making: its rows and the page of each."""

    kind: BlockKind
    level: int
    rows: list[tuple[int, Row]]
    full: bool = False


@dataclass(slots=True)
class _Extent:
    """Where a page's text stands so far."""

    width: float
    height: float
    name: str | None
    start: int = -1
    end: int = -1
    lines: list[Line] = field(default_factory=list[Line])


class Assembler:
    """Takes pages in order; `document()` gives the whole."""

    def __init__(self, joiner: Joiner) -> None:
        self._joiner = joiner
        self._parts: list[str] = []
        self._size = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._pages: list[_Extent] = []
        self._open: _Text | None = None
        self._waiting: list[_Text] = []

    def page(
        self,
        width: float,
        height: float,
        name: str | None,
        heads: Sequence[Row],
        elements: Sequence[Element],
        feet: Sequence[Row],
    ) -> None:
        """The next page: its running heads, its body in reading order, its running feet."""
        self._pages.append(_Extent(width, height, name))
        number = len(self._pages)
        for row in heads:
            self._aside(_Text("furniture", 0, [(number, row)]))
        for element in elements:
            if isinstance(element, TableElement):
                self._flush()
                self._table(element)
            else:
                self._add(element)
        for row in feet:
            self._aside(_Text("furniture", 0, [(number, row)]))

    def document(self, media_type: str) -> Document:
        self._flush()
        pages, layouts = list[Page](), dict[int, PageLayout]()
        limit = self._size
        bounds: list[tuple[int, int]] = []
        for extent in reversed(self._pages):
            start = min(extent.start, limit) if extent.start >= 0 else limit
            bounds.append((start, max(start, min(extent.end, limit)) if extent.start >= 0 else start))
            limit = start
        for number, (extent, (start, end)) in enumerate(zip(self._pages, reversed(bounds), strict=True), 1):
            pages.append(Page(number, start, end, "page", extent.name, extent.width, extent.height))
            if extent.lines:
                layouts[number] = PageLayout(extent.width, extent.height, extent.lines)
        blocks = _consecutive_levels(self._blocks)
        return Document(
            "".join(self._parts), media_type, blocks=blocks, pages=pages, tables=self._tables, layouts=layouts
        )

    def _add(self, element: TextElement) -> None:
        text = _Text(element.kind, element.level, [(element.page, row) for row in element.rows], element.full)
        if element.kind == "footnote":
            self._aside(text)
            return
        if self._open and element.first and element.kind == "paragraph" and _goes_on(self._open, text):
            self._open.rows.extend(text.rows)
            self._open.full = text.full
        else:
            self._flush()
            self._open = text
        if not element.last or self._open.kind not in ("paragraph", "list_item"):
            self._flush()

    def _aside(self, text: _Text) -> None:
        if self._open:
            self._waiting.append(text)
        else:
            self._emit(text)

    def _flush(self) -> None:
        if self._open:
            self._emit(self._open)
            self._open = None
        for text in self._waiting:
            self._emit(text)
        self._waiting.clear()

    def _emit(self, text: _Text) -> None:
        self._write(separator(self._blocks, text.kind))
        start = self._size
        pairs = [(page, run) for page, row in text.rows for run in row.runs]
        ends = {id(row.runs[-1]) for _, row in text.rows}
        for index, (page, run) in enumerate(pairs):
            if index + 1 == len(pairs):
                self._run(page, run)
            elif id(run) in ends:
                drop, joint = self._joiner.between(run.text, pairs[index + 1][1].text)
                self._run(page, run, drop)
                self._write(joint)
            else:
                self._run(page, run)
                self._write(" ")
        self._blocks.append(Block(text.kind, start, self._size, text.level, text.rows[0][0]))

    def _table(self, table: TableElement) -> None:
        self._write(separator(self._blocks, "table"))
        start, cells = self._size, list[Cell]()
        row = column = 0
        for cell in table.cells:
            if cell.row != row:
                self._write("\n" * (1 if row < cell.row else 0))
                row, column = cell.row, 0
            if cell.column > column:
                self._write("\t" * (cell.column - column))
                column = cell.column
            begin = self._size
            self._cell(cell, table.page)
            cells.append(Cell(cell.row, cell.column, begin, self._size, cell.header, cell.row_span, cell.column_span))
        self._tables.append(Table(start, self._size, tuple(cells), table.page))
        self._blocks.append(Block("table", start, self._size, 0, table.page))

    def _cell(self, cell: CellElement, page: int) -> None:
        for run, after in zip(cell.runs, [*cell.runs[1:], None], strict=True):
            if after is None:
                self._run(page, run)
            elif overlap(run.top, run.bottom, after.top, after.bottom) > 0.5:
                self._run(page, run)
                self._write("" if after.text[0] in ")）%％" or run.text[-1] in "(（" else " ")
            else:
                drop, joint = self._joiner.between(run.text, after.text)
                self._run(page, run, drop)
                self._write(joint)

    def _run(self, page: int, run: Run, drop_last: bool = False) -> None:
        text, edges = run.text, run.edges
        if drop_last:
            text, edges = text[:-1], edges[:-1]
        if not text:
            return
        extent = self._pages[page - 1]
        end = self._size + len(text)
        extent.lines.append(Line(self._size, end, run.top, run.bottom, edges))
        if extent.start < 0:
            extent.start = self._size
        extent.end = end
        self._write(text)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)


def _consecutive_levels(blocks: list[Block]) -> list[Block]:
    """Heading levels without holes: the outermost used is 1, the next 2."""
    used = sorted({block.level for block in blocks if block.kind == "heading"})
    level = {old: new for new, old in enumerate(used, 1)}
    return [replace(block, level=level[block.level]) if block.kind == "heading" else block for block in blocks]


def _goes_on(before: _Text, after: _Text) -> bool:
    """Is `after`, first in its column or page, the rest of the sentence that `before` leaves open?"""
    last, first = before.rows[-1][1], after.rows[0][1]
    tail, head = last.text.rstrip(), first.text
    if not tail or not head or ends_sentence(tail) or last.bold != first.bold:
        return False
    if abs(last.height - first.height) > 0.12 * max(last.height, first.height):
        return False
    if tail[-1] in "-‐\u00ad" or head[0].islower():
        return True
    if is_cjk(tail[-1]):
        return before.full and is_cjk(head[0])
    word = tail.rsplit(None, 1)[-1].lower()
    return before.full and (tail[-1] in ",，、" or word in OPEN_WORDS)
