"""Column heads of a table: which rows are heads, and heads set on several lines as one row."""

from __future__ import annotations

import itertools
import re

from wenyuan.reading.readers.pdf.cells import YEAR, is_figure
from wenyuan.reading.readers.pdf.elements import CellElement, TableElement
from wenyuan.reading.readers.pdf.joining import OPEN_WORDS

_GOES_ON = re.compile(r"^(?:[a-z%∆Δ$]|(?:19|20)\d\d$|\d{1,2},?$)")
_MOST = 12  # rows: more are a table without labels
_UNIT = re.compile(r"^[(（].*[)）]$|^单位|^單位")


def mark_heads(table: TableElement, stack: bool = True) -> None:
    """Mark the leading rows without figures (years apart) over rows that have them, or a bold first row over plain
    ones. `stack`: put the lines of one head into one cell."""
    rows: dict[int, list[CellElement]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    numbers = sorted(rows)
    plain = next((number for number in numbers if _figured(rows[number])), -1)
    heads = 0
    if plain >= 0:
        for number in numbers:
            labelled = rows[number][0].column == 0
            if labelled and (len(rows[number]) == 1 or (number >= plain and _figured(rows[number]))):
                break
            heads += 1
        if heads == len(numbers) or heads > _MOST:
            heads = 0
    if (
        not heads
        and len(numbers) > 1
        and plain != numbers[0]
        and all(run.bold for cell in rows[numbers[0]] for run in cell.runs)
    ):
        heads = int(not all(run.bold for number in numbers[1:] for cell in rows[number] for run in cell.runs))
    for number in numbers[:heads]:
        for cell in rows[number]:
            cell.header = True
    if stack and heads > 1:
        _stack(table, [rows[number] for number in numbers[:heads]])
        left: dict[int, list[CellElement]] = {}
        for cell in table.cells:
            if cell.header:
                left.setdefault(cell.row, []).append(cell)
        _span(list(left.values()))


def _figured(row: list[CellElement]) -> bool:
    """Does a row hold figures beside its label, years apart?"""
    return any(cell.column and is_figure(text := cell.text) and not YEAR.match(text) for cell in row)


def _stack(table: TableElement, heads: list[list[CellElement]]) -> None:
    """Put a head's upper lines before its lowest one: "July 29," over "2023" is one head. A head that spans several
    columns stays over them."""
    extents: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.column_span == 1:
            x0, x1 = extents.get(cell.column, (cell.runs[0].x0, cell.runs[-1].x1))
            extents[cell.column] = min(x0, cell.runs[0].x0), max(x1, cell.runs[-1].x1)
    gone = set[int]()
    for number, upper in enumerate(heads[:-1]):
        alike = _alike(upper, heads[number + 1])
        below = [other for row in heads[number + 1 :] for other in row if other.column]
        for cell in upper:
            under = _under(cell, heads[number + 1 :])
            lone = sum(other.column > 0 for other in upper) == 1 < sum(other.row == cell.row + 1 for other in below)
            if under and ((alike and under.row == cell.row + 1) or (not lone and _goes_on(cell, under, extents))):
                under.runs[:0] = cell.runs
                gone.add(id(cell))
    if gone:
        table.cells = [cell for cell in table.cells if id(cell) not in gone]
        order = {row: number for number, row in enumerate(sorted({cell.row for cell in table.cells}))}
        for cell in table.cells:
            cell.row = order[cell.row]


def _alike(upper: list[CellElement], lower: list[CellElement]) -> bool:
    """Do two rows of heads have the same columns?"""
    columns = {(cell.column, 1) for cell in lower if cell.column}
    return columns == {(cell.column, cell.column_span) for cell in upper if cell.column}


def _under(cell: CellElement, rows: list[list[CellElement]]) -> CellElement | None:
    """The next head below in the cell's columns, where it is the only one in its row and stands close."""
    for row in rows:
        own = [other for other in row if cell.column <= other.column < cell.column + cell.column_span]
        if own:
            gap = own[0].runs[0].top - max(run.bottom for run in cell.runs)
            close = gap < 0.6 * own[0].runs[0].height and own[0].column_span == 1
            return own[0] if len(own) == 1 and close else None
    return None


def _goes_on(upper: CellElement, lower: CellElement, extents: dict[int, tuple[float, float]]) -> bool:
    """Does the lower line continue the upper, which is no wider than its column, or has its middle over the lower?"""
    left, right = min(run.x0 for run in upper.runs), max(run.x1 for run in upper.runs)
    x0, x1, em = min(run.x0 for run in lower.runs), max(run.x1 for run in lower.runs), lower.runs[0].height
    aligned = abs(left + right - x0 - x1) < em
    text = upper.text.rstrip()
    if _UNIT.match(lower.text) or _UNIT.match(text):
        return False
    if upper.column_span > 1:
        if not aligned:
            return False
    elif right - left > 1.3 * (extents[lower.column][1] - extents[lower.column][0]):
        return False
    elif aligned or abs(left - x0) < 0.3 * em or abs(right - x1) < 0.3 * em:
        return True
    word = text.rsplit(None, 1)[-1].lower() if text else ""
    return (
        text[-1:] in ",-&/"
        or text.count("(") > text.count(")")
        or word in OPEN_WORDS
        or bool(_GOES_ON.match(lower.text))
    )


def _span(heads: list[list[CellElement]]) -> None:
    """A head with its middle over the middle of several heads below spans them, however short it is."""
    for upper, lower in itertools.pairwise(heads):
        above = [cell for cell in upper if cell.column]
        below = [cell for cell in lower if cell.column]
        if not above or len(above) >= len(below):
            continue
        groups: dict[int, list[CellElement]] = {}
        for cell in below:
            away = [abs(_middle([head]) - _middle([cell])) for head in above]
            groups.setdefault(away.index(min(away)), []).append(cell)
        for number, group in groups.items():
            head = above[number]
            if len(group) > 1 and abs(_middle([head]) - _middle(group)) < 1.5 * head.runs[0].height:
                head.column = group[0].column
                head.column_span = group[-1].column + group[-1].column_span - head.column


def _middle(cells: list[CellElement]) -> float:
    return (min(run.x0 for cell in cells for run in cell.runs) + max(run.x1 for cell in cells for run in cell.runs)) / 2
