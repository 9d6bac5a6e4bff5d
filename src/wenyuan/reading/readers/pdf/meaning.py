"""Whether a page's fonts say which characters their signs are: without that, text is seen but cannot be read."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from wenyuan.reading.readers.pdf.glyphs import bare

_SAMPLE = 40
_MANY = 2_000
_map_error = bare(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int)


def unmapped_share(page: Any, textpage: Any, starts: Sequence[int]) -> float:
    """The share of a page's words, by a sample of them, whose first character has no meaning in its font; 1 for a page
    on which text is drawn and pdfium finds no character. `starts`: pdfium's index of each word's first character."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return float(_draws_text(page, 0))
    asked = starts[:: len(starts) // _SAMPLE + 1] or range(min(count, _SAMPLE))
    pointer = ctypes.cast(textpage, ctypes.c_void_p)
    return sum(_map_error(pointer, index) == 1 for index in asked) / len(asked)


def _draws_text(item: Any, depth: int) -> bool:
    """Does a page, or a form on it, hold text objects?"""
    if depth:
        count, get = pdfium.FPDFFormObj_CountObjects(item), pdfium.FPDFFormObj_GetObject
    else:
        count, get = pdfium.FPDFPage_CountObjects(item), pdfium.FPDFPage_GetObject
    for index in range(min(_MANY, max(0, count))):
        part: Any = get(item, index)
        kind = pdfium.FPDFPageObj_GetType(part)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            return True
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 3 and _draws_text(part, depth + 1):
            return True
    return False
