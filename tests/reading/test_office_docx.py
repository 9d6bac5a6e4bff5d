"""What a Word document holds comes back: in order, in its role, and nothing that was deleted."""

from __future__ import annotations

from io import BytesIO

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import cells, outline, read, shown
from office_files import WORDS, docx, paragraph

from wenyuan.errors import ReadingFailed
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.docx import DocxReader

READER = DocxReader()


def saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_headings_lists_and_properties() -> None:
    made = python_docx.Document()
    made.core_properties.title = "年度报告"
    made.core_properties.author = "张三"
    made.add_heading("Report", 0)
    made.add_heading("第一章", 1)
    made.add_paragraph("正文。")
    made.add_heading("Section", 2)
    made.add_paragraph("one", "List Bullet")
    made.add_paragraph("nested", "List Bullet 2")
    made.add_paragraph("deep", "List Number 3")
    made.add_paragraph("Figure 1: a caption", "Caption")
    document = read(READER, saved(made))
    assert outline(document) == [
        ("heading", 1, "Report"),
        ("heading", 1, "第一章"),
        ("paragraph", 0, "正文。"),
        ("heading", 2, "Section"),
        ("list_item", 1, "one"),
        ("list_item", 2, "nested"),
        ("list_item", 3, "deep"),
        ("caption", 0, "Figure 1: a caption"),
    ]
    assert document.title == "年度报告" and document.metadata["author"] == "张三" and document.status == "ready"
    assert READER.detect(saved(made), "report") in READER.media_types


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ('<w:name w:val="标题 2"/>', 2),
        ('<w:name w:val="Überschrift 3"/>', 3),
        ('<w:name w:val="Mine"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>', 2),
        ('<w:name w:val="Mine"/><w:basedOn w:val="h1"/>', 1),
        ('<w:name w:val="Loop"/><w:basedOn w:val="s"/>', 0),
    ],
)
def test_heading_levels_by_name_outline_and_descent(style: str, level: int) -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="s">{style}</w:style>'
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>'
    )
    document = read(READER, docx(paragraph("T", properties='<w:pStyle w:val="s"/>'), styles=styles))
    assert outline(document) == [("heading" if level else "paragraph", level, "T")]


def test_direct_numbering_nests_and_zero_ends_it() -> None:
    body = "".join(
        paragraph(
            f"level {level}", properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        )
        for level, number in ((0, 1), (1, 1), (2, 1), (0, 0))
    )
    assert [(kind, level) for kind, level, _ in outline(read(READER, docx(body)))] == [
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 3),
        ("paragraph", 0),
    ]


def test_table_with_merged_cells_and_a_nested_table() -> None:
    made = python_docx.Document()
    table = made.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"r{row}c{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "side"
    document = read(READER, saved(made))
    assert cells(document) == {
        (0, 0): "wide",
        (0, 2): "r0c2",
        (1, 0): "r1c0",
        (1, 1): "r1c1 in side",
        (1, 2): "tall",
        (2, 0): "r2c0",
        (2, 1): "r2c1",
    }
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in document.tables[0].cells}
    assert spans[0, 0] == (1, 2) and spans[1, 2] == (2, 1) and spans[2, 0] == (1, 1)


def test_header_rows_that_the_table_names() -> None:
    row = "<w:tr>{}<w:tc>" + paragraph("a") + "</w:tc><w:tc>" + paragraph("b") + "</w:tc></w:tr>"
    body = f"<w:tbl>{row.format('<w:trPr><w:tblHeader/></w:trPr>')}{row.format('')}</w:tbl>"
    assert [c.header for c in read(READER, docx(body)).tables[0].cells] == [True, True, False, False]


