"""Grid: a table while it is being read, with merged cells, before its text goes into the builder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Table

_MOST = 16_384
_VALUE = re.compile(r"[-+−(]?\s*[$€£¥￥]?\s*\d[\d,.\s]*[%‰)]?|\d{4}-\d\d-\d\d.*|TRUE|FALSE|[-–—/]|#[A-Z/0]+[!?]?")


class Grid:
    """Rows of cell texts, filled left to right. Every merged cell stands once, at its top left position."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        self._origin: dict[int, int] = {}

    def row(self) -> None:
        """Begin the next row."""
        self.rows.append([])

    @property
    def column(self) -> int:
        """Where the next cell of this row goes, from 0: the first place no cell from above reaches into."""
        at = len(self.rows[-1])
        while (len(self.rows) - 1, at) in self._covered:
            at += 1
        return at

    def cell(self, text: str, row_span: int = 1, column_span: int = 1) -> None:
        """Add a cell and step over the columns it covers; rows below will step over it too."""
        row, column = len(self.rows) - 1, self.column
        row_span, column_span = max(1, min(row_span, _MOST)), max(1, min(column_span, _MOST))
        if row_span > 1:
            below = range(row + 1, row + min(row_span, 1000))
            self._covered.update((r, c) for r in below for c in range(column, column + min(column_span, 1000)))
        self.put(text, column, row_span, column_span)
        self.rows[-1] += [""] * (column + column_span - len(self.rows[-1]))

    def put(self, text: str, column: int, row_span: int = 1, column_span: int = 1) -> None:
        """Set the cell at a known column of this row, where the format names covered cells itself."""
        row = self.rows[-1]
        row += [""] * (column + 1 - len(row))
        row[column] = text
        self._origin[column] = len(self.rows) - 1
        if row_span > 1 or column_span > 1:
            self.spans[len(self.rows) - 1, column] = (row_span, column_span)

    def grow(self, column: int) -> None:
        """Let the cell last put into `column` reach down into this row, which holds nothing there."""
        row = len(self.rows) - 1
        self.rows[-1] += [""] * (column + 1 - len(self.rows[-1]))
        origin = self._origin.get(column)
        if origin is not None:
            width = self.spans.get((origin, column), (1, 1))[1]
            self.spans[origin, column] = (row - origin + 1, width)

    def flow(self) -> str:
        """The cells' text in one line, for a table inside a cell."""
        return " ".join(text for row in self.rows for text in row if text)

    def write(self, builder: TextBuilder, header_rows: int | None = None) -> Table | None:
        """Append to the document. `header_rows` None means: find out."""
        if header_rows is None:
            header_rows = int(looks_headed(self.rows))
        return builder.table(self.rows, header_rows, spans=self.spans)


def looks_headed(rows: Sequence[Sequence[str]]) -> bool:
    """True where the first row is all words and a column below it is all values: numbers, dates, truth values."""
    if len(rows) < 2 or not any(rows[0]):
        return False
    width = max(len(row) for row in rows)
    first = rows[0]
    if any(_VALUE.fullmatch(text.strip()) for text in first if text) or sum(map(bool, first)) < min(2, width):
        return False
    sample = rows[1:200]
    for column in range(width):
        below = [row[column] for row in sample if column < len(row) and row[column].strip()]
        if below and all(_VALUE.fullmatch(text.strip()) for text in below):
            return True
    return False
