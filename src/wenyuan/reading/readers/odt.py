"""OpenDocument text (.odt, .ott), read from content.xml (OASIS OpenDocument 1.3).

Notes follow the block that refers to them, text boxes the paragraph they are anchored in. Tables of contents and
indexes are furniture in place, running heads furniture at the end. Comments, deleted text (tracked changes), list
labels, ruby annotations and the text of pictures are left out.
"""

from __future__ import annotations

import re

from wenyuan.errors import ReadingFailed
from wenyuan.reading.archive import Archive
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.containers import ODT
from wenyuan.reading.document import BlockKind, Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.budget import Budget
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.xml import Element, local, parse, whole_number

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _OFFICE, _STYLE, _DRAW = (_NS % name for name in ("text", "table", "office", "style", "drawing"))
_META = _NS % "meta"
_DC = "{http://purl.org/dc/elements/1.1/}"
_METADATA = {
    _DC + "title": "title",
    _DC + "creator": "author",
    _META + "initial-creator": "author",
    _DC + "date": "modified",
    _META + "creation-date": "created",
    _DC + "language": "language",
    _DC + "subject": "subject",
}
_INDEX = ("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index")
_INDEXES = {_TEXT + name for name in (*_INDEX, "bibliography")}
_CONTAINERS = {
    _TEXT + "section",
    _TEXT + "index-body",
    _TEXT + "index-title",
    _TEXT + "numbered-paragraph",
    _OFFICE + "text",
}
_SKIPPED = {
    *(_OFFICE + name for name in ("annotation", "annotation-end", "forms", "event-listeners")),
    *(_TEXT + name for name in ("tracked-changes", "ruby-text", "note-citation")),
}
_REPEATED = 1000
# White space of the format: no-break and ideographic spaces are text.
_WHITE = re.compile("[ \\t\\r\\n]+")


class OdtReader(BuiltInReader):
    """Reads the text documents of LibreOffice and others."""

    media_types = (ODT,)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        archive = Archive(data, limits)
        if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise ReadingFailed("it is encrypted; remove the password and add it again")
        if "content.xml" not in archive:
            raise ReadingFailed("the file is damaged: its part 'content.xml' is missing")
        return _Text(archive, limits).document()


