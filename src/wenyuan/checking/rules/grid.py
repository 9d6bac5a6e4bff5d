"""A table as rows and columns of figures, each with its label and its place; and the same turned on its side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wenyuan.reading.document import Block, Cell, Table
from wenyuan.text.quantities import quantities

# Larger tables are data, not accounts, and are not looked through for totals.
MOST_CELLS = 200_000
_LONGEST_CAPTION, _LONGEST_NUMBER = 120, 60
_PLAIN = re.compile(r"(?P<below>[(（]|[-−–])?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?[)）]?")
_NIL = frozenset("-−–—―") | {"--", "nil", "Nil", "无", "－"}
_SCALED = re.compile(r"\b(?:thousands?|millions?|billions?|mn|bn|000s?)\b|'000|[千万亿]|[$€£]\s?[mk]\b", re.IGNORECASE)
_CONTINUED = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell with a number. start, end: its place in the text. kind, unit: as of a quantity.

    rough, fine: the number, and half of its last place, for a quick look before it is reckoned with.
    """

    number: Fraction
    step: Fraction
    kind: str
    unit: str | None
    start: int
    end: int
    written: str
    rough: float = 0.0
    fine: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row, or a column: its label and its figures by column. start, end: its place in the text.

    unread: the columns in which something stands that is no number.
    """

    label: str
    figures: dict[int, Figure]
    unread: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. names: what heads each column. scaled: whether it says that its figures are in thousands or the like."""

    lines: tuple[Line, ...]
    names: dict[int, str]
    scaled: bool
    caption: str


def grids(text: str, tables: Sequence[Table], blocks: Sequence[Block]) -> Iterator[Grid]:
    """The tables of a document that hold figures."""
    for table in tables:
        if 0 < len(table.cells) <= MOST_CELLS and (grid := _grid(text, table, _above(text, table, blocks))).lines:
            yield grid


def turned(grid: Grid) -> Grid:
    """Columns as rows, headed by what the rows are called."""
    lines = list[Line]()
    for column, name in grid.names.items():
        figures = {at: line.figures[column] for at, line in enumerate(grid.lines) if column in line.figures}
        unread = frozenset(at for at, line in enumerate(grid.lines) if column in line.unread)
        if figures:
            places = [one.start for one in figures.values()], [one.end for one in figures.values()]
            lines.append(Line(name, figures, unread, min(places[0]), max(places[1])))
    return replace(grid, lines=tuple(lines), names={at: line.label for at, line in enumerate(grid.lines)})


def _above(text: str, table: Table, blocks: Sequence[Block]) -> str:
    """The nearest line above a table, where it is a caption or a heading, or says what the figures are in."""
    before = [one for one in blocks if one.end <= table.start and one.kind not in ("furniture", "table")]
    said = " ".join(text[before[-1].start : before[-1].end].split()) if before else ""
    return "" if len(said) > _LONGEST_CAPTION or said.endswith(tuple(".。!！?？;；")) else said.rstrip(":：")


def _grid(text: str, table: Table, above: str) -> Grid:
    rows = dict[int, list[Cell]]()
    for cell in table.cells:
        if text[cell.start : cell.end].strip():
            rows.setdefault(cell.row, []).append(cell)
    first = _first(text, rows)
    names, head = dict[int, str](), list[str]()
    last = max(cell.column for cell in table.cells)  # a span may be as wide as a file likes
    for row in sorted(rows):
        if row >= first:
            break
        for cell in rows[row]:
            said = _said(text, cell)
            head.append(said)
            for column in range(cell.column, min(cell.column + max(1, cell.column_span), last + 1)):
                names[column] = f"{names[column]} {said}" if column in names else said
    labels = _label_columns(text, rows, first)
    lines = tuple(_line(text, rows[row], labels) for row in sorted(rows) if row >= first)
    for line in lines:
        for column in line.figures:
            names.setdefault(column, f"column {column + 1}")
    kept = {column: name for column, name in sorted(names.items()) if column >= labels}
    return Grid(lines, kept, bool(_SCALED.search(" ".join((above, *head)))), above)


def _first(text: str, rows: dict[int, list[Cell]]) -> int:
    """The first row below the header: those marked so, else what stands above the first label with a figure."""
    ordered = sorted(rows)
    marked = next((row for row in ordered if not all(cell.header for cell in rows[row])), ordered[-1] + 1)
    for row in ordered:
        cells = rows[row]
        opens = cells[0].column == 0 and figure(text, cells[0]) is None
        if opens and any((one := figure(text, cell)) and not _year(one) for cell in cells[1:]):
            return row  # whatever a reader takes it for
        if ordered[0] < marked <= row:
            return row
    return ordered[-1] + 1


def _year(one: Figure) -> bool:
    return len(one.written) == 4 and one.written[:2] in ("19", "20") and one.written.isdecimal()


def _label_columns(text: str, rows: dict[int, list[Cell]], first: int) -> int:
    """How many columns there are before the figures begin: the first, and further ones that hold words."""
    words, numbers = dict[int, int](), dict[int, int]()
    for row, cells in rows.items():
        for cell in cells if row >= first else ():
            counted = words if figure(text, cell) is None else numbers
            counted[cell.column] = counted.get(cell.column, 0) + 1
    most = 1
    while words.get(most, 0) > numbers.get(most, 0):
        most += 1
    return most


def _line(text: str, cells: Sequence[Cell], labels: int) -> Line:
    label = " ".join(_said(text, cell) for cell in cells if cell.column < labels)
    found = {cell.column: figure(text, cell) for cell in cells if cell.column >= labels}
    figures = {column: one for column, one in found.items() if one}
    unread = frozenset(column for column, one in found.items() if not one)
    return Line(label, figures, unread, cells[0].start, cells[-1].end)


def _said(text: str, cell: Cell) -> str:
    return _CONTINUED.sub(" ", text[cell.start : cell.end]).strip().strip("*_").strip()


def figure(text: str, cell: Cell) -> Figure | None:
    """The number of a cell that holds one and nothing else; a dash is nothing."""
    said = _said(text, cell)
    if said in _NIL:
        return Figure(Fraction(0), Fraction(0), "nil", None, cell.start, cell.end, said)
    if len(said) <= _LONGEST_NUMBER and (plain := _PLAIN.fullmatch(said)):
        bare = plain["number"].replace(",", "")
        number = -Fraction(bare) if plain["below"] else Fraction(bare)
        step = Fraction(1, 10 ** len(bare.partition(".")[2]))
        return Figure(number, step, "count", None, cell.start, cell.end, said, float(number), float(step) / 2)
    if len(said) > _LONGEST_NUMBER or not any(map(str.isdigit, said)):
        return None
    found = quantities(said)
    if len(found) != 1 or found[0].bound is not None or _letters(said[: found[0].start] + said[found[0].end :]):
        return None
    one = found[0]
    # As written, and not multiplied out: "1.5" and "1.5 million" do not stand in one column.
    number, step = Fraction(one.value), Fraction(one.step)
    return Figure(number, step, one.kind, one.unit, cell.start, cell.end, said, float(number), float(step) / 2)


def _letters(rest: str) -> bool:
    """Whether words stand beside a number; the mark of a footnote is none: "48.8 (1)", "48.8 a"."""
    return len([one for one in rest if one.isalnum()]) > 1
