"""The characters of a page and their boxes, straight from pdfium.

Boxes are pdfium's loose boxes: from origin to origin along the line, ascent to descent across it, so that neighbours
share an edge. They are asked for one character at a time, which is most of the price of a page; hence the bare
function prototypes, one flat buffer, and no call for white space.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from dataclasses import dataclass
from itertools import accumulate, chain, repeat
from operator import sub
from typing import Any

import pypdfium2.raw as pdfium

# pdfium marks a hyphen that it takes for a word break with U+FFFE (or U+0002) and swallows the line end after it.
_BREAK = "\ufffe\x02"
_WORD = re.compile(rf"[^\s\x00{_BREAK}]+[{_BREAK}]?|[{_BREAK}]")


def bare(function: Any, result: Any) -> Any:
    """The same C function without the checking of arguments that costs more than the function: it takes ctypes values
    and whole numbers below 2**31 only."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_loose_box = bare(pdfium.FPDFText_GetLooseCharBox, None)
_unicode = bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_generated = bare(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_font_weight = bare(pdfium.FPDFText_GetFontWeight, ctypes.c_int)
_text_object = bare(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_object_font = bare(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)
_font_name = bare(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t)

_BOLD_NAME = re.compile(rb"bold|black|heavy|semibd|demi|[-,]bd\b|simhei|-hei", re.IGNORECASE)


@dataclass(slots=True)
class Glyphs:
    """The words of one page in the order they are drawn, with geometry as displayed, from the top left, in points.

    words: stretches without white space. breaks: whether pdfium ended a line before the word. tops and bottoms: of each
    word's first character. offsets: where the word's characters start in left/right/top/bottom, which hold one number
    for each character of all words; top and bottom are only good for comparing (`across` and `extent` do).
    """

    width: float
    height: float
    words: list[str]
    breaks: list[bool]
    tops: list[float]
    bottoms: list[float]
    offsets: list[int]
    left: array[float]
    right: array[float]
    top: array[float]
    bottom: array[float]
    origin: float  # displayed y is sign * (y - origin)
    sign: float
    fonts: Fonts
    characters: list[int]  # pdfium's index of each word's first character

    def bold(self, word: int) -> bool:
        return self.fonts.bold(self.characters[word])

    def after_generated_space(self, word: int) -> bool:
        """Did pdfium put the space before this word, rather than the file?"""
        return self.fonts.generated(self.characters[word] - 1)

    def extent(self, word: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a whole word."""
        at, end = self.offsets[word], self.offsets[word] + len(self.words[word])
        ys = [self.sign * (y - self.origin) for y in (*self.top[at:end], *self.bottom[at:end])]
        return min(self.left[at:end]), min(ys), max(self.right[at:end]), max(ys)


class Fonts:
    """Asks pdfium for the font at a character; keeps the answer for each font of the page."""

    def __init__(self, textpage: ctypes.c_void_p) -> None:
        self._textpage = textpage
        self._bold: dict[int, bool] = {}

    def generated(self, index: int) -> bool:
        return index >= 0 and _generated(self._textpage, index) == 1

    def bold(self, index: int) -> bool:
        item = _text_object(self._textpage, index)
        font = _object_font(ctypes.c_void_p(item)) if item else None
        if not font:
            return False
        known = self._bold.get(font)
        if known is None:
            buffer = ctypes.create_string_buffer(256)
            _font_name(ctypes.c_void_p(font), buffer, ctypes.c_size_t(256))
            heavy = _font_weight(self._textpage, index) >= 600
            known = self._bold[font] = heavy or _BOLD_NAME.search(buffer.value) is not None
        return known


def page_box(page: Any) -> tuple[float, float, float, float]:
    """The visible part of the page in its own unrotated coordinates: left, bottom, right, top."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, box):
        return 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    return box.left, box.bottom, box.right, box.top


def read_glyphs(page: Any, textpage: Any) -> Glyphs:
    """All characters of a page. The result's `fonts` is good for as long as the text page is open."""
    pointer = ctypes.cast(textpage, ctypes.c_void_p)
    count = max(0, pdfium.FPDFText_CountChars(textpage))
    text = _text(textpage, pointer, count)
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    sizes = list(map(sub, ends, starts))
    total = sum(sizes)
    buffer = (ctypes.c_float * (4 * total))()
    indexes = chain.from_iterable(map(range, starts, ends))
    deque(map(_loose_box, repeat(pointer), indexes, map(ctypes.byref, repeat(buffer), range(0, 16 * total, 16))), 0)
    flat = array("f")
    flat.frombytes(memoryview(buffer).cast("B"))
    offsets = [0, *accumulate(sizes)][:-1]
    left, top, right, bottom, origin, sign = _displayed(flat, page_box(page), pdfium.FPDFPage_GetRotation(page))
    return Glyphs(
        pdfium.FPDF_GetPageWidthF(page),
        pdfium.FPDF_GetPageHeightF(page),
        [text[start:end] for start, end in spans],
        [start == 0 or text[start - 1] in "\n\r\ufffe\x02" for start in starts],
        [sign * (top[at] - origin) for at in offsets],
        [sign * (bottom[at] - origin) for at in offsets],
        offsets,
        left,
        right,
        top,
        bottom,
        origin,
        sign,
        Fonts(pointer),
        starts,
    )


def _text(textpage: Any, pointer: ctypes.c_void_p, count: int) -> str:
    """One code point for each of pdfium's characters, so that indexes agree."""
    if not count:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    units = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    text = bytes(memoryview(buffer).cast("B")[: 2 * max(0, units - 1)]).decode("utf-16-le", "replace")
    if len(text) == count:
        return text
    # A character without a Unicode value is left out of the text, and one beyond U+FFFF may count as two.
    codes = [_unicode(pointer, index) for index in range(count)]
    return "".join(chr(c) if 0 < c < 0xD800 or 0xDFFF < c < 0x110000 else "\ufffd" for c in codes)


def _displayed(
    flat: array[float], box: tuple[float, float, float, float], rotation: int
) -> tuple[array[float], array[float], array[float], array[float], float, float]:
    """Left, top, right, bottom, then origin and sign of y: pdfium's rectangles are (left, top, right, bottom)
    with y upwards. An upright page keeps pdfium's own y, since only few of them are needed."""
    x0, y1, x1, y0 = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
    left, bottom, right, top = box
    if rotation == 0:
        return (_shift(x0, left), y1, _shift(x1, left), y0, top, -1.0) if left else (x0, y1, x1, y0, top, -1.0)
    if rotation == 1:
        return _shift(y0, bottom), x0, _shift(y1, bottom), x1, left, 1.0
    if rotation == 2:
        return _mirror(x1, right), y0, _mirror(x0, right), y1, bottom, 1.0
    return _mirror(y1, top), x1, _mirror(y0, top), x0, right, -1.0


def _shift(values: array[float], by: float) -> array[float]:
    return array("f", [value - by for value in values])


def _mirror(values: array[float], at: float) -> array[float]:
    return array("f", [at - value for value in values])
