"""Tables: rows and cells, from a drawn grid or from the white space between runs.

Financial filings rarely draw the grid. There a table is rows of runs with gaps at the same place, figures stand under
one another, and a currency sign or a closing bracket may stand apart from its number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from wenyuan.reading.readers.pdf.elements import CellElement, TableElement
from wenyuan.reading.readers.pdf.joining import OPEN_WORDS
from wenyuan.reading.readers.pdf.rules import GridCell
from wenyuan.reading.readers.pdf.runs import Row, Run, make_rows

_CURRENCY = r"(?:US|HK|NT|C|A|S|R)?[$＄]|[€£¥￥₩₹]|RMB|CNY|USD|EUR|GBP"
_OPENER = re.compile(rf"^(?:{_CURRENCY})?\s*[(（]?(?:{_CURRENCY})?$")
_CLOSER = re.compile(r"^[)）]?\s?[%％]?[)）]?$|^(?:pts?|bps|x|[*†‡]+|\(\w\))$")
_FIGURE = re.compile(
    rf"^[(（\-–—+~<>≈]*\s*(?:{_CURRENCY})?\s*[(（\-–—]*\s*\d[\d,.，\s]*(?:[)）%％xX]|\s|pts?|bps|[*†‡]|\(\w\)|万|亿|元)*$"
    r"|^(?:[$€£¥]\s*)?[-–—]+\s*[%％]?$|^(?:N/?[AM]|nm|\*+)$"
)
_YEAR = re.compile(r"^(?:FY\s?)?(?:19|20)\d\d(?:年(?:度)?|E|A)?(?:\s*\(\w+\))?$")
_SPLIT = re.compile(rf"(?<=[\d)）%％—–-])\s+(?=(?:{_CURRENCY})\s*(?:[(（\d—–-]|$))")
_NUMBERS = re.compile(r"^(?:[(（]?[\d][\d,.]*[)）]?[%％]?|[—–-])(?:\s+(?:[(（]?\d[\d,.]*[)）]?[%％]?|[—–-]))+$")
_LEADERS = re.compile(r"((?:\s?[.·…_]){4,})\s*(?=[\divxIVX\-–]+$)")
MARKER = re.compile(
    r"^(?:[•●▪■□◦‣⁃○◆◇►▸✓➢·\uf0a7\uf0b7\uf0d8*]|[–—-](?=\s|$)|[(（]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?:\d{1,3}|[a-zA-Z])\.(?=\s|$)|[①-⑳])\s*"
)


def is_figure(text: str) -> bool:
    """A number as tables print it, or the dash that stands for none."""
    return _FIGURE.match(text) is not None


def cells_of(row: Row) -> list[list[Run]]:
    """The cells of one row, from left to right: currency signs, brackets and percent signs join their number."""
    pieces = list[Run]()
    for run in row.runs:
        pieces.extend(_pieces(run))
    cells: list[list[Run]] = []
    opened = False
    for piece in pieces:
        text = piece.text
        if opened or (cells and _CLOSER.match(text) and _close(cells[-1][-1], piece)):
            cells[-1].append(piece)
            opened = False
        else:
            cells.append([piece])
            opened = False
        if _OPENER.match(text) and len(pieces) > 1:
            opened = len(cells[-1]) == 1
    return cells


def _close(left: Run, right: Run) -> bool:
    return right.x0 - left.x1 < 2.5 * left.height and left.text[-1:].isalnum() | (left.text[-1:] in ")）—–-")


def _pieces(run: Run) -> list[Run]:
    text = run.text
    if len(text) < 3:
        return [run]
    if (".." in text or ". ." in text) and (match := _LEADERS.search(text)):
        return [run.cut(0, match.end(1)), run.cut(match.end(), len(text))] if match.start() else [run]
    if _NUMBERS.match(text):
        cuts = [match.span() for match in re.finditer(r"\s+", text)]
    else:
        cuts = [match.span() for match in _SPLIT.finditer(text)]
    if not cuts:
        return [run]
    parts, start = list[Run](), 0
    for left, right in [*cuts, (len(text), len(text))]:
        parts.append(run.cut(start, left))
        start = right
    return parts


def split_tables(rows: list[Row], page: int) -> list[Row | TableElement]:
    """The rows of one column of text, with those that form a table replaced by it."""
    if sum(len(row.runs) > 1 or ".." in row.text or ". ." in row.text for row in rows) < 2:
        return list(rows)
    cells = [
        cells_of(row) if len(row.runs) > 1 or ".." in row.text or ". ." in row.text else [row.runs] for row in rows
    ]
    tabular = [len(own) > 1 and not (len(own) == 2 and _is_marker(own[0])) for own in cells]
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    out: list[Row | TableElement] = []
    at = 0
    while at < len(rows):
        end = _extent(rows, cells, tabular, at, right - left) if tabular[at] else at
        if sum(tabular[at:end]) < 2:
            out.append(rows[at])
            at += 1
            continue
        start, first = (
            at,
            min(own[1][0].x0 for own, is_row in zip(cells[at:end], tabular[at:end], strict=True) if is_row),
        )
        while (
            start > 0 and out and isinstance(out[-1], Row) and _heads(rows[start - 1], rows[start], first, left, right)
        ):
            out.pop()
            start -= 1
        out.append(_build(rows[start:end], cells[start:end], page))
        at = end
    return out


def _is_marker(cell: list[Run]) -> bool:
    match = MARKER.match(cell[0].text)
    return len(cell) == 1 and match is not None and match.end() == len(cell[0].text)


def _heads(row: Row, below: Row, first: float, left: float, right: float) -> bool:
    """A line close above, of several runs or over the figure columns only: column heads."""
    if below.top - row.bottom > 1.2 * row.height or len(row.text) > 110:
        return False
    if len(row.runs) > 1 and not _is_marker([row.runs[0]]):
        return True
    return row.x0 > left + 0.25 * (right - left) and row.x0 >= first - 4 * row.height and len(row.text) < 60


def _extent(rows: list[Row], cells: list[list[list[Run]]], tabular: list[bool], at: int, width: float) -> int:
    """Where the table that starts at row `at` ends."""
    end, last = at + 1, at
    index = at + 1
    while index < len(rows):
        above, row = rows[index - 1], rows[index]
        if row.top - above.bottom > 2.5 * row.height or row.top < above.top - 1:
            break
        if tabular[index]:
            if not _gaps_agree(cells[last], cells[index]) and not (
                last > at
                and any(_gaps_agree(cells[i], cells[index]) for i in range(max(at, last - 3), last) if tabular[i])
            ):
                break
            last, end = index, index + 1
        elif (
            index - last > 5
            or row.x1 - row.x0 > 0.8 * width
            or len(row.text) > (60 if row.text[-1] in ".。;；" else 130)
        ):
            break
        index += 1
    return end


def _gaps_agree(a: list[list[Run]], b: list[list[Run]]) -> bool:
    """Do two rows leave white at a common place between cells?"""
    for left, right in itertools.pairwise(a):
        x0, x1 = left[-1].x1, right[0].x0
        for other_left, other_right in itertools.pairwise(b):
            if min(x1, other_right[0].x0) - max(x0, other_left[-1].x1) > 0.25 * left[0].height:
                return True
    return False


def _text(cell: Sequence[Run]) -> str:
    return " ".join(run.text for run in cell)


def _build(rows: list[Row], cells: list[list[list[Run]]], page: int) -> TableElement:
    columns = _columns(cells)
    table = TableElement(page)
    number = -1
    for row_cells in _unwrapped(rows, cells):
        number += 1
        placed: dict[int, CellElement] = {}
        floor = 0
        for cell in row_cells:
            column, span = _place(cell, columns)
            column = max(column, floor)
            if column in placed:
                placed[column].runs.extend(cell)
            else:
                placed[column] = CellElement(number, column, cell, column_span=max(1, span))
            floor = column
        table.cells.extend(placed[column] for column in sorted(placed))
    _mark_headers(table)
    return table


def _unwrapped(rows: list[Row], cells: list[list[list[Run]]]) -> list[list[list[Run]]]:
    """A label set on two lines becomes one cell, so that the figures on either line stand with all of it."""
    out: list[list[list[Run]]] = []
    above: Row | None = None
    for row, own in zip(rows, cells, strict=True):
        if above and row.top - above.bottom < 0.6 * row.height and _runs_on(out[-1], own):
            previous, label = out[-1], own[0][0]
            target = min(_labels(previous), key=lambda n: abs(previous[n][0].x0 - label.x0))
            previous[target] = previous[target] + own[0]
            previous.extend(own[1:])
        else:
            out.append(list(own))
        above = row
    return out


def _labels(cells: list[list[Run]]) -> list[int]:
    """The cells before the first figure."""
    count = next((number for number, cell in enumerate(cells) if is_figure(_text(cell))), len(cells))
    return list(range(count))


def _runs_on(above: list[list[Run]], row: list[list[Run]]) -> bool:
    """Does the row begin with the rest of the label above? Figures must stand on one of the two lines at most."""
    labels, first = _labels(above), row[0][0]
    if not labels or not _labels(row) or (len(labels) < len(above) and len(row) > 1):
        return False
    tail = above[labels[-1]][-1].text.rstrip()
    near = -first.height < first.x0 - above[0][0].x0 < 8 * first.height
    if not near or tail[-1:] in ":：.。" or MARKER.match(first.text):
        return False
    word = tail.rsplit(None, 1)[-1].lower() if tail else ""
    return first.text[0].islower() or word in OPEN_WORDS or tail[-1:] in ",，、-"


def _columns(cells: list[list[list[Run]]]) -> list[tuple[float, float]]:
    """The x intervals of the columns: first where figures stand, then where other text stands beside them."""
    figures: list[tuple[int, float, float]] = []
    texts: list[tuple[float, float]] = []
    for number, row in enumerate(cells):
        if len(row) > 1:
            own = [cell for cell in row if is_figure(_text(cell))]
            figures.extend((number, cell[0].x0, cell[-1].x1) for cell in own)
            if own:
                texts.extend((cell[0].x0, cell[-1].x1) for cell in row if not any(cell is each for each in own))
    columns = _without_splits(_union([(x0, x1) for _, x0, x1 in figures]), figures, cells[0][0][0].height)
    free = [text for text in texts if all(text[1] <= x0 or text[0] >= x1 for x0, x1 in columns)]
    if columns and texts:
        # Every label may run on under the first figure column of other rows: they still make the label column.
        first = columns[0][0]
        if not any(x0 < first for x0, _ in free):
            free += [(x0, min(x1, first)) for x0, x1 in texts if x0 < first < x1]
    elif not columns:
        most = max(len(row) for row in cells)
        free = [(cell[0].x0, cell[-1].x1) for row in cells if len(row) == most for cell in row]
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


def _place(cell: list[Run], columns: list[tuple[float, float]]) -> tuple[int, int]:
    """The first column a cell stands over, and how many it covers."""
    x0, x1 = cell[0].x0, cell[-1].x1
    shared = [min(x1, right) - max(x0, left) for left, right in columns]
    over = [number for number, share in enumerate(shared) if share > 0]
    if not over:
        middle = (x0 + x1) / 2
        return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle)), 1
    if is_figure(_text(cell)):
        return max(over, key=lambda n: shared[n]), 1
    return over[0], len(over)


def _mark_headers(table: TableElement) -> None:
    """Leading rows without figures (years apart) over rows that have them, or a bold first row over plain ones."""
    rows: dict[int, list[CellElement]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    numbers = sorted(rows)
    has_figures = {
        number: any(
            cell.column and is_figure(_text(cell.runs)) and not _YEAR.match(_text(cell.runs)) for cell in rows[number]
        )
        for number in numbers
    }
    heads = 0
    if any(has_figures.values()):
        for number in numbers:
            labelled = rows[number][0].column == 0
            if labelled and (has_figures[number] or len(rows[number]) == 1):
                break
            heads += 1
        if heads == len(numbers):
            heads = 0
    if not heads and len(numbers) > 1 and all(run.bold for cell in rows[numbers[0]] for run in cell.runs):
        heads = int(not all(run.bold for number in numbers[1:] for cell in rows[number] for run in cell.runs))
    for number in numbers[:heads]:
        for cell in rows[number]:
            cell.header = True


def ruled_table(grid: list[GridCell], runs: list[Run], page: int) -> tuple[TableElement | None, set[int]]:
    """The table in a drawn grid, and the ids of the runs it took; None where fewer than two cells hold text."""
    x0, x1 = min(cell.x0 for cell in grid), max(cell.x1 for cell in grid)
    top, bottom = min(cell.top for cell in grid), max(cell.bottom for cell in grid)
    held: list[list[Run]] = [[] for _ in grid]
    taken: set[int] = set()
    for run in runs:
        y = (run.top + run.bottom) / 2
        if not (top <= y <= bottom and run.x1 > x0 and run.x0 < x1):
            continue
        parts = _over_borders(run, [number for number, cell in enumerate(grid) if cell.top <= y <= cell.bottom], grid)
        if parts:
            taken.add(id(run))
            for number, part in parts:
                held[number].append(part)
    if sum(bool(own) for own in held) < 2:
        return None, set()
    table = TableElement(page)
    for cell, own in zip(grid, held, strict=True):
        if own:
            ordered = [run for row in make_rows(own, cell.x1 - cell.x0) for run in row.runs]
            table.cells.append(
                CellElement(cell.row, cell.column, ordered, row_span=cell.row_span, column_span=cell.column_span)
            )
    table.cells.sort(key=lambda cell: (cell.row, cell.column))
    _mark_headers(table)
    return table, taken


def _over_borders(run: Run, candidates: list[int], grid: list[GridCell]) -> list[tuple[int, Run]]:
    """The run's parts by the cell that holds each; none where some of its text stands in no cell."""
    if not candidates:
        return []
    for number in candidates:
        if grid[number].x0 - 2 <= run.x0 and run.x1 <= grid[number].x1 + 2:
            return [(number, run)]
    parts: list[tuple[int, Run]] = []
    start, own = 0, -1
    for index in range(len(run.text) + 1):
        cell = -2
        if index < len(run.text):
            if run.text[index] == " ":
                continue
            middle = (run.edges[index] + run.edges[index + 1]) / 2
            cell = next((n for n in candidates if grid[n].x0 <= middle <= grid[n].x1), -1)
            if cell == -1:
                return []
        if cell != own:
            if own >= 0:
                end = len(run.text[start:index].rstrip()) + start
                parts.append((own, run.cut(start, end)))
            start, own = index, cell
    return parts
