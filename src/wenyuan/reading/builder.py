"""TextBuilder: the one way a reader assembles text, so that every span is right by construction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wenyuan.reading.document import FORBIDDEN, Block, BlockKind, Cell, Document, Page, PageKind, Table

_REPLACED = {0: None} | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def clean(text: str) -> str:
    """Text without NUL and lone surrogates, the two things neither SQLite nor UTF-8 can hold."""
    if text.isascii():
        return text.replace("\x00", "")
    # Looking first is ten times as fast as translating, and nearly all text is clean.
    return text.translate(_REPLACED) if FORBIDDEN.search(text) else text


def one_line(text: str) -> str:
    """Clean text with each run of white space as one space, and none around it."""
    return " ".join(clean(text).split())


def separator(before: Sequence[Block], kind: BlockKind) -> str:
    """What stands between the blocks so far and one of `kind`: a blank line, between list items a line end."""
    if not before:
        return ""
    return "\n" if kind == "list_item" and before[-1].kind == "list_item" else "\n\n"


class TextBuilder:
    """Appends blocks and keeps their offsets.

    Blocks are separated by a blank line, neighbouring list items by a line end. A table's rows are lines and its
    cells are separated by tabs; tabs and line ends inside a cell become spaces.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._pages: list[Page] = []
        self._open_page: tuple[int, int, PageKind, str | None, float, float] | None = None
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.problems: list[str] = []

    @property
    def size(self) -> int:
        """Code points so far."""
        return self._size

    @property
    def page(self) -> int | None:
        """Number of the page being built, from 1."""
        return self._open_page[0] if self._open_page else None

    def start_page(
        self,
        kind: PageKind = "page",
        name: str | None = None,
        width: float = 0.0,
        height: float = 0.0,
    ) -> int:
        """Begin the next page (slide, sheet) and return its number."""
        self._close_page()
        number = len(self._pages) + 1
        self._open_page = (number, self._size, kind, name, width, height)
        return number

    def block(self, kind: BlockKind, text: str, level: int = 0) -> Block | None:
        """Append one block; returns None for text that is empty or blank."""
        text = clean(text).strip("\n\r\t \u00a0\u3000")
        if not text:
            return None
        self._separate(kind)
        block = Block(kind, self._size, self._size + len(text), level, self.page)
        self._append(text)
        self.blocks.append(block)
        return block

    def table(
        self,
        rows: Sequence[Sequence[str]],
        header_rows: int = 0,
        names: Sequence[Sequence[str | None]] | None = None,
        spans: Mapping[tuple[int, int], tuple[int, int]] | None = None,
    ) -> Table | None:
        """Append a table; returns None where every cell is blank.

        `names` gives each cell its spreadsheet name; `spans` gives merged cells their rows and columns by position.
        """
        cleaned = [[one_line(value) for value in row] for row in rows]
        if not any(value for row in cleaned for value in row):
            return None
        self._separate("table")
        start, cells, parts = self._size, list[Cell](), list[str]()
        at = start
        for r, row in enumerate(cleaned):
            if r:
                parts.append("\n")
                at += 1
            last = max((c for c, value in enumerate(row) if value), default=-1)
            for c, value in enumerate(row[: last + 1]):
                if c:
                    parts.append("\t")
                    at += 1
                if value:
                    name = names[r][c] if names else None
                    height, width = spans.get((r, c), (1, 1)) if spans else (1, 1)
                    end = at + len(value)
                    cells.append(Cell(r, c, at, end, r < header_rows, height, width, name))
                    parts.append(value)
                    at = end
        self._append("".join(parts))
        table = Table(start, self._size, tuple(cells), self.page)
        self.tables.append(table)
        self.blocks.append(Block("table", start, self._size, 0, self.page))
        return table

    def problem(self, what: str) -> None:
        """Say, in words for the user, what could not be read; the document becomes `partial`."""
        self.problems.append(what)

    def finish(self, media_type: str, title: str = "", metadata: dict[str, str] | None = None) -> Document:
        self._close_page()
        return Document(
            text="".join(self._parts),
            media_type=media_type,
            title=one_line(title),
            blocks=self.blocks,
            pages=self._pages,
            tables=self.tables,
            metadata=metadata or {},
            problems=self.problems,
        )

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def _separate(self, kind: BlockKind) -> None:
        self._append(separator(self.blocks, kind))

    def _close_page(self) -> None:
        if self._open_page:
            number, start, kind, name, width, height = self._open_page
            self._pages.append(Page(number, start, self._size, kind, name, width, height))
            self._open_page = None
