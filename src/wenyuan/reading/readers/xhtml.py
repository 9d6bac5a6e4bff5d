"""Blocks from well-made XHTML, all of it content: chapters of books, where nothing has to be guessed away."""

from __future__ import annotations

import re

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import BlockKind
from wenyuan.reading.readers.formula import linear
from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.xml import Element, whole_number

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(_HEADINGS) | frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form"
    " header hgroup hr li main nav ol p pre section summary table ul".split()
)
_SKIPPED = frozenset("audio head iframe img object rp rt script style svg template title video".split())
_LISTS = {"ul", "ol", "dl"}
_WHITE = re.compile("[ \t\r\n\f]+")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTES = {"footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"}


class XhtmlReader:
    """Appends one page's blocks to a builder. Tags come without namespace, as `parse_xhtml` gives them."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._parts: list[str] = []

    def read(self, root: Element) -> None:
        for body in root.iter("body"):
            self._flow(body, "paragraph", 0)

    def _flow(self, node: Element, kind: BlockKind, level: int, lists: int = 0) -> None:
        """Append the blocks in `node`; loose text between them becomes blocks of `kind`."""
        self._text(node.text)
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                pass
            elif tag not in _BLOCKS:
                if child.find(".//*") is not None and any(inner.tag in _BLOCKS for inner in child.iter()):
                    self._flow(child, kind, level, lists)
                else:
                    self._inline(child)
            else:
                self._end(kind, level)
                self._block(child, kind, level, lists)
            self._text(child.tail)
        self._end(kind, level)

    def _block(self, node: Element, kind: BlockKind, level: int, lists: int) -> None:
        tag = node.tag
        if tag in _HEADINGS and kind == "paragraph":
            self._flow(node, "heading", _HEADINGS[tag])
        elif tag == "table":
            self._table(node)
        elif tag == "pre":
            self._builder.block("code", "".join(node.itertext()))
        elif tag in {"figcaption", "caption"}:
            self._flow(node, "caption", 0)
        elif tag == "nav" and kind != "furniture":
            self._flow(node, "furniture", 0)
        elif tag in _LISTS:
            self._flow(node, kind, level, lists + 1)
        elif tag in {"li", "dd", "dt"} and kind in {"paragraph", "list_item"}:
            self._flow(node, "list_item", max(lists, 1), lists)
        elif kind == "paragraph" and _NOTES & {*(node.get(_TYPE) or "").split(), *(node.get("role") or "").split()}:
            self._flow(node, "footnote", 0)
        else:
            self._flow(node, kind, level, lists)

    def _end(self, kind: BlockKind, level: int) -> None:
        text, self._parts = "".join(self._parts), []
        self._builder.block(kind, re.sub(" ?\n ?", "\n", text), level)

    def _inline(self, node: Element) -> None:
        if node.tag in _SKIPPED:
            return
        if node.tag == "math":
            self._text(linear(node))
            return
        if node.tag == "br":
            self._parts.append("\n")
        self._text(node.text)
        for child in node:
            if isinstance(child.tag, str):
                self._inline(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if text:
            text = _WHITE.sub(" ", text)
            if text.startswith(" ") and (not self._parts or self._parts[-1].endswith((" ", "\n"))):
                text = text[1:]
            if text:
                self._parts.append(text)

    def _table(self, table: Element) -> None:
        grid, headers = Grid(), 0
        for caption in table.iterfind("caption"):
            self._flow(caption, "caption", 0)
        for row in _rows(table):
            grid.row()
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            for cell in cells:
                grid.cell(_cell_text(cell), whole_number(cell.get("rowspan"), 1), whole_number(cell.get("colspan"), 1))
            headed = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
            headers += cells != [] and headed and headers == len(grid.rows) - 1
        grid.write(self._builder, headers or None)


def _rows(node: Element) -> list[Element]:
    found = list[Element]()
    for child in node:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            found += _rows(child)
    return found


def _cell_text(cell: Element) -> str:
    parts = list[str]()
    _collect(cell, parts)
    return "".join(parts)


def _collect(node: Element, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            if child.tag == "math":
                parts += [linear(child), child.tail or ""]
                continue
            apart = "\n" if child.tag in _BLOCKS or child.tag in {"br", "td", "th", "tr"} else ""
            parts.append(apart)
            _collect(child, parts)
            parts.append(apart)
        parts.append(child.tail or "")
