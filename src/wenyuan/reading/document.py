"""What a reader returns: the text once, as read, and a map of its structure in spans of that text.

Invariants, held by `Document.check()` and by property tests over every reader:
- every start/end is a code-point offset into `text`, `0 <= start <= end <= len(text)`;
- blocks are sorted by start and do not overlap; characters outside any block are separators;
- no lone surrogates and no NUL in `text` (readers build text through `TextBuilder` or `clean`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from wenyuan.reading.layout import PageLayout

FORBIDDEN = re.compile("[\x00\ud800-\udfff]")

BlockKind = Literal[
    "heading",  # `level` 1 (outermost) to 6
    "paragraph",
    "list_item",  # `level` is the nesting depth, from 1
    "table",  # see `Document.tables` for its cells; rows are lines, cells are separated by tabs
    "code",
    "caption",
    "footnote",
    "furniture",  # running heads, page numbers, navigation: stored and locatable, never in a passage
]
PageKind = Literal["page", "slide", "sheet"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with one role. `page` counts from 1 and is None where the format has no pages."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. `row` and `column` count from 0; `name` is the spreadsheet's own name ("B7")."""

    row: int
    column: int
    start: int
    end: int
    header: bool = False
    row_span: int = 1
    column_span: int = 1
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table's extent and its cells, sorted by start; empty cells are left out."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or sheet. `number` counts from 1; `name` is a sheet's name or a page's printed label.

    `start:end` covers the page's body text in order; pages follow one another without overlap. `width` and `height`
    are in points, 0 where unknown.
    """

    number: int
    start: int
    end: int
    kind: PageKind = "page"
    name: str | None = None
    width: float = 0.0
    height: float = 0.0


@dataclass(slots=True)
class Document:
    """A file as read.

    problems: what could not be read, in words for the user ("page 3 has no text: it looks like a scan");
    any problem makes the document `partial`. A file that gives nothing raises `ReadingFailed` instead.
    layouts: character geometry by page number (from 1), for formats that have it.
    """

    text: str
    media_type: str
    title: str = ""
    blocks: list[Block] = field(default_factory=list[Block])
    pages: list[Page] = field(default_factory=list[Page])
    tables: list[Table] = field(default_factory=list[Table])
    layouts: dict[int, PageLayout] = field(default_factory=dict[int, PageLayout])
    metadata: dict[str, str] = field(default_factory=dict[str, str])
    problems: list[str] = field(default_factory=list[str])

    @property
    def status(self) -> Literal["ready", "partial"]:
        return "partial" if self.problems else "ready"

    def check(self) -> None:
        """Raise ValueError where an invariant of this module does not hold: a reader's defect, never the user's."""
        size = len(self.text)
        if FORBIDDEN.search(self.text):
            raise ValueError("text holds NUL or a lone surrogate")
        last = 0
        for block in self.blocks:
            if not (last <= block.start <= block.end <= size):
                raise ValueError(f"block out of order or out of text: {block}")
            last = block.end
        last = 0
        for page in self.pages:
            if not (last <= page.start <= page.end <= size):
                raise ValueError(f"page out of order or out of text: {page}")
            last = page.end
        for table in self.tables:
            last = table.start
            for cell in table.cells:
                if not (last <= cell.start <= cell.end <= table.end <= size):
                    raise ValueError(f"cell out of order or out of its table: {cell}")
                last = cell.end
        for number, layout in self.layouts.items():
            for line in layout.lines:
                if not (0 <= line.start < line.end <= size) or len(line.edges) != line.end - line.start + 1:
                    raise ValueError(f"line of page {number} does not fit the text: {line.start}:{line.end}")
