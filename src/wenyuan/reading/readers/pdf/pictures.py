"""How much of a page its pictures cover: a page without text that is covered is a scan."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from wenyuan.reading.readers.pdf.glyphs import page_box

_MANY = 2_000


def picture_share(page: Any) -> float:
    """The area of the page's pictures as a share of the page (overlaps counted twice, at most 1)."""
    left, bottom, right, top = page_box(page)
    area = (right - left) * (top - bottom)
    if area <= 0:
        return 0.0
    covered = 0.0
    x0, y0, x1, y1 = (ctypes.c_float() for _ in range(4))
    for index in range(min(_MANY, pdfium.FPDFPage_CountObjects(page))):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        holds = kind == pdfium.FPDF_PAGEOBJ_IMAGE or (kind == pdfium.FPDF_PAGEOBJ_FORM and _holds_picture(item, 0))
        if holds and pdfium.FPDFPageObj_GetBounds(item, x0, y0, x1, y1):
            width = min(x1.value, right) - max(x0.value, left)
            height = min(y1.value, top) - max(y0.value, bottom)
            covered += max(0.0, width) * max(0.0, height)
    return min(1.0, covered / area)


def _holds_picture(form: Any, depth: int) -> bool:
    for index in range(min(_MANY, max(0, pdfium.FPDFFormObj_CountObjects(form)))):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3 and _holds_picture(item, depth + 1):
            return True
    return False
