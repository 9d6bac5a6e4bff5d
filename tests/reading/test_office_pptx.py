"""Slides come back one page each: title, shapes, tables, charts, notes."""

from __future__ import annotations

from io import BytesIO

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import cells, outline, read, shown
from office_files import WORDS
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from wenyuan.errors import ReadingFailed
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.pptx import PptxReader

READER = PptxReader()
PLACE = (Inches(1), Inches(1), Inches(4), Inches(2))


def saved(show) -> bytes:
    out = BytesIO()
    show.save(out)
    return out.getvalue()


def test_a_slide_is_a_page_with_title_bullets_and_notes() -> None:
    show = pptx.Presentation()
    show.core_properties.title = "Kickoff"
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "第一页"
    frame = slide.placeholders[1].text_frame
    frame.text = "outer"
    nested = frame.add_paragraph()
    nested.text, nested.level = "inner", 1
    slide.notes_slide.notes_text_frame.text = "say this\nand that"
    second = show.slides.add_slide(show.slide_layouts[6])
    second.shapes.add_textbox(*PLACE).text_frame.text = "free text"
    document = read(READER, saved(show))
    assert outline(document) == [
        ("heading", 1, "第一页"),
        ("list_item", 1, "outer"),
        ("list_item", 2, "inner"),
        ("footnote", 0, "say this\nand that"),
        ("paragraph", 0, "free text"),
    ]
    assert [block.page for block in document.blocks] == [1, 1, 1, 1, 2]
    assert [(page.number, page.kind, page.width, page.height) for page in document.pages] == [
        (1, "slide", 720.0, 540.0),
        (2, "slide", 720.0, 540.0),
    ]
    assert document.title == "Kickoff"
    assert READER.detect(saved(show), "x") in READER.media_types


def test_the_title_leads_whatever_the_order_of_shapes() -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    box = slide.shapes.add_textbox(*PLACE)
    box.text_frame.text = "body"
    slide.shapes.title.text = "Title"
    slide.shapes._spTree.insert(2, box._element)
    assert shown(read(READER, saved(show))) == ["Title", "body"]


def test_tables_with_merged_cells_and_grouped_shapes() -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    table = slide.shapes.add_table(2, 3, *PLACE).table
    for row in range(2):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 2))
    group = slide.shapes.add_group_shape()
    group.shapes.add_group_shape().shapes.add_textbox(*PLACE).text_frame.text = "deep in groups"
    document = read(READER, saved(show))
    assert cells(document) == {(0, 0): "00", (0, 1): "01 02", (1, 0): "10", (1, 1): "11", (1, 2): "12"}
    first = document.tables[0].cells[1]
    assert (first.row_span, first.column_span, first.header) == (1, 2, True)
    assert document.tables[0].page == 1
    assert shown(document, "paragraph") == ["deep in groups"]


def test_a_chart_is_a_table_of_its_values() -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["一季度", "二季度"]
    data.add_series("Revenue", (1.5, 2.25))
    data.add_series("Cost", (1, 2))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *PLACE, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Results"
    document = read(READER, saved(show))
    assert outline(document)[0] == ("caption", 0, "Results")
    assert [line.split("\t") for line in shown(document, "table")[0].splitlines()] == [
        ["", "Revenue", "Cost"],
        ["一季度", "1.5", "1"],
        ["二季度", "2.25", "2"],
    ]


def test_hidden_slides_are_read_and_named_and_furniture_is_told() -> None:
    show = pptx.Presentation()
    for number in range(2):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = f"slide {number}"
    slide._element.set("show", "0")
    placeholder = slide.shapes.add_textbox(*PLACE)
    placeholder.text_frame.text = "Confidential"
    properties = placeholder._element.nvSpPr.nvPr
    properties.append(properties.makeelement(f"{{{properties.nsmap['p']}}}ph", {"type": "ftr", "idx": "11"}))
    document = read(READER, saved(show))
    assert shown(document, "heading") == ["slide 0", "slide 1"]
    assert document.metadata["hidden_slides"] == "2"
    assert shown(document, "furniture") == ["Confidential"]


def test_limits_and_emptiness_are_said() -> None:
    show = pptx.Presentation()
    with pytest.raises(ReadingFailed, match="no text"):
        READER.read(saved(show), "a.pptx", Limits())
    for _ in range(3):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = "t"
    document = read(READER, saved(show), limits=Limits(pages=2))
    assert len(document.pages) == 2 and "first 2 of 3 slides" in document.problems[0]


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_any_text_comes_back_verbatim_in_its_block(texts: list[str]) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    for text in texts:
        slide.shapes.add_textbox(*PLACE).text_frame.text = text
    slide.notes_slide.notes_text_frame.text = texts[0]
    document = read(READER, saved(show))
    assert shown(document, "paragraph") == texts and shown(document, "footnote") == texts[:1]
