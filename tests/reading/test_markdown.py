from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from looking import outline

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read

_PIECES = st.sampled_from(
    [
        "# ",
        "## 标题",
        "- ",
        "1. ",
        "> ",
        "```\n",
        "| a | b |\n|---|---|\n| c | d |",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "    ",
        "***",
        "[^1]: ",
        "<div>",
        "</div>",
        "===",
        "---\n",
        "\\|",
        "&amp;",
        "ﬁne",
        "العربية",
        "𝒳😀",
        "一、",
        "`x`",
        " ",
    ]
)
_SOURCES = st.lists(_PIECES | st.text(max_size=12), max_size=25).map("".join)


def _read(text: str) -> Document:
    document = read(text.encode(), "a.md", Limits())
    assert document.text == text
    return document


def test_every_kind_of_block_is_a_range_of_the_source() -> None:
    document = _read(
        "# Head *x* ##\r\n\r\nPara **bold**\r\nline two  \r\n\r\nSetext\n------\n\n- a\n  - b\n    more\n\n  again\n"
        "1. x\n\n"
        "> quote\n> ## Inner\n\n```py\ncode()\n\n# no heading\n```\n\n    indented\n\n[^1]: A note.\n\n<p>html</p>\n\n"
        "<!-- hidden -->\n\n[ref]: http://example.com\n\n***\n\n最后一段。"
    )
    assert outline(document) == [
        ("heading", 1, "Head *x*"),
        ("paragraph", 0, "Para **bold**\r\nline two"),
        ("heading", 2, "Setext"),
        ("list_item", 1, "a"),
        ("list_item", 2, "b\n    more"),
        ("paragraph", 0, "again"),
        ("list_item", 1, "x"),
        ("paragraph", 0, "quote"),
        ("heading", 2, "Inner"),
        ("code", 0, "code()\n\n# no heading"),
        ("code", 0, "indented"),
        ("footnote", 0, "[^1]: A note."),
        ("paragraph", 0, "<p>html</p>"),
        ("paragraph", 0, "最后一段。"),
    ]
    assert document.title == "Head x"


def test_tables_have_cells_over_the_source() -> None:
    document = _read(
        "| 项目 | 金额 |\n|---|--:|\n| 营业\\|收入 | **12** |\n| 净利润 |  |\n\n> a | b\n> --|--\n> 1 | 2\n"
    )
    first, second = document.tables
    assert [(c.row, c.column, c.header, document.text[c.start : c.end]) for c in first.cells] == [
        (0, 0, True, "项目"),
        (0, 1, True, "金额"),
        (1, 0, False, "营业\\|收入"),
        (1, 1, False, "**12**"),
        (2, 0, False, "净利润"),
    ]
    assert [document.text[c.start : c.end] for c in second.cells] == ["a", "b", "1", "2"]
    assert [block.kind for block in document.blocks] == ["table", "table"]


def test_front_matter_is_metadata_and_no_block() -> None:
    document = _read('---\ntitle: "年度 报告"\ndate: 2024-03-05\ntags:\n  - a\n---\n# Other\n\nBody.\n')
    assert document.title == "年度 报告"
    assert document.metadata["date"] == "2024-03-05"
    assert outline(document) == [("heading", 1, "Other"), ("paragraph", 0, "Body.")]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert outline(_read("---\n\nBody.\n")) == [("paragraph", 0, "Body.")]


@given(_SOURCES)
def test_any_source_is_stored_verbatim(text: str) -> None:
    text = text.replace("\x00", "").removeprefix("\ufeff")
    if sum(c < " " and c not in "\t\n\r\f\v\b\x07\x1a\x1b" for c in text):
        return
    try:
        document = _read(text)
    except ReadingFailed as failure:
        assert "empty" in str(failure) or "no text" in str(failure)
        return
    for block in document.blocks:
        assert document.text[block.start : block.end].strip()
    for table in document.tables:
        for cell in table.cells:
            assert document.text[cell.start : cell.end] == document.text[cell.start : cell.end].strip() != ""
