"""Blocks, pages and tables as compact columns: deflated JSON, a few bytes a block.

Offsets are written as gaps and lengths, which deflate well and turn back with one running sum. An `Outline` answers
where a position stands without making an object for each of a long document's blocks.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

from wenyuan.reading.document import Block, BlockKind, Cell, Document, Page, Table

_HEADING_CHARACTERS = 300  # of a heading's text kept beside its block; a path is for showing

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
    return _pack(
        {
            "kinds": "".join(_LETTERS[block.kind] for block in blocks),
            "steps": _steps((block.start, block.end) for block in blocks),
            "levels": [block.level for block in blocks],
            "page_of": [block.page or 0 for block in blocks],
            "headings": [
                document.text[block.start : min(block.end, block.start + _HEADING_CHARACTERS)]
                for block in blocks
                if block.kind == "heading"
            ],
            "pages": [[p.number, p.start, p.end, p.kind, p.name, p.width, p.height] for p in document.pages],
        }
    )


def decode_outline(data: bytes) -> Outline:
    row = _unpack(data)
    bounds = list(accumulate(row["steps"]))
    kinds: str = row["kinds"]
    at = (index for index, kind in enumerate(kinds) if kind == "h")
    return Outline(
        kinds,
        bounds[::2],
        bounds[1::2],
        row["levels"],
        row["page_of"],
        [Page(*page) for page in row["pages"]],
        list(zip(at, row["headings"], strict=True)),
    )


def encode_tables(tables: Sequence[Table]) -> bytes | None:
    """None where there are no tables: most documents."""
    return _pack([_table_row(table) for table in tables]) if tables else None


def decode_tables(data: bytes | None) -> list[Table]:
    return [_table(row) for row in _unpack(data)] if data else []


def _table_row(table: Table) -> list[Any]:
    cells = table.cells
    return [
        table.start,
        table.end,
        table.page,
        [cell.row for cell in cells],
        [cell.column for cell in cells],
        _steps((cell.start - table.start, cell.end - table.start) for cell in cells),
        "".join("1" if cell.header else "0" for cell in cells),
        [[i, c.row_span, c.column_span] for i, c in enumerate(cells) if (c.row_span, c.column_span) != (1, 1)],
        [cell.name for cell in cells] if any(cell.name is not None for cell in cells) else None,
    ]


def _table(row: list[Any]) -> Table:
    start, end, page, rows, columns, steps, headers, spans, names = row
    bounds = [start + offset for offset in accumulate(steps)]
    merged = {index: (down, right) for index, down, right in spans}
    cells = [
        Cell(r, c, first, last, header == "1", *merged.get(index, (1, 1)), name)
        for index, (r, c, first, last, header, name) in enumerate(
            zip(rows, columns, bounds[::2], bounds[1::2], headers, names or [None] * len(rows), strict=True)
        )
    ]
    return Table(start, end, tuple(cells), page)


def _steps(bounds: Iterable[tuple[int, int]]) -> list[int]:
    flat = list(chain.from_iterable(bounds))
    return [after - before for before, after in zip([0, *flat], flat, strict=False)]


def _pack(value: object) -> bytes:
    raw = json.dumps(value, separators=(",", ":")).encode("ascii")
    return raw if len(raw) < _SMALL else zlib.compress(raw, 6)


def _unpack(data: bytes) -> Any:
    """JSON begins with a bracket, deflated data never does."""
    return json.loads(data if data[:1] in (b"{", b"[") else zlib.decompress(data))
