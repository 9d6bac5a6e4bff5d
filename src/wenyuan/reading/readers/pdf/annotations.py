"""What stands on a page beside its own text: the values of filled-in form fields, boxes of text and comments.

A field's value of one line is a run where the field stands, so that it joins the row of its label. A value of several
lines, a text box or a comment is a piece of text of its own. Characters are spread evenly over the annotation's
rectangle: where a viewer draws them inside it, the file does not say. Links and the windows of comments hold no text
of their own, and what a viewer hides is left out.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from wenyuan.reading.builder import clean
from wenyuan.reading.readers.pdf.elements import Element, TableElement, TextElement
from wenyuan.reading.readers.pdf.glyphs import page_box
from wenyuan.reading.readers.pdf.runs import Row, Run

_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_CHOICES = (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_MARKS = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_WORDLESS = (pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE)
# Comments: on a place, on words, or on something drawn.
_COMMENTS = {
    *(pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY),
    *(pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_INK),
    *(pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_POLYGON),
    *(pdfium.FPDF_ANNOT_POLYLINE, pdfium.FPDF_ANNOT_FILEATTACHMENT),
}
_CHECKED = "☑"
_USUAL = 11.0  # points: the height of a line where the page has none to go by

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom, as displayed


@dataclass(slots=True)
class Annotations:
    """`runs` go into the page's lines, `texts` between its blocks. hidden: how many a viewer does not show."""

    runs: list[Run] = field(default_factory=list[Run])
    texts: list[TextElement] = field(default_factory=list[TextElement])
    hidden: int = 0

    @property
    def characters(self) -> int:
        own = sum(len(row.text) for text in self.texts for row in text.rows)
        return own + sum(len(run.text) for run in self.runs)


def read_annotations(file: pypdfium2.PdfDocument, page: Any, number: int, runs: list[Run]) -> Annotations | None:
    """The text of a page's annotations; None where it has none. `runs` are the page's own."""
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count <= 0:
        return None
    found, usual, own = Annotations(), 0.0, ""
    for index in range(count):
        with _annotation(page, index) as item:
            kind = pdfium.FPDFAnnot_GetSubtype(item) if item else pdfium.FPDF_ANNOT_LINK
            widget, comment = kind == pdfium.FPDF_ANNOT_WIDGET, kind in _COMMENTS
            if not (widget or comment or kind == pdfium.FPDF_ANNOT_FREETEXT):
                continue
            text = _field_value(file, item) if widget else _string(item, b"Contents")
            lines = [line for line in (" ".join(line.split()) for line in clean(text).splitlines()) if line]
            if not lines:
                continue
            if pdfium.FPDFAnnot_GetFlags(item) & _HIDDEN:
                found.hidden += 1
                continue
            box = _rectangle(page, item)
        if comment:
            # Many programs keep a copy of the words that are marked.
            own = own or "".join("".join(run.text for run in runs).split())
            if "".join("".join(lines).split()) in own:
                continue
        usual = usual or (median(run.height for run in runs) if runs else _USUAL)
        if widget and len(lines) == 1 and box[3] - box[1] < 3 * usual:
            found.runs.append(_spread(lines[0], _middle_line(box, usual)))
        else:
            step = (box[3] - box[1]) / len(lines)
            rows = [
                Row([_spread(line, (box[0], box[1] + at * step, box[2], box[1] + (at + 1) * step))])
                for at, line in enumerate(lines)
            ]
            # A comment waits until the paragraph it interrupts is at its end.
            found.texts.append(TextElement("footnote" if comment else "paragraph", number, rows))
    return found


def place(texts: list[TextElement], elements: list[Element]) -> list[Element]:
    """The elements of a page with each text behind the last one that begins above it in its own column."""
    out = list(elements)
    for text in texts:
        left, right, top = text.rows[0].x0, text.rows[0].x1, text.rows[0].top
        at = 0
        for index, element in enumerate(out, 1):
            x0, x1, y0 = _extent(element)
            if y0 <= top and x0 < right and x1 > left:
                at = index
        if not at and out and top > _extent(out[0])[2]:
            at = len(out)
        out.insert(at, text)
    return out


@contextmanager
def _annotation(page: Any, index: int) -> Generator[Any, None, None]:
    item: Any = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield item
    finally:
        if item:
            pdfium.FPDFPage_CloseAnnot(item)


def _field_value(file: pypdfium2.PdfDocument, item: Any) -> str:
    """What a field shows: its text, the labels of the options chosen, or a mark where it is ticked."""
    file.init_forms()
    if not file.formenv:  # a widget of no form
        return _string(item, b"V")
    form: Any = file.formenv.raw
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, item)
    if kind in _WORDLESS:
        return ""
    if kind in _MARKS:
        return _CHECKED if _string(item, b"AS") not in ("", "Off") else ""
    if kind in _CHOICES:
        chosen = [
            _filled(pdfium.FPDFAnnot_GetOptionLabel, form, item, option)
            for option in range(max(0, pdfium.FPDFAnnot_GetOptionCount(form, item)))
            if pdfium.FPDFAnnot_IsOptionSelected(form, item, option)
        ]
        if chosen:
            return "\n".join(chosen)
    return _filled(pdfium.FPDFAnnot_GetFormFieldValue, form, item) or _string(item, b"V")


def _string(item: Any, key: bytes) -> str:
    return _filled(pdfium.FPDFAnnot_GetStringValue, item, key)


def _filled(function: Any, *arguments: Any) -> str:
    """What a pdfium function writes into a buffer that it is asked the size of first: UTF-16, NUL at the end."""
    size = function(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    function(*arguments, buffer, size)
    return bytes(memoryview(buffer).cast("B")[: size - 2]).decode("utf-16-le", "replace")


def _rectangle(page: Any, item: Any) -> Rectangle:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(item, rect)
    x0, x1 = sorted((rect.left, rect.right))
    y0, y1 = sorted((rect.bottom, rect.top))
    left, bottom, right, top = page_box(page)
    rotation = pdfium.FPDFPage_GetRotation(page)
    if rotation == 1:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left
    if rotation == 2:
        return right - x1, y0 - bottom, right - x0, y1 - bottom
    if rotation == 3:
        return top - y1, right - x1, top - y0, right - x0
    return x0 - left, top - y1, x1 - left, top - y0


def _middle_line(box: Rectangle, height: float) -> Rectangle:
    """A line of the page's usual height in the middle of a field, which is higher than what is written in it."""
    x0, top, x1, bottom = box
    half = min(height, bottom - top) / 2
    middle = (top + bottom) / 2
    return x0, middle - half, x1, middle + half


def _spread(text: str, box: Rectangle) -> Run:
    x0, top, x1, bottom = box
    edges = array("f", [x0 + (x1 - x0) * at / len(text) for at in range(len(text) + 1)])
    return Run(text, edges, x0, x1, top, bottom)


def _extent(element: Element) -> tuple[float, float, float]:
    """Left, right and top."""
    parts = [run for cell in element.cells for run in cell.runs] if isinstance(element, TableElement) else element.rows
    return min(part.x0 for part in parts), max(part.x1 for part in parts), min(part.top for part in parts)
