"""From a span to where a person looks: page and boxes, headings, slide, sheet and cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, select

from wenyuan.library.listing import batches
from wenyuan.library.schema import layouts, structures
from wenyuan.library.structure import Grid, Outline, decode_outline, decode_tables
from wenyuan.reading.layout import PageLayout
from wenyuan.text.span import Box, Locator, Span

_outline = select(structures.c.outline).where(structures.c.document == bindparam("id"))
_tables = select(structures.c.tables).where(structures.c.document == bindparam("id"))


def locate(connection: Connection, spans: Sequence[Span]) -> list[Locator]:
    """One locator a span, each document's structure decoded once; empty for a document that is not there."""
    found: dict[Span, Locator] = {}
    for document in {span.document: None for span in spans}:
        asked = [span for span in spans if span.document == document]
        found.update(zip(asked, _in_document(connection, document, asked), strict=True))
    return [found[span] for span in spans]


def read_layouts(connection: Connection, document: str, pages: Iterable[int]) -> dict[int, PageLayout]:
    """Character geometry of the named pages that have it."""
    found: dict[int, PageLayout] = {}
    for batch in batches(pages):
        query = select(layouts.c.page, layouts.c.data)
        query = query.where(layouts.c.document == document, layouts.c.page.in_(batch))
        found |= {page: PageLayout.decode(data) for page, data in connection.execute(query)}
    return found


def _in_document(connection: Connection, document: str, spans: Sequence[Span]) -> list[Locator]:
    row = connection.execute(_outline, {"id": document}).first()
    if row is None:
        return [Locator()] * len(spans)
    outline = decode_outline(row.outline)
    touched = [outline.touched(span.start, span.end) for span in spans]
    pages = [_pages(outline, span, blocks) for span, blocks in zip(spans, touched, strict=True)]
    geometry = read_layouts(connection, document, sorted(set().union(*pages)))
    tables: list[Grid] = []
    if any("t" in outline.kinds[blocks.start : blocks.stop] for blocks in touched):
        tables = decode_tables(connection.execute(_tables, {"id": document}).scalar_one())
    return [_locator(outline, geometry, tables, span, numbers) for span, numbers in zip(spans, pages, strict=True)]


def _pages(outline: Outline, span: Span, blocks: range) -> set[int]:
    """Every page the span may stand on: those of its blocks, and those whose body it runs through."""
    numbers = {outline.page_of[index] for index in blocks} - {0}
    at = max(0, bisect_right(outline.pages, span.start, key=lambda page: page.start) - 1)
    for page in outline.pages[at:]:
        if page.start >= max(span.end, span.start + 1):
            break
        if page.end > span.start:
            numbers.add(page.number)
    return numbers


def _locator(
    outline: Outline, geometry: dict[int, PageLayout], tables: Sequence[Grid], span: Span, pages: set[int]
) -> Locator:
    boxes = list[Box]()
    for number in sorted(pages):
        if number in geometry:
            boxes.extend(geometry[number].boxes(number, span.start, span.end))
    page = outline.page_at(span.start)
    kind = page.kind if page else None
    return Locator(
        page=page.number if page and kind == "page" else None,
        boxes=tuple(boxes),
        heading=outline.path(span.start),
        slide=page.number if page and kind == "slide" else None,
        sheet=page.name if page and kind == "sheet" else None,
        cell=_cell(tables, span),
    )


def _cell(tables: Sequence[Grid], span: Span) -> str | None:
    end = max(span.end, span.start + 1)
    touched = (table for table in tables if table.start < end and span.start < table.end)
    return next((cell for table in touched if (cell := table.cell(span.start, end))), None)
