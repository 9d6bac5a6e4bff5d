"""Tables without a drawn grid: rows and cells from the white space between runs.

Financial filings rarely draw the grid. There a table is rows of runs with gaps at the same place, figures stand under
one another, and a currency sign or a closing bracket may stand apart from its number.
"""

from __future__ import annotations

import itertools
import re

from wenyuan.reading.readers.pdf.cells import MARKER, Piece, cells_of, is_marker, piece
from wenyuan.reading.readers.pdf.elements import CellElement, TableElement
from wenyuan.reading.readers.pdf.headings import SECTION
from wenyuan.reading.readers.pdf.heads import mark_heads
from wenyuan.reading.readers.pdf.joining import OPEN_WORDS
from wenyuan.reading.readers.pdf.runs import Row

Cells = list[Piece]
_ASIDE = re.compile(r"^[(（].{,120}[)）]$")
_LONGEST = 130  # characters of a label that has its line to itself
_BRIEF = 60  # of any other line between rows


def split_tables(rows: list[Row], page: int) -> list[Row | TableElement]:
    """The rows of one column of text, with those that form a table replaced by it."""
    if sum(len(row.runs) > 1 or ".." in row.text or ". ." in row.text for row in rows) < 2:
        return list(rows)
    cells = [cells_of(row) for row in rows]
    tabular = [_tabular(own) for own in cells]
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    out: list[Row | TableElement] = []
    at = 0
    while at < len(rows):
        end = _extent(rows, cells, tabular, at, right - left) if tabular[at] else at
        if sum(tabular[at:end]) < 2:
            out.append(rows[at])
            at += 1
            continue
        start = at
        first = min(own[1].x0 for own, is_row in zip(cells[at:end], tabular[at:end], strict=True) if is_row)
        while start and out and isinstance(out[-1], Row) and _heads(rows[start - 1], rows[start], first, left, right):
            out.pop()
            start -= 1
        out.append(_build(rows[start:end], cells[start:end], page))
        at = end
    return out


def _tabular(cells: Cells) -> bool:
    """Is it the row of a table: several cells, and no list item or heading set apart from its number?"""
    if len(cells) < 2 or (len(cells) == 2 and is_marker(cells[0])):
        return False
    if len(cells[0].text) > 100 and not any(cell.figure for cell in cells):
        return False  # a sentence with a wide space in it
    return cells[-1].figure or not SECTION.match(cells[0].text)


def _heads(row: Row, below: Row, first: float, left: float, right: float) -> bool:
    """A line close above, of several runs or over the figure columns only: column heads."""
    if below.top - row.bottom > 1.2 * row.height or len(row.text) > 110 or SECTION.match(row.text):
        return False
    if len(row.runs) > 1 and not is_marker(piece(row.runs[:1])):
        return True
    return row.x0 > left + 0.25 * (right - left) and row.x0 >= first - 4 * row.height and len(row.text) < _BRIEF


def _extent(rows: list[Row], cells: list[Cells], tabular: list[bool], at: int, width: float) -> int:
    """Where the table that starts at row `at` ends."""
    kept = [at]
    index = at + 1
    while index < len(rows):
        above, row = rows[index - 1], rows[index]
        if row.top - above.bottom > 2.5 * row.height or row.top < above.top - 1:
            break
        if tabular[index]:
            near = [cells[i] for i in (kept[-1], *range(max(at, kept[-1] - 3), kept[-1])) if tabular[i]]
            if not any(_gaps_agree(own, cells[index]) for own in near):
                break
            kept.append(index)
        elif index - kept[-1] > 5 or not _between(row, cells[kept[-1]], width):
            break
        index += 1
    # Heads of the next table may end this one.
    while len(kept) > 1 and kept[-1] + 1 < len(rows) and _leads(rows, cells, kept):
        kept.pop()
    return kept[-1] + 1


def _between(row: Row, above: Cells, width: float) -> bool:
    """May a line that is no row stand inside a table? A label that goes on, a group's name or a head may; prose not."""
    if (
        row.x1 - row.x0 > 0.8 * width
        or (row.text[-1] in ".。;；:：" and len(row.text) > _BRIEF)
        or SECTION.match(row.text)
    ):
        return False
    if _ASIDE.match(row.text):
        return True
    em, second = row.height, above[1].x0
    if abs(row.x0 - above[0].x0) < 2 * em:
        return len(row.text) <= (_LONGEST if row.bold or row.x1 <= second + 2 * em else _BRIEF)
    if row.x0 < above[0].x0 + 8 * em:
        return len(row.text) <= (_LONGEST if row.x1 <= second + 2 * em else _BRIEF)
    return row.x0 >= second - 4 * em and len(row.text) <= _BRIEF


def _leads(rows: list[Row], cells: list[Cells], kept: list[int]) -> bool:
    """Is the last row, close over a line that is no part of the table, one of heads without a label?"""
    last = kept[-1]
    own, em = cells[last], rows[last].height
    if any(cell.figure for cell in own) or rows[last + 1].top - rows[last].bottom > 0.8 * em:
        return False
    labels = min(cells[i][0].x0 for i in kept[:-1])
    return own[0].x0 > labels + 4 * em and any(cell.figure for i in kept[:-1] for cell in cells[i])


