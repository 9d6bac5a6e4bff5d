"""The ferry company's figures by route, one sheet a year; their sums are those of its annual reports."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from packing import save

HEAD = ("Route", "Sailings", "Cancelled", "Passengers", "On time %", "Revenue (thousand euros)")
YEARS = {
    2023: (
        ("Selwick Quay – Ennerholm", 4310, 81, 812_400, 94.6, 17_930),
        ("Selwick Quay – Great Skarra", 3620, 96, 604_100, 91.8, 14_215),
        ("Selwick Quay – Little Skarra", 2480, 58, 398_300, 92.9, 8_402),
        ("Selwick Quay – Nether Hythe", 1710, 39, 231_200, 96.1, 5_275),
    ),
    2024: (
        ("Selwick Quay – Ennerholm", 4290, 102, 861_700, 93.2, 19_040),
        ("Selwick Quay – Great Skarra", 3584, 121, 640_900, 90.4, 15_110),
        ("Selwick Quay – Little Skarra", 2470, 71, 421_600, 93.5, 8_965),
        ("Selwick Quay – Nether Hythe", 1720, 47, 262_800, 95.7, 5_730),
    ),
}


def write(folder: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for year, rows in YEARS.items():
        sheet = book.create_sheet(str(year))
        sheet.append(HEAD)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append(row)
        sums = [sum(row[column] for row in rows) for column in (1, 2, 3, 5)]
        sheet.append(("All routes", *sums[:3], None, sums[3]))
        sheet.column_dimensions["A"].width = 32
    book.properties.title = "Brindlewick Ferries: figures by route, 2023 and 2024"
    book.properties.creator = "Brindlewick Ferries Ltd"
    book.properties.created = book.properties.modified = dt.datetime(2025, 1, 1)
    out = io.BytesIO()
    book.save(out)
    save(folder / "brindlewick-ferries-routes.xlsx", out.getvalue())
