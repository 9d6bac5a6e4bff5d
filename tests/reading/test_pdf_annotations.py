"""Filled-in fields, text boxes and comments of a PDF, and text whose fonts do not say what their signs mean."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from looking import read, shown
from reportlab.pdfgen.canvas import Canvas

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.pdf import PdfReader


def _draw(paint: Callable[[Canvas], None]) -> Document:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    paint(canvas)
    canvas.save()
    return read(PdfReader(), out.getvalue())


def _boxes(document: Document, words: str) -> list[tuple[float, float, float, float]]:
    at = document.text.index(words)
    return [(b.x0, b.y0, b.x1, b.y1) for b in document.layouts[1].boxes(1, at, at + len(words))]


REASONS = "First, the bridge.\nThen the road."
BOX = "审计师已核对 Checked by the auditor"


def _form(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Name of the applicant:")
    canvas.acroForm.textfield(name="who", value="Ada Lovelace", x=220, y=694, width=200, height=20)
    canvas.drawString(72, 660, "Country:")
    canvas.acroForm.choice(name="where", value="Norway", options=["Norway", "Peru"], x=220, y=654, width=120, height=20)
    canvas.drawString(100, 620, "I agree")
    canvas.acroForm.checkbox(name="yes", checked=True, x=72, y=616, size=14)
    canvas.drawString(100, 590, "I object")
    canvas.acroForm.checkbox(name="no", checked=False, x=72, y=586, size=14)
    canvas.drawString(72, 540, "Reasons:")
    canvas.acroForm.textfield(
        name="why",
        value=REASONS,
        fieldFlags="multiline",
        x=72,
        y=450,
        width=400,
        height=80,
    )


def test_filled_in_fields_stand_beside_their_labels() -> None:
    document = _draw(_form)
    text = " ".join(document.text.split())
    assert "Name of the applicant: Ada Lovelace" in text
    assert "Country: Norway" in text and "Peru" not in text
    assert "☑ I agree" in text and text.count("☑") == 1
    assert text.index("Reasons:") < text.index("First, the bridge. Then the road.")
    assert document.status == "ready"
    (x0, top, x1, bottom), *_ = _boxes(document, "Ada Lovelace")
    assert 219 <= x0 < x1 <= 421 and 842 - 715 <= top < bottom <= 842 - 693


def test_a_form_without_any_text_of_its_own_is_read() -> None:
    document = _draw(lambda canvas: canvas.acroForm.textfield(name="a", value="Only here", x=72, y=700))
    assert document.text == "Only here"
    assert document.pages[0].end == len(document.text)


def test_text_boxes_and_comments_are_read_in_place_and_links_are_not() -> None:
    def paint(canvas: Canvas) -> None:
        for number in range(6):
            canvas.drawString(72, 700 - 60 * number, f"Paragraph {number} tells of the things that happened.")
        canvas.freeTextAnnotation(BOX, "/Helv 10 Tf", (72, 662, 300, 680))
        canvas.textAnnotation("Is this the final figure?", (400, 560, 420, 580))
        canvas.textAnnotation("Not for the eyes of readers", (400, 500, 420, 520), F=2)
        canvas.linkURL("http://nowhere.example/", (72, 400, 100, 410))

    document = _draw(paint)
    blocks = shown(document)
    assert blocks.index("Paragraph 0 tells of the things that happened.") + 1 == blocks.index(BOX)
    assert document.text.index("Paragraph 2") < document.text.index("Is this the final figure?")
    assert shown(document, "footnote") == ["Is this the final figure?"]
    assert "eyes" not in document.text and document.metadata["hidden"] == "left out"
    assert "nowhere" not in document.text
    ((x0, top, x1, bottom),) = _boxes(document, BOX)
    assert (round(x0), round(top), round(x1), round(bottom)) == (72, 162, 300, 180)


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _file(content: bytes, *fonts: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        _stream(content),
        *fonts,
    ]
    out, places = b"%PDF-1.4\n", list[int]()
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


_NOT_EMBEDDED = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Foo/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Foo/CIDSystemInfo"
    b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R>>",
    b"<</Type/FontDescriptor/FontName/Foo/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200"
    b"/CapHeight 700/StemV 80>>",
)


def test_text_without_a_meaning_in_its_font_is_said() -> None:
    said = "page 1 has text that cannot be decoded (its font does not say which characters its signs are)"
    codes = _file(b"BT /F1 12 Tf 72 700 Td <4E004E014E02> Tj ET", *_NOT_EMBEDDED)
    assert any(said in problem for problem in read(PdfReader(), codes).problems)
    nothing = _file(b"BT /F1 12 Tf 72 700 Td <0000> Tj ET", *_NOT_EMBEDDED)
    with pytest.raises(ReadingFailed, match="cannot be decoded"):
        PdfReader().read(nothing, "a.pdf", Limits())


def test_a_page_of_spaces_is_empty() -> None:
    spaces = _file(b"BT /F1 12 Tf 72 700 Td (   ) Tj ET", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    with pytest.raises(ReadingFailed, match="its pages are empty"):
        PdfReader().read(spaces, "a.pdf", Limits())