class _Text:
    """One document being read."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._builder = TextBuilder()
        self._builder.problems += archive.problems
        self._budget = Budget(self._builder, limits)
        self._parents: dict[str, tuple[str, str]] = {}
        self._notes: list[Element] = []
        self._boxes: list[Element] = []
        self._title = ""

    def document(self) -> Document:
        styles = parse(self._archive.read("styles.xml"), "styles.xml") if "styles.xml" in self._archive else None
        content = parse(self._archive.read("content.xml"), "content.xml")
        for root in (styles, content):
            if root is not None:
                for style in root.iter(_STYLE + "style"):
                    names = style.get(_STYLE + "parent-style-name") or "", style.get(_STYLE + "display-name") or ""
                    self._parents[style.get(_STYLE + "name") or ""] = names
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise ReadingFailed("the file is damaged: it has no text body")
        self._blocks(body)
        if not self._builder.blocks:
            raise ReadingFailed("it holds no text; pictures inside a document are not read")
        if styles is not None:
            self._furniture(styles)
        metadata = self._metadata()
        title = metadata.pop("title", "") or self._title
        return self._builder.finish(ODT, title, metadata)

    def _blocks(self, node: Element, depth: int = 0, furniture: bool = False) -> None:
        """Append what stands in `node`; `depth` is the list nesting around it."""
        for child in node:
            if self._budget.spent():
                return
            tag = child.tag
            if tag in {_TEXT + "p", _TEXT + "h"}:
                self._paragraph(child, depth, furniture)
            elif tag == _TEXT + "list":
                for item in child:
                    if local(item) in {"list-item", "list-header"}:
                        self._blocks(item, depth + 1, furniture)
            elif tag == _TABLE + "table":
                self._table(child)
            elif tag in _INDEXES:
                self._blocks(child, 0, True)
            elif tag in _CONTAINERS or tag.startswith(_DRAW):
                self._blocks(child, depth, furniture)

    def _paragraph(self, paragraph: Element, depth: int, furniture: bool) -> None:
        text = self._inline(paragraph)
        kind, level = ("furniture", 0) if furniture else self._role(paragraph, depth)
        block = self._builder.block(kind, text, level)
        if block and not self._title and kind == "heading" and "Title" in self._chain(paragraph):
            self._title = text
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)
        self._flush_notes()

    def _role(self, paragraph: Element, depth: int) -> tuple[BlockKind, int]:
        chain = self._chain(paragraph)
        if paragraph.tag == _TEXT + "h":
            return "heading", max(1, min(whole_number(paragraph.get(_TEXT + "outline-level"), 1), 6))
        if "Title" in chain:
            return "heading", 1
        if "Caption" in chain or chain & {"Illustration", "Table", "Drawing", "Figure"}:
            return "caption", 0
        if "Preformatted Text" in chain:
            return "code", 0
        return ("list_item", depth) if depth else ("paragraph", 0)

    def _chain(self, paragraph: Element) -> set[str]:
        """Names of a paragraph's style and those it derives from, as their user sees them."""
        found, name = set[str](), paragraph.get(_TEXT + "style-name") or ""
        while name and name not in found:
            parent, shown = self._parents.get(name, ("", ""))
            found |= {name, shown, name.replace("_20_", " ")}
            name = parent
        return found

    def _table(self, table: Element) -> None:
        grid = Grid()
        headers = self._rows(table, grid)
        grid.write(self._builder, headers or None)
        self._flush_notes()

    def _rows(self, node: Element, grid: Grid) -> int:
        headers = 0
        for child in node:
            name = local(child)
            if name == "table-header-rows":
                headers += self._rows(child, grid) or len(child)
            elif name in {"table-rows", "table-row-group"}:
                headers += self._rows(child, grid)
            elif name == "table-row":
                for _ in range(_repeats(child, "number-rows-repeated", 1 if not _filled(child) else _REPEATED)):
                    self._row(child, grid)
        return headers

    def _row(self, row: Element, grid: Grid) -> None:
        grid.row()
        column = 0
        for cell in row:
            name = local(cell)
            if name not in {"table-cell", "covered-table-cell"}:
                continue
            repeats = _repeats(cell, "number-columns-repeated", _REPEATED)
            text = self._flow(cell) if name == "table-cell" else ""
            height = _repeats(cell, "number-rows-spanned", _REPEATED)
            width = _repeats(cell, "number-columns-spanned", _REPEATED)
            for _ in range(repeats if text else 0):
                grid.put(text, column, height, width)
                column += 1
            column += 0 if text else repeats

    def _flow(self, node: Element) -> str:
        """The text of a cell or a note: its paragraphs one after another, lists and tables in it flattened."""
        texts = list[str]()
        for child in node:
            if child.tag in {_TEXT + "p", _TEXT + "h"}:
                outer, self._boxes = self._boxes, []
                texts.append(self._inline(child))
                boxes, self._boxes = self._boxes, outer
                texts += [self._flow(box) for box in boxes]
            elif child.tag not in _SKIPPED:
                texts.append(self._flow(child))
        return "\n".join(text for text in texts if text.strip())

    def _inline(self, node: Element) -> str:
        """Running text: white space collapsed as the format says, its own space, tab and break elements expanded."""
        parts = list[str]()
        self._walk(node, parts)
        text = "".join(parts)
        return text.replace("\x01", " ").replace("\x02", "\t").replace("\x03", "\n")

    def _walk(self, node: Element, parts: list[str]) -> None:
        _add(parts, node.text)
        for child in node:
            tag = child.tag
            if tag == _TEXT + "s":
                parts.append("\x01" * min(whole_number(child.get(_TEXT + "c"), 1), _REPEATED))
            elif tag == _TEXT + "tab":
                parts.append("\x02")
            elif tag == _TEXT + "line-break":
                parts.append("\x03")
            elif tag == _TEXT + "note":
                self._notes.append(child)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                if tag.startswith(_DRAW):
                    self._boxes += child.iter(_DRAW + "text-box") if tag != _DRAW + "text-box" else [child]
                elif local(child) != "math":
                    self._walk(child, parts)
            _add(parts, child.tail)

    def _flush_notes(self) -> None:
        while self._notes:
            notes, self._notes = self._notes, []
            for note in notes:
                body = note.find(_TEXT + "note-body")
                if body is not None:
                    self._builder.block("footnote", self._flow(body))

    def _furniture(self, styles: Element) -> None:
        seen = set[str]()
        for kind in ("header", "footer"):
            for suffix in ("", "-first", "-left"):
                for part in styles.iter(f"{_STYLE}{kind}{suffix}"):
                    text = self._flow(part)
                    if text not in seen:
                        seen.add(text)
                        self._builder.block("furniture", text)
        self._notes.clear()

    def _metadata(self) -> dict[str, str]:
        found = dict[str, str]()
        if "meta.xml" in self._archive:
            for item in parse(self._archive.read("meta.xml"), "meta.xml").iter():
                key = _METADATA.get(item.tag)
                value = " ".join((item.text or "").split())
                if key and value:
                    found.setdefault(key, value)
        return found


def _add(parts: list[str], text: str | None) -> None:
    """Append character data with each run of white space as one space, and none after a space."""
    if text:
        text = _WHITE.sub(" ", text)
        if text.startswith(" ") and parts and parts[-1].endswith(" "):
            text = text[1:]
        parts.append(text)


def _repeats(element: Element, name: str, most: int) -> int:
    return max(1, min(whole_number(element.get(_TABLE + name), 1), most))


def _filled(row: Element) -> bool:
    return any(text.strip() for text in row.itertext())
