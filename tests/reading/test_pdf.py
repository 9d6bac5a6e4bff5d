"""The PDF reader through its public door, on files drawn here with known words at known places."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits, Reader
from wenyuan.reading.readers.pdf import PdfReader

WIDTH, HEIGHT = 595.0, 842.0

LEFT = """The first column tells of rivers and
of the boats that went down them in
spring, when the snow in the hills had
melted and the fords were closed, and
of the towns which lived by the trade
in timber, salt and woven cloth until
the railway took it all away from them.""".splitlines()
RIGHT = """The second column tells of mountains
and of the herds that were driven over
the passes in summer, when the upper
meadows were green and the huts open,
and of the villages where cheese was
made through the short warm season to
be sold at markets far down the valley.""".splitlines()


def draw(paint: Callable[[Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=0, **options)  # type: ignore[arg-type]
    canvas.setFont("Helvetica", 11)
    paint(canvas)
    canvas.save()
    return out.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Document:
    document = PdfReader().read(data, "file.pdf", limits or Limits())
    document.check()
    return document


def lines(canvas: Canvas, x: float, y: float, text: list[str], step: float = 14) -> float:
    for line in text:
        canvas.drawString(x, y, line)
        y -= step
    return y


def kinds(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_is_a_reader_and_detects_by_content() -> None:
    reader = PdfReader()
    assert isinstance(reader, Reader)
    data = draw(lambda canvas: canvas.drawString(72, 700, "Hello"))
    assert reader.detect(data, "no-suffix") == "application/pdf"
    assert reader.detect(b"plain text", "liar.pdf") is None


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_are_read_one_after_the_other(interleaved: bool) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        if interleaved:
            for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
                canvas.drawString(72, 700 - 13 * number, left)
                canvas.drawString(320, 700 - 13 * number, right)
        else:
            lines(canvas, 72, 700, LEFT, 13)
            lines(canvas, 320, 700, RIGHT, 13)

    document = read(draw(paint))
    assert " ".join(document.text.split()) == " ".join(LEFT + RIGHT)
    assert not document.tables


def test_running_heads_and_page_numbers_are_furniture() -> None:
    def paint(canvas: Canvas) -> None:
        for page in range(1, 5):
            canvas.drawString(72, 800, "Annual Report of the Society")
            lines(
                canvas,
                72,
                500 + 40 * page,
                [f"On page {page} it is said that the members of the society have met and that"],
            )
            lines(
                canvas,
                72,
                486 + 40 * page,
                ["they have talked at length about the matters which the treasurer had laid before"],
            )
            canvas.drawCentredString(WIDTH / 2, 40, f"- {page} -")
            canvas.showPage()
            canvas.setFont("Helvetica", 11)

    document = read(draw(paint))
    furniture = kinds(document, "furniture")
    assert furniture.count("Annual Report of the Society") == 4
    assert [text for text in furniture if "-" in text] == [f"- {page} -" for page in range(1, 5)]
    body = kinds(document, "paragraph")
    assert not any("Annual Report" in text for text in body)
    assert [page.number for page in document.pages][:4] == [1, 2, 3, 4]


def test_an_open_sentence_is_one_paragraph_and_the_next_page_begins_inside_it() -> None:
    def paint(canvas: Canvas) -> None:
        lines(
            canvas,
            72,
            114,
            ["It was decided to close the yard in winter because the", "frost had made the quay unsafe for"],
        )
        canvas.drawCentredString(WIDTH / 2, 40, "1")
        canvas.showPage()
        canvas.setFont("Helvetica", 11)
        lines(canvas, 72, 760, ["carts and horses alike, and nobody objected to it."])
        canvas.drawCentredString(WIDTH / 2, 40, "2")

    document = read(draw(paint))
    whole = "It was decided to close the yard in winter because the frost had made the quay unsafe for "
    whole += "carts and horses alike, and nobody objected to it."
    assert kinds(document, "paragraph") == [whole]
    assert kinds(document, "furniture") == ["1", "2"]
    assert document.text[document.pages[1].start :].startswith("carts and horses")
    assert document.pages[0].end <= document.pages[1].start


def test_words_broken_by_a_hyphen_are_joined_and_compounds_keep_theirs() -> None:
    def paint(canvas: Canvas) -> None:
        text = ["The inter-", "national plan is a long-", "term one and the long-term view was"]
        lines(canvas, 72, 700, [*text, "taken by the whole of the committee."])

    text = read(draw(paint)).text
    assert "international plan is a long-term one and the long-term view" in text


def test_chinese_lines_join_without_a_space() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def paint(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 12)
        lines(
            canvas,
            72,
            700,
            ["公司前三季度实现营业收入三千四百五十六万元，同比增长", "百分之十二，主要由于新产品的销售情况好于预期。"],
            18,
        )
        lines(canvas, 72, 640, ["第二段说明了下一年度的计划。"], 18)

    document = read(draw(paint))
    assert kinds(document, "paragraph") == [
        "公司前三季度实现营业收入三千四百五十六万元，同比增长百分之十二，主要由于新产品的销售情况好于预期。",
        "第二段说明了下一年度的计划。",
    ]


def test_a_chinese_report_has_its_headings_list_and_table() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def paint(canvas: Canvas) -> None:
        for page in (1, 2, 3):
            canvas.setFont("STSong-Light", 9)
            canvas.drawCentredString(WIDTH / 2, 810, "远山股份有限公司2023年年度报告")
            canvas.drawCentredString(WIDTH / 2, 30, f"第{page}页 共3页")
            canvas.setFont("STSong-Light", 16)
            canvas.drawCentredString(WIDTH / 2, 760, f"第{'一二三'[page - 1]}节 重要提示")
            canvas.setFont("STSong-Light", 10.5)
            canvas.drawString(72, 730, "一、公司概况")
            lines(canvas, 93, 712, ["公司董事会及董事、监事、高级管理人员保证年度报告内容的真实、准确、完"])
            lines(canvas, 72, 694, ["整，并承担个别和连带的法律责任。"])
            for number, row in enumerate((("项目", "2023年"), ("营业收入", "3,456.78"), ("净利润", "（321.00）"))):
                canvas.drawString(72, 640 - 18 * number, row[0])
                canvas.drawRightString(350, 640 - 18 * number, row[1])
            lines(canvas, 93, 560, ["（一）主营业务", "1. 产品研发", "2. 产品销售"], 18)
            if page < 3:
                canvas.showPage()

    document = read(draw(paint))
    assert kinds(document, "heading")[:3] == ["第一节 重要提示", "一、公司概况", "（一）主营业务"]
    assert kinds(document, "list_item")[:2] == ["1. 产品研发", "2. 产品销售"]
    whole = "公司董事会及董事、监事、高级管理人员保证年度报告内容的真实、准确、完整，并承担个别和连带的法律责任。"
    assert kinds(document, "paragraph") == [whole] * 3
    assert kinds(document, "furniture")[:2] == ["远山股份有限公司2023年年度报告", "第1页 共3页"]
    assert table_rows(document) == [["项目", "2023年"], ["营业收入", "3,456.78"], ["净利润", "（321.00）"]]


def table_rows(document: Document, number: int = 0) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    for cell in document.tables[number].cells:
        rows.setdefault(cell.row, {})[cell.column] = document.text[cell.start : cell.end]
    width = max(max(row) for row in rows.values()) + 1
    return [[row.get(column, "") for column in range(width)] for _, row in sorted(rows.items())]


def test_an_unruled_table_keeps_each_figure_with_its_label() -> None:
    rows = [
        ("", "2023", "2022"),
        ("Subscription", "16,388", "14,573"),
        ("Product", "532", "555"),
        ("Other", "(686)", "—"),
    ]

    def paint(canvas: Canvas) -> None:
        lines(canvas, 72, 740, ["The following table shows the revenue of both years in millions of dollars."])
        for number, (label, *figures) in enumerate(rows):
            y = 700 - 15 * number
            canvas.drawString(72, y, label)
            for x, figure in zip((360, 460), figures, strict=True):
                if number == 1:
                    canvas.drawString(x - 70, y, "$")
                if figure.startswith("("):
                    canvas.drawRightString(x, y, figure[:-1])
                    canvas.drawString(x + 1, y, ")")
                else:
                    canvas.drawRightString(x, y, figure)

    document = read(draw(paint))
    assert table_rows(document) == [
        ["", "2023", "2022"],
        ["Subscription", "$ 16,388", "$ 14,573"],
        ["Product", "532", "555"],
        ["Other", "(686)", "—"],
    ]
    assert [cell.row for cell in document.tables[0].cells if cell.header] == [0, 0]
    table = document.tables[0]
    assert "Product\t532\t555" in document.text[table.start : table.end].splitlines()


@pytest.mark.parametrize("as_boxes", [False, True])
def test_a_ruled_table_follows_its_grid(as_boxes: bool) -> None:
    xs, ys = [72, 200, 330, 460], [700, 660, 620, 580]

    def paint(canvas: Canvas) -> None:
        lines(canvas, 72, 760, ["Before the table there is a sentence that runs over most of the width."])
        if as_boxes:
            for x0, x1 in itertools.pairwise(xs):
                for y1, y0 in itertools.pairwise(ys):
                    canvas.rect(x0, y0, x1 - x0, y1 - y0)
        else:
            canvas.grid(xs, ys)
        for r in range(3):
            for c in range(3):
                canvas.drawString(xs[c] + 4, ys[r] - 14, f"cell {r} {c}")
                canvas.drawString(xs[c] + 4, ys[r] - 28, "goes on")
        lines(canvas, 72, 540, ["After the table there is another sentence of the same kind."])

    document = read(draw(paint))
    assert table_rows(document) == [[f"cell {r} {c} goes on" for c in range(3)] for r in range(3)]
    order = [document.text.index(word) for word in ("Before", "cell 0 0", "After")]
    assert order == sorted(order)


def test_headings_lists_and_captions() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(72, 780, "Report on the Harbour")
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(72, 740, "1 Introduction")
        canvas.setFont("Helvetica", 11)
        y = lines(canvas, 72, 715, LEFT)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, y - 14, "Materials")
        canvas.setFont("Helvetica", 11)
        y = lines(canvas, 72, y - 32, ["The work used the following:"])
        y = lines(
            canvas, 80, y - 4, ["• oak from the northern woods, which was", "  cut in winter", "• stone", "• rope"]
        )
        lines(canvas, 72, y - 20, ["Figure 2. The quay after the storm"])

    document = read(draw(paint))
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings == [(1, "Report on the Harbour"), (2, "1 Introduction"), (3, "Materials")]
    assert kinds(document, "list_item") == [
        "• oak from the northern woods, which was cut in winter",
        "• stone",
        "• rope",
    ]
    assert kinds(document, "caption") == ["Figure 2. The quay after the storm"]
    assert document.title == "Report on the Harbour"


def symbol_pdf(meanings: list[str], items: list[tuple[str, str]]) -> bytes:
    """A page of lines, each a glyph of a symbol font and its text; `meanings` is what the file says the glyphs are."""
    bullets = "".join(f"<{at:02x}> <{meaning}>\n" for at, meaning in enumerate(meanings, 0x41))
    unicodes = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(meanings)} beginbfchar\n{bullets}endbfchar endcmap end"
    )
    shown = "".join(
        f"BT /S 11 Tf 80 {700 - 30 * n} Td <{glyph}> Tj ET BT /T 11 Tf 98 {700 - 30 * n} Td ({text}) Tj ET\n"
        for n, (glyph, text) in enumerate(items)
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</S 5 0 R/T 7 0 R>>>>>>",
        f"<</Length {len(shown)}>>stream\n{shown}endstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Symbol/ToUnicode 6 0 R/FirstChar 0/LastChar 9/Widths["
        + "460 " * 10
        + "]>>",
        f"<</Length {len(unicodes)}>>stream\n{unicodes}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode()
    table = "".join(f"{at:010} 00000 n \n" for at in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out + end.encode()


def test_bullets_of_symbol_fonts_are_shown_as_bullets() -> None:
    meanings = ["f0b7", "f0a7", "f0d8", "f0fc", "fffd"]
    items = [(f"{glyph:02x}", f"timber of the kind number {glyph}, sold by the load") for glyph in range(0x41, 0x46)]
    document = read(symbol_pdf(meanings, items))
    assert kinds(document, "list_item") == [f"• {text}" for _, text in items]
    assert not document.problems


def test_title_author_date_and_labels() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setTitle("Tides of the Estuary")
        canvas.setAuthor("A. Keeper")
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=3)
        canvas.drawString(72, 700, "Some text on the page.")

    document = read(draw(paint))
    assert document.title == "Tides of the Estuary"
    assert document.metadata["author"] == "A. Keeper"
    assert document.metadata["created"][:2] == "20"
    assert document.pages[0].name == "iii"


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    def paint(canvas: Canvas) -> None:
        for shift in (0.0, 0.4):
            canvas.drawString(72 + shift, 700, "Doubled heading")
        for number, letter in enumerate("balloon"):
            for shift in (0.0, 0.3):
                canvas.drawString(72 + stringWidth("balloon"[:number], "Helvetica", 11) + shift, 650, letter)

    text = read(draw(paint)).text
    assert text.split() == ["Doubled", "heading", "balloon"]


def test_a_locked_file_fails_and_says_so() -> None:
    lock = pdfencrypt.StandardEncryption("secret", canPrint=1)
    data = draw(lambda canvas: canvas.drawString(72, 700, "hidden"), encrypt=lock)
    with pytest.raises(ReadingFailed, match="password"):
        read(data)
    owner_only = pdfencrypt.StandardEncryption("", ownerPassword="owner")
    assert "open to all" in read(draw(lambda c: c.drawString(72, 700, "open to all"), encrypt=owner_only)).text


@pytest.mark.parametrize("data", [b"", b"   ", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00\xff" * 400])
def test_an_empty_or_meaningless_file_fails(data: bytes) -> None:
    with pytest.raises(ReadingFailed):
        read(data)


def test_a_truncated_file_is_partial_or_fails() -> None:
    def paint(canvas: Canvas) -> None:
        for page in range(6):
            lines(canvas, 72, 700, [f"Sentence number {page} of the file stands on this page."])
            canvas.showPage()
            canvas.setFont("Helvetica", 11)

    data = draw(paint)
    outcomes = set[str]()
    for share in (0.3, 0.6, 0.9, 0.99):
        try:
            document = read(data[: int(len(data) * share)])
        except ReadingFailed:
            outcomes.add("failed")
        else:
            assert document.status == "partial"
            assert "ends early" in document.problems[0]
            outcomes.add("partial")
    assert outcomes


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (40, 60), 200)), 0, 0, WIDTH, HEIGHT)


def test_scans_and_empty_pages_are_told_apart() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Text on the first page.")
        canvas.showPage()
        picture(canvas)
        canvas.showPage()
        canvas.showPage()
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 700, "Text on the last page.")

    document = read(draw(paint))
    assert len(document.pages) == 4
    assert [problem.split(";")[0] for problem in document.problems] == ["page 2 has no text (it looks like a scan)"]
    with pytest.raises(ReadingFailed, match="scan"):
        read(draw(picture))
    with pytest.raises(ReadingFailed, match="empty"):
        read(draw(lambda canvas: canvas.showPage()))


def test_limits_keep_what_was_read() -> None:
    def paint(canvas: Canvas) -> None:
        for page in range(5):
            canvas.drawString(72, 700, f"Words that stand on page {page + 1}.")
            canvas.showPage()
            canvas.setFont("Helvetica", 11)

    data = draw(paint)
    document = read(data, Limits(pages=2))
    assert len(document.pages) == 2
    assert "first 2 of 6" in document.problems[0]
    document = read(data, Limits(characters=30))
    assert "after page 2 of 6" in document.problems[0]
    assert "page 2." in document.text
    with pytest.raises(ReadingFailed, match="too long"):
        read(data, Limits(seconds=0))


def test_a_form_is_called_by_its_filer_and_its_cover_heads_nothing() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawCentredString(WIDTH / 2, 780, "UNITED STATES SECURITIES AND EXCHANGE COMMISSION")
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawCentredString(WIDTH / 2, 750, "FORM 10-Q")
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawCentredString(WIDTH / 2, 700, "HARBOUR LIGHTS CO., INC.")
        canvas.setFont("Helvetica", 11)
        canvas.drawCentredString(WIDTH / 2, 686, "(Exact name of registrant as specified in its charter)")
        canvas.showPage()
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 780, "TABLE OF CONTENTS")
        canvas.setFont("Helvetica", 11)
        for number, name in enumerate(("Business", "Risk Factors", "Properties", "Legal Proceedings")):
            canvas.drawString(72, 750 - 16 * number, f"Item {number + 1}. {name}")
            canvas.drawRightString(520, 750 - 16 * number, str(3 + number))
        canvas.showPage()
        for number, name in enumerate(("Business", "Risk Factors", "Properties")):
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(72, 780 - 120 * number, f"Item {number + 1}. {name}")
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(72, 756 - 120 * number, "OVERVIEW" if number else "Our Lights")
            canvas.setFont("Helvetica", 11)
            lines(canvas, 72, 730 - 120 * number, LEFT[:4])

    document = read(draw(paint))
    assert document.title == "HARBOUR LIGHTS CO., INC."
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings == [
        (1, "Item 1. Business"),
        (3, "Our Lights"),
        (1, "Item 2. Risk Factors"),
        (2, "OVERVIEW"),
        (1, "Item 3. Properties"),
        (2, "OVERVIEW"),
    ]


@pytest.mark.parametrize("code", ["证券代码：600999", "公告编号：2024-012"])
def test_a_code_is_no_title(code: str) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def paint(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 16)
        canvas.drawString(72, 800, code)
        canvas.drawString(72, 740, "远山股份有限公司2023年年度报告")
        canvas.setFont("STSong-Light", 11)
        lines(canvas, 72, 700, ["公司前三季度实现营业收入三千四百五十六万元，同比增长", "百分之十二。"], 18)

    assert read(draw(paint)).title == "远山股份有限公司2023年年度报告"


def test_heads_on_several_lines_are_one_and_span_what_they_stand_over() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        lines(canvas, 72, 760, ["The following table shows the result of both periods in millions of dollars."])
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawCentredString(345, 720, "13 Weeks Ended")
        for x, day in ((300, "January 28,"), (390, "January 29,")):
            canvas.drawCentredString(x, 709, day)
            canvas.drawCentredString(x, 698, "2023" if x == 300 else "2022")
        canvas.setFont("Helvetica", 9)
        for number, row in enumerate((("Net sales", "3,226.8", "2,729.4"), ("Gross profit", "1,213.2", "1,026.3"))):
            canvas.drawString(72, 680 - 14 * number, row[0])
            canvas.drawRightString(320, 680 - 14 * number, row[1])
            canvas.drawRightString(410, 680 - 14 * number, row[2])
        lines(canvas, 72, 640, ["Sales were as follows, which is a sentence that leads in another table:"])
        for number, row in enumerate((("Shops", "12"), ("Mail", "34"))):
            canvas.drawString(72, 620 - 14 * number, row[0])
            canvas.drawRightString(320, 620 - 14 * number, row[1])

    document = read(draw(paint))
    assert table_rows(document) == [
        ["", "13 Weeks Ended", ""],
        ["", "January 28, 2023", "January 29, 2022"],
        ["Net sales", "3,226.8", "2,729.4"],
        ["Gross profit", "1,213.2", "1,026.3"],
    ]
    heads = [cell for cell in document.tables[0].cells if cell.header]
    assert [(cell.row, cell.column, cell.column_span) for cell in heads] == [(0, 1, 2), (1, 1, 1), (1, 2, 1)]
    assert table_rows(document, 1) == [["Shops", "12"], ["Mail", "34"]]
    assert kinds(document, "paragraph")[-1].startswith("Sales were as follows")


def test_a_ruled_table_stays_in_its_column() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        lines(canvas, 72, 780, ["The Boats of", "the Delta"], 22)
        canvas.setFont("Helvetica", 10)
        lines(canvas, 72, 720, LEFT, 13)
        canvas.grid([320, 400, 480], [790, 770, 750, 730])
        for row, (name, count) in enumerate((("Kind", "Count"), ("Barges", "14"), ("Ferries", "9"))):
            canvas.drawString(324, 776 - 20 * row, name)
            canvas.drawString(404, 776 - 20 * row, count)
        lines(canvas, 320, 700, RIGHT, 13)

    document = read(draw(paint))
    assert kinds(document, "heading") == ["The Boats of the Delta"]
    order = [document.text.index(word) for word in ("The Boats", "The first column", "Barges", "The second column")]
    assert order == sorted(order)


def test_lines_that_cut_through_words_are_no_grid() -> None:
    rows = [("Intelligent Cloud", "13,359"), ("Personal Computing", "14,667"), ("Corporate", "19,736")]

    def paint(canvas: Canvas) -> None:
        for number, (label, figure) in enumerate(rows):
            canvas.drawString(72, 700 - 16 * number, label)
            canvas.drawRightString(300, 700 - 16 * number, figure)
        canvas.grid([60, 110, 283, 310], [714, 695, 679, 660])

    assert table_rows(read(draw(paint))) == [list(row) for row in rows]