def test_notes_follow_the_block_that_refers_to_them() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="7"/></w:r>'
    body = paragraph("First", note) + paragraph("Second", end) + paragraph("Third")
    document = read(
        READER,
        docx(
            body,
            footnotes='<w:footnote w:type="separator" w:id="0">' + paragraph("----") + "</w:footnote>"
            '<w:footnote w:id="2">' + paragraph(" 脚注") + paragraph("more") + "</w:footnote>",
            endnotes='<w:endnote w:id="7">' + paragraph("at the end") + "</w:endnote>",
        ),
    )
    assert outline(document) == [
        ("paragraph", 0, "First"),
        ("footnote", 0, "脚注\nmore"),
        ("paragraph", 0, "Second"),
        ("footnote", 0, "at the end"),
        ("paragraph", 0, "Third"),
    ]


def test_a_note_in_a_table_stands_after_it() -> None:
    cell = "<w:tc>" + paragraph("cell", '<w:r><w:footnoteReference w:id="1"/></w:r>') + "</w:tc>"
    notes = '<w:footnote w:id="1">' + paragraph("note") + "</w:footnote>"
    document = read(READER, docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>", footnotes=notes))
    assert outline(document) == [("table", 0, "cell"), ("footnote", 0, "note")]


HIDE = "<w:rPr><w:vanish/></w:rPr>"


@pytest.mark.parametrize(
    "properties",
    ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:b/><w:vanish w:val="true"/>', '<w:rStyle w:val="quiet"/>'],
)
def test_hidden_text_is_left_out_and_said_without_a_problem(properties: str) -> None:
    styles = '<w:style w:type="character" w:styleId="quiet"><w:rPr><w:vanish/></w:rPr></w:style>'
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>，不公开</w:t></w:r>"
    document = read(
        READER, docx(paragraph("租金为950元") + f"<w:p>{run}<w:r><w:t>按月付。</w:t></w:r></w:p>", styles=styles)
    )
    assert document.text == "租金为950元\n\n按月付。"
    assert (document.status, document.metadata["hidden"]) == ("ready", "left out")


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:vanish w:val="false"/>',
        "<w:webHidden/>",
        '<w:rStyle w:val="quiet"/><w:vanish w:val="0"/>',
    ],
)
def test_what_is_not_hidden_stays(properties: str) -> None:
    styles = '<w:style w:type="character" w:styleId="quiet"><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(READER, docx(f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>shown</w:t></w:r></w:p>", styles=styles))
    assert (document.text, document.metadata.get("hidden")) == ("shown", None)


def test_a_field_that_begins_hidden_ends_all_the_same() -> None:
    marks = [f'<w:r>{HIDE}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    body = f"<w:p>{marks[0]}<w:r><w:t>not shown</w:t></w:r>{marks[1]}<w:r><w:t>result</w:t></w:r>{marks[2]}</w:p>"
    document = read(READER, docx(body + paragraph("after")))
    assert (document.text, document.metadata.get("hidden")) == ("result\n\nafter", None)


def test_tracked_changes_keep_the_inserted_and_drop_the_deleted() -> None:
    inside = (
        "<w:ins><w:r><w:t> inserted</w:t></w:r></w:ins><w:del><w:r><w:delText> deleted</w:delText></w:r></w:del>"
        "<w:moveTo><w:r><w:t> moved here</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t> away</w:t></w:r></w:moveFrom>"
    )
    row = "<w:tr>{}<w:tc>" + paragraph("{}") + "</w:tc></w:tr>"
    table = "<w:tbl>" + row.format("", "kept") + row.format("<w:trPr><w:del/></w:trPr>", "gone") + "</w:tbl>"
    assert shown(read(READER, docx(paragraph("Text", inside) + table))) == ["Text inserted moved here", "kept"]


def test_fields_show_their_result_even_over_paragraphs() -> None:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inside = field("begin") + "<w:r><w:instrText>REF x</w:instrText></w:r>"
    nested = inside + field("begin") + "<w:r><w:t>hidden</w:t></w:r>" + field("end") + field("separate")
    body = paragraph("see ", nested + "<w:r><w:t>page 3</w:t></w:r>") + paragraph(
        "still", field("end") + "<w:r><w:t>!</w:t></w:r>"
    )
    assert shown(read(READER, docx(body))) == ["see page 3", "still!"]


def test_text_boxes_once_controls_links_and_breaks() -> None:
    box = "<w:txbxContent>" + paragraph("in the box") + "</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    inside = (
        '<w:hyperlink r:id="none"><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>'
        "<w:noBreakHyphen/><w:t>d</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>control</w:t></w:r></w:sdtContent></w:sdt>"
    )
    control = "<w:sdt><w:sdtContent>" + paragraph("block control") + "</w:sdtContent></w:sdt>"
    document = read(READER, docx(paragraph("A ", inside + drawn) + control))
    assert shown(document) == ["A link\tb\nc\u2011dcontrol", "in the box", "block control"]


