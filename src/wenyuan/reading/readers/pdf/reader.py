"""The PDF reader: pages to runs, runs to rows, what repeats to furniture, the rest to blocks, blocks to a document."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.pdf.about import metadata, title
from wenyuan.reading.readers.pdf.annotations import place, read_annotations
from wenyuan.reading.readers.pdf.assemble import Assembler
from wenyuan.reading.readers.pdf.blocks import Style, make_blocks, survey
from wenyuan.reading.readers.pdf.columns import flows
from wenyuan.reading.readers.pdf.elements import Element, TableElement, TextElement
from wenyuan.reading.readers.pdf.furniture import furniture
from wenyuan.reading.readers.pdf.glyphs import Buffer, read_glyphs
from wenyuan.reading.readers.pdf.gridded import ruled_table
from wenyuan.reading.readers.pdf.headings import settle
from wenyuan.reading.readers.pdf.joining import Joiner
from wenyuan.reading.readers.pdf.meaning import unmapped_share
from wenyuan.reading.readers.pdf.pictures import picture_share
from wenyuan.reading.readers.pdf.rules import grids
from wenyuan.reading.readers.pdf.runs import Row, Run, make_rows, make_runs, side_by_side
from wenyuan.reading.readers.pdf.tables import split_tables

_MEDIA_TYPE = "application/pdf"
_MANY, _NEARLY_ALL = 0.2, 0.8  # of a page's signs without a meaning
_READING_SHARE = 0.7  # of the time allowed goes to pages; laying out and assembling take the rest up to 80 %


@dataclass(slots=True)
class _Ruled:
    """A table with a drawn grid and where its grid stands."""

    x0: float
    x1: float
    top: float
    table: TableElement


@dataclass(slots=True)
class _PageRows:
    """One page after its first pass. `tables` are those with a drawn grid; `sideways` is text across the page;
    `texts` are boxes of text and comments laid over it."""

    width: float
    height: float
    name: str | None
    flows: list[list[Row]] = field(default_factory=list[list[Row]])
    tables: list[_Ruled] = field(default_factory=list[_Ruled])
    sideways: list[Run] = field(default_factory=list[Run])
    texts: list[TextElement] = field(default_factory=list[TextElement])
    characters: int = 0

    @property
    def rows(self) -> list[Row]:
        return [row for flow in self.flows for row in flow]


@dataclass(slots=True)
class _Troubles:
    """The numbers of pages that could not be read as they should have been; hidden: notes that no viewer shows."""

    broken: list[int] = field(default_factory=list[int])
    scans: list[int] = field(default_factory=list[int])
    garbled: list[int] = field(default_factory=list[int])
    unmapped: list[int] = field(default_factory=list[int])
    hidden: int = 0

    def said(self) -> list[str]:
        """In words for the user."""
        out = list[str]()
        if self.broken:
            out.append(f"{_numbers(self.broken)} cannot be read: the file is damaged there")
        if self.scans:
            one = len(self.scans) == 1
            looks = "has no text (it looks like a scan)" if one else "have no text (they look like scans)"
            out.append(f"{_numbers(self.scans)} {looks}; run text recognition (OCR) on the file first")
        if self.unmapped:
            has = "has" if len(self.unmapped) == 1 else "have"
            out.append(
                f"{_numbers(self.unmapped)} {has} text that cannot be decoded (its font does not say which characters "
                "its signs are); run text recognition (OCR) on the file first"
            )
        if self.garbled:
            out.append(f"{_numbers(self.garbled)}: many letters have no meaning in the file's fonts; text is missing")
        return out


class PdfReader(BuiltInReader):
    """Reads PDF through pdfium. `ruled_pages` numbers the pages of the last file on which a drawn grid was found."""

    media_types = (_MEDIA_TYPE,)

    def __init__(self) -> None:
        self.ruled_pages: list[int] = []

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        file = _open(data)
        try:
            return self._read(file, data, name, limits)
        finally:
            file.close()

    def _read(self, file: pypdfium2.PdfDocument, data: bytes, name: str, limits: Limits) -> Document:
        stop = time.monotonic() + _READING_SHARE * limits.seconds
        total = len(file)
        problems, troubles, pages = list[str](), _Troubles(), list[_PageRows]()
        self.ruled_pages = []
        buffer, characters = Buffer(), 0
        for index in range(min(total, limits.pages)):
            if time.monotonic() > stop:
                problems.append(f"reading stopped after page {index} of {total}: it took too long")
                break
            if characters > limits.characters:
                problems.append(f"reading stopped after page {index} of {total}: more text than allowed")
                break
            page = _page(file, index, buffer, troubles)
            pages.append(page)
            characters += page.characters
            if page.tables:
                self.ruled_pages.append(index + 1)
        if total > limits.pages:
            problems.append(f"only the first {limits.pages} of {total} pages were read: that is the limit")
        if b"%%EOF" not in data[-2048:]:
            problems.append("the file ends early (it may be a broken download): pages may be missing")
        problems += troubles.said()
        if not any(page.characters for page in pages):
            raise ReadingFailed(_nothing(total, problems))
        document = _assemble(pages)
        about = file.get_metadata_dict(skip_empty=True)
        document.metadata = metadata(about)
        if troubles.hidden:
            document.metadata["hidden"] = "left out"
        document.title = title(about, document, name)
        document.problems = problems
        return document


def _nothing(total: int, problems: Sequence[str]) -> str:
    if not total:
        return "the PDF has no pages"
    return "no text in this PDF: " + ("; ".join(problems) if problems else "its pages are empty")


def _open(data: bytes) -> pypdfium2.PdfDocument:
    if not data.strip():
        raise ReadingFailed("the file is empty")
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise ReadingFailed("the PDF is locked with a password: save a copy without one and add that") from error
        raise ReadingFailed("the file is not a PDF that can be opened: it is damaged or cut short") from error


def _page(file: pypdfium2.PdfDocument, index: int, buffer: Buffer, troubles: _Troubles) -> _PageRows:
    label = file.get_page_label(index) or None
    page: Any = pdfium.FPDF_LoadPage(file.raw, index)
    if not page:
        troubles.broken.append(index + 1)
        return _PageRows(0.0, 0.0, label)
    try:
        text: Any = pdfium.FPDFText_LoadPage(page)
        if not text:
            troubles.broken.append(index + 1)
            return _PageRows(pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page), label)
        try:
            glyphs = read_glyphs(page, text, buffer)
            runs = make_runs(glyphs)
            unmapped = unmapped_share(page, text, glyphs.starts)
        finally:
            pdfium.FPDFText_ClosePage(text)
        found = _PageRows(glyphs.width, glyphs.height, label, characters=sum(len(run.text) for run in runs))
        if unmapped > _NEARLY_ALL:
            troubles.unmapped.append(index + 1)
        elif found.characters < 40 and picture_share(page) > (0.5 if found.characters else 0.0):
            troubles.scans.append(index + 1)
        unknown = sum(run.text.count("\ufffd") for run in runs if not run.text.isascii())
        if unmapped <= _NEARLY_ALL and max(unmapped, unknown / max(1, found.characters)) > _MANY:
            troubles.garbled.append(index + 1)
        notes = read_annotations(file, page, index + 1, runs)
        if notes:
            runs += notes.runs
            found.texts = notes.texts
            found.characters += notes.characters
            troubles.hidden += notes.hidden
        if runs:
            _lay_out(page, index + 1, runs, found)
        return found
    finally:
        pdfium.FPDF_ClosePage(page)


def _lay_out(page: Any, number: int, runs: list[Run], found: _PageRows) -> None:
    found.sideways = [run for run in runs if run.sideways]
    if found.sideways:
        runs = [run for run in runs if not run.sideways]
    for grid in grids(page) if side_by_side(runs) else ():
        table, taken = ruled_table(grid, runs, number)
        if table:
            x0, x1 = min(cell.x0 for cell in grid), max(cell.x1 for cell in grid)
            found.tables.append(_Ruled(x0, x1, min(cell.top for cell in grid), table))
            runs = [run for run in runs if id(run) not in taken]
    found.flows = [make_rows(flow, found.width) for flow in flows(runs, found.width)]


def _assemble(pages: Sequence[_PageRows]) -> Document:
    style = survey([flow for page in pages for flow in page.flows])
    apart = furniture([(page.height, page.rows) for page in pages])
    joiner = Joiner(row.text for page in pages for flow in page.flows for row in flow)
    assembler = Assembler(joiner)
    for number, (page, own) in enumerate(zip(pages, apart, strict=True), 1):
        heads, feet = list[Row](), list[Row]()
        for row in page.rows if own else ():
            if id(row) in own:
                (heads if own[id(row)] else feet).append(row)
        body = [[row for row in flow if id(row) not in own] for flow in page.flows]
        elements = _elements(page, number, body, style)
        assembler.page(page.width, page.height, page.name, heads, elements, feet)
    return assembler.document(_MEDIA_TYPE)


def _elements(page: _PageRows, number: int, body: Sequence[list[Row]], style: Style) -> list[Element]:
    """The page's body in reading order; a ruled table goes into its own column, where the rows around it say."""
    elements = list[Element]()
    homes = [_home(ruled, body) for ruled in page.tables]
    for index, rows in enumerate(body):
        waiting = sorted(
            (ruled for ruled, home in zip(page.tables, homes, strict=True) if home == index), key=lambda each: each.top
        )
        parts: list[Row | TableElement] = []
        block: list[Row] = []
        for row in rows:
            while waiting and row.top > waiting[0].top and (not block or block[-1].top < waiting[0].top):
                parts.extend(split_tables(block, number))
                block = []
                parts.append(waiting.pop(0).table)
            block.append(row)
        parts.extend(split_tables(block, number))
        parts.extend(ruled.table for ruled in waiting)
        elements.extend(make_blocks(parts, number, style, page.height))
    elements.extend(ruled.table for ruled, home in zip(page.tables, homes, strict=True) if home < 0)
    settle(elements, number, style.body)
    if page.sideways:
        elements.append(TextElement("paragraph", number, [Row([run]) for run in page.sideways]))
    return place(page.texts, elements) if page.texts else elements


def _home(ruled: _Ruled, body: Sequence[list[Row]]) -> int:
    """The stretch of text that a table belongs to: beside whose lines it stands least, and then the nearest; -1 where
    the page has no other text."""
    best, home = (0.0, 0.0), -1
    for index, rows in enumerate(body):
        if not rows:
            continue
        x0, x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
        outside = ruled.x1 - ruled.x0 - max(0.0, min(x1, ruled.x1) - max(x0, ruled.x0))
        top, bottom = min(row.top for row in rows), max(row.bottom for row in rows)
        away = max(0.0, top - ruled.top, ruled.top - bottom)
        if home < 0 or (outside // 24, away) < best:
            best, home = (outside // 24, away), index
    return home


def _numbers(pages: Sequence[int]) -> str:
    """ "page 3", "pages 3-5 and 9": page numbers as a person would say them."""
    spans: list[tuple[int, int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], page)
        else:
            spans.append((page, page))
    said = [str(a) if a == b else f"{a}-{b}" for a, b in spans]
    listed = said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1]
    return f"page {listed}" if len(pages) == 1 else f"pages {listed}"
