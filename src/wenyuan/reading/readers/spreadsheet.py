"""Spreadsheets: .xlsx and .xlsm from their XML (see `xlsx`), .xlsb, .xls and .ods through calamine.

One page a sheet, named as the sheet is; every run of rows between empty ones is a table whose cells carry their own
names ("B7"). Formulas show the value stored with them. Hidden sheets are read and named in the metadata. Charts,
comments and text boxes are left out.

Limits of what calamine gives: number formats are not visible, so 12.5 % reads as 0.125 and an amount has no currency
sign, and error values read as empty.
"""

from __future__ import annotations

import datetime
import io
from typing import TypeVar

import python_calamine as calamine

from wenyuan.errors import ReadingFailed
from wenyuan.reading.archive import Archive
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.containers import ODS, XLS, XLSB, XLSX, is_zip
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.number_format import duration, iso, plain
from wenyuan.reading.readers.opc import Package
from wenyuan.reading.readers.sheet import SheetWriter
from wenyuan.reading.readers.xlsx import Workbook

_Sheet = TypeVar("_Sheet")
# calamine's enumerations are not hashable.
_NO_CELLS = (calamine.SheetTypeEnum.ChartSheet, calamine.SheetTypeEnum.Vba)


class SpreadsheetReader(BuiltInReader):
    """Reads the workbooks of Excel, WPS and LibreOffice."""

    media_types = (XLSX, XLSB, XLS, ODS)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        builder, media_type = TextBuilder(), self.detect(data, name) or (XLSX if is_zip(data) else XLS)
        writer = SheetWriter(builder, limits)
        if media_type == XLSX:
            package = Package(data, limits)
            metadata = package.properties()
            hidden = _from_xml(Workbook(package), builder, writer, limits)
            builder.problems += package.problems
        else:
            if is_zip(data):
                archive = Archive(data, limits)
                archive.verify()
                builder.problems += archive.problems
            metadata = dict[str, str]()
            hidden = _through_calamine(data, builder, writer, limits)
        if not builder.blocks:
            raise ReadingFailed("its sheets hold no values")
        if hidden:
            metadata["hidden_sheets"] = ", ".join(hidden)
        return builder.finish(media_type, metadata.pop("title", ""), metadata)


def _from_xml(workbook: Workbook, builder: TextBuilder, writer: SheetWriter, limits: Limits) -> list[str]:
    """Write an Excel workbook's sheets; returns the names of hidden ones."""
    for sheet in _within(workbook.sheets, builder, limits):
        builder.start_page("sheet", sheet.name)
        if sheet.part is None:
            builder.problem(f"the contents of sheet {sheet.name!r} are missing from the file")
        writer.begin(sheet.name, workbook.merged(sheet))
        for number, values in workbook.rows(sheet):
            if not writer.row(number, values):
                break
        writer.flush()
        if writer.full:
            break
    if workbook.uncomputed:
        builder.problem(
            f"{workbook.uncomputed} formulas have no stored value, so their cells are empty; open the file in a "
            "spreadsheet program, save it and add it again"
        )
    if workbook.misplaced:
        some = "one cell has" if workbook.misplaced == 1 else f"{workbook.misplaced} cells have"
        builder.problem(
            f"{some} a place that no sheet has or that another cell takes; what stands there was left out: open the "
            "file in a spreadsheet program and save it anew"
        )
    if workbook.wordless:
        some = "one cell shows" if workbook.wordless == 1 else f"{workbook.wordless} cells show"
        builder.problem(f"{some} a text that is missing from the file")
    return [sheet.name for sheet in workbook.sheets if sheet.hidden]


def _through_calamine(data: bytes, builder: TextBuilder, writer: SheetWriter, limits: Limits) -> list[str]:
    """Write any other workbook's sheets; returns the names of hidden ones."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for index, sheet in enumerate(_within(workbook.sheets_metadata, builder, limits)):
                builder.start_page("sheet", sheet.name)
                if sheet.typ not in _NO_CELLS:
                    _sheet(writer, workbook.get_sheet_by_index(index))
                if writer.full:
                    break
            visible = calamine.SheetVisibleEnum.Visible
            return [sheet.name for sheet in workbook.sheets_metadata if sheet.visible != visible]
    except calamine.PasswordError as error:
        raise ReadingFailed("it is encrypted; remove the password and add it again") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise ReadingFailed(f"it is not a readable workbook ({error}); save it anew as .xlsx") from error


def _within(sheets: list[_Sheet], builder: TextBuilder, limits: Limits) -> list[_Sheet]:
    if len(sheets) > limits.pages:
        builder.problem(f"only the first {limits.pages} of {len(sheets)} sheets were read")
    return sheets[: limits.pages]


def _sheet(writer: SheetWriter, sheet: calamine.CalamineSheet) -> None:
    ranges = sheet.merged_cell_ranges or []
    writer.begin(sheet.name, {first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in ranges})
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows()):
        values = [value if isinstance(value, str) else show(value) for value in row]
        if not writer.row(number, left + values):
            break
    writer.flush()


def show(value: float | bool | datetime.time | datetime.date | datetime.timedelta) -> str:
    """A typed value as text: 15 significant digits as spreadsheets show them, ISO dates, TRUE and FALSE."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return plain(value)
    if isinstance(value, datetime.timedelta):
        return duration(value)
    return value.isoformat() if isinstance(value, datetime.time) else iso(value)
