"""Writes the sample documents into samples/documents: `python samples/make.py [FOLDER]`.

Needs reportlab, python-docx and openpyxl. The same source gives the same bytes each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import annual_reports
import discharges
import leases
import routes
import travel_rules

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part in (annual_reports, leases, discharges, travel_rules, routes):
        part.write(folder)
    for path in sorted(folder.iterdir()):
        print(f"{path.stat().st_size:>8,}  {path.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents")
