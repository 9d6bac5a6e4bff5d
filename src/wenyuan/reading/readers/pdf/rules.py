"""Drawn lines that form the grid of a table.

The lines come from pdfium's page objects, which costs well under a millisecond; the grid is found in them by
pdfplumber's table finder, which is slow to feed from a file but quick on edges it is given. It is only called on pages
whose rules can enclose cells at all.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from wenyuan.reading.readers.pdf.glyphs import page_box

_THIN = 3.0  # points: a filled rectangle this thin is a rule
_MAX_OBJECTS = 20_000
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


def grids(page: Any) -> list[list[GridCell]]:
    """The ruled tables of a page that have at least two rows and two columns."""
    edges = list[dict[str, Any]]()
    for x0, y0, x1, y1 in _strokes(page):
        level = x1 - x0 > y1 - y0
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        x0, y0, x1, y1 = (x0, y, x1, y) if level else (x, y0, x, y1)
        size = {"width": x1 - x0, "height": y1 - y0}
        edges.append({"x0": x0, "x1": x1, "top": y0, "bottom": y1, "orientation": "h" if level else "v", **size})
        if len(edges) > _MAX_EDGES:
            return []
    if not _encloses(edges):
        return []
    return list(_tables(edges))


def _encloses(edges: list[dict[str, Any]]) -> bool:
    """Could these edges make a grid of two by two? Three distinct uprights that three distinct level lines meet."""
    uprights = {round(edge["x0"] / 3) for edge in edges if edge["orientation"] == "v"}
    if len(uprights) < 3:
        return False
    return len({round(edge["top"] / 3) for edge in edges if edge["orientation"] == "h"}) >= 3


def _tables(edges: list[dict[str, Any]]) -> Iterator[list[GridCell]]:
    # Imported here: most files have no grid, and pdfplumber brings pdfminer with it.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(edges, 3, 3, 3, 3)
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

    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MAX_OBJECTS:
        return
    for index in range(count):
        yield from _object_strokes(pdfium.FPDFPage_GetObject(page, index), turn, 0)


def _object_strokes(item: Any, turn: Point, depth: int) -> Iterator[Bounds]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _path_strokes(item, turn)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3:
        inner = _through(_matrix(item), turn)
        for index in range(min(_MAX_OBJECTS, max(0, pdfium.FPDFFormObj_CountObjects(item)))):
            yield from _object_strokes(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)


def _path_strokes(item: Any, turn: Point) -> Iterator[Bounds]:
    l, b, r, t = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    if not pdfium.FPDFPageObj_GetBounds(item, l, b, r, t):
        return
    width, height = r.value - l.value, t.value - b.value
    if width <= _THIN or height <= _THIN:
        if max(width, height) >= 6:
            yield _ordered(turn(l.value, b.value), turn(r.value, t.value))
        return
    segments = pdfium.FPDFPath_CountSegments(item)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not stroke.value or not 2 <= segments <= _MAX_SEGMENTS:
        return
    inner = _through(_matrix(item), turn)
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
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
