"""Blocks and pages as compact columns: a few bytes a block, and quick to look into.

`Outline` answers where a position stands without making an object for each of a long document's blocks.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from wenyuan.library.packing import pack, steps, unpack
from wenyuan.reading.document import Block, BlockKind, Document, Page

_HEADING_CHARACTERS = 300  # of a heading's text kept beside its block; a path is for showing

_HEADINGS = re.compile("h")
_SHORT = 1_024  # bytes

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
    numbers = array("I", steps((block.start, block.end) for block in blocks))
    numbers.extend(block.level for block in blocks)
    numbers.extend(block.page or 0 for block in blocks)
    return pack(names, numbers)


def decode_outline(data: bytes) -> Outline:
    """Short ones are kept by what they are: a search looks into ten, often of the same documents as the one before."""
    return _kept(data) if len(data) <= _SHORT else _decoded(data)


@lru_cache(maxsize=2_048)
def _kept(data: bytes) -> Outline:
    return _decoded(data)


def _decoded(data: bytes) -> Outline:
    names, numbers = unpack(data)
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