def test_formulas_keep_what_makes_them_a_number() -> None:
    def text(value: str) -> str:
        return f"<m:r><m:t>{value}</m:t></m:r>"

    fraction = f"<m:f><m:num>{text('1')}</m:num><m:den>{text('2')}</m:den></m:f>"
    power = f"<m:sSup><m:e>{text('10')}</m:e><m:sup>{text('3')}</m:sup></m:sSup>"
    document = read(READER, docx(paragraph("about ", f"<m:oMath>{fraction}{text('+')}{power}</m:oMath>")))
    assert document.text == "about 1/2+10^3"
    fenced = f"<m:sSup><m:e><m:d><m:e>{text('a+b')}</m:e></m:d></m:e><m:sup>{text('n+1')}</m:sup></m:sSup>"
    total = (
        f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{text("i=1")}</m:sub><m:sup>{text("n")}</m:sup>'
        f"<m:e>{text('x')}</m:e></m:nary>"
    )
    root = f"<m:rad><m:deg/><m:e>{text('2')}</m:e></m:rad>"
    document = read(
        READER, docx(paragraph("", f"<m:oMathPara><m:oMath>{fenced}={total}{root}</m:oMath></m:oMathPara>"))
    )
    assert document.text == "(a+b)^(n+1)∑_(i=1)^n x√2"


def test_running_heads_and_contents_are_furniture() -> None:
    toc = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + paragraph("Chapter 1 … 3") + "</w:sdtContent></w:sdt>"
    )
    data = docx(
        toc + paragraph("Body"), header1=paragraph("公司机密"), header2=paragraph("公司机密"), footer1=paragraph("p. 1")
    )
    document = read(READER, data)
    assert shown(document, "furniture") == ["Chapter 1 … 3", "公司机密", "p. 1"]
    assert shown(document, "paragraph") == ["Body"]


def test_strict_documents_are_read() -> None:
    data = docx(paragraph("strict"))
    assert (
        read(READER, _replaced(data, b"http://schemas.openxmlformats.org/wordprocessingml/2006/main")).text == "strict"
    )


def test_a_damaged_side_part_costs_only_itself() -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    document = read(READER, docx(paragraph("Body", note), footnotes="<broken>"))
    assert document.text == "Body" and "word/footnotes.xml" in document.problems[0]


def _replaced(data: bytes, old: bytes) -> bytes:
    import zipfile

    from office_files import pack

    with zipfile.ZipFile(BytesIO(data)) as archive:
        new = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        return pack({name: archive.read(name).replace(old, new) for name in archive.namelist()})


def test_nothing_readable_fails_and_too_much_is_partial() -> None:
    with pytest.raises(ReadingFailed, match="no text"):
        READER.read(docx(paragraph()), "a.docx", Limits())
    document = read(READER, docx(paragraph("x" * 90) * 10), limits=Limits(characters=200))
    assert document.status == "partial" and "limit" in document.problems[0] and 200 <= len(document.text) < 400


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=6))
def test_any_text_comes_back_verbatim_in_its_block(texts: list[str]) -> None:
    made = python_docx.Document()
    for text in texts:
        made.add_paragraph(text)
    table = made.add_table(1, len(texts))
    for column, text in enumerate(texts):
        table.cell(0, column).text = text
    document = read(READER, saved(made))
    assert shown(document, "paragraph") == texts
    assert [cells(document)[0, column] for column in range(len(texts))] == texts
