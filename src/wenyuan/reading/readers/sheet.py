"""SheetWriter: rows of a sheet into tables whose cells carry spreadsheet names, within the limits of one file."""

from __future__ import annotations

from collections.abc import Sequence

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.budget import Budget
from wenyuan.reading.readers.grid import looks_headed

_CELLS = 3_000_000
_BUDGET_EVERY = 2048


class SheetWriter:
    """Takes the rows of one sheet after another; a run of rows between empty ones becomes a table.

    At most 3,000,000 cells of a file are kept: beyond it the map of cells, not the text, would fill the memory.
    """

    def __init__(self, builder: TextBuilder, limits: Limits) -> None:
        self._builder = builder
        self._budget = Budget(builder, limits)
        self._characters = limits.characters
        self._rows: list[Sequence[str]] = []
        self._numbers: list[int] = []
        self._cells = 0
        self._pending = 0
        self._letters: list[str] = []
        self._sheet = ""
        self._merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.full = False

    def begin(self, name: str, merged: dict[tuple[int, int], tuple[int, int]] | None = None) -> None:
        """Start a sheet. `merged` gives the rows and columns of merged cells by their top left position, from 0."""
        self._sheet = name
        self._merged = merged or {}

    def row(self, number: int, values: Sequence[str]) -> bool:
        """Add a row by its number from 0, its first value in column A. False where the file's limit is reached."""
        filled = [len(value) for value in values if value]
        if not filled or (self._numbers and number != self._numbers[-1] + 1):
            self.flush()
        if self.full or not filled:
            return not self.full
        self._rows.append(values)
        self._numbers.append(number)
        self._cells += len(filled)
        self._pending += sum(filled) + len(values)
        beyond = self._cells >= _CELLS or self._builder.size + self._pending > self._characters
        if beyond or (number % _BUDGET_EVERY == 0 and self._budget.spent(self._place(number))):
            if beyond:
                self._builder.problem(
                    f"too large: only the first {self._cells} cells were read{self._place(number, ', to ')}; "
                    "split the file to read the rest"
                )
            self.full = True
            self.flush()
        return not self.full

    def flush(self) -> None:
        """Write the rows held so far as one table."""
        if not self._rows:
            return
        rows, numbers = self._rows, self._numbers
        self._rows, self._numbers, self._pending = [], [], 0
        left = min(next(c for c, value in enumerate(row) if value) for row in rows)
        rows = [row[left:] for row in rows]
        letters = self._columns(left + max(map(len, rows)))[left:]
        names = [
            [f"{letter}{number + 1}" for letter in letters[: len(row)]]
            for number, row in zip(numbers, rows, strict=True)
        ]
        first, spans = numbers[0], dict[tuple[int, int], tuple[int, int]]()
        for (row, column), size in self._merged.items():
            if first <= row <= numbers[-1] and column >= left:
                spans[row - first, column - left] = size
        self._builder.table(rows, int(looks_headed(rows)), names, spans)

    def _columns(self, count: int) -> list[str]:
        for index in range(len(self._letters), count):
            self._letters.append(column_name(index))
        return self._letters[:count]

    def _place(self, number: int, lead: str = "") -> str:
        return f"{lead}row {number + 1}" + (f" of sheet {self._sheet!r}" if self._sheet else "")


def column_name(index: int) -> str:
    """Spreadsheet letters of a column counted from 0: A, …, Z, AA."""
    name, index = "", index + 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name
