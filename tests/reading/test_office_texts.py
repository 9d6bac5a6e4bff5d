"""OpenDocument text, RTF and EPUB: what is written in them comes back in order and in its role."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import cells, outline, read, shown
from office_files import WORDS, epub, odt, pack

from wenyuan.errors import ReadingFailed
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.epub import EpubReader
from wenyuan.reading.readers.odt import OdtReader
from wenyuan.reading.readers.rtf import RtfReader

ODT, RTF, EPUB = OdtReader(), RtfReader(), EpubReader()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rtf(body: str, head: str = "") -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{head}{body}}}".encode("latin-1")


# OpenDocument text


def test_odt_headings_lists_and_white_space() -> None:
    body = (
        '<text:h text:outline-level="2">标题</text:h><text:p>a <text:s text:c="3"/>b<text:tab/>'
        "c<text:line-break/>d\n  e"
        "<text:span>　f</text:span></text:p>"
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>deep</text:p></text:list-item>"
        "</text:list></text:list-item></text:list><text:section><text:p>in a section</text:p></text:section>"
    )
    document = read(ODT, odt(body, title="题名"))
    assert outline(document) == [
        ("heading", 2, "标题"),
        ("paragraph", 0, "a    b\tc\nd e　f"),
        ("list_item", 1, "one"),
        ("list_item", 2, "deep"),
        ("paragraph", 0, "in a section"),
    ]
    assert document.title == "题名" and ODT.detect(odt(body), "x") in ODT.media_types


def test_odt_styles_through_their_parents() -> None:
    automatic = '<style:style style:name="P1" style:parent-style-name="{}"/>'
    for parent, role in (("Title", ("heading", 1)), ("Caption", ("caption", 0)), ("Preformatted_20_Text", ("code", 0))):
        document = read(ODT, odt('<text:p text:style-name="P1">x</text:p>', automatic=automatic.format(parent)))
        assert outline(document) == [(*role, "x")]


def test_odt_tables_repeat_merge_and_head() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    def row(*content: str, more: str = "") -> str:
        return f"<table:table-row {more}>{''.join(content)}</table:table-row>"

    head = row(cell("H", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>", cell("I"))
    body = (
        f"<table:table><table:table-header-rows>{head}</table:table-header-rows>"
        + row(cell("x", 'table:number-columns-repeated="2"'), cell("y", 'table:number-rows-spanned="2"'))
        + row(cell("", 'table:number-columns-repeated="16000"'))
        + row(cell("z"), more='table:number-rows-repeated="2"')
        + "</table:table>"
    )
    document = read(ODT, odt(body))
    assert cells(document) == {
        (0, 0): "H",
        (0, 2): "I",
        (1, 0): "x",
        (1, 1): "x",
        (1, 2): "y",
        (3, 0): "z",
        (4, 0): "z",
    }
    head, _, _, _, tall, *_ = document.tables[0].cells
    assert (head.header, head.column_span, tall.header, tall.row_span) == (True, 2, False, 2)


def test_odt_notes_boxes_changes_and_furniture() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>脚注</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>"
    comment = "<office:annotation><text:p>comment</text:p></office:annotation>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Chapter 1</text:p></text:index-body></text:table-of-content>"
        f"<text:p>Text{note}{comment} goes on{box}.</text:p>"
    )
    styles = "<style:master-page><style:header><text:p>head</text:p></style:header></style:master-page>"
    assert outline(read(ODT, odt(body, styles=styles))) == [
        ("furniture", 0, "Chapter 1"),
        ("paragraph", 0, "Text goes on."),
        ("paragraph", 0, "boxed"),
        ("footnote", 0, "脚注"),
        ("furniture", 0, "head"),
    ]


def test_odt_that_cannot_be_read_says_why() -> None:
    with pytest.raises(ReadingFailed, match="no text"):
        ODT.read(odt("<text:p/>"), "a.odt", Limits())
    with pytest.raises(ReadingFailed, match="password"):
        ODT.read(pack({"content.xml": "?", "META-INF/manifest.xml": "<m:encryption-data/>"}), "a.odt", Limits())
    with pytest.raises(ReadingFailed, match=r"'content.xml' is not readable XML"):
        ODT.read(pack({"content.xml": "<open>"}), "a.odt", Limits())


# RTF


def test_rtf_hidden_text_is_left_out_and_said_without_a_problem() -> None:
    document = read(
        RTF, rtf("rent {\\v secret \\u31192?\\'e9}is \\v gone\\v0 950\\v gone\\plain  euros\\par {\\b\\v all}\\par")
    )
    assert document.text == "rent is 950 euros"
    assert (document.status, document.metadata["hidden"]) == ("ready", "left out")
    assert "hidden" not in read(RTF, rtf("{\\stylesheet{\\s1\\v quiet;}}shown\\par")).metadata


def test_rtf_structure() -> None:
    head = (
        "{\\fonttbl{\\f0 Times;}}{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}{\\s7 heading 2;}}"
        "{\\info{\\title My Title}{\\author A}}"
    )
    body = (
        "\\pard\\s1 One\\par\\pard\\s7 Two\\par\\pard plain \\b bold\\b0\\tab x\\line y\\par"
        "{\\listtext 1.\\tab}\\pard\\ls1\\ilvl1 item\\par\\pard a\\~b\\_c \\{\\}\\\\ \\emdash\\par"
        "{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt link}}{\\*\\unknown gone}{\\pict 0102}{\\deleted gone}\\par"
    )
    document = read(RTF, rtf(body, head))
    assert outline(document) == [
        ("heading", 1, "One"),
        ("heading", 2, "Two"),
        ("paragraph", 0, "plain bold\tx\ny"),
        ("list_item", 2, "item"),
        ("paragraph", 0, "a\u00a0b\u2011c {}\\ —"),
        ("paragraph", 0, "link"),
    ]
    assert document.title == "My Title" and document.metadata == {"author": "A"}
    assert RTF.detect(rtf(body), "x") in RTF.media_types


def test_rtf_notes_boxes_and_running_heads() -> None:
    body = (
        "{\\header Head\\par}Text{\\super 1}{\\footnote \\pard note\\par second}"
        "{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt boxed\\par}}{\\shprslt gone}} goes on\\par"
        "{\\*\\annotation comment}end\\par"
    )
    assert outline(read(RTF, rtf(body))) == [
        ("paragraph", 0, "Text1 goes on"),
        ("footnote", 0, "note\nsecond"),
        ("paragraph", 0, "boxed"),
        ("paragraph", 0, "end"),
        ("furniture", 0, "Head"),
    ]


def test_rtf_tables_keep_bars_and_numbers_apart() -> None:
    row = "\\trowd\\cellx1\\cellx2\\pard\\intbl {}\\cell {}\\cell\\row"
    body = "before\\par" + row.format("Name | x", "Value") + row.format("two\\par lines", "1.5") + "\\pard after\\par"
    document = read(RTF, rtf(body))
    assert outline(document)[0][2] == "before" and outline(document)[2][2] == "after"
    assert cells(document) == {(0, 0): "Name | x", (0, 1): "Value", (1, 0): "two lines", (1, 1): "1.5"}
    assert [cell.header for cell in document.tables[0].cells] == [True, True, False, False]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u20013?\u25991?", "中文"),
        (r"\u-10180?\u-8384?", "🍀"),
        (r"\uc2\u20013\'d6\'d0 x", "中 x"),
        (r"{\uc0\u20013}\u25991?x", "中文x"),
        (r"\u8364\'80 and \'80", "€ and €"),
        (r"\f1 \'d6\'d0\'ce\'c4\f0 \'e9", "中文é"),
        (r"\f1 \'81\'40x", "丂x"),
        (r"\f2 \'cf\'f0\'e8", "При"),
        ("\\f1 " + "中文".encode("gb18030").decode("latin-1"), "中文"),
        (r"a{\bin5 }}}}}}b", "ab"),
        (r"{\pict\bin3 }}}}b", "b"),
    ],
)
def test_rtf_characters(body: str, text: str) -> None:
    fonts = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset134 SimSun;}{\\f2\\fcharset204 Arial;}}"
    assert read(RTF, rtf(f"\\f0 {body}", fonts)).text == text


def test_rtf_cut_short_keeps_what_there_is() -> None:
    document = read(RTF, rtf("first\\par second\\par")[:-6])
    assert document.status == "partial" and "ends too early" in document.problems[0]
    with pytest.raises(ReadingFailed, match="Rich Text"):
        RTF.read(b"plain", "a.rtf", Limits())


@settings(max_examples=150, deadline=None)
@given(st.text("{}\\*'abu019 \n;", max_size=60))
def test_no_rtf_breaks_the_reader(body: str) -> None:
    try:
        read(RTF, b"{\\rtf1 " + body.encode())
    except ReadingFailed as error:
        assert "no text" in str(error)


# EPUB


def test_epub_in_spine_order_with_roles() -> None:
    first = (
        "<nav><ol><li>contents</li></ol></nav><section><h1>第一章</h1>"
        "<p>One <em>two</em>\n three<br/>four&nbsp;five &amp;</p>"
        "loose<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul><pre>x\n  y</pre>"
        "<figure><img alt='no'/><figcaption>Figure</figcaption></figure></section>"
        "<aside epub:type='footnote'><p>note</p></aside><script>no</script><ruby>東<rt>とう</rt></ruby>"
    )
    document = read(EPUB, epub("<p>last</p>", first, metadata="<dc:title>书</dc:title><dc:language>zh</dc:language>"))
    assert outline(document) == [
        ("furniture", 0, "contents"),
        ("heading", 1, "第一章"),
        ("paragraph", 0, "One two three\nfour\u00a0five &"),
        ("paragraph", 0, "loose"),
        ("list_item", 1, "a"),
        ("list_item", 2, "b"),
        ("list_item", 1, "c"),
        ("code", 0, "x\n  y"),
        ("caption", 0, "Figure"),
        ("footnote", 0, "note"),
        ("paragraph", 0, "東"),
        ("paragraph", 0, "last"),
    ]
    assert document.title == "书" and document.metadata == {"language": "zh"}


def test_epub_formulas_keep_their_signs() -> None:
    fraction = "<mfrac><mn>1</mn><mrow><mi>x</mi><mo>+</mo><mn>2</mn></mrow></mfrac>"
    meaning = f"<semantics>{fraction}<annotation>TeX</annotation></semantics>"
    formula = f"<math xmlns='http://www.w3.org/1998/Math/MathML'>{meaning}</math>"
    assert read(EPUB, epub(f"<p>is {formula}.</p>")).text == "is 1/(x+2)."


def test_epub_tables() -> None:
    table = (
        "<table><caption>C</caption><thead><tr><th colspan='2'>H</th></tr></thead>"
        "<tr><td rowspan='2'>tall</td><td>1</td></tr>"
        "<tr><td>2<table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>"
    )
    document = read(EPUB, epub(table))
    assert cells(document) == {(0, 0): "H", (1, 0): "tall", (1, 1): "1", (2, 1): "2 in ner"}
    assert [cell.header for cell in document.tables[0].cells] == [True, False, False, False]
    assert shown(document, "caption") == ["C"]


def test_epub_broken_markup_is_read_and_protection_is_said() -> None:
    assert shown(read(EPUB, epub("<p>open<b>bold</p><p>二"))) == ["openbold", "二"]
    encryption = '<encryption><CipherReference xmlns="http://www.w3.org/2001/04/xmlenc#" URI="OEBPS/{}"/></encryption>'
    with pytest.raises(ReadingFailed, match="copy protected"):
        EPUB.read(epub("<p>x</p>", extra={"META-INF/encryption.xml": encryption.format("c%200.xhtml")}), "a", Limits())
    fonts = {"META-INF/encryption.xml": encryption.format("font.otf")}
    assert read(EPUB, epub("<p>x</p>", extra=fonts)).text == "x"


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_any_text_comes_back_verbatim_in_its_block(texts: list[str]) -> None:
    assert shown(read(ODT, odt("".join(f"<text:p>{escaped(text)}</text:p>" for text in texts)))) == texts
    assert shown(read(EPUB, epub("".join(f"<p>{escaped(text)}</p>" for text in texts)))) == texts
    units = [text.encode("utf-16-le") for text in texts]
    body = "".join(
        "".join(f"\\u{int.from_bytes(raw[i : i + 2], 'little', signed=True)}?" for i in range(0, len(raw), 2))
        + "\\par "
        for raw in units
    )
    assert shown(read(RTF, rtf(body))) == texts
