"""Presentations (.pptx, .pptm, .ppsx and templates), read from their XML (ECMA-376 part 1).

One page a slide: its title first, then shapes in the file's order (groups opened, tables, charts and diagrams in
place), speaker notes last as a footnote. Slide numbers, dates and footers are furniture. Comments and the text of
pictures are left out; hidden slides are read and named in the metadata.
"""

from __future__ import annotations

from collections.abc import Iterator

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.containers import PPTX
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.budget import Budget
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.drawing import CHART, DIAGRAM, A, paragraph_text, write_graphic
from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.readers.markup import ALTERNATE, R, chosen
from wenyuan.reading.readers.opc import Package, Relationship
from wenyuan.reading.xml import Element, whole_number

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLES = {"title", "ctrTitle"}
_FURNITURE = {"dt", "ftr", "sldNum", "hdr"}
_BULLETS = (A + "buChar", A + "buAutoNum", A + "buBlip")
_SHAPES = {_P + "sp", _P + "graphicFrame"}
_GROUPS = {_P + "grpSp", _P + "spTree"}


class PptxReader(BuiltInReader):
    """Reads PowerPoint's zipped format."""

    media_types = (PPTX,)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        return _Presentation(Package(data, limits), limits).document()


class _Presentation:
    """One presentation being read."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._main = package.main("ppt/presentation.xml")
        self._builder = TextBuilder()
        self._budget = Budget(self._builder, limits)
        self._plain: dict[str, set[str]] = {}
        self._links: dict[str, Relationship] = {}
        self._layout = ""

    def document(self) -> Document:
        root = self._package.xml(self._main)
        size = root.find(_P + "sldSz")
        width, height = (whole_number(size.get(k)) / 12700 if size is not None else 0.0 for k in ("cx", "cy"))
        links = self._package.relationships(self._main)
        hidden, title = list[str](), ""
        listed = [links.get(item.get(R + "id") or "") for item in root.iterfind(f"{_P}sldIdLst/{_P}sldId")]
        for number, link in enumerate(listed, 1):
            if self._budget.spent(f"slide {number - 1}"):
                break
            if number > self._limits.pages:
                self._builder.problem(f"only the first {self._limits.pages} of {len(listed)} slides were read")
                break
            self._builder.start_page("slide", width=width, height=height)
            if link is None or link.target not in self._package:
                self._builder.problem(f"slide {number} is missing from the file")
                continue
            slide = self._package.xml(link.target)
            if slide.get("show") in {"0", "false"}:
                hidden.append(str(number))
            heading = self._slide(slide, link.target)
            title = title or heading
        if not self._builder.blocks:
            raise ReadingFailed("its slides hold no text; pictures inside a presentation are not read")
        metadata = self._package.properties()
        self._builder.problems += self._package.problems
        if hidden:
            metadata["hidden_slides"] = ", ".join(hidden)
        own = metadata.pop("title", "")
        # PowerPoint puts this into every file it makes from scratch.
        return self._builder.finish(PPTX, title if own in {"", "PowerPoint Presentation"} else own, metadata)

    def _slide(self, slide: Element, part: str) -> str:
        """Append one slide; returns its title."""
        self._links = self._package.relationships(part)
        self._layout = next((r.target for r in self._links.values() if r.kind == "slideLayout"), "")
        tree = slide.find(f"{_P}cSld/{_P}spTree")
        shapes = list(_shapes(tree)) if tree is not None else []
        titles = [shape for shape in shapes if _placeholder(shape)[0] in _TITLES]
        heading = ""
        for shape in titles:
            text = "\n".join(text for p in shape.iter(A + "p") if (text := paragraph_text(p)).strip())
            self._builder.block("heading", text, 1)
            heading = heading or text
        for shape in shapes:
            if shape in titles:
                continue
            if shape.tag == _P + "graphicFrame":
                self._graphic(shape)
            else:
                self._shape(shape)
        for link in self._links.values():
            if link.kind == "notesSlide" and link.target in self._package:
                self._notes(self._package.side(link.target))
        return heading

    def _shape(self, shape: Element) -> None:
        kind, index = _placeholder(shape)
        body = shape.find(_P + "txBody")
        if body is None:
            return
        listed = kind in {"body", "obj"} and index not in self._unbulleted()
        for paragraph in body.iterfind(A + "p"):
            text = paragraph_text(paragraph)
            if kind in _FURNITURE:
                self._builder.block("furniture", text)
                continue
            properties = paragraph.find(A + "pPr")
            bullet = listed
            if properties is not None:
                marked = any(properties.find(tag) is not None for tag in _BULLETS)
                bullet = marked or (listed and properties.find(A + "buNone") is None)
            level = whole_number(properties.get("lvl")) if properties is not None else 0
            if bullet:
                self._builder.block("list_item", text, level + 1)
            else:
                self._builder.block("paragraph", text)

    def _graphic(self, frame: Element) -> None:
        for table in frame.iter(A + "tbl"):
            self._table(table)
        for element in frame.iter(CHART, DIAGRAM):
            write_graphic(element, self._links, self._package, self._builder)

    def _table(self, table: Element) -> None:
        grid = Grid()
        for row in table.iterfind(A + "tr"):
            grid.row()
            for column, cell in enumerate(row.iterfind(A + "tc")):
                if _true(cell.get("hMerge")) or _true(cell.get("vMerge")):
                    continue
                text = "\n".join(paragraph_text(p) for p in cell.iter(A + "p"))
                grid.put(text, column, whole_number(cell.get("rowSpan"), 1), whole_number(cell.get("gridSpan"), 1))
        properties = table.find(A + "tblPr")
        grid.write(self._builder, 1 if properties is not None and _true(properties.get("firstRow")) else None)

    def _notes(self, notes: Element) -> None:
        for shape in notes.iter(_P + "sp"):
            if _placeholder(shape)[0] == "body":
                texts = [paragraph_text(p) for p in shape.iter(A + "p")]
                self._builder.block("footnote", "\n".join(text for text in texts if text.strip()))

    def _unbulleted(self) -> set[str]:
        """Indexes of this slide's placeholders whose layout takes the bullets away."""
        if self._layout not in self._plain:
            found = self._plain[self._layout] = set[str]()
            if self._layout in self._package:
                for shape in self._package.side(self._layout).iter(_P + "sp"):
                    if shape.find(f"{_P}txBody/{A}lstStyle/{A}lvl1pPr/{A}buNone") is not None:
                        found.add(_placeholder(shape)[1])
        return self._plain[self._layout]


def _shapes(tree: Element) -> Iterator[Element]:
    """Shapes and frames in order, groups opened."""
    for child in tree:
        if child.tag in _SHAPES:
            yield child
        elif child.tag in _GROUPS:
            yield from _shapes(child)
        elif child.tag == ALTERNATE:
            yield from _shapes(chosen(child))


def _placeholder(shape: Element) -> tuple[str, str]:
    """Type and index of the placeholder a shape fills; type "" for a shape that fills none."""
    found = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return (found.get("type") or "obj", found.get("idx") or "0") if found is not None else ("", "")


def _true(value: str | None) -> bool:
    return value in {"1", "true"}
