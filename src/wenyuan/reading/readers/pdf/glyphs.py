"""The words of a page and the boxes of their characters, straight from pdfium.

Boxes are pdfium's loose boxes: from origin to origin along the line, ascent to descent across it, so that neighbours
share an edge. They are asked for one character at a time, which is most of the price of a page; hence the bare
function prototypes, the buffer whose slots are kept, and whole columns of numbers instead of objects.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from dataclasses import dataclass, field
from itertools import accumulate, compress, repeat
from operator import add, gt, sub
from typing import Any

import pypdfium2.raw as pdfium

# pdfium marks a hyphen that it takes for a word break with U+FFFE (or U+0002) and swallows the line end after it.
_BREAK = "\ufffe\x02"
_WORD = re.compile(rf"[^\s\x00{_BREAK}]+[{_BREAK}]?|[{_BREAK}]")
_SPACES = "\x00\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


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


Extent = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(slots=True)
class Glyphs:
    """The words of one page in the order they are drawn, with geometry as displayed, from the top left, in points.

    words: stretches without white space. starts: pdfium's index of each word's first character. tops and bottoms: of
    that character. first and last: each word's outer edges in writing direction. edges: the x before each of pdfium's
    characters. breaks: 1 where pdfium ended a line before the word. doubled: 1 where the word's first two characters
    are the same. turned: words written to the left. sideways: words drawn across the page.
    """

    width: float
    height: float
    words: list[str]
    starts: list[int]
    tops: list[float]
    bottoms: list[float]
    first: list[float]
    last: list[float]
    edges: array[float]
    breaks: bytes
    doubled: bytes
    turned: set[int]
    sideways: dict[int, Extent]
    fonts: Fonts

    def bold(self, word: int) -> bool:
        return self.fonts.bold(self.starts[word])

    def after_generated_space(self, word: int) -> bool:
        """Did pdfium put the space before this word, rather than the file?"""
        return self.fonts.generated(self.starts[word] - 1)


@dataclass(slots=True)
class Buffer:
    """Room for the boxes of a page, used again for the next: a reference to a box costs as much as the box."""

    floats: Any = None
    slots: list[Any] = field(default_factory=list[Any])

    def boxes(self, textpage: ctypes.c_void_p, count: int) -> array[float]:
        """Four numbers for each of a page's characters."""
        if count > len(self.slots):
            room = max(2 * count, 4096)
            self.floats = (ctypes.c_float * (4 * room))()
            self.slots = [ctypes.byref(self.floats, at) for at in range(0, 16 * room, 16)]
        deque(map(_loose_box, repeat(textpage), range(count), self.slots), 0)
        flat = array("f")
        if count:
            flat.frombytes(memoryview(self.floats).cast("B")[: 16 * count])
        return flat


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


def read_glyphs(page: Any, textpage: Any, buffer: Buffer) -> Glyphs:
    """All words of a page. The result's `fonts` is good for as long as the text page is open."""
    pointer = ctypes.cast(textpage, ctypes.c_void_p)
    count = max(0, pdfium.FPDFText_CountChars(textpage))
    text = _text(textpage, pointer, count)
    words, starts = _words(text)
    tails = list(map(add, starts, map(sub, map(len, words), repeat(1))))  # each word's last character
    flat = buffer.boxes(pointer, count)
    left, top, right, bottom, origin, sign = _displayed(flat, page_box(page), pdfium.FPDFPage_GetRotation(page))
    first, last = list(map(left.__getitem__, starts)), list(map(right.__getitem__, tails))
    tops = [sign * (top[at] - origin) for at in starts]
    bottoms = [sign * (bottom[at] - origin) for at in starts]
    sideways = dict[int, Extent]()
    for word in _across(tops, bottoms, [sign * (bottom[at] - origin) for at in tails]):
        at, end = starts[word], tails[word] + 1
        ys = [sign * (y - origin) for y in (*top[at:end], *bottom[at:end])]
        xs = (*left[at:end], *right[at:end])
        sideways[word] = min(xs), min(ys), max(xs), max(ys)
    turned = set[int]()
    if any(map(gt, first, map(left.__getitem__, tails))):
        turned = {word for word, at in enumerate(tails) if left[at] < first[word]}
        for word in turned:
            at, end = starts[word], tails[word] + 1
            first[word], last[word] = right[at], left[end - 1]
            left[at:end] = right[at:end]
    left.append(0.0)
    for at, x in zip(tails, last, strict=True):
        left[at + 1] = x  # white space begins where the word ends, whatever pdfium says of spaces that it made up
    if "\ufffe" in text or "\x02" in text:
        for at, x in zip(starts, first, strict=True):
            left[at] = x  # words may touch here
    before = "\n" + text  # at a word's start this is the character before the word
    return Glyphs(
        pdfium.FPDF_GetPageWidthF(page),
        pdfium.FPDF_GetPageHeightF(page),
        words,
        starts,
        tops,
        bottoms,
        first,
        last,
        left,
        bytes(map("\n\r\ufffe\x02".__contains__, map(before.__getitem__, starts))),
        bytes([word[:1] == word[1:2] for word in words]),
        turned,
        sideways,
        Fonts(pointer),
    )


def _words(text: str) -> tuple[list[str], list[int]]:
    """The words of a page and where each starts."""
    if "\ufffe" in text or "\x02" in text:
        spans = [match.span() for match in _WORD.finditer(text)]
        return [text[start:end] for start, end in spans], [start for start, _ in spans]
    for space in _SPACES:
        text = text.replace(space, " ")
    pieces = text.split(" ")
    ends = accumulate(map(add, map(len, pieces), repeat(1)), initial=0)
    return list(filter(None, pieces)), list(compress(ends, pieces))


def _across(tops: list[float], bottoms: list[float], last_bottoms: list[float]) -> list[int]:
    """Words whose last character stands higher or lower than the first by more than a line."""
    if bottoms == last_bottoms or max(map(abs, map(sub, last_bottoms, bottoms))) <= min(map(sub, bottoms, tops)):
        return []
    ends = zip(tops, bottoms, last_bottoms, strict=True)
    return [word for word, (top, bottom, last) in enumerate(ends) if abs(last - bottom) > bottom - top]


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
    """Left, top, right, bottom, then origin and sign of y: displayed y is sign * (y - origin). pdfium's rectangles are
    (left, top, right, bottom) with y upwards; its own y is kept, since only few of them are needed."""
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
