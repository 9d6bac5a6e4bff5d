"""Sheets come back cell by cell, under the cells' own names, as the sheet shows them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import named, read, shown
from office_files import WORDS, pack
from openpyxl.utils import get_column_letter

from wenyuan.errors import ReadingFailed
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.csv_text import CsvReader
from wenyuan.reading.readers.number_format import formatter, plain
from wenyuan.reading.readers.sheet import column_name
from wenyuan.reading.readers.spreadsheet import SpreadsheetReader

READER = SpreadsheetReader()
CSV = CsvReader()


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(data: bytes, part: str, pattern: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    changed = re.sub(pattern, new, members[part].decode())
    assert changed != members[part].decode()
    return pack({**members, part: changed})


def test_values_as_shown_under_their_names() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "销售表"
    formats = {
        "B2": (3.0, "General", "3"),
        "C2": (0.1 + 0.2, "General", "0.3"),
        "D2": (0.125, "0.0%", "12.5%"),
        "E2": (1234567.891, '"¥"#,##0.00', "¥1,234,567.89"),
        "F2": (-1234.5, "#,##0.0_);(#,##0.0)", "(1,234.5)"),
        "G2": (datetime.date(2024, 1, 2), "m/d/yy", "2024-01-02"),
        "H2": (datetime.date(2024, 1, 2), 'yyyy"年"m"月"d"日"', "2024年1月2日"),
        "I2": (datetime.datetime(2024, 1, 2, 3, 4, 5), "yyyy-mm-dd hh:mm:ss", "2024-01-02 03:04:05"),
        "J2": (datetime.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        "K2": (True, "General", "TRUE"),
        "L2": ("  两端 spaces ", "General", "两端 spaces"),
        "M2": (123456789012, "0", "123456789012"),
        "N2": (datetime.time(9, 5), "h:mm", "09:05"),
    }
    for name, (value, code, _) in formats.items():
        sheet[name] = value
        sheet[name].number_format = code
    sheet["B4"] = "#DIV/0!"
    sheet["B4"].data_type = "e"
    document = read(READER, saved(book))
    assert named(document) == {name: text for name, (_, _, text) in formats.items()} | {"B4": "#DIV/0!"}
    assert [(page.kind, page.name) for page in document.pages] == [("sheet", "销售表")]
    assert len(document.tables) == 2, "an empty row parts two tables"
    assert READER.detect(saved(book), "x") in READER.media_types


def test_formulas_show_their_stored_value() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 2
    book.active["A2"] = "=A1*21"
    data = edited(saved(book), "xl/worksheets/sheet1.xml", r"<f>A1\*21</f><v></v>", "<f>A1*21</f><v>42</v>")
    assert named(read(READER, data)) == {"A1": "2", "A2": "42"}
    assert "1 formulas have no stored value" in read(READER, saved(book)).problems[0]


def test_headers_merged_cells_and_hidden_sheets() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["名称", "金额"], ["甲", 1], ["乙", 2]):
        sheet.append(row)
    second = book.create_sheet("隐藏")
    second.sheet_state = "hidden"
    second["C3"] = "merged"
    second.merge_cells("C3:D5")
    second["E4"] = "beside"
    document = read(READER, saved(book))
    assert [cell.header for cell in document.tables[0].cells] == [True, True, False, False, False, False]
    merged = document.tables[1].cells[0]
    assert (merged.name, merged.row_span, merged.column_span) == ("C3", 3, 2)
    assert document.metadata["hidden_sheets"] == "隐藏" and document.pages[1].name == "隐藏"
    assert [cell.header for cell in document.tables[1].cells] == [False, False]


def test_words_over_words_are_no_header() -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["c", "d"]):
        book.active.append(row)
    assert not any(cell.header for cell in read(READER, saved(book)).tables[0].cells)


def test_one_value_in_the_last_corner_costs_one_value() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    assert named(read(READER, saved(book))) == {"A1": "1", "XFD1048576": "2"}


def test_rich_text_phonetics_and_escapes() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    rich = "<is><r><t>東</t></r><r><t>京</t></r><rPh><t>トウキョウ</t></rPh></is>"
    data = edited(saved(book), "xl/worksheets/sheet1.xml", r'<c r="A1".*?</c>', f'<c r="A1" t="inlineStr">{rich}</c>')
    assert read(READER, data).text == "東京"
    plain_text = "<is><t>a_x000A_b _x005F_x000A_</t></is>"
    data = edited(saved(book), "xl/worksheets/sheet1.xml", r'<c r="A1".*?</c>', f'<c t="inlineStr">{plain_text}</c>')
    assert read(READER, data).text == "a b _x000A_"


def test_too_many_cells_are_partial_with_the_place() -> None:
    book = openpyxl.Workbook()
    for number in range(300):
        book.active.append([f"value {number}"] * 3)
    document = read(READER, saved(book), limits=Limits(characters=2000))
    assert document.status == "partial" and re.search(r"row \d+ of sheet 'Sheet'", document.problems[0])
    assert 1500 < len(document.text) < 2100
    with pytest.raises(ReadingFailed, match="no values"):
        READER.read(saved(openpyxl.Workbook()), "empty.xlsx", Limits())


def test_other_formats_come_through_calamine() -> None:
    office, table = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    )
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    row = cell.format("string", "", "名") + cell.format("float", 'office:value="2.50"', "2.5")
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表"><table:table-row>{row}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    data = pack({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})
    document = read(READER, data, "a.ods")
    assert named(document) == {"A1": "名", "B1": "2.5"} and document.pages[0].name == "表"
    with pytest.raises(ReadingFailed, match="not a readable workbook"):
        READER.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\0" + bytes(2000), "a.xls", Limits())


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1e15, "General", "1E+15"),
        (1234.5678, "0.##", "1234.57"),
        (1234, "0.##", "1234"),
        (5, "000", "005"),
        (1234567, "#,##0,", "1,235"),
        (2.5, '0.0"万元"', "2.5万元"),
        (12345, '0!.0,"万"', "1.2万"),
        (0.5, "[Red]0%;[Green]-0%", "50%"),
        (-0.5, "0%;(0%)", "(50%)"),
        (0, '0;-0;"nil"', "nil"),
        (12.345, "[$€-407]#,##0.00", "€12.35"),
        (-3, "$#,##0", "-$3"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.5, "# ?/?", "0.5"),
        (7, ";;;", "7"),
        (3, 'General"个"', "3个"),
        (1.5, "@", "1.5"),
        (2.5, "0", "3"),
        (45000.75, 'yyyy"年"m"月"d"日" h:mm', "2023年3月15日 18:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-1, "yyyy-mm-dd", "-1"),
        (1e300, "yyyy-mm-dd", "1E+300"),
    ],
)
def test_number_formats(value: float, code: str, text: str) -> None:
    assert formatter(0, code)(value) == text


@given(st.floats(-1e300, 1e300))
def test_plain_numbers_keep_fifteen_digits(value: float) -> None:
    assert float(plain(value)) == pytest.approx(value, rel=1e-14)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text('0#?,.%;E+-@ymdhs年"[]_*\\/ G', max_size=14))
def test_no_format_code_breaks_the_reading(value: float, code: str) -> None:
    assert formatter(0, code)(value)


@given(st.integers(0, 18_277))
def test_column_names(index: int) -> None:
    assert column_name(index) == get_column_letter(index + 1)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(WORDS.filter(str.strip), min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_text_comes_back_verbatim_in_its_cell(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row, 1):
            cell = book.active.cell(r, c)
            cell.value, cell.data_type = text, "s"
    expected = {f"{column_name(c)}{r}": text for r, row in enumerate(rows, 1) for c, text in enumerate(row)}
    assert named(read(READER, saved(book))) == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    rows = [["城市", "人口", "说明"], ["北京", "2188", "首都，历史悠久的城市"], ["上海", "2487", "经济中心和港口"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    document = read(CSV, data, "cities.csv")
    assert named(document) == {f"{'ABC'[c]}{r}": text for r, row in enumerate(rows, 1) for c, text in enumerate(row)}
    assert [cell.header for cell in document.tables[0].cells].count(True) == 3


def test_csv_quoting_line_ends_and_declared_delimiter() -> None:
    document = read(CSV, b'sep=;\n"a;b";"line\nend"\n\n"say ""hi""";4\n', "x.csv")
    assert named(document) == {"A1": "a;b", "B1": "line end", "A3": 'say "hi"', "B3": "4"}


def test_csv_that_stops_being_csv_keeps_the_rest() -> None:
    document = read(CSV, b"a,b\n1,2\n" + b'"' + b"x" * 200_000, "x.csv")
    assert document.status == "partial" and "not CSV" in document.problems[0]
    assert named(document)["B2"] == "2" and document.text.endswith("x" * 200_000)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_any_csv_comes_back(rows: list[list[str]]) -> None:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([[*row, "终"] for row in rows])
    document = read(CSV, out.getvalue().encode("utf-8-sig"), "x.csv")
    kept = {text for row in rows for text in row if text}
    assert kept <= {*named(document).values()} and shown(document)


@pytest.mark.parametrize("place", ["ZZZ1", "!!", "A1"])
def test_a_cell_at_no_place_of_its_own_is_said(place: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["here", "lost"])
    data = edited(saved(book), "xl/worksheets/sheet1.xml", 'r="B1"', f'r="{place}"')
    document = read(SpreadsheetReader(), data, "a.xlsx")
    assert document.status == "partial"
    assert document.problems[0].startswith("one cell has a place that no sheet has or that another cell takes")
