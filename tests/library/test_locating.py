"""Structure survives the store unchanged, and a span finds its page, boxes, headings, slide, sheet and cell."""

from __future__ import annotations

import tracemalloc
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_material import arrival

from wenyuan.library.arriving import Arrival
from wenyuan.library.grids import Cells, encode_tables
from wenyuan.library.store import Store
from wenyuan.library.structure import decode_outline, encode_outline
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Block, BlockKind, Cell, Document, Page, Table
from wenyuan.reading.layout import Line, PageLayout
from wenyuan.text.span import Locator, Span


def put(store: Store, document: Document, name: str = "1") -> str:
    return store.put(Arrival("/" + name, arrival("/", name).sha256, document)).record.id


def span_of(store: Store, document: str, quote: str) -> Span:
    start = store.text(document).index(quote)
    return Span(document, start, start + len(quote))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text("ab 字𠮷\n", max_size=40))
    size = len(text)

    def runs(most: int) -> list[tuple[int, int]]:
        cuts = sorted(draw(st.lists(st.integers(0, size), max_size=2 * most)))
        return list(zip(cuts[::2], cuts[1::2], strict=False))

    pages = st.one_of(st.none(), st.integers(1, 9_999))
    blocks = [
        Block(draw(st.sampled_from(get_args(BlockKind))), start, end, draw(st.integers(0, 6)), draw(pages))
        for start, end in runs(12)
    ]
    tables = list[Table]()
    for start, end in runs(2):
        cuts = sorted(draw(st.lists(st.integers(start, end), max_size=8)))
        cells = [
            Cell(
                draw(st.integers(0, 70_000)),
                draw(st.integers(0, 300)),
                first,
                last,
                draw(st.booleans()),
                draw(st.integers(1, 3)),
                draw(st.integers(1, 3)),
                draw(st.sampled_from([None, "B7", "AA100"])),
            )
            for first, last in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        tables.append(Table(start, end, tuple(cells), draw(pages)))
    sheets = st.sampled_from([None, "Q3", "表一"])
    shape = st.floats(0, 20_000, width=32)
    kinds = st.sampled_from(["page", "slide", "sheet"])
    leaves = [
        Page(number, start, end, draw(kinds), draw(sheets), draw(shape), draw(shape))
        for number, (start, end) in enumerate(runs(4), 1)
    ]
    extra = draw(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2))
    return Document(text, "text/plain", blocks=blocks, pages=leaves, tables=tables, metadata=extra)


@given(documents())
@settings(max_examples=150, deadline=None)
def test_structure_round_trip(document: Document) -> None:
    document.check()
    outline = decode_outline(encode_outline(document))
    assert outline.blocks() == document.blocks
    assert list(outline.pages) == document.pages
    assert Cells(encode_tables(document.tables)).tables() == document.tables


@given(documents(), st.integers(1, 5), st.integers(0, 40), st.integers(0, 4))
@settings(max_examples=300, deadline=None)
def test_tables_cut_into_parts_answer_as_whole_ones(document: Document, part: int, start: int, more: int) -> None:
    cut, whole = (Cells(encode_tables(document.tables, size)) for size in (part, 1_000))
    assert cut.at(start, start + more) == whole.at(start, start + more)
    assert cut.tables() == document.tables


def test_a_place_in_a_large_sheet_costs_what_it_does_in_a_small_one(store: Store) -> None:
    builder = TextBuilder()
    builder.start_page("sheet", "S")
    rows = range(1, 60_001)
    builder.table([[f"row {row}"] for row in rows], 1, [[f"A{row}"] for row in rows])
    key = put(store, builder.finish("application/xlsx"))
    at = store.text(key).index("row 59000")
    tracemalloc.start()
    try:
        assert store.locate(Span(key, at, at + 9)) == Locator(sheet="S", cell="A59000")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000, "60,000 cells unpacked are ten times that"


@given(documents(), st.integers(0, 12), st.integers(0, 4))
@settings(max_examples=300, deadline=None)
def test_touched_blocks_are_those_that_share_a_character(document: Document, start: int, more: int) -> None:
    outline = decode_outline(encode_outline(document))
    found = set(outline.touched(start, start + more + 1))
    shared = {i for i, b in enumerate(document.blocks) if max(b.start, start) < min(b.end, start + more + 1)}
    empty = {i for i, b in enumerate(document.blocks) if b.start == b.end}
    assert found - empty == shared


def test_a_whole_document_comes_back(store: Store) -> None:
    layout = PageLayout(595.0, 842.0, [Line(0, 2, 10.0, 20.0, [50.0, 60.0, 70.0])])
    document = Document(
        "标题\n\na\tb",
        "application/pdf",
        "标题",
        [Block("heading", 0, 2, 1, 1), Block("table", 4, 7, 0, 1)],
        [Page(1, 0, 7, "page", "i", 595.276, 841.89)],
        [Table(4, 7, (Cell(0, 0, 4, 5, True, 1, 2), Cell(0, 1, 6, 7, name="B1")), 1)],
        {1: layout},
        {"author": "某人", "odd": "\x00\ud800"},
        ["page 2 has no text"],
    )
    key = put(store, document)
    stored = store.content(key)
    assert (stored.text, stored.blocks, stored.pages) == (document.text, document.blocks, document.pages)
    assert (stored.tables, stored.metadata) == (document.tables, document.metadata)
    assert (stored.record.pages, stored.record.reason) == (1, "page 2 has no text")
    geometry = store.layout(key, 1)
    assert geometry is not None
    assert geometry.encode() == layout.encode()
    assert store.layout(key, 2) is None


