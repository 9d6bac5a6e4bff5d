"""The cells of tables as compact columns, in parts, so that a sheet of a million rows is looked into at one place.

Few cells are one pack (see `packing`). Many are cut into several, behind a directory of where in the
text each begins and ends: a look unpacks only those that its span touches.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from wenyuan.library.packing import pack, steps, unpack
from wenyuan.reading.document import Cell, Table

_PART = 2_048  # cells: quick to unpack, and enough to deflate well
_CUT = b"C"  # no pack begins so; the number of packs and the directory follow
_COUNT = struct.Struct("<I")
_ANYWHERE = 1 << 32


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, or a run of them, as columns; `names` and `merged` (index: rows, columns) hold only what is out
    of the ordinary. `goes_on`: these cells follow those of the grid before, in the same table."""

    start: int
    end: int
    page: int | None
    rows: Sequence[int]
    columns: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    headers: str
    merged: dict[int, tuple[int, int]]
    names: Sequence[str | None] | None
    goes_on: bool = False

    def cells(self) -> tuple[Cell, ...]:
        names = self.names or [None] * len(self.rows)
        columns = zip(self.rows, self.columns, self.starts, self.ends, self.headers, names, strict=True)
        return tuple(
            Cell(row, column, start, end, header == "1", *self.merged.get(index, (1, 1)), name)
            for index, (row, column, start, end, header, name) in enumerate(columns)
        )

    def cell(self, start: int, end: int) -> str | None:
        """The first cell with a character of `start:end`: by its name, else counted from 1."""
        at = max(0, bisect_right(self.starts, start) - 1)
        for index in range(at, min(at + 2, len(self.rows))):
            if self.starts[index] < end and start < self.ends[index]:
                name = self.names[index] if self.names else None
                return name or f"row {self.rows[index] + 1}, column {self.columns[index] + 1}"
        return None


class Cells:
    """What is stored of a document's tables, unpacked only where it is looked into."""

    def __init__(self, data: bytes | None) -> None:
        self._data = data or b""
        self._held = dict[int, list[Grid]]()
        self._firsts, self._lasts, self._bounds = _directory(self._data)

    def at(self, start: int, end: int) -> str | None:
        """The first cell with a character of `start:end`; for an empty span, of the one it stands before."""
        end = max(end, start + 1)
        for index, (first, last) in enumerate(zip(self._firsts, self._lasts, strict=True)):
            if first < end and start < last:
                for grid in self._grids(index):
                    if grid.start < end and start < grid.end and (cell := grid.cell(start, end)):
                        return cell
        return None

    def tables(self) -> list[Table]:
        """All of them, whole."""
        tables, runs = list[Grid](), list[list[Cell]]()
        for index in range(len(self._firsts)):
            for grid in self._grids(index):
                if not grid.goes_on:
                    tables.append(grid)
                    runs.append([])
                runs[-1].extend(grid.cells())
            self._held.clear()
        return [Table(t.start, t.end, tuple(cells), t.page) for t, cells in zip(tables, runs, strict=True)]

    def _grids(self, index: int) -> list[Grid]:
        if index not in self._held:
            self._held[index] = _decode(self._data[self._bounds[index] : self._bounds[index + 1]])
        return self._held[index]


def encode_tables(tables: Sequence[Table], part: int = _PART) -> bytes | None:
    """The bytes for `Cells`, None where there are no tables: most documents. `part`: cells of a pack, at most."""
    if not tables:
        return None
    packs, directory = list[bytes](), array("I")
    for run in _runs(tables, part):
        packs.append(_encode(run))
        cells = [cell for table, _ in run for cell in table.cells]
        first = min((cell.start for cell in cells), default=0)
        directory.extend([first, max((cell.end for cell in cells), default=0), len(packs[-1])])
    if len(packs) == 1:
        return packs[0]
    if sys.byteorder == "big":
        directory.byteswap()
    return b"".join([_CUT, _COUNT.pack(len(packs)), directory.tobytes(), *packs])


def _directory(data: bytes) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Of each pack: the first start and the last end of its cells; and where the packs begin, and the last ends."""
    if data[:1] != _CUT:
        there = bool(data)
        return [0] * there, [_ANYWHERE] * there, [0, len(data)]
    (count,) = _COUNT.unpack_from(data, 1)
    begin = 1 + _COUNT.size
    numbers = array("I", data[begin : begin + 12 * count])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers[::3], numbers[1::3], list(accumulate(numbers[2::3], initial=begin + 12 * count))


def _runs(tables: Sequence[Table], part: int) -> Iterator[list[tuple[Table, bool]]]:
    """The tables, cut where a pack is full; a table's later pieces are marked."""
    run, size = list[tuple[Table, bool]](), 0
    for table in tables:
        at = 0
        while at < len(table.cells) or at == 0:
            piece = table.cells[at : at + part - size]
            run.append((replace(table, cells=piece), at > 0))
            at, size = at + max(1, len(piece)), size + len(piece)
            if size >= part:
                yield run
                run, size = [], 0
    if run:
        yield run


def _encode(run: Sequence[tuple[Table, bool]]) -> bytes:
    names, numbers = list[list[Any]](), array("I")
    for table, goes_on in run:
        cells = table.cells
        headers = "".join("1" if cell.header else "0" for cell in cells)
        merged = [[i, c.row_span, c.column_span] for i, c in enumerate(cells) if (c.row_span, c.column_span) != (1, 1)]
        named = [cell.name for cell in cells] if any(cell.name is not None for cell in cells) else None
        names.append([table.start, table.end, table.page, headers, merged, named, *([True] if goes_on else [])])
        numbers.extend(cell.row for cell in cells)
        numbers.extend(cell.column for cell in cells)
        numbers.extend(steps((cell.start - table.start, cell.end - table.start) for cell in cells))
    return pack(names, numbers)


def _decode(data: bytes) -> list[Grid]:
    grids, at = list[Grid](), 0
    names, numbers = unpack(data)
    for start, end, page, headers, merged, named, *goes_on in names:
        size = len(headers)
        rows, columns, gaps = (numbers[at + size * a : at + size * b] for a, b in ((0, 1), (1, 2), (2, 4)))
        at += 4 * size
        bounds = list(accumulate(gaps, initial=start))[1:]
        spans = {index: (down, right) for index, down, right in merged}
        grids.append(
            Grid(start, end, page, rows, columns, bounds[::2], bounds[1::2], headers, spans, named, bool(goes_on))
        )
    return grids
