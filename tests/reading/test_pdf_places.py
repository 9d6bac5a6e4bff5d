"""Where text stands: every line fits the stored text, and every box lies on the ink of its word."""

from __future__ import annotations

import io
import json
import os
import runpy
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.pdf import PdfReader
from wenyuan.text.span import Box

WIDTH, HEIGHT = 400.0, 600.0


def read(data: bytes) -> Document:
    document = PdfReader().read(data, "file.pdf", Limits())
    document.check()
    return document


def box_of(document: Document, word: str, page: int = 1) -> Box:
    start = document.text.index(word)
    boxes = list(document.layouts[page].boxes(page, start, start + len(word)))
    assert len(boxes) == 1
    return boxes[0]


def ink(data: bytes) -> tuple[float, float, float, float]:
    """The bounds of what is drawn on the first page, in points as displayed: the independent truth."""
    file = pypdfium2.PdfDocument(data)
    image = file[0].render(scale=2, grayscale=True).to_pil().point(lambda value: 255 if value < 128 else 0)
    bounds = image.getbbox()
    assert bounds
    return tuple(value / 2 for value in bounds)  # type: ignore[return-value]


def test_a_word_is_found_where_it_is_drawn() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 400, "before harbour after")
    canvas.save()
    box = box_of(read(out.getvalue()), "harbour")
    x0 = 100 + stringWidth("before ", "Helvetica", 12)
    x1 = x0 + stringWidth("harbour", "Helvetica", 12)
    assert abs(box.x0 - x0) < 0.02 * WIDTH and abs(box.x1 - x1) < 0.02 * WIDTH
    assert abs(box.x0 - x0) < 0.1 and abs(box.x1 - x1) < 0.1
    assert box.y0 < HEIGHT - 400 < box.y1 and box.y1 - box.y0 < 0.03 * HEIGHT


@settings(deadline=None, max_examples=40)
@given(
    rotation=st.sampled_from((0, 90, 180, 270)),
    turn=st.sampled_from((0, 90, 180, 270)),
    crop=st.booleans(),
    x=st.floats(130, 270),
    y=st.floats(130, 270),
)
def test_boxes_lie_on_the_ink_on_turned_and_cropped_pages(
    rotation: int, turn: int, crop: bool, x: float, y: float
) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, WIDTH))
    if crop:
        canvas.setCropBox((30, 20, 390, 380))
    canvas.setPageRotation(rotation)
    canvas.setFont("Helvetica", 20)
    canvas.translate(x, y)
    canvas.rotate(turn)
    canvas.drawString(0, 0, "Hafen")
    canvas.save()
    document = read(out.getvalue())
    box, (x0, y0, x1, y1) = box_of(document, "Hafen"), ink(out.getvalue())
    assert box.x0 - 1 < x0 and x1 < box.x1 + 1 and box.y0 - 1 < y0 and y1 < box.y1 + 1
    assert box.x1 - box.x0 < x1 - x0 + 12 and box.y1 - box.y0 < y1 - y0 + 12


def test_a_rotated_page_reads_as_it_is_shown() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(90)
    canvas.translate(200, 100)
    canvas.rotate(90)
    for number, line in enumerate(
        ("The first line of the turned", "page goes on in the second", "and ends in the third.")
    ):
        canvas.drawString(0, -14 * number, line)
    canvas.save()
    document = read(out.getvalue())
    assert document.text == "The first line of the turned page goes on in the second and ends in the third."
    assert len(document.layouts[1].lines) == 3


words = st.text(st.sampled_from("abcdefgh-,.1234567890$%() •éß\u00a0"), min_size=1, max_size=30)
places = st.tuples(st.floats(-20, 380), st.floats(-20, 620), st.sampled_from((6, 10, 10, 10, 18)), words)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(places, max_size=25), min_size=1, max_size=4), st.sampled_from((0, 0, 90)))
def test_any_page_keeps_the_invariants_and_loses_no_character(
    pages: list[list[tuple[float, float, int, str]]], rotation: int
) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setPageRotation(rotation)
    for page in pages:
        for x, y, size, text in page:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    try:
        document = read(out.getvalue())
    except ReadingFailed:
        return
    assert len(document.pages) == len(pages)
    held = sorted((line.start, line.end) for layout in document.layouts.values() for line in layout.lines)
    inside = set[int]()
    for start, end in held:
        assert document.text[start:end].strip()
        assert not inside & set(range(start, end))
        inside.update(range(start, end))
    # What no line holds is only the white space between lines, cells and blocks.
    assert not "".join(c for i, c in enumerate(document.text) if i not in inside).strip()
    for layout in document.layouts.values():
        assert layout.lines == sorted(layout.lines, key=lambda line: line.start)


def test_filings_reach_their_evidence() -> None:
    folder = os.environ.get("WENYUAN_DATA")
    if not folder:
        pytest.skip("WENYUAN_DATA names no folder with data")
    bench = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "reading_pdf.py"))
    path = Path(folder) / "pdf" / "PEPSICO_2023_8K_dated-2023-05-05.pdf"
    document = read(path.read_bytes())
    for line in (path.parent / "financebench_qa.jsonl").read_text(encoding="utf-8").splitlines():
        if f'"{path.stem}"' in line:
            for evidence in json.loads(line)["evidence"]:
                found = bench["page_text"](document, evidence["evidence_page_num"] + 1)
                assert bench["coverage"](evidence["evidence_text"], found) >= 0.95
