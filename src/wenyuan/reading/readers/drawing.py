"""What DrawingML objects say, wherever they are placed: charts (as tables of their cached values) and diagrams."""

from __future__ import annotations

from collections.abc import Mapping

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.readers.markup import R
from wenyuan.reading.readers.opc import Package, Relationship
from wenyuan.reading.xml import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

CHART = _C + "chart"
DIAGRAM = _D + "relIds"
_POINTS = 20_000


def write_graphic(element: Element, links: Mapping[str, Relationship], package: Package, builder: TextBuilder) -> None:
    """Append what a `c:chart` or `dgm:relIds` element stands for, by the relationships of the part it is in."""
    chart = element.tag == CHART
    link = links.get(element.get(R + ("id" if chart else "dm")) or "")
    if link is None or link.external or link.target not in package:
        return
    root = package.side(link.target)
    if chart:
        title, grid = _chart(root)
        builder.block("caption", title)
        grid.write(builder, 1)
    else:
        for text in _diagram(root):
            builder.block("paragraph", text)


def paragraph_text(paragraph: Element) -> str:
    """Text of an `a:p`: runs, fields and line breaks."""
    parts = list[str]()
    for node in paragraph.iter(A + "t", A + "br", A + "tab"):
        parts.append("\n" if node.tag == A + "br" else "\t" if node.tag == A + "tab" else node.text or "")
    return "".join(parts)


def _chart(root: Element) -> tuple[str, Grid]:
    """Title of a chart, and its series as columns beside their categories, from the values stored with it."""
    title = root.find(f"{_C}chart/{_C}title")
    grid, columns = Grid(), list[tuple[str, dict[int, str]]]()
    categories = dict[int, str]()
    for series in root.iter(_C + "ser"):
        for name in ("cat", "xVal"):
            categories = categories or _points(series.find(_C + name))
        values = _points(series.find(_C + "val")) or _points(series.find(_C + "yVal"))
        columns.append((" ".join(_points(series.find(_C + "tx")).values()), values))
    grid.row()
    for column, (name, _) in enumerate(columns, 1):
        grid.put(name, column)
    for index in sorted({*categories, *(at for _, values in columns for at in values)}):
        grid.row()
        grid.put(categories.get(index, ""), 0)
        for column, (_, values) in enumerate(columns, 1):
            grid.put(values.get(index, ""), column)
    texts = [paragraph_text(p) for p in title.iter(A + "p")] if title is not None else []
    return " ".join(text for text in texts if text.strip()), grid


def _diagram(root: Element) -> list[str]:
    """Texts of a diagram's (SmartArt) points, in the order of its data."""
    texts = ["\n".join(paragraph_text(p) for p in point.iter(A + "p")) for point in root.iter(_D + "pt")]
    return [text for text in texts if text.strip()]


def _points(element: Element | None) -> dict[int, str]:
    if element is None:
        return {}
    found = dict[int, str]()
    for point in element.iter(_C + "pt"):
        value, index = point.find(_C + "v"), point.get("idx") or ""
        if value is not None and value.text and index.isdecimal() and len(found) < _POINTS:
            found[int(index)] = value.text
    if not found:
        values = [v.text for v in element.iter(_C + "v") if v.text]
        return dict(enumerate(values[:1]))
    return found