def _gaps_agree(a: Cells, b: Cells) -> bool:
    """Do two rows leave white at a common place between cells?"""
    enough = 0.25 * a[0].height
    for left, right in itertools.pairwise(a):
        x0, x1 = left.x1, right.x0
        for other_left, other_right in itertools.pairwise(b):
            if min(x1, other_right.x0) - max(x0, other_left.x1) > enough:
                return True
    return False


def _build(rows: list[Row], cells: list[Cells], page: int) -> TableElement:
    columns = _columns(cells)
    table = TableElement(page)
    for number, row_cells in enumerate(_unwrapped(rows, cells)):
        placed: dict[int, CellElement] = {}
        floor = 0
        for cell in row_cells:
            column, span = _place(cell, columns)
            floor = max(column, floor)
            if floor in placed:
                placed[floor].runs.extend(cell.runs)
            else:
                placed[floor] = CellElement(number, floor, list(cell.runs), column_span=max(1, span))
        table.cells.extend(placed[column] for column in sorted(placed))
    mark_heads(table)
    return table


def _unwrapped(rows: list[Row], cells: list[Cells]) -> list[Cells]:
    """A label set on two lines becomes one cell, so that the figures on either line stand with all of it."""
    out: list[Cells] = []
    above: Row | None = None
    for row, own in zip(rows, cells, strict=True):
        if above and row.top - above.bottom < 0.6 * row.height and _runs_on(out[-1], own):
            previous, label = out[-1], own[0]
            target = min(range(_labels(previous)), key=lambda n: abs(previous[n].x0 - label.x0))
            previous[target] = piece(previous[target].runs + label.runs)
            previous.extend(own[1:])
        else:
            out.append(list(own))
        above = row
    return out


def _labels(cells: Cells) -> int:
    """How many cells stand before the first figure."""
    return next((number for number, cell in enumerate(cells) if cell.figure), len(cells))


def _runs_on(above: Cells, row: Cells) -> bool:
    """Does the row begin with the rest of the label above? Figures must stand on one of the two lines at most."""
    labels, first = _labels(above), row[0]
    if not labels or not _labels(row) or (labels < len(above) and len(row) > 1):
        return False
    if len(above) > 1 and len(row) > 1 and _labels(row) == len(row):
        return False  # two lines of heads
    tail = above[labels - 1].text.rstrip()
    near = -first.height < first.x0 - above[0].x0 < 8 * first.height
    if not near or tail[-1:] in ":：.。" or MARKER.match(first.text):
        return False
    word = tail.rsplit(None, 1)[-1].lower() if tail else ""
    return first.text[0].islower() or word in OPEN_WORDS or tail[-1:] in ",，、-"


def _columns(cells: list[Cells]) -> list[tuple[float, float]]:
    """The x intervals of the columns: first where figures stand, then where other text stands beside them."""
    figures: list[tuple[int, float, float]] = []
    texts: list[tuple[float, float]] = []
    for number, row in enumerate(cells):
        if len(row) > 1:
            own = [(number, cell.x0, cell.x1) for cell in row if cell.figure]
            if own:
                figures.extend(own)
                texts.extend((cell.x0, cell.x1) for cell in row if not cell.figure)
    columns = _without_splits(_union([(x0, x1) for _, x0, x1 in figures]), figures, cells[0][0].height)
    free = [text for text in texts if all(text[1] <= x0 or text[0] >= x1 for x0, x1 in columns)]
    if columns and texts:
        # Every label may run on under the first figure column of other rows: they still make the label column.
        first = columns[0][0]
        if not any(x0 < first for x0, _ in free):
            free += [(x0, min(x1, first)) for x0, x1 in texts if x0 < first < x1]
    elif not columns:
        most = max(len(row) for row in cells)
        free = [(cell.x0, cell.x1) for row in cells if len(row) == most for cell in row]
    return sorted(columns + _union(free))


def _without_splits(
    columns: list[tuple[float, float]], figures: list[tuple[int, float, float]], em: float
) -> list[tuple[float, float]]:
    """Neighbours that no row fills both of are one column: dashes stand a little beside right-aligned figures.

    figures: row, left and right of each.
    """
    merged: list[tuple[float, float]] = []
    filled: list[set[int]] = []
    for x0, x1 in columns:
        own = {row for row, left, right in figures if min(x1, right) - max(x0, left) > 0.5 * (right - left)}
        if merged and x0 - merged[-1][1] < 1.5 * em and not own & filled[-1]:
            merged[-1] = (merged[-1][0], x1)
            filled[-1] |= own
        else:
            merged.append((x0, x1))
            filled.append(own)
    return merged


def _union(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 < merged[-1][1] - 0.5:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _place(cell: Piece, columns: list[tuple[float, float]]) -> tuple[int, int]:
    """The first column a cell stands over, and how many it covers."""
    x0, x1 = cell.x0, cell.x1
    over = [number for number, (left, right) in enumerate(columns) if left < x1 and right > x0]
    if not over:
        middle = (x0 + x1) / 2
        return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle)), 1
    if cell.figure and len(over) > 1:
        return max(over, key=lambda n: min(x1, columns[n][1]) - max(x0, columns[n][0])), 1
    return over[0], len(over)
