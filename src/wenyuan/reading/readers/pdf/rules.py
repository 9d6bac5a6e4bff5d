"""Drawn lines that form the grid of a table.

pdfplumber finds the cells, on the pages that have a ruled table: its table finder is given edges, and is only called
where they can enclose cells at all. Its parser is not used: pdfminer would interpret every page a second time, in
Python, at about 15 pages a second, and place characters otherwise than pdfium, whose text is the one that is stored.
The edges come from pdfium's own page objects, which costs well under a millisecond a page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

import pypdfium2.raw as pdfium

from wenyuan.reading.readers.pdf.glyphs import bare, page_box

_THIN = 3.0  # points: a filled rectangle this thin is a rule
_MAX_OBJECTS = 20_000
_DRAWN = frozenset((pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM))
_MAX_EDGES = 1_500  # beyond this it is a drawing, not a table
_MAX_SEGMENTS = 2_000

Point = Callable[[float, float], tuple[float, float]]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a ruled table, in points as displayed."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float


class _Handle(ctypes.c_void_p):
    """A pointer that stays one: ctypes makes a number of a plain c_void_p that is returned."""


# A page has hundreds of objects, most of them text: passing over them must cost next to nothing.
_page_object = bare(pdfium.FPDFPage_GetObject, _Handle)
_form_object = bare(pdfium.FPDFFormObj_GetObject, _Handle)
_object_type = bare(pdfium.FPDFPageObj_GetType, ctypes.c_int)
_bounds = bare(pdfium.FPDFPageObj_GetBounds, ctypes.c_int)
_draw_mode = bare(pdfium.FPDFPath_GetDrawMode, ctypes.c_int)


def grids(page: Any) -> list[list[GridCell]]:
    """The ruled tables of a page that have at least two rows and two columns."""
    edges = list[Bounds]()
    for x0, y0, x1, y1 in _strokes(page):
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        edges.append((x0, y, x1, y) if x1 - x0 > y1 - y0 else (x, y0, x, y1))
        if len(edges) > _MAX_EDGES:
            return []
    return list(_tables(edges)) if _encloses(edges) else []


def _encloses(edges: list[Bounds]) -> bool:
    """Could these edges make a grid of two by two? Three distinct uprights that three distinct level lines meet."""
    uprights = {round(x0 / 3) for x0, _, x1, _ in edges if x0 == x1}
    if len(uprights) < 3:
        return False
    return len({round(y0 / 3) for x0, y0, x1, _ in edges if x0 != x1}) >= 3


def _tables(edges: list[Bounds]) -> Iterator[list[GridCell]]:
    # Imported here: most files have no grid, and pdfplumber brings pdfminer with it.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    drawn: list[dict[str, Any]] = [
        {
            "x0": x0,
            "x1": x1,
            "top": y0,
            "bottom": y1,
            "width": x1 - x0,
            "height": y1 - y0,
            "orientation": "hv"[x0 == x1],
        }
        for x0, y0, x1, y1 in edges
    ]
    merged = merge_edges(drawn, 3, 3, 3, 3)
    crossings = edges_to_intersections(merged, 3, 3)
    if len(crossings) > _MAX_EDGES:
        return
    for cells in cells_to_tables(intersections_to_cells(crossings)):
        tops = sorted({cell[1] for cell in cells})
        lefts = sorted({cell[0] for cell in cells})
        if len(tops) < 2 or len(lefts) < 2 or len(cells) < 4:
            continue
        yield [
            GridCell(
                tops.index(top),
                lefts.index(x0),
                sum(top <= other < bottom for other in tops),
                sum(x0 <= other < x1 for other in lefts),
                x0,
                top,
                x1,
                bottom,
            )
            for x0, top, x1, bottom in sorted(cells, key=lambda cell: (cell[1], cell[0]))
        ]


def _strokes(page: Any) -> Iterator[Bounds]:
    """Thin horizontal and vertical strokes as displayed: x0, top, x1, bottom."""
    left, bottom, right, top = page_box(page)
    rotation = pdfium.FPDFPage_GetRotation(page)

    def turn(x: float, y: float) -> tuple[float, float]:
        if rotation == 0:
            return x - left, top - y
        if rotation == 1:
            return y - bottom, x - left
        if rotation == 2:
            return right - x, y - bottom
        return top - y, right - x

    yield from _in_container(page, _page_object, pdfium.FPDFPage_CountObjects(page), turn, 0)


def _in_container(container: Any, get: Any, count: int, turn: Point, depth: int) -> Iterator[Bounds]:
    """The strokes of a page's or a form's objects."""
    if count > _MAX_OBJECTS:
        return
    handle = ctypes.cast(container, ctypes.c_void_p)
    items = list(map(get, repeat(handle), range(count)))
    kinds = list(map(_object_type, items))
    box = (ctypes.c_float * 4)()
    corners = [ctypes.byref(box, offset) for offset in (0, 4, 8, 12)]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    modes = ctypes.byref(fill), ctypes.byref(stroke)
    for item, kind in compress(zip(items, kinds, strict=True), map(_DRAWN.__contains__, kinds)):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            if not _bounds(item, *corners):
                continue
            x0, y0, x1, y1 = box
            if x1 - x0 <= _THIN or y1 - y0 <= _THIN:
                if x1 - x0 >= 6 or y1 - y0 >= 6:
                    yield _ordered(turn(x0, y0), turn(x1, y1))
            else:
                _draw_mode(item, *modes)
                if stroke.value:  # an outline that is only filled is a background
                    yield from _path_strokes(item, turn)
        elif depth < 3:
            form = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
            inner = _through(_matrix(form), turn)
            yield from _in_container(form, _form_object, pdfium.FPDFFormObj_CountObjects(form), inner, depth + 1)


def _path_strokes(item: ctypes.c_void_p, turn: Point) -> Iterator[Bounds]:
    """The straight lines of an outline that is stroked."""
    path = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    segments = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= segments <= _MAX_SEGMENTS:
        return
    inner = _through(_matrix(path), turn)
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = inner(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(last, here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(here, start)
        last = here


def _straight(a: tuple[float, float], b: tuple[float, float]) -> Iterator[Bounds]:
    dx, dy = abs(a[0] - b[0]), abs(a[1] - b[1])
    if min(dx, dy) <= 1 and max(dx, dy) >= 6:
        yield _ordered(a, b)


def _ordered(a: tuple[float, float], b: tuple[float, float]) -> Bounds:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _matrix(item: Any) -> Any:
    matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix


def _through(m: Any, turn: Point) -> Point:
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: turn(a * x + c * y + e, b * x + d * y + f)
