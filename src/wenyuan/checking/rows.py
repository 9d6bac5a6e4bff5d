"""What a table claims: each figure under the labels of its row and column, or a row of words as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from wenyuan.reading.document import Block, Cell, Table

Stated = tuple[int, int, Literal["cell", "row"], tuple[str, ...]]
_LONGEST_LABEL = 200
_MONEY = "$€£¥￥"
_SCALE = re.compile(
    r"\b(thousand|million|billion)s?\b(?:\s+(?:of\s+)?(?:U\.?S\.?\s+)?(euro|dollar|pound|franc|yuan|yen)s?\b)?"
    r"|([百千万亿]{1,2}[美港欧日]?元)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\s(（−-]*[\d,.]+[)）]?\s*")
# The head of a column that no reader has marked as one.
_YEAR = re.compile(r"\W*(?:fy ?)?(?:19|20)[0-9]{2}(?: ?年度?)?\W*", re.IGNORECASE)


def of_table(text: str, block: Block, table: Table | None) -> Iterator[Stated]:
    """Start, end and kind of each claim, and the labels it stands under: those of its row, then of its column."""
    if table is None:
        yield from _of_lines(text, block)
        return
    rows, sides = dict[int, list[Cell]](), dict[int, list[Cell]]()
    for cell in table.cells:
        (sides if cell.header else rows).setdefault(cell.row, []).append(cell)
    first = min(rows, default=0)
    above = _above([cell for cell in table.cells if cell.header and cell.row < first], table.cells)
    for row, cells in rows.items():
        beside = [_words(text, cell) for cell in sides.get(row, ()) if cell.column < cells[0].column]
        label = _label(text, cells)
        figures = [cell for cell in cells if cell is not label and _is_figure(text[cell.start : cell.end])]
        if not figures and len(cells) + len(beside) > 1:
            heads = dict.fromkeys(_words(text, one) for cell in cells for one in above.get(cell.column, ()))
            yield cells[0].start, cells[-1].end, "row", tuple(word for word in (*beside, *heads) if word)
        names = (*beside, *([_words(text, label)] if label else []))
        for cell in figures:
            heads = (_words(text, one) for one in above.get(cell.column, ()))
            yield cell.start, cell.end, "cell", tuple(word for word in (*names, *heads) if word)


def unit(text: str, table: Table, announced: str = "") -> str:
    """In what the figures of a table are given, as it is said after a figure ("thousand euros", 万元); "" for nothing.

    It stands in the corner of the header, or in the words that announce the table.
    """
    corner = (_words(text, cell) for cell in table.cells if cell.header and cell.column == 0)
    for said in (*corner, announced):
        if found := _SCALE.search(said):
            return " ".join(filter(None, found.groups())).lower()
    return ""


def is_bare(words: str) -> bool:
    """Whether a cell is a number with no unit of its own."""
    return _BARE.fullmatch(words) is not None


def _above(heads: Sequence[Cell], cells: Sequence[Cell]) -> Mapping[int, list[Cell]]:
    """The header cells over each column that has a cell; a span may be as wide as a file likes."""
    columns = sorted({cell.column for cell in cells})
    found = dict[int, list[Cell]]()
    for head in heads:
        for at in range(bisect_left(columns, head.column), bisect_left(columns, head.column + head.column_span)):
            found.setdefault(columns[at], []).append(head)
    return found


def _label(text: str, cells: Sequence[Cell]) -> Cell | None:
    """The first cell, where it is words beside figures."""
    first = cells[0]
    return first if first.column == 0 and len(cells) > 1 and not _is_figure(text[first.start : first.end]) else None


def _is_figure(words: str) -> bool:
    """Mostly digits: "1,234", "(5.2)%", "$ 12.5 million", "11.44亿元"; no name that has a digit in it, and no year."""
    digits = sum(character.isdigit() for character in words)
    letters = sum(character.isalpha() for character in words)
    money = words.strip()[:1] in _MONEY
    return digits > 0 and (money or letters <= max(4, digits)) and not _YEAR.fullmatch(words)


def _words(text: str, cell: Cell) -> str:
    return " ".join(text[cell.start : cell.end].split())[:_LONGEST_LABEL]


def _of_lines(text: str, block: Block) -> Iterator[Stated]:
    """Of a table whose cells are not known: the lines after the first, under the first."""
    at, head = block.start, ""
    for line in text[block.start : block.end].split("\n"):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line) + 1
        if not any(character.isalnum() for character in line):
            continue
        if not head:
            head = " ".join(line.split())[:_LONGEST_LABEL]
        else:
            yield start, end, "row", (head,)
