"""What DrawingML objects say, wherever they are placed: charts (as tables of their cached values) and diagrams."""

from __future__ import annotations

from collections.abc import Mapping

from wenyuan.reading.readers.grid import Grid
from wenyuan.reading.readers.opc import Relationship
from wenyuan.reading.xml import Element

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

CHART = _C + "chart"
DIAGRAM = _D + "relIds"
_POINTS = 20_000


def graphic_part(element: Element, links: Mapping[str, Relationship]) -> str | None:
    """Name of the part a `c:chart` or `dgm:relIds` element stands for, by the relationships of the part it is in."""
    link = links.get(element.get(_R + ("id" if element.tag == CHART else "dm")) or "")
    return link.target if link and not link.external else None


def paragraph_text(paragraph: Element) -> str:
    """Text of an `a:p`: runs, fields and line breaks."""
    parts = list[str]()
    for node in paragraph.iter(A + "t", A + "br", A + "tab"):
        parts.append("\n" if node.tag == A + "br" else "\t" if node.tag == A + "tab" else node.text or "")
    return "".join(parts)


def chart_grid(root: Element) -> tuple[str, Grid]:
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


def diagram_texts(root: Element) -> list[str]:
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
