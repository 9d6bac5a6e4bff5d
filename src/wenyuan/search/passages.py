"""Passages: the unit of retrieval. Whole sentences within one section, about 300 Chinese characters or 120 words.

A passage never crosses a heading, and a table's rows keep to themselves, with the table's header row as context.
The heading that opens a section belongs to its first passage, so that it can be found and quoted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wenyuan.reading.document import Block, Table
from wenyuan.text.language import HAN
from wenyuan.text.sentences import sentences

# A Han character weighs 2, a word of another script 5: 300 characters and 120 words are the same size, 600.
_TARGET = 600
_LONGEST = 1200
_LONGEST_CONTEXT = 300
_LONGEST_LABEL = 80
_ANNOUNCES = re.compile(r"[:：]\s*[*_\\]*\s*$")
_WIDEST = 3000  # characters, for what has no words to weigh
_WEIGHED = re.compile(rf"([{HAN}]+)|[^\W_{HAN}]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]` of one document; `heading` is its path of headings, `context` a table's header rows.

    body: where the headings that open it end and its sentences begin.
    """

    start: int
    end: int
    heading: tuple[str, ...] = ()
    context: str = ""
    body: int = 0


def weight(text: str, start: int, end: int) -> int:
    """Size of `text[start:end]` in half Han characters: 2 for each, 5 for a word of another script."""
    found = _WEIGHED.findall(text, start, end)
    return 2 * len("".join(found)) + 5 * found.count("")


def passages(text: str, blocks: Sequence[Block], tables: Sequence[Table] = ()) -> Iterator[Passage]:
    """The passages of a document in order. Furniture is in none; every other sentence is in exactly one."""
    by_start = {table.start: table for table in tables}
    path: list[tuple[int, str]] = []
    open_passage = _Open()
    after_heading = False
    for block in blocks:
        if block.start == block.end:
            continue
        if block.kind == "furniture":
            # A passage is one stretch of text: it ends where a page's foot or the next one's head would come into it.
            yield from open_passage.close()
            continue
        if block.kind == "heading":
            # Headings in a row (title, subtitle, section) open one passage together.
            if not after_heading or open_passage.full:
                yield from open_passage.close()
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, " ".join(text[block.start : block.end].split())[:200]))
            open_passage.above = tuple(name for _, name in path)
            yield from open_passage.fit(text, block.start, block.end)
            open_passage.body = block.end
            after_heading = True
            continue
        if block.kind == "table":
            yield from _of_table(text, block, by_start.get(block.start), open_passage, after_heading)
        else:
            for start, end in sentences(text, block.start, block.end):
                yield from open_passage.fit(text, start, end)
        after_heading = False
    yield from open_passage.close()


def _of_table(
    text: str, block: Block, table: Table | None, open_passage: _Open, after_heading: bool
) -> Iterator[Passage]:
    if not after_heading:
        yield from open_passage.close()
    header_rows = {cell.row for cell in table.cells if cell.header} if table else set[int]()
    header, on_top = list[str](), True
    at = block.start
    for row, line in enumerate(text[block.start : block.end].split("\n")):
        on_top = on_top and row in header_rows
        if on_top:
            header.append(line)
        if line.strip():
            yield from open_passage.fit(text, at, at + len(line))
            open_passage.context = " ".join(header)[:_LONGEST_CONTEXT]
        at += len(line) + 1
    yield from open_passage.close()


class _Open:
    """The passage being gathered."""

    def __init__(self) -> None:
        # The headings above what comes next; those of the passage are as of what was added last.
        self.above: tuple[str, ...] = ()
        self._heading: tuple[str, ...] = ()
        self.context = ""
        self.body = 0
        self._start = self._end = self._before = -1
        self._last = (-1, -1, 0)
        self._size = 0

    @property
    def full(self) -> bool:
        return self._size >= _TARGET

    def fit(self, text: str, start: int, end: int) -> Iterator[Passage]:
        """Add a sentence; first close the passage where it would grow past its size."""
        size = weight(text, start, min(end, start + _WIDEST))
        large = self._size + size > _TARGET and (self._size >= _TARGET // 2 or size > _TARGET // 2)
        if self._start >= 0 and (large or end - self._start > _WIDEST):
            yield from self._close_before(text)
        while size > _LONGEST or end - start > _WIDEST:
            # One "sentence" of many hundred words: a list without stops, or not prose. Cut it at white space.
            cut = _cut(text, start, min(end, start + _WIDEST))
            self.add(start, cut, _LONGEST)
            yield from self.close()
            start = cut
            size = weight(text, start, min(end, start + _WIDEST))
        if start < end:
            self.add(start, end, size)

    def add(self, start: int, end: int, size: int) -> None:
        if self._start < 0:
            self._start = start
        self._heading = self.above
        self._last, self._before = (start, end, size), self._end
        self._end = end
        self._size += size

    def _close_before(self, text: str) -> Iterator[Passage]:
        """Close, but let a last line that announces what follows ("Examination:") begin the next passage."""
        start, end, size = self._last
        label = self._start < start and end - start <= _LONGEST_LABEL and _ANNOUNCES.search(text, start, end)
        if label:
            self._end = self._before
        yield from self.close()
        if label:
            self.add(start, end, size)

    def close(self) -> Iterator[Passage]:
        if self._start >= 0:
            yield Passage(
                self._start, self._end, self._heading, self.context, min(max(self.body, self._start), self._end)
            )
        self._start = self._end = -1
        self._size = 0
        self.context = ""


def _cut(text: str, start: int, end: int) -> int:
    """A place after about `_TARGET` weight, at white space where there is some near."""
    size, cut = 0, end
    for match in _WEIGHED.finditer(text, start, end):
        if match.lastindex and size + 2 * (match.end() - match.start()) >= _TARGET:
            cut = match.start() + (_TARGET - size + 1) // 2
            break
        size += 2 * (match.end() - match.start()) if match.lastindex else 5
        if size >= _TARGET:
            cut = match.end()
            break
    space = max(text.rfind(" ", start + 1, cut), text.rfind("\n", start + 1, cut))
    return space + 1 if space - start > (cut - start) // 2 else cut
