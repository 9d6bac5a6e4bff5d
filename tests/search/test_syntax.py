"""The syntax of queries: what is read as syntax, and above all what is not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wenyuan.search.syntax import Asked, read


def clauses(asked: Asked) -> list[tuple[str, str, bool, bool]]:
    return [(one.field, one.value, one.exact, one.excluded) for one in asked.clauses]


@pytest.mark.parametrize(
    ("query", "clause", "words"),
    [
        ('rent "notice period"', ("text", "notice period", True, False), "rent notice period"),
        ("什么是“持续经营”？", ("text", "持续经营", True, False), "什么是 持续经营 ？"),
        ("「不可抗力」条款", ("text", "不可抗力", True, False), "不可抗力 条款"),
        ("『不可抗力』", ("text", "不可抗力", True, False), "不可抗力"),
        ("＂notice period＂", ("text", "notice period", True, False), "notice period"),
        ("rent -draft", ("text", "draft", False, True), "rent"),
        ('rent -"first draft"', ("text", "first draft", True, True), "rent"),
        ("合同 －草案", ("text", "草案", False, True), "合同"),
        ("rent +parking", ("text", "parking", False, False), "rent parking"),
        ("title:lease rent", ("title", "lease", False, False), "lease rent"),
        ("标题：年报 收入", ("title", "年报", False, False), "年报 收入"),
        ('heading:"Note 7" tax', ("heading", "Note 7", True, False), "Note 7 tax"),
        ("TYPE:pdf rent", ("type", "pdf", False, False), "rent"),
        ("rent -type:mail", ("type", "mail", False, True), "rent"),
        ("type:pdf? rent", ("type", "pdf", False, False), "? rent"),
        ("file:filings/2023 rent", ("source", "filings/2023", False, False), "rent"),
        ("document:62d4 rent", ("document", "62d4", False, False), "rent"),
        ("lang:中文 rent", ("language", "中文", False, False), "rent"),
        ("date:>=2024-03 rent", ("date", ">=2024-03", False, False), "rent"),
        ("添加:2024-01..2024-06 rent", ("added", "2024-01..2024-06", False, False), "rent"),
    ],
)
def test_syntax(query: str, clause: tuple[str, str, bool, bool], words: str) -> None:
    asked = read(query)
    assert clauses(asked) == [clause]
    assert " ".join(asked.words.split()) == words
    assert asked.notes == ()


@pytest.mark.parametrize(
    "query",
    [
        "What is a well-known state-of-the-art method?",
        "a fall of -5 % and -3.2",
        "profit - loss",
        "Java - C++ + Rust",
        'a 12" pipe, a 5\'10" man and a 3" valve',
        'an unclosed "quote',
        "什么是“持续经营",
        '""',
        '" "',
        '"…?!"',
        "《红楼梦》的作者是谁？",
        "type: 2 diabetes",
        "Note: the rent",
        "see https://example.org/a:b",
        "at 10:30 with ratio 3:1",
        "subtitle:none",
        "公司类型：国有",
        "x-type:pdf",
        "--limit",
        "title:",
        "+5 % -",
    ],
)
def test_what_is_no_syntax_is_words(query: str) -> None:
    asked = read(query)
    assert asked.clauses == ()
    assert asked.words == query.strip()
    assert asked.notes == ()


@pytest.mark.parametrize("query", ["type:pfd rent", "date:2024-13 rent", "lang:french rent", "added:yesterday rent"])
def test_a_value_that_means_nothing_is_words_and_noted(query: str) -> None:
    asked = read(query)
    assert asked.clauses == ()
    assert asked.words == query
    (note,) = asked.notes
    assert note.startswith(query.split()[0])
    assert "there are" in note or "say" in note


@given(st.text(alphabet='ab 中文"“”「」『』-+:：－＋＂ typefild0-5.()', max_size=40))
@example('-"a')
def test_nothing_is_an_error_and_no_word_is_lost(query: str) -> None:
    asked = read(query)
    said = "".join(piece if isinstance(piece, str) else piece.written for piece in asked.pieces)
    kept = [character for character in said if character.isalnum()]
    assert kept == [character for character in query if character.isalnum()]
