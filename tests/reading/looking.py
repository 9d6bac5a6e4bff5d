"""Reading a file in a test, and a document as plain values to compare."""

from __future__ import annotations

from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits, Reader


def read(reader: Reader, data: bytes, name: str = "file", limits: Limits | None = None) -> Document:
    """Read and hold the document to its invariants."""
    document = reader.read(data, name, limits or Limits())
    document.check()
    return document


def shown(document: Document, *kinds: str) -> list[str]:
    """Texts of the blocks, of these kinds if any are named."""
    return [document.text[b.start : b.end] for b in document.blocks if not kinds or b.kind in kinds]


def outline(document: Document) -> list[tuple[str, int, str]]:
    """Kind, level and text of every block."""
    return [(b.kind, b.level, document.text[b.start : b.end]) for b in document.blocks]


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], str]:
    """A table's texts by row and column."""
    return {(c.row, c.column): document.text[c.start : c.end] for c in document.tables[table].cells}


def named(document: Document) -> dict[str | None, str]:
    """Texts of all cells by their spreadsheet name."""
    return {c.name: document.text[c.start : c.end] for table in document.tables for c in table.cells}
