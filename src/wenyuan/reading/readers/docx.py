"""Word documents (.docx, .docm and their templates), read from their XML (ECMA-376 part 1).

Order is the body's own; a note follows the block that refers to it; text boxes, charts and diagrams follow the
paragraph they are anchored in. Running heads stand at the end as furniture, tables of contents in place as furniture.
Comments are not content and are left out; so are numbering labels, deleted text and the text of pictures. Hidden text
is what the file's reader does not see: it is left out too, and `metadata` says so.
"""

from __future__ import annotations

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.containers import DOCX
from wenyuan.reading.document import BlockKind, Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.budget import Budget
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.docx_inline import Inline, InlineReader
from wenyuan.reading.readers.docx_styles import Look, Styles, W
from wenyuan.reading.readers.drawing import CHART, DIAGRAM, write_graphic
from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.readers.markup import ALTERNATE, chosen, outermost
from wenyuan.reading.readers.opc import Package
from wenyuan.reading.xml import Element, whole_number

_THROUGH = {W + name for name in ("sdtContent", "customXml", "ins", "moveTo", "smartTag", "txbxContent")}
_COLUMNS = 1000
_DRAWN = {W + "txbxContent", CHART, DIAGRAM}


class DocxReader(BuiltInReader):
    """Reads Word's zipped format."""

    media_types = (DOCX,)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        return _Story(Package(data, limits), limits).document()


class _Story:
    """One document being read."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._main = package.main("word/document.xml")
        self._styles = Styles(package, self._main)
        self._links = package.relationships(self._main)
        self._builder = TextBuilder()
        self._budget = Budget(self._builder, limits)
        self._inline = InlineReader(self._styles.hidden)
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._pending: list[tuple[str, str]] = []
        self._title = ""

    def document(self) -> Document:
        body = self._package.xml(self._main).find(W + "body")
        if body is None:
            raise ReadingFailed("the file is damaged: the document has no body")
        self._blocks(body)
        if not self._builder.blocks:
            raise ReadingFailed("it holds no text; pictures inside a Word document are not read")
        self._furniture()
        metadata = self._package.properties()
        if self._inline.hid:
            metadata["hidden"] = "left out"
        self._builder.problems += self._package.problems
        title = metadata.pop("title", "") or self._title
        return self._builder.finish(DOCX, title, metadata)

    def _blocks(self, node: Element, contents: bool = False) -> None:
        for child in node:
            if self._budget.spent():
                return
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, contents)
            elif tag == W + "tbl":
                self._table(child)
            elif tag == W + "sdt":
                gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                toc = gallery is not None and gallery.get(W + "val") == "Table of Contents"
                self._blocks(child, contents or toc)
            elif tag in _THROUGH:
                self._blocks(child, contents)
            elif tag == ALTERNATE:
                self._blocks(chosen(child), contents)
            elif tag == W + "altChunk":
                self._builder.problem("a document embedded in this one (altChunk) was not read; save it anew in Word")

    def _paragraph(self, paragraph: Element, contents: bool) -> None:
        look = self._styles.look(paragraph)
        inline = self._inline.read(paragraph)
        kind, level = ("furniture", 0) if contents or look.contents else _role(look)
        block = self._builder.block(kind, inline.text, level)
        if block and look.title and not self._title:
            self._title = inline.text
        self._after(inline)

    def _after(self, inline: Inline) -> None:
        """What a paragraph refers to, once it stands."""
        for drawing in inline.drawings:
            self._drawing(drawing)
        self._pending += inline.notes
        self._flush_notes()

    def _flush_notes(self) -> None:
        pending, self._pending = self._pending, []
        for kind, identity in pending:
            self._builder.block("footnote", self._notes[kind].pop(identity, ""))

    def _drawing(self, drawing: Element) -> None:
        for found in outermost(drawing, _DRAWN):
            if found.tag == W + "txbxContent":
                self._blocks(found)
            else:
                write_graphic(found, self._links, self._package, self._builder)

    def _table(self, table: Element) -> None:
        grid = Grid()
        headers = 0
        for row in _rows(table):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            grid.row()
            column = _value(properties, "gridBefore")
            for cell in outermost(row, {W + "tc"}):
                own = cell.find(W + "tcPr")
                width = max(1, _value(own, "gridSpan"))
                merge = own.find(W + "vMerge") if own is not None else None
                if merge is not None and merge.get(W + "val") != "restart":
                    grid.grow(column)
                else:
                    grid.put(self._flow(cell), column, 1, width)
                column += width
            if (
                properties is not None
                and properties.find(W + "tblHeader") is not None
                and headers == len(grid.rows) - 1
            ):
                headers += 1
        grid.write(self._builder, headers or None)
        self._flush_notes()

    def _flow(self, node: Element) -> str:
        """The text of a cell or note: its paragraphs one after another, tables and boxes in it flattened."""
        texts = list[str]()
        for child in node:
            if child.tag == W + "p":
                inline = self._inline.read(child)
                texts.append(inline.text)
                self._pending += inline.notes
                boxes = [box for drawing in inline.drawings for box in outermost(drawing, {W + "txbxContent"})]
                texts += [self._flow(box) for box in boxes]
            elif child.tag == W + "tbl":
                texts += [self._flow(cell) for row in _rows(child) for cell in outermost(row, {W + "tc"})]
            elif child.tag == W + "sdt" or child.tag in _THROUGH:
                texts.append(self._flow(child))
        return "\n".join(text for text in texts if text.strip())

    def _read_notes(self, kind: str) -> dict[str, str]:
        notes = dict[str, str]()
        self._pending = []
        for part in self._package.related(self._main, kind + "s"):
            for note in self._package.side(part).iterfind(W + kind):
                if note.get(W + "type") in {None, "normal"}:
                    notes[note.get(W + "id") or ""] = self._flow(note)
        return notes

    def _furniture(self) -> None:
        """Headers and footers, each text once."""
        seen = set[str]()
        for kind in ("header", "footer"):
            for part in self._package.related(self._main, kind):
                text = self._flow(self._package.side(part))
                if text not in seen:
                    seen.add(text)
                    self._builder.block("furniture", text)


def _role(look: Look) -> tuple[BlockKind, int]:
    if look.title:
        return "heading", 1
    if look.heading:
        return "heading", look.heading
    if look.caption:
        return "caption", 0
    if look.code:
        return "code", 0
    if look.depth:
        return "list_item", look.depth
    return "paragraph", 0


def _rows(table: Element) -> list[Element]:
    return outermost(table, {W + "tr"})


def _value(properties: Element | None, name: str) -> int:
    found = properties.find(W + name) if properties is not None else None
    return min(whole_number(found.get(W + "val")), _COLUMNS) if found is not None else 0
