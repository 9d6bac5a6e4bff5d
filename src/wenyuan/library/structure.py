"""Blocks, pages and tables as compact columns: a few bytes a block, and quick to look into.

A row is a line of JSON for names and texts, then 32-bit numbers, deflated where that pays. Offsets are written as gaps
and lengths, which deflate well and turn back with one running sum. `Outline` and `Grid` answer where a position stands
without making an object for each of a long document's blocks or cells.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

from wenyuan.reading.document import Block, BlockKind, Cell, Document, Page, Table

_HEADING_CHARACTERS = 300  # of a heading's text kept beside its block; a path is for showing

_HEADINGS = re.compile("h")
_SMALL = 1_024  # bytes; setting up the deflater costs more than so little saves

_LETTERS: dict[BlockKind, str] = {
    "heading": "h",
    "paragraph": "p",
    "list_item": "l",
    "table": "t",
    "code": "c",
    "caption": "a",
    "footnote": "f",
    "furniture": "u",
}
_KINDS: dict[str, BlockKind] = {letter: kind for kind, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's blocks as columns (page 0: no page), its pages, and its headings as (block index, text)."""

    kinds: str
    starts: Sequence[int]
    ends: Sequence[int]
    levels: Sequence[int]
    page_of: Sequence[int]
    pages: Sequence[Page]
    headings: Sequence[tuple[int, str]]

    def blocks(self) -> list[Block]:
        columns = zip(self.kinds, self.starts, self.ends, self.levels, self.page_of, strict=True)
        return [Block(_KINDS[kind], start, end, level, page or None) for kind, start, end, level, page in columns]

    def touched(self, start: int, end: int) -> range:
        """Indices of the blocks that share a character with `start:end`; for an empty span, the one it stands in."""
        end = max(end, start + 1)
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.ends[first] <= start:
            first += 1
        return range(first, bisect_right(self.starts, end - 1))

    def path(self, start: int) -> tuple[str, ...]:
        """The headings above a position, outermost first; a heading stands under those of lower level only."""
        at = bisect_right(self.starts, start) - 1
        inside = at >= 0 and start < self.ends[at] and self.kinds[at] == "h"
        level = self.levels[at] if inside else 1 << 16
        found = list[str]()
        last = bisect_right(self.headings, at - inside, key=lambda heading: heading[0])
        for index, text in reversed(self.headings[:last]):
            if self.levels[index] < level:
                level = self.levels[index]
                found.append(text)
        return tuple(reversed(found))

    def page_at(self, start: int) -> Page | None:
        """The page whose body holds this position, else the page of the block that does (running heads, notes)."""
        at = bisect_right(self.pages, start, key=lambda page: page.start) - 1
        if at >= 0 and start < self.pages[at].end:
            return self.pages[at]
        touched = self.touched(start, start)
        number = self.page_of[touched[0]] if touched else 0
        return next((page for page in self.pages if page.number == number), None)


def encode_outline(document: Document) -> bytes:
    blocks = document.blocks
    names = {
        "kinds": "".join(_LETTERS[block.kind] for block in blocks),
        "headings": [
            document.text[block.start : min(block.end, block.start + _HEADING_CHARACTERS)]
            for block in blocks
            if block.kind == "heading"
        ],
        "pages": [[p.number, p.start, p.end, p.kind, p.name, p.width, p.height] for p in document.pages],
    }
    numbers = array("I", _steps((block.start, block.end) for block in blocks))
    numbers.extend(block.level for block in blocks)
    numbers.extend(block.page or 0 for block in blocks)
    return _pack(names, numbers)


def decode_outline(data: bytes) -> Outline:
    names, numbers = _unpack(data)
    kinds: str = names["kinds"]
    size = len(kinds)
    bounds = list(accumulate(numbers[: 2 * size]))
    at = (found.start() for found in _HEADINGS.finditer(kinds))
    return Outline(
        kinds,
        bounds[::2],
        bounds[1::2],
        numbers[2 * size : 3 * size],
        numbers[3 * size :],
        [Page(*page) for page in names["pages"]],
        list(zip(at, names["headings"], strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells as columns; `names` and `merged` (index: rows, columns) hold only what is out of the ordinary."""

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

    def table(self) -> Table:
        names = self.names or [None] * len(self.rows)
        columns = zip(self.rows, self.columns, self.starts, self.ends, self.headers, names, strict=True)
        cells = [
            Cell(row, column, start, end, header == "1", *self.merged.get(index, (1, 1)), name)
            for index, (row, column, start, end, header, name) in enumerate(columns)
        ]
        return Table(self.start, self.end, tuple(cells), self.page)

    def cell(self, start: int, end: int) -> str | None:
        """The first cell with a character of `start:end`: by its name, else counted from 1."""
        at = max(0, bisect_right(self.starts, start) - 1)
        for index in range(at, min(at + 2, len(self.rows))):
            if self.starts[index] < end and start < self.ends[index]:
                name = self.names[index] if self.names else None
                return name or f"row {self.rows[index] + 1}, column {self.columns[index] + 1}"
        return None


def encode_tables(tables: Sequence[Table]) -> bytes | None:
    """None where there are no tables: most documents."""
    names, numbers = list[list[Any]](), array("I")
    for table in tables:
        cells = table.cells
        headers = "".join("1" if cell.header else "0" for cell in cells)
        merged = [[i, c.row_span, c.column_span] for i, c in enumerate(cells) if (c.row_span, c.column_span) != (1, 1)]
        named = [cell.name for cell in cells] if any(cell.name is not None for cell in cells) else None
        names.append([table.start, table.end, table.page, headers, merged, named])
        numbers.extend(cell.row for cell in cells)
        numbers.extend(cell.column for cell in cells)
        numbers.extend(_steps((cell.start - table.start, cell.end - table.start) for cell in cells))
    return _pack(names, numbers) if tables else None


def decode_tables(data: bytes | None) -> list[Grid]:
    if data is None:
        return []
    grids, at = list[Grid](), 0
    names, numbers = _unpack(data)
    for start, end, page, headers, merged, named in names:
        size = len(headers)
        rows, columns, steps = (numbers[at + size * a : at + size * b] for a, b in ((0, 1), (1, 2), (2, 4)))
        at += 4 * size
        bounds = list(accumulate(steps, initial=start))[1:]
        spans = {index: (down, right) for index, down, right in merged}
        grids.append(Grid(start, end, page, rows, columns, bounds[::2], bounds[1::2], headers, spans, named))
    return grids


def _steps(bounds: Iterable[tuple[int, int]]) -> list[int]:
    flat = list(chain.from_iterable(bounds))
    return [after - before for before, after in zip([0, *flat], flat, strict=False)]


def _pack(names: object, numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    raw = json.dumps(names, separators=(",", ":")).encode("ascii") + b"\n" + numbers.tobytes()
    return raw if len(raw) < _SMALL else zlib.compress(raw, 6)


def _unpack(data: bytes) -> tuple[Any, array[int]]:
    raw = data if data[:1] in (b"{", b"[") else zlib.decompress(data)  # JSON begins so, deflated data never does
    names, _, rest = raw.partition(b"\n")
    numbers = array("I", rest)
    if sys.byteorder == "big":
        numbers.byteswap()
    return json.loads(names), numbers
