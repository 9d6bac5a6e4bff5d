"""Rich Text Format: paragraphs, headings by style or outline level, lists, tables, notes, text boxes.

Notes and text boxes follow the paragraph they are anchored in; running heads stand at the end as furniture. Comments,
deleted text, hidden text (`metadata` says so), field instructions, list labels and pictures are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import BlockKind, Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.budget import Budget
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.readers.rtf_tokens import Token, charset, code_page, tokens

_MEDIA_TYPE = "application/rtf"
_CHARACTERS = (
    {"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}
    | {"tab": "\t", "line": "\n", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "softline": "\n"}
    | {"zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f", "page": " ", "column": " "}
)
_SYMBOLS = {"~": "\u00a0", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
# Groups that open a text of their own.
_STORIES = {"footnote": "footnote", "shptxt": "box"} | {
    kind + page: "furniture" for kind in ("header", "footer") for page in ("", "l", "r", "f")
}
_SKIPPED = {
    *("colortbl", "pict", "fldinst", "pntext", "listtext", "listtable", "listoverridetable", "generator", "filetbl"),
    *("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "annotation", "atnid", "atnauthor", "atrfstart"),
    *("nonshppict", "shprslt", "sp", "bkmkstart", "bkmkend", "objdata", "objclass", "xe", "tc", "rxe", "nonesttables"),
    *("revtbl", "rsidtbl", "themedata", "latentstyles", "datastore", "pgptbl", "pn", "xmlnstbl", "wgrffmtfilter"),
    *("template", "private", "falt", "panose", "formfield", "datafield", "do"),
}
_STARRED = {"shpinst", "ud", "moMath", "moMathPara", "footnote", "shptxt"}
_INFO = {"title": "title", "author": "author", "subject": "subject", "keywords": "keywords"}
_HEADING = re.compile(r"(?:heading|标题|標題|见出し|titre|überschrift|título)\s*([1-9])", re.IGNORECASE)


@dataclass(slots=True)
class _Story:
    """A text being read: the body, a note, a text box, a running head."""

    kind: str
    blocks: list[tuple[BlockKind, int, str] | Grid] = field(default_factory=list[tuple[BlockKind, int, str] | Grid])
    parts: list[str] = field(default_factory=list[str])
    cell: list[str] = field(default_factory=list[str])
    row: list[str] = field(default_factory=list[str])
    grid: Grid = field(default_factory=Grid)
    anchored: list[_Story] = field(default_factory=list["_Story"])
    listed: bool = False


@dataclass(slots=True)
class _State:
    """What a group inherits and gives back."""

    story: _Story
    target: Literal["text", "skip", "fonts", "styles", "info"] = "text"
    key: str = ""
    font: int = 0
    fallback: int = 1
    deleted: bool = False
    hidden: bool = False
    style: int = 0
    outline: int | None = None
    depth: int = 0
    in_table: bool = False


class RtfReader(BuiltInReader):
    """Reads Rich Text Format."""

    media_types = (_MEDIA_TYPE,)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        start = data[:1024].find(b"{\\rtf")
        if start < 0:
            raise ReadingFailed("it is not Rich Text Format: it does not begin with {\\rtf")
        builder = TextBuilder()
        file = _Interpreter(Budget(builder, limits))
        if not file.run(data[start:]):
            builder.problem("the file ends too early: its last part is missing")
        for story in (file.body, *file.running):
            _write(builder, story)
        if not builder.blocks:
            raise ReadingFailed("it holds no text; pictures inside a document are not read")
        return builder.finish(_MEDIA_TYPE, file.info.pop("title", ""), file.info)


class _Interpreter:
    """The interpreter of the token stream."""

    def __init__(self, budget: Budget) -> None:
        self.body = _Story("body")
        self.running: list[_Story] = []
        self.info: dict[str, str] = {}
        self._budget = budget
        self._state = _State(self.body)
        self._stack: list[_State] = []
        self._default = "cp1252"
        self._first_font = 0
        self._fonts: dict[int, str] = {}
        self._charsets: dict[int, int] = {}
        self._styles: dict[int, tuple[str, int | None]] = {}
        self._bytes = bytearray()
        self._to_skip = 0
        self._starred = False
        self._opened = False

    def run(self, data: bytes) -> bool:
        """Read all tokens; False where the outermost group is never closed."""
        closed = False
        for count, token in enumerate(tokens(data)):
            if count % 65_536 == 0 and self._budget.spent():
                break
            if token.kind == "close" and len(self._stack) <= 1:
                closed = True
                break
            self._take(token)
        self._flush()
        self._end_paragraph(self.body)
        self._end_table(self.body)
        return closed or self._budget.spent()

    def _take(self, token: Token) -> None:
        if token.kind in {"text", "byte"}:
            data = token.data
            if self._to_skip:
                skipped = min(self._to_skip, len(data))
                self._to_skip -= skipped
                data = data[skipped:]
            self._opened = False
            self._bytes += data
            return
        if self._to_skip and token.kind in {"symbol", "word"} and token.value not in {"u", "*"}:
            self._to_skip = self._to_skip - 1 if token.kind == "symbol" else 0
            if token.kind == "symbol":
                return
        if token.kind == "word" and token.value == "u":
            self._flush()
            self._to_skip = self._state.fallback
            self._add(chr((token.number or 0) & 0xFFFF))
            return
        self._flush()
        if token.kind == "open":
            self._to_skip = 0
            self._stack.append(self._state)
            self._state = replace(self._state)
            self._opened, self._starred = True, False
        elif token.kind == "close":
            self._to_skip = 0
            self._close()
        elif token.kind == "symbol":
            self._symbol(token.value)
        else:
            self._word(token.value, token.number)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._starred = self._opened
            return
        self._opened = False
        if symbol in "\r\n":
            self._word("par", None)
        elif symbol in _SYMBOLS:
            self._add(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if self._opened:
            starred, self._opened, self._starred = self._starred, False, False
            if self._destination(word, starred):
                return
        if state.target == "fonts":
            if word == "f":
                state.font = number or 0
            elif word == "fcharset":
                self._charsets[state.font] = number or 0
            elif word == "cpg":
                self._fonts[state.font] = code_page(number)
        elif word in {"ansicpg", "mac", "pc", "pca"}:
            self._default = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word) or code_page(number)
        elif word == "deff":
            self._first_font = state.font = number or 0
        elif word == "uc":
            state.fallback = max(0, min(number if number is not None else 1, 16))
        elif word == "f":
            state.font = number or 0
        elif word == "plain":
            state.font, state.deleted, state.hidden = self._first_font, False, False
        elif word == "v":
            state.hidden = number != 0
        elif word == "deleted":
            state.deleted = number != 0
        elif word == "s":
            state.style = number or 0
        elif word == "outlinelevel":
            state.outline = number if number is not None and 0 <= number < 9 else None
        elif word == "ilvl":
            state.depth = (number or 0) + 1
        elif word == "ls":
            state.depth = max(state.depth, 1) if number else 0
        elif word == "intbl":
            state.in_table = True
        elif word == "pard":
            state.style, state.outline, state.depth, state.in_table = 0, None, 0, False
        elif state.target == "text":
            self._break(word)

    def _destination(self, word: str, starred: bool) -> bool:
        """Begin the group a word opens; False for a word that opens none."""
        state = self._state
        if state.target == "skip":
            if word == "ud":
                state.target = "text"
                return True
            return True
        if word in {"pntext", "listtext"}:
            state.story.listed = True
        if word == "info":
            state.target, state.key = "info", ""
        elif state.target == "info":
            state.key = _INFO.get(word, "skipped")
        elif word == "fonttbl":
            state.target = "fonts"
        elif word == "stylesheet":
            state.target = "styles"
        elif state.target == "styles":
            if word == "s":
                state.style = 0
            return False
        elif word in _STORIES and state.target == "text":
            story = _Story(_STORIES[word])
            if story.kind == "furniture":
                self.running.append(story)
            else:
                state.story.anchored.append(story)
            state.story, state.style, state.outline, state.depth, state.in_table = story, 0, None, 0, False
        elif word == "upr" or word in _SKIPPED or word.endswith("Pr") or (starred and word not in _STARRED):
            state.target = "skip"
        else:
            return False
        return True

    def _close(self) -> None:
        state = self._state
        self._state = self._stack.pop()
        if state.story is not self._state.story:
            self._end_paragraph(state.story, state)
            self._end_table(state.story)

    def _break(self, word: str) -> None:
        story = self._state.story
        if word in {"par", "sect"}:
            self._end_paragraph(story, self._state)
        elif word in {"cell", "nestcell"}:
            story.cell.append(_joined(story.parts))
            story.parts = []
            if word == "cell":
                story.row.append("\n".join(text for text in story.cell if text.strip()))
                story.cell = []
        elif word == "row":
            story.grid.row()
            for column, text in enumerate(story.row):
                story.grid.put(text, column)
            story.row = []
        elif word in _CHARACTERS:
            self._add(_CHARACTERS[word])

    def _end_paragraph(self, story: _Story, state: _State | None = None) -> None:
        text, story.parts = _joined(story.parts), []
        state = state or _State(story)
        if state.in_table and (text.strip() or story.cell or story.row):
            story.cell.append(text)
            return
        if not text.strip() and not story.anchored:
            return
        self._end_table(story)
        name, outline = self._styles.get(state.style, ("", None))
        level = state.outline if state.outline is not None else outline
        named = _HEADING.match(name)
        if story.kind == "body" and (level is not None or named):
            story.blocks.append(
                ("heading", min((level + 1) if level is not None else int(named[1] if named else 1), 6), text)
            )
        elif state.depth or story.listed:
            story.blocks.append(("list_item", max(state.depth, 1), text))
        elif name.lower() in {"caption", "题注"}:
            story.blocks.append(("caption", 0, text))
        else:
            story.blocks.append(("paragraph", 0, text))
        story.listed = False
        self._attach(story)

    def _end_table(self, story: _Story) -> None:
        if story.row or story.cell:  # a row that was never closed
            story.grid.row()
            for column, text in enumerate([*story.row, " ".join(story.cell)]):
                story.grid.put(text, column)
            story.row, story.cell = [], []
        if story.grid.rows:
            story.blocks.append(story.grid)
            story.grid = Grid()
            self._attach(story)

    def _attach(self, story: _Story) -> None:
        anchored, story.anchored = story.anchored, []
        for inner in anchored:
            if inner.kind == "footnote":
                story.blocks.append(("footnote", 0, _story_text(inner)))
            else:
                story.blocks += inner.blocks

    def _flush(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._add(data.decode(self._encoding(), "replace") if not data.isascii() else data.decode("ascii"))

    def _encoding(self) -> str:
        font = self._state.font
        return self._fonts.get(font) or charset(self._charsets.get(font), self._default)

    def _add(self, text: str) -> None:
        state = self._state
        if state.target == "text" and state.hidden:
            self.info["hidden"] = "left out"
        elif state.target == "text" and not state.deleted:
            state.story.parts.append(text)
        elif state.target == "info" and state.key in _INFO.values():
            self.info[state.key] = self.info.get(state.key, "") + text
        elif state.target == "styles":
            name = text.partition(";")[0].strip()
            if name and state.style not in self._styles:
                self._styles[state.style] = (name, state.outline)


def _joined(parts: list[str]) -> str:
    """The collected pieces; characters beyond the basic plane come as two halves and are put together here."""
    text = "".join(parts)
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _story_text(story: _Story) -> str:
    return "\n".join(block.flow() if isinstance(block, Grid) else block[2] for block in story.blocks)


def _write(builder: TextBuilder, story: _Story) -> None:
    for block in story.blocks:
        if isinstance(block, Grid):
            block.write(builder)
        elif story.kind == "furniture":
            builder.block("furniture", block[2])
        else:
            builder.block(block[0], block[2], block[1])
