"""Stored documents as evidence: their sentences and table rows, each with its place and what stands above it.

A document is taken apart once, as far as it is looked at: a passage that search has found gives the sentences and rows
that begin in it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wenyuan.checking.evidence import Cell, Sentence
from wenyuan.library.records import StoredDocument
from wenyuan.reading.document import Block, Table
from wenyuan.text.analyser import terms
from wenyuan.text.sentences import sentences
from wenyuan.text.span import Span

# A caption or a unit ("(in millions)", 单位：万元) stands so near above its table.
_NOTE_BLOCKS, _NOTE_CHARACTERS = 2, 160


@dataclass(frozen=True)
class Placed:
    """A sentence or row and where it stands in its document."""

    sentence: Sentence
    span: Span

    @cached_property
    def terms(self) -> frozenset[str]:
        """Its index terms; of a row those of its headers too."""
        headers = (name for cell in self.sentence.cells for name in cell.headers)
        return frozenset(terms(" ".join((self.sentence.text, *headers, *self.sentence.headings[-1:]))))


class Source:
    """One document, to be asked for what begins in a stretch of it.

    dated: the day it is from, where that is known. year_end: month and day where its fiscal years end.
    """

    def __init__(
        self, content: StoredDocument, dated: date | None = None, year_end: tuple[int, int] | None = None
    ) -> None:
        self.record = content.record
        self.text = content.text
        self._dated, self._year_end = dated, year_end
        self._blocks = [block for block in content.blocks if block.kind != "furniture" and block.start < block.end]
        self._starts = [block.start for block in self._blocks]
        self._tables = {table.start: table for table in content.tables}
        self._kept = dict[int, list[Placed]]()

    def within(self, start: int, end: int) -> list[Placed]:
        """The sentences and rows that begin in `text[start:end]`, in order; headings are what stands above others."""
        first = max(0, bisect_right(self._starts, start) - 1)
        out = list[Placed]()
        for at in range(first, bisect_left(self._starts, end)):
            out += [one for one in self._of(at) if start <= one.span.start < end]
        return out

    def all(self) -> list[Placed]:
        """Everything it says."""
        return [one for at in range(len(self._blocks)) for one in self._of(at)]

    def _of(self, at: int) -> list[Placed]:
        if (kept := self._kept.get(at)) is None:
            kept = self._kept[at] = self._taken_apart(at)
        return kept

    def _taken_apart(self, at: int) -> list[Placed]:
        block = self._blocks[at]
        if block.kind == "heading":
            return []
        if block.kind == "table" and (table := self._tables.get(block.start)) and table.cells:
            return self._rows(at, table)
        return [
            self._placed(at, start, end)
            for start, end in sentences(self.text, block.start, block.end)
            if self.text[start:end].strip()
        ]

    def _placed(
        self, at: int, start: int, end: int, cells: tuple[Cell, ...] = (), note: str = "", group: str = ""
    ) -> Placed:
        headings = (*self._headings[at], group) if group else self._headings[at]
        sentence = Sentence(self.text[start:end], self.record.title, headings, cells, note, self._dated, self._year_end)
        return Placed(sentence, Span(self.record.id, start, end))

    @cached_property
    def _headings(self) -> list[tuple[str, ...]]:
        """The headings above each block, outermost first."""
        out, path = list[tuple[str, ...]](), list[tuple[int, str]]()
        for block in self._blocks:
            if block.kind == "heading":
                while path and path[-1][0] >= block.level:
                    path.pop()
                path.append((block.level, " ".join(self.text[block.start : block.end].split())))
            out.append(tuple(name for _, name in path))
        return out

    def _rows(self, at: int, table: Table) -> list[Placed]:
        """A row is the line of its cells as stored; a row with a label alone is a heading of those below it."""
        lines = dict[int, list[tuple[int, int, int, bool]]]()
        for cell in table.cells:
            if self.text[cell.start : cell.end].strip():
                lines.setdefault(cell.row, []).append((cell.column, cell.start, cell.end, cell.header))
        heads = _header_rows(self.text, lines)
        headers = _Headers(self.text, [lines[row] for row in sorted(lines) if row in heads])
        note = "\n".join(filter(None, (self._note(at), *headers.notes)))
        out, group = list[Placed](), ""
        for row in sorted(lines.keys() - heads):
            cells = lines[row]
            if len(cells) == 1 and cells[0][0] == 0:
                group = " ".join(self.text[cells[0][1] : cells[0][2]].split())
                out.append(self._placed(at, cells[0][1], cells[0][2], note=note))
                continue
            start, end = cells[0][1], cells[-1][2]
            own = tuple(Cell(first - start, last - start, headers.of(column)) for column, first, last, _ in cells)
            out.append(self._placed(at, start, end, own, note, group))
        return out

    def _note(self, at: int) -> str:
        """What stands right above a table and holds for all of it."""
        near = list[Block]()
        for block in reversed(self._blocks[max(0, at - _NOTE_BLOCKS) : at]):
            if block.kind == "table" or block.end - block.start > _NOTE_CHARACTERS:
                break
            near.append(block)
        return "\n".join(" ".join(self.text[block.start : block.end].split()) for block in reversed(near))


def _header_rows(text: str, lines: dict[int, list[tuple[int, int, int, bool]]]) -> set[int]:
    """The rows that head columns: those marked so at the top, else those above the first with a label and figures."""
    rows, marked = sorted(lines), set[int]()
    for row in rows:
        if not all(header for *_, header in lines[row]):
            break
        marked.add(row)
    if marked and len(marked) < len(rows):
        return marked
    above = set[int]()
    for row in rows:
        cells = lines[row]
        labelled = cells[0][0] == 0 and not _figure(text[cells[0][1] : cells[0][2]])
        if labelled and any(_figure(text[start:end]) for _, start, end, _ in cells[1:]):
            return above
        above.add(row)
    return set(rows[:1])


def _figure(cell: str) -> bool:
    """Whether a cell holds a figure that is no year."""
    bare = cell.replace(",", "").strip().strip("$¥￥€£()%-— ").strip()
    return bare.replace(".", "", 1).isdigit() and not (len(bare) == 4 and bare[:2] in ("19", "20"))


class _Headers:
    """What heads each column; an empty cell of a header says what its left neighbour says.

    notes: what the header says in the column of labels ("(in millions)").
    """

    def __init__(self, text: str, rows: list[list[tuple[int, int, int, bool]]]) -> None:
        self._rows = [{column: " ".join(text[start:end].split()) for column, start, end, _ in cells} for cells in rows]
        self.notes = [cells[0] for cells in self._rows if 0 in cells]

    def of(self, column: int) -> tuple[str, ...]:
        if column == 0:
            return ()
        out = list[str]()
        for cells in self._rows:
            at = max((one for one in cells if 0 < one <= column), default=None)
            if at is not None and cells[at] not in out:
                out.append(cells[at])
        return tuple(out)
