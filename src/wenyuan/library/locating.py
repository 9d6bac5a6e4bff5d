"""From a span to where a person looks: page and boxes, headings, slide, sheet and cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, SelectBase, bindparam, select

from wenyuan.library.grids import Cells
from wenyuan.library.listing import batches
from wenyuan.library.quick import rows, shaped
from wenyuan.library.schema import layouts, structures
from wenyuan.library.structure import Outline, decode_outline
from wenyuan.library.texts import by_keys, read_rows
from wenyuan.reading.layout import PageLayout
from wenyuan.text.span import Box, Locator, Span


def locate(connection: Connection, spans: Sequence[Span]) -> list[Locator]:
    """One locator a span, each document's structure looked into once; empty for a document that is not there.

    Three queries at most, however many documents: outlines, then geometry and tables where spans touch some.
    """
    outlines = dict[str, Outline]()
    for some in shaped(list(dict.fromkeys(span.document for span in spans))):
        outlines |= {document: decode_outline(held) for document, held in rows(connection, _outlines, *_ids(some))}
    pages, tabular = dict[Span, set[int]](), dict[str, None]()
    for span in spans:
        if outline := outlines.get(span.document):
            touched = outline.touched(span.start, span.end)
            pages[span] = _pages(outline, span, touched)
            if "t" in outline.kinds[touched.start : touched.stop]:
                tabular[span.document] = None
    keys = dict.fromkeys((span.document, page) for span, numbers in pages.items() for page in numbers)
    geometry = defaultdict[str, dict[int, PageLayout]](dict)
    for document, page, data in read_rows(connection, _layouts, keys):
        geometry[document][page] = PageLayout.decode(data)
    cells = dict[str, Cells]()
    for some in shaped(list(tabular)):
        cells |= {document: Cells(held) for document, held in rows(connection, _tables, *_ids(some))}
    return [
        _locator(outlines[span.document], geometry[span.document], cells.get(span.document), span, pages[span])
        if span.document in outlines
        else Locator()
        for span in spans
    ]


def _ids(some: Sequence[str]) -> tuple[int, dict[str, str]]:
    return len(some), {f"i{i}": one for i, one in enumerate(some)}


def _outlines(size: int) -> SelectBase:
    return _of_structures(structures.c.outline, size)


def _tables(size: int) -> SelectBase:
    return _of_structures(structures.c.tables, size)


def _of_structures(column: Column[Any], size: int) -> SelectBase:
    ids = [bindparam(f"i{i}") for i in range(size)]
    return select(structures.c.document, column).where(structures.c.document.in_(ids))


def _layouts(size: int) -> SelectBase:
    return by_keys((layouts.c.document, layouts.c.page, layouts.c.data), size)


def read_layouts(connection: Connection, document: str, pages: Iterable[int]) -> dict[int, PageLayout]:
    """Character geometry of the named pages that have it."""
    found: dict[int, PageLayout] = {}
    for batch in batches(pages):
        query = select(layouts.c.page, layouts.c.data)
        query = query.where(layouts.c.document == document, layouts.c.page.in_(batch))
        found |= {page: PageLayout.decode(data) for page, data in connection.execute(query)}
    return found


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
    outline: Outline, geometry: dict[int, PageLayout], cells: Cells | None, span: Span, pages: set[int]
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
        cell=cells.at(span.start, span.end) if cells else None,
    )
