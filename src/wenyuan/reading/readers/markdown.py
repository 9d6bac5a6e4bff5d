"""Markdown: the source is the text, marks and all; blocks are ranges of it, found by CommonMark's own line numbers.

Tables and front matter are read too; front matter (simple "key: value" lines) is metadata and in no block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from wenyuan.reading.document import Block, BlockKind, Cell, Document, Table
from wenyuan.reading.encoding import decode
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader

_LINE_END = re.compile("\r\n|\r|\n")
_FRONT = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(.*?)(?:\r\n|\r|\n)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|$)", re.S)
_PAIR = re.compile(r"([A-Za-z][\w-]*):[ \t]*(\S.*)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:")
_PIPE = re.compile(r"\\.|\|")
_TAG = re.compile(r"<!--.*?(?:-->|$)|<[^>]*>", re.S)
_MARKERS = " \t>"


class MarkdownReader(BuiltInReader):
    """Reads Markdown sources."""

    media_types = ("text/markdown",)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        decoded = decode(data)
        document = Document(decoded.text, "text/markdown", metadata={"encoding": decoded.encoding})
        if decoded.problem:
            document.problems.append(decoded.problem)
        front = _FRONT.match(decoded.text)
        if front:
            document.metadata |= _front_matter(front[1])
        # Inline marks are left in the text, so only the blocks are parsed: three times as fast.
        parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("inline")
        source = _Source(decoded.text, front.end() if front else 0)
        source.take(parser.parse(source.body))
        document.blocks, document.tables = source.blocks, source.tables
        document.title = document.metadata.get("title", "") or _title(document)
        return document


def _front_matter(text: str) -> dict[str, str]:
    pairs = (_PAIR.fullmatch(line.rstrip()) for line in _LINE_END.split(text))
    return {pair[1].lower(): pair[2].strip("\"'") for pair in pairs if pair and pair[2].strip("\"'")}


def _title(document: Document) -> str:
    """The words of the first heading, without their marks."""
    heading = next((block for block in document.blocks if block.kind == "heading"), None)
    if heading is None:
        return ""
    tokens = MarkdownIt("commonmark").parseInline(document.text[heading.start : heading.end])[0].children or []
    words = "".join(
        token.content if token.type in {"text", "code_inline"} else " "
        for token in tokens
        if token.content or token.type == "softbreak"
    )
    return " ".join(words.split())


@dataclass(slots=True)
class _Source:
    """The text from `base` on, and the blocks found in it so far."""

    text: str
    base: int
    blocks: list[Block] = field(default_factory=list[Block])
    tables: list[Table] = field(default_factory=list[Table])
    _starts: list[int] = field(default_factory=list[int])
    _ends: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        at = self.base
        for found in _LINE_END.finditer(self.text, self.base):
            self._starts.append(at)
            self._ends.append(found.start())
            at = found.end()
        self._starts.append(at)
        self._ends.append(len(self.text))

    @property
    def body(self) -> str:
        return self.text[self.base :]

    def take(self, tokens: Sequence[Token]) -> None:
        depth, fresh, heading = 0, False, 0
        table: int | None = None
        for at, token in enumerate(tokens):
            kind = token.type
            if kind == "list_item_open":
                depth, fresh = depth + 1, True
            elif kind == "list_item_close":
                depth -= 1
            elif kind == "heading_open":
                heading = int(token.tag[1])
            elif kind == "heading_close":
                heading = 0
            elif kind == "table_open":
                table = at
            elif kind == "table_close":
                self._table(tokens[table or 0 : at + 1])
                table = None
            elif kind == "inline" and table is None and token.map:
                if heading:
                    self._words("heading", token, heading)
                elif fresh and depth:
                    self._words("list_item", token, min(depth, 6))
                else:
                    self._words("paragraph", token, 0)
                fresh = False
            elif kind in {"fence", "code_block"} and token.map:
                self._code(token)
                fresh = False
            elif kind == "html_block" and token.map and _TAG.sub("", token.content).strip():
                self._add("paragraph", self._starts[token.map[0]], self._end(token.map[1] - 1))

    def _add(self, kind: BlockKind, start: int, end: int, level: int = 0) -> None:
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        # Guard, not habit: a parser that misnumbers a line must not break the document.
        if start < end and (not self.blocks or self.blocks[-1].end <= start):
            self.blocks.append(Block(kind, start, end, level))

    def _end(self, line: int) -> int:
        return self._ends[min(line, len(self._ends) - 1)]

    def _words(self, kind: BlockKind, token: Token, level: int) -> None:
        """A block of the words of an inline token: its content as it stands in its first to its last line."""
        assert token.map is not None  # noqa: S101 -- the caller looked
        first, last = token.map[0], token.map[1] - 1
        opening, _, _ = token.content.partition("\n")
        start, end = self._starts[first], self._end(last)
        found = self.text.find(opening.strip(), start, self._end(first)) if opening.strip() else -1
        if found >= 0:
            start = found
        else:
            start += len(self.text[start:end]) - len(self.text[start:end].lstrip(_MARKERS))
        if kind == "heading" and first == last and found >= 0:
            end = found + len(opening.strip())
        if kind == "paragraph" and _FOOTNOTE.match(self.text, start):
            kind = "footnote"
        self._add(kind, start, end, level)

    def _code(self, token: Token) -> None:
        assert token.map is not None  # noqa: S101 -- the caller looked
        first, last = token.map[0], token.map[1] - 1
        if token.type == "fence":
            closing = self.text[self._starts[last] : self._end(last)].strip(_MARKERS)
            first += 1
            if last >= first and closing and not closing.strip(token.markup[0]):
                last -= 1
        if first <= last and first < len(self._starts):
            self._add("code", self._starts[first], self._end(last))

    def _table(self, tokens: Sequence[Token]) -> None:
        bounds, cells, row = tokens[0].map, list[Cell](), 0
        if bounds is None:
            return
        start, end = self._starts[bounds[0]], self._end(bounds[1] - 1)
        header = True
        for token in tokens:
            if token.type == "tbody_open":
                header = False
            elif token.type == "tr_open" and token.map:
                cells += self._row(token.map[0], row, header)
                row += 1
        before = len(self.blocks)
        self._add("table", start, end)
        if len(self.blocks) > before:
            block = self.blocks[-1]
            self.tables.append(Table(block.start, block.end, tuple(cells)))

    def _row(self, line: int, row: int, header: bool) -> list[Cell]:
        start, end = self._starts[line], self._end(line)
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip(_MARKERS))
        pipes = [found.start() for found in _PIPE.finditer(self.text, start, end) if found[0] == "|"]
        if pipes and pipes[0] == start:
            start, pipes = start + 1, pipes[1:]
        cells, at = list[Cell](), start
        for column, pipe in enumerate([*pipes, end]):
            value = self.text[at:pipe]
            if value.strip():
                left = at + len(value) - len(value.lstrip())
                cells.append(Cell(row, column, left, left + len(value.strip()), header))
            at = pipe + 1
        return cells
