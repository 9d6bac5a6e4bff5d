"""Documents between processes: what goes in comes out, and nothing else is taken for a document."""

from __future__ import annotations

import json
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Document
from wenyuan.reading.layout import Line, PageLayout
from wenyuan.reading.wire import decode, encode

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
KINDS = st.sampled_from(["heading", "paragraph", "list_item", "code", "caption", "footnote", "furniture"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    builder = TextBuilder()
    for _ in range(draw(st.integers(0, 3))):
        if draw(st.booleans()):
            builder.start_page(draw(st.sampled_from(["page", "slide", "sheet"])), draw(st.none() | WORDS), 595.5, 842.0)
        for kind, text in draw(st.lists(st.tuples(KINDS, WORDS), max_size=4)):
            builder.block(kind, text, level=draw(st.integers(0, 6)))
        rows = draw(st.lists(st.lists(WORDS, min_size=2, max_size=2), max_size=3))
        builder.table(rows, header_rows=1, names=[["A1", None]] * len(rows) if draw(st.booleans()) else None)
    document = builder.finish("text/plain", draw(WORDS), draw(st.dictionaries(WORDS, WORDS, max_size=3)))
    document.problems = draw(st.lists(WORDS, max_size=2))
    if document.text:
        line = Line(0, 1, 10.0, 20.0, [100.0, 110.0])
        document.layouts[1] = PageLayout(595.0, 842.0, [line] * draw(st.integers(0, 2)))
    return document


@given(documents())
def test_a_document_comes_back_equal(document: Document) -> None:
    data = encode(document)
    again = decode(data)
    for part in ("text", "media_type", "title", "blocks", "pages", "tables", "metadata", "problems"):
        assert getattr(again, part) == getattr(document, part)
    assert {n: layout.encode() for n, layout in again.layouts.items()} == {
        n: layout.encode() for n, layout in document.layouts.items()
    }
    assert encode(again) == data


@given(documents(), st.data())
def test_damaged_bytes_give_a_sound_document_or_a_failure(document: Document, data: st.DataObject) -> None:
    raw = bytearray(encode(document))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw
    try:
        decode(cut).check()
    except ReadingFailed as exc:
        assert "does not hold together" in str(exc)


def changed(**parts: object) -> bytes:
    """An encoded document of one paragraph, one table and one layout with parts of its structure replaced."""
    builder = TextBuilder()
    builder.block("paragraph", "Total 总计")
    builder.table([["a", "b"], ["1", "2"]])
    document = builder.finish("text/plain")
    document.layouts[1] = PageLayout(595.0, 842.0, [Line(0, 2, 10.0, 20.0, [1.0, 2.0, 3.0])])
    raw = encode(document)
    size, text = struct.unpack_from("<QQ", raw)
    structure = json.loads(raw[16 : 16 + size]) | parts
    head = json.dumps(structure).encode()
    return struct.pack("<QQ", len(head), text) + head + raw[16 + size :]


@pytest.mark.parametrize(
    "parts",
    [
        {"blocks": [[1], [0], [1000], [0], [0]]},  # beyond the text
        {"blocks": [[1], [-1], [2], [0], [0]]},
        {"blocks": [[99], [0], [2], [0], [0]]},  # no such kind
        {"blocks": [[1], [0], [2], [0]]},  # a column short
        {"blocks": [[1, 1], [0], [2], [0], [0]]},
        {"blocks": [[1], ["0"], [2], [0], [0]]},
        {"blocks": [[1], [0.5], [2], [0], [0]]},
        {"blocks": [[1], [0], [1 << 40], [0], [0]]},
        {"blocks": None},
        {"cells": []},
        {"title": 5},
        {"title": "a\ud800"},
        {"title": "a\x00"},
        {"metadata": ["a"]},
        {"metadata": {"a": 1}},
        {"problems": "none"},
        {"layouts": [[1], [1 << 31]]},
        {"layouts": []},
        {"pages": [[1], [0], [1], [7]], "page_names": [None], "page_sizes": [[1, 1]]},
        {"pages": [[1], [0], [1], [0]], "page_names": [None], "page_sizes": [[float("nan"), 1]]},
    ],
)
def test_nonsense_in_the_structure_is_refused(parts: dict[str, object]) -> None:
    decode(changed())  # sound as it stands
    with pytest.raises(ReadingFailed, match="does not hold together"):
        decode(changed(**parts))


def with_layout(data: bytes) -> bytes:
    document = Document("ab", "text/plain")
    document.layouts[1] = PageLayout.keep(data)
    return encode(document)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        struct.pack("<ffI", 1.0, 1.0, 1),  # a line that is not there
        struct.pack("<ffIIIHH3H", 1.0, 1.0, 1, 0, 3, 0, 0, 0, 0, 0),  # beyond the text
        struct.pack("<ffIIIHH", 1.0, 1.0, 1, 1, 1, 0, 0),  # an empty line
        struct.pack("<ffI", float("nan"), 1.0, 0),
        struct.pack("<ffI", 1.0, 1.0, 0) + b"more",
        bytes(1 << 27),  # a bomb
    ],
)
def test_nonsense_in_a_layout_is_refused(raw: bytes) -> None:
    for data in (zlib.compress(raw), raw[:100]):
        with pytest.raises(ReadingFailed, match="does not hold together"):
            decode(with_layout(data))


def test_a_layout_is_decoded_only_when_looked_into() -> None:
    layout = PageLayout(595.0, 842.0, [Line(0, 2, 10.0, 20.0, [100.0, 150.0, 200.0])])
    kept = PageLayout.keep(layout.encode())
    assert kept.encode() is kept.encode()
    (box,) = kept.boxes(3, 1, 2)
    assert (box.page, round(box.x0), round(box.x1)) == (3, 150, 200)
    assert (kept.width, kept.height) == (595.0, 842.0)
    with pytest.raises(AttributeError):
        _ = kept.depth  # type: ignore[attr-defined]
