from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def _read(text: str, name: str = "records.jsonl") -> Document:
    return read(text.encode(), name, Limits())


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_record_is_a_heading_its_text_and_its_fields() -> None:
    line = (
        '{"id": 7, "title": "年报", "text": "第一段。\\n\\n第二段。", "price": 1.10, "tags": ["a", "b"], "none": null}'
    )
    document = _read(line + "\n")
    assert _blocks(document) == [
        ("heading", "年报"),
        ("paragraph", "id: 7"),
        ("paragraph", "第一段。"),
        ("paragraph", "第二段。"),
        ("paragraph", 'price: 1.10\ntags: ["a","b"]'),
    ]
    assert document.title == "records"


def test_bad_lines_are_counted_and_named() -> None:
    good = json.dumps({"text": "fine"})
    document = _read("\n".join([good, "{broken", good, *["nonsense"] * 7]))
    assert document.status == "partial"
    assert document.problems == ["8 lines are not valid JSON and were left out: lines 2, 4, 5, 6, 7, …"]
    assert document.text.count("fine") == 2


def test_a_separator_inside_a_string_does_not_end_the_line() -> None:
    document = _read(json.dumps({"text": "a\u2028b\x85c"}, ensure_ascii=False))
    assert document.problems == []
    assert "a\u2028b\x85c" in document.text


def test_json_arrays_and_objects() -> None:
    document = _read('[{"name": "甲", "body": "x"}, {"name": "乙", "body": "y"}]', "a.json")
    assert [text for kind, text in _blocks(document) if kind == "heading"] == ["甲", "乙"]
    document = _read('{"title": "Set", "items": [{"id": 1, "text": "one"}], "note": "n"}', "a.json")
    assert document.title == "Set"
    assert _blocks(document) == [
        ("heading", "Set"),
        ("paragraph", "note: n"),
        ("heading", "items"),
        ("heading", "1"),
        ("paragraph", "one"),
    ]


def test_broken_json_says_where() -> None:
    with pytest.raises(ReadingFailed, match="line 1"):
        _read('{"a": ', "a.json")


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_deep_nesting_ends_in_a_reason(name: str) -> None:
    with pytest.raises(ReadingFailed, match=r"nested|not valid JSON"):
        _read('{"a":' * 100_000 + "1" + "}" * 100_000, name)


def test_ten_thousand_records_take_a_few_seconds() -> None:
    lines = "\n".join(json.dumps({"id": n, "text": "一二三四五六七八九十" * 40, "n": n / 7}) for n in range(10_000))
    begun = time.perf_counter()
    document = _read(lines)
    assert sum(block.kind == "heading" for block in document.blocks) == 10_000
    assert time.perf_counter() - begun < 8


@given(st.lists(st.dictionaries(st.text(max_size=8), _VALUES, max_size=5), min_size=1, max_size=5))
def test_any_records_keep_the_invariants(records: list[dict[str, object]]) -> None:
    text = "\n".join(json.dumps(record) for record in records)
    try:
        document = _read(text)
    except ReadingFailed as failure:
        assert "no text found" in str(failure)
    else:
        assert document.problems == []


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r\n"), min_size=1))
def test_a_records_text_is_kept_verbatim(text: str) -> None:
    try:
        document = _read(json.dumps({"text": text, "x": "y"}, ensure_ascii=False))
    except ReadingFailed:
        raise AssertionError("a record with text was refused") from None
    assert text.strip("\n\r\t \u00a0\u3000") in document.text


def test_lines_that_are_too_deep_or_too_long_are_called_so() -> None:
    good = json.dumps({"text": "fine"})
    deep = '{"a":' * 3000 + "1" + "}" * 3000
    document = _read("\n".join([good, '{"n": ' + "9" * 5000 + "}", deep, "{broken", good]))
    assert document.problems == [
        "1 line holds a whole number of too many digits (over 4,300) and was left out: line 2",
        "1 line is nested too deeply and was left out: line 3",
        "1 line is not valid JSON and was left out: line 4",
    ]
    assert document.text.count("fine") == 2


def test_a_number_too_long_is_the_reason_of_a_whole_file() -> None:
    with pytest.raises(ReadingFailed, match="too many digits"):
        _read('{"n": ' + "9" * 5000 + ', "text": "x"}', "a.json")


def test_a_name_twice_in_one_object_is_said() -> None:
    document = _read('{"text": "first", "text": "second"}\n{"text": "third"}')
    assert "second" in document.text and "third" in document.text
    assert document.problems == ["a name stands twice in one object (the first is 'text'); only the last value is kept"]
