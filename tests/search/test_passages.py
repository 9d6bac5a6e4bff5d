"""Passages: whole sentences within one section, none lost, none twice, none too long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import BlockKind, Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read
from wenyuan.search.passages import Passage, passages
from wenyuan.text.sentences import sentences

PROSE = st.lists(
    st.sampled_from(
        [
            "营业收入为3.2亿元，同比增长11.44%。",
            "本年度公司坚持稳健经营，" * 9 + "成效明显。",
            "字" * 700,
            "Revenue rose by 3.5 percent, as Dr. J. Brooks had expected.",
            "word " * 150 + "end.",
            "x" * 4000,
            "𠮷野家👩‍👩‍👧 שלום",
            "完",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(
    ["heading", "paragraph", "paragraph", "list_item", "code", "caption", "footnote", "furniture"]
)
TABLES = st.lists(st.lists(st.sampled_from(["", "1,234", "营业收入", "x y"]), min_size=3, max_size=3), max_size=30)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    builder = TextBuilder()
    for _ in range(draw(st.integers(0, 10))):
        if draw(st.integers(0, 5)) == 0:
            builder.table(draw(TABLES), header_rows=1)
            continue
        kind = draw(KINDS)
        text = draw(PROSE) if kind != "heading" or draw(st.booleans()) else "第三节 Results"
        builder.block(kind, text, draw(st.integers(1, 3)) if kind == "heading" else 0)
    return builder.finish("text/plain")


def cut(document: Document) -> list[Passage]:
    return list(passages(document.text, document.blocks, document.tables))


def of_markdown(text: str) -> tuple[Document, list[Passage]]:
    document = read(text.encode(), "a.md", Limits())
    return document, cut(document)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_sentence_is_in_exactly_one_passage(document: Document) -> None:
    found, text = cut(document), document.text
    inside = [0] * len(text)
    for passage in found:
        assert 0 <= passage.start < passage.end <= len(text)
        for at in range(passage.start, passage.end):
            inside[at] += 1
    for block in document.blocks:
        wanted = 0 if block.kind == "furniture" else 1
        assert all(inside[at] == wanted for at in range(block.start, block.end) if not text[at].isspace()), (
            f"{block.kind} at {block.start}"
        )
    assert [passage.start for passage in found] == sorted(passage.start for passage in found)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_a_passage_crosses_no_heading_and_no_border_of_a_table(document: Document) -> None:
    text = document.text
    for passage in cut(document):
        within = [b for b in document.blocks if b.start < passage.end and passage.start < b.end]
        body = [b for b in within if b.kind != "heading"]
        headings = [b for b in within if b.kind == "heading"]
        assert all(heading.start < other.start for heading in headings for other in body)
        assert len({"table" if b.kind == "table" else "prose" for b in body}) <= 1
        above = [b for b in document.blocks if b.kind == "heading" and b.start < passage.end]
        if above:
            assert " ".join(text[above[-1].start : above[-1].end].split())[:200] in passage.heading


@settings(max_examples=60, deadline=None)
@given(documents())
def test_no_passage_is_too_long_and_short_sentences_stay_whole(document: Document) -> None:
    text = document.text
    whole = [span for block in document.blocks for span in sentences(text, block.start, block.end)]
    ends = {end for _, end in whole}
    for passage in cut(document):
        assert passage.end - passage.start <= 3100
        touched = [(start, end) for start, end in whole if start < passage.end and passage.start < end]
        if all(end - start < 300 for start, end in touched):
            # Rows and headings are no sentences.
            others = [b for b in document.blocks if b.kind in ("table", "heading")]
            assert passage.end in ends or any(b.start < passage.end <= b.end for b in others)


def test_sizes_are_alike_in_both_languages() -> None:
    for sentence, low, high in (
        ("本公司营业收入继续保持增长态势。", 220, 320),
        ("The company grew again last year. ", 500, 800),
    ):
        _, found = of_markdown(sentence * 200)
        assert all(low <= passage.end - passage.start <= high for passage in found[:-1]), sentence


def test_a_latin_letter_does_not_hide_the_chinese_after_it() -> None:
    _, plain = of_markdown("股市场本年度继续保持平稳增长态势。" * 200)
    _, mixed = of_markdown("A股市场本年度继续保持平稳增长态势。" * 200)
    assert len(mixed) >= len(plain)


def test_headings_are_the_path_of_their_passages() -> None:
    document, found = of_markdown("# 年报\n\n## 收入\n\n增长。\n\n### 国内\n\n持平。\n\n## 成本\n\n下降。\n")
    said = [(document.text[p.start : p.end].split("\n")[-1], p.heading) for p in found]
    assert said == [("增长。", ("年报", "收入")), ("持平。", ("年报", "收入", "国内")), ("下降。", ("年报", "成本"))]
    assert document.text[found[0].start : found[0].end].startswith("年报")


def test_rows_keep_their_header_as_context() -> None:
    builder = TextBuilder()
    builder.block("paragraph", "前文。")
    rows = [[f"项目{number}", f"{number},000", f"{number}.5%"] for number in range(200)]
    builder.table([["项目", "金额", "比例"], *rows], header_rows=1)
    builder.block("paragraph", "后文。")
    document = builder.finish("text/plain")
    first, *of_rows, last = cut(document)
    assert [first.context, last.context] == ["", ""]
    assert len(of_rows) > 2
    for passage in of_rows:
        assert passage.context.split() == ["项目", "金额", "比例"]
        assert all(row.count("\t") == 2 for row in document.text[passage.start : passage.end].split("\n"))


def test_furniture_between_two_pages_is_in_no_passage() -> None:
    builder = TextBuilder()
    for number in (1, 2):
        builder.start_page()
        builder.block("furniture", "年度报告")
        builder.block("paragraph", f"这是第{number}页的内容。")
        builder.block("furniture", f"第 {number} 页")
    document = builder.finish("application/pdf")
    assert [document.text[p.start : p.end] for p in cut(document)] == ["这是第1页的内容。", "这是第2页的内容。"]


@pytest.mark.parametrize("piece", ["字", "x", "a字", "1", "、", "👩", "# h\n\n"])
def test_a_million_characters_without_a_space(piece: str) -> None:
    builder = TextBuilder()
    builder.block("heading" if piece.startswith("#") else "paragraph", piece * (1_000_000 // len(piece)), 1)
    document = builder.finish("text/plain")
    began = time.process_time()
    found = cut(document)
    assert time.process_time() - began < 10
    assert len(found) > 300
    assert all(0 < passage.end - passage.start <= 3100 for passage in found)


def test_many_headings_in_a_row_are_many_passages() -> None:
    builder = TextBuilder()
    for number in range(3000):
        builder.block("heading", f"第{number}条", 1)
    found = cut(builder.finish("text/plain"))
    assert max(passage.end - passage.start for passage in found) < 1000