def test_headings_above(store: Store) -> None:
    builder = TextBuilder()
    builder.block("paragraph", "before")
    for level, text in [(1, "Lease"), (2, "Rent"), (3, "Index"), (2, "Term"), (1, "Annex")]:
        builder.block("heading", text, level)
        builder.block("paragraph", f"under {text}")
    key = put(store, builder.finish("text/plain"))
    expected = {
        "before": (),
        "Lease": (),
        "under Lease": ("Lease",),
        "under Index": ("Lease", "Rent", "Index"),
        "Term": ("Lease",),
        "under Term": ("Lease", "Term"),
        "Annex": (),
        "under Annex": ("Annex",),
    }
    text = store.text(key)
    spans = [Span(key, text.index(quote), text.index(quote) + len(quote)) for quote in expected]
    assert dict(zip(expected, (locator.heading for locator in store.locate_many(spans)), strict=True)) == expected


def two_pages() -> Document:
    """Each page: a running head, then a paragraph on one line; the first paragraph ends on the second page."""
    builder = TextBuilder()
    layouts = dict[int, PageLayout]()
    for number, body in enumerate(["alpha beta", "gamma delta"], 1):
        builder.start_page(width=100, height=200)
        lines = list[Line]()
        for top, kind, text in [(5, "furniture", f"head {number}"), (50, "paragraph", body)]:
            block = builder.block(kind, text)  # type: ignore[arg-type]
            assert block is not None
            edges = [10.0 + 5 * step for step in range(len(text) + 1)]
            lines.append(Line(block.start, block.end, top, top + 10, edges))
        layouts[number] = PageLayout(100, 200, lines)
    document = builder.finish("application/pdf")
    document.layouts = layouts
    return document


def test_page_and_boxes_of_the_span_alone(store: Store) -> None:
    key = put(store, two_pages())
    locator = store.locate(span_of(store, key, "delta"))
    assert locator.page == 2
    (box,) = locator.boxes
    assert (box.page, box.y0, box.y1) == (2, pytest.approx(50, abs=0.02), pytest.approx(60, abs=0.02))
    assert (box.x0, box.x1) == (pytest.approx(40, abs=0.02), pytest.approx(65, abs=0.02))


def test_a_span_over_two_pages_has_boxes_on_both(store: Store) -> None:
    key = put(store, two_pages())
    text = store.text(key)
    locator = store.locate(Span(key, text.index("beta"), text.index("gamma") + 5))
    assert locator.page == 1
    assert [box.page for box in locator.boxes] == [1, 2, 2], "the running head between them is in the span too"


def test_running_heads_are_locatable(store: Store) -> None:
    key = put(store, two_pages())
    locator = store.locate(span_of(store, key, "head 2"))
    assert (locator.page, [box.page for box in locator.boxes]) == (2, [2])


def test_slides_have_no_page(store: Store) -> None:
    builder = TextBuilder()
    for title in ("Goals", "Results"):
        builder.start_page("slide")
        builder.block("heading", title, 1)
        builder.block("paragraph", f"about {title}")
    key = put(store, builder.finish("application/pptx"))
    assert store.locate(span_of(store, key, "about Results")) == Locator(slide=2, heading=("Results",))


def test_sheet_and_cell(store: Store) -> None:
    builder = TextBuilder()
    builder.start_page("sheet", "Q2")
    builder.table([["x"]], names=[["A1"]])
    builder.start_page("sheet", "三季度")
    builder.table([["item", "amount"], ["rent", "950"]], 1, [["A1", "B1"], ["A2", "B2"]])
    key = put(store, builder.finish("application/xlsx"))
    assert store.locate(span_of(store, key, "950")) == Locator(sheet="三季度", cell="B2")
    assert store.locate(span_of(store, key, "rent\t950")).cell == "A2"
    assert store.locate(span_of(store, key, "x")) == Locator(sheet="Q2", cell="A1")
    tab = span_of(store, key, "\t950")
    assert store.locate(tab).cell == "B2", "the first cell with a character of the span"


def test_a_cell_without_a_name_is_counted(store: Store) -> None:
    builder = TextBuilder()
    builder.block("paragraph", "intro")
    builder.table([["item", ""], ["", "950"]])
    key = put(store, builder.finish("text/html"))
    assert store.locate(span_of(store, key, "950")) == Locator(cell="row 2, column 2")
    assert store.locate(span_of(store, key, "intro")).cell is None


def test_many_documents_in_one_call(store: Store) -> None:
    first, second = put(store, two_pages(), "1"), put(store, two_pages(), "2")
    spans = [span_of(store, key, quote) for quote in ("alpha", "delta") for key in (first, second)]
    spans.append(spans[0])
    located = store.locate_many([*spans, Span("0" * 16, 0, 1)])
    assert [locator.page for locator in located] == [1, 1, 2, 2, 1, None]
    assert located[0] == located[4] == store.locate(spans[0])
    assert located[-1] == Locator()
