"""A table whose grid is drawn: each run goes into the cell that holds it."""

from __future__ import annotations

from wenyuan.reading.readers.pdf.elements import CellElement, TableElement
from wenyuan.reading.readers.pdf.heads import mark_heads
from wenyuan.reading.readers.pdf.rules import GridCell
from wenyuan.reading.readers.pdf.runs import Run, make_rows


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
        if parts is None:
            return None, set()
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
    mark_heads(table, stack=False)
    return table, taken


def _over_borders(run: Run, candidates: list[int], grid: list[GridCell]) -> list[tuple[int, Run]] | None:
    """The run's parts by the cell that holds each; none where some of its text stands in no cell, and None where a
    border goes through a word or number: then the lines are not those of a table of this text."""
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
            if own >= 0 and cell >= 0 and run.text[index - 1 : index + 1].isalnum() and run.text[index].isascii():
                return None
            if own >= 0:
                end = len(run.text[start:index].rstrip()) + start
                parts.append((own, run.cut(start, end)))
            start, own = index, cell
    return parts
