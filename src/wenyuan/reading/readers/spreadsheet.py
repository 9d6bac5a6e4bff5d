"""Spreadsheets (.xlsx, .xlsm, .xlsb, .xls, .ods) through calamine.

One page a sheet, named as the sheet is; every run of rows between empty ones is a table whose cells carry their own
names ("B7"). Formulas show the value stored with them. Hidden sheets are read and named in the metadata.

Limits of what calamine gives: number formats are not visible, so 12.5 % reads as 0.125 and an amount has no currency
sign; charts, comments and text boxes are left out.
"""

from __future__ import annotations

import datetime
import io

import python_calamine as calamine

from wenyuan.errors import ReadingFailed
from wenyuan.reading.archive import Archive, is_zip
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.containers import ODS, XLS, XLSB, XLSX
from wenyuan.reading.detect import detect
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.sheet import SheetWriter

# calamine's enumerations are not hashable.
_NO_CELLS = (calamine.SheetTypeEnum.ChartSheet, calamine.SheetTypeEnum.Vba)


class SpreadsheetReader:
    """Reads the workbooks of Excel, WPS and LibreOffice."""

    media_types = (XLSX, XLSB, XLS, ODS)

    def detect(self, data: bytes, name: str) -> str | None:
        found = detect(data, name)
        return found if found in self.media_types else None

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        metadata = dict[str, str]()
        if is_zip(data):
            Archive(data, limits).verify()
        try:
            with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
                return _read(workbook, self.detect(data, name) or XLSX, metadata, limits)
        except calamine.PasswordError as error:
            raise ReadingFailed("it is encrypted; remove the password and add it again") from error
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise ReadingFailed(f"it is not a readable workbook ({error}); save it anew as .xlsx") from error


def _read(workbook: calamine.CalamineWorkbook, media_type: str, metadata: dict[str, str], limits: Limits) -> Document:
    builder = TextBuilder()
    writer = SheetWriter(builder, limits)
    hidden = list[str]()
    for index, sheet in enumerate(workbook.sheets_metadata):
        if writer.full:
            break
        if index >= limits.pages:
            builder.problem(f"only the first {limits.pages} of {len(workbook.sheet_names)} sheets were read")
            break
        builder.start_page("sheet", sheet.name)
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
        if sheet.typ not in _NO_CELLS:
            _sheet(writer, workbook.get_sheet_by_index(index))
    if not builder.blocks:
        raise ReadingFailed("its sheets hold no values")
    if hidden:
        metadata["hidden_sheets"] = ", ".join(hidden)
    return builder.finish(media_type, metadata.pop("title", ""), metadata)


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
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds" if not value.microsecond else "milliseconds")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return value.isoformat()
