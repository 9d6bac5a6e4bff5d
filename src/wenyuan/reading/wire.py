"""What parent and reader process say to each other, as bytes.

A frame is a header (kind, flags, body length) and a body. A document travels as compact JSON for its structure in
columns, UTF-8 for its text and `PageLayout.encode()` bytes for its layouts. Nothing here can run code: a reader
process that a hostile file has taken over can send a wrong document, never more than that.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Callable, Sequence
from dataclasses import asdict
from enum import IntEnum
from itertools import starmap
from typing import Any, NamedTuple, cast, get_args

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import clean
from wenyuan.reading.document import Block, BlockKind, Cell, Document, Page, PageKind, Table
from wenyuan.reading.layout import PageLayout, verify
from wenyuan.reading.protocol import Limits

Buffer = bytes | bytearray | memoryview

_BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
_PAGE_KINDS: tuple[PageKind, ...] = get_args(PageKind)
_SIZES = struct.Struct("<QQ")  # JSON, text; the layouts follow, their sizes are in the JSON
_NAME = struct.Struct("<I")
_HEADER = struct.Struct("<4sHHQ")
_MAGIC = b"wyr1"
HEADER_SIZE = _HEADER.size


class Kind(IntEnum):
    """What a frame holds."""

    SETUP = 1  # to the reader process, once: the limits, as JSON
    READY = 2  # from it, once: how it has confined itself, as text
    FILE = 3  # to it: name length, name, the file's bytes
    DOCUMENT = 4  # from it: `encode(document)`
    FAILED = 5  # from it: the reason, as text
    OUT_OF_MEMORY = 6  # from it: nothing


class Header(NamedTuple):
    kind: Kind
    last: bool  # the sender ends after this frame
    size: int  # of the body, in bytes


def pack_header(kind: Kind, size: int, last: bool = False) -> bytes:
    return _HEADER.pack(_MAGIC, kind, last, size)


def unpack_header(data: Buffer) -> Header:
    """Raises ValueError for anything but a header."""
    magic, kind, flags, size = _HEADER.unpack_from(data)
    if magic != _MAGIC or flags > 1:
        raise ValueError(f"not a frame: {bytes(data[:8])!r}")
    return Header(Kind(kind), bool(flags), size)


def file_parts(name: str, data: bytes) -> list[bytes]:
    """A FILE frame in pieces, so that the file's bytes are not copied.

    What is not Unicode in the name is shown as U+FFFD: readers make titles of it.
    """
    raw = clean(name).encode()
    return [pack_header(Kind.FILE, _NAME.size + len(raw) + len(data)), _NAME.pack(len(raw)), raw, data]


def split_file(size: int, read: Callable[[int], bytes]) -> tuple[str, bytes]:
    """Name and bytes of a FILE frame of `size` bytes, taken from `read(n)`, which gives exactly n bytes."""
    (length,) = _NAME.unpack(read(_NAME.size))
    name = read(length).decode()
    return name, read(size - _NAME.size - length)


def encode_limits(limits: Limits) -> bytes:
    return json.dumps(asdict(limits)).encode()


def decode_limits(data: bytes) -> Limits:
    return Limits(**json.loads(data))


def encode(document: Document) -> bytes:
    """The document as bytes for `decode`."""
    text = document.text.encode()
    layouts = [(number, layout.encode()) for number, layout in document.layouts.items()]
    cells = [cell for table in document.tables for cell in table.cells]
    structure = {
        "media_type": document.media_type,
        "title": document.title,
        "metadata": document.metadata,
        "problems": document.problems,
        "blocks": _columns(
            [(_BLOCK_KINDS.index(b.kind), b.start, b.end, b.level, b.page or 0) for b in document.blocks]
        ),
        "pages": _columns([(p.number, p.start, p.end, _PAGE_KINDS.index(p.kind)) for p in document.pages]),
        "page_names": [p.name for p in document.pages],
        "page_sizes": [[p.width, p.height] for p in document.pages],
        "tables": _columns([(t.start, t.end, len(t.cells), t.page or 0) for t in document.tables]),
        "cells": _columns([(c.row, c.column, c.start, c.end, c.header, c.row_span, c.column_span) for c in cells]),
        "cell_names": [c.name for c in cells] if any(c.name is not None for c in cells) else [],
        "layouts": _columns([(number, len(data)) for number, data in layouts]),
    }
    head = json.dumps(structure, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join([_SIZES.pack(len(head), len(text)), head, text, *(data for _, data in layouts)])


def decode(data: Buffer) -> Document:
    """The document of `encode`, every type, size and offset checked; raises ReadingFailed for anything else.

    Layouts are verified but not built: each keeps its encoding until it is looked into.
    """
    try:
        return _decode(memoryview(data))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, struct.error) as exc:
        raise ReadingFailed(f"the reader gave a document that does not hold together: {exc}") from exc


def _decode(view: memoryview) -> Document:
    head_size, text_size = _SIZES.unpack_from(view)
    at = _SIZES.size + head_size
    if at + text_size > len(view):
        raise ValueError("document is cut short")
    structure = cast(dict[str, Any], _typed(json.loads(bytes(view[_SIZES.size : at])), dict))
    text = str(view[at : at + text_size], "utf-8")
    at += text_size

    kinds, starts, ends, levels, numbers = _integers(structure["blocks"], 5)
    blocks = [
        Block(_BLOCK_KINDS[kind], start, end, level, number or None)
        for kind, start, end, level, number in zip(kinds, starts, ends, levels, numbers, strict=True)
    ]
    cells = _cells(structure)
    tables, first = list[Table](), 0
    for start, end, count, number in zip(*_integers(structure["tables"], 4), strict=True):
        tables.append(Table(start, end, tuple(cells[first : first + count]), number or None))
        first += count
    if first != len(cells):
        raise ValueError(f"{len(cells)} cells in tables of {first}")
    document = Document(
        text=text,
        media_type=_string(structure["media_type"]),
        title=_string(structure["title"]),
        blocks=blocks,
        pages=_pages(structure),
        tables=tables,
        metadata={_string(key): _string(value) for key, value in _typed(structure["metadata"], dict).items()},
        problems=[_string(problem) for problem in _typed(structure["problems"], list)],
    )
    document.check()
    for number, size in zip(*_integers(structure["layouts"], 2), strict=True):
        layout = bytes(view[at : at + size])
        at += size
        verify(layout, len(text))
        document.layouts[number] = PageLayout.keep(layout)
    if at != len(view):
        raise ValueError(f"document of {len(view)} bytes has {at} in its parts")
    return document


def _pages(structure: dict[str, Any]) -> list[Page]:
    pages = list[Page]()
    columns = _integers(structure["pages"], 4)
    for number, start, end, kind, name, sizes in zip(
        *columns, structure["page_names"], structure["page_sizes"], strict=True
    ):
        width, height = (float(value) for value in sizes)
        if not (0 <= width < 1e6 and 0 <= height < 1e6):
            raise ValueError(f"page of {width} by {height} points")
        pages.append(Page(number, start, end, _PAGE_KINDS[kind], _optional(name), width, height))
    return pages


def _cells(structure: dict[str, Any]) -> list[Cell]:
    rows, columns, starts, ends, headers, row_spans, column_spans = _integers(structure["cells"], 7)
    names = [_optional(name) for name in structure["cell_names"]] or [None] * len(rows)
    flags = map(bool, headers)
    return list(starmap(Cell, zip(rows, columns, starts, ends, flags, row_spans, column_spans, names, strict=True)))


def _columns(rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
    return [list(map(int, column)) for column in zip(*rows, strict=True)]


def _integers(columns: Any, count: int) -> list[Any]:
    """`count` columns of equal length; array() refuses whatever is no 32-bit natural number."""
    if columns == []:
        return [array("I")] * count
    checked = [array("I", column) for column in columns if isinstance(column, list)]
    if len(checked) != count or len({len(column) for column in checked}) != 1:
        raise ValueError(f"not {count} columns of one length")
    return checked


def _typed(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"a {type(value).__name__} where a {kind.__name__} belongs")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(f"not a string: {str(value)[:40]!r}")
    value.encode()  # JSON can smuggle in lone surrogates; UnicodeEncodeError is a ValueError
    return value


def _optional(value: Any) -> str | None:
    return None if value is None else _string(value)
