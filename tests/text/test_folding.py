"""Folding: one comparable form, and the way back to the letter."""

from __future__ import annotations

import time
import unicodedata

import pytest
from any_text import TEXTS
from hypothesis import example, given

from wenyuan.text.normalise import fold, fold_text


@given(TEXTS)
@example("ﬁ x ｶﾞ")  # one grows, one shrinks: the length alone tells nothing
@example("ㄱㅏ")
@example("a\uff9e\u0301")
@example("q\u0307\u0323")
@example("\u0301a")
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold(text)
    offsets = list(folded.offsets)
    assert folded.text == fold_text(text) == unicodedata.normalize("NFKC", text).casefold()
    assert len(offsets) == len(folded.text) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    assert folded.text == "" or offsets[0] == 0
    assert folded.span(0, len(folded.text)) == (0, len(text))
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold_text(text[start:end])


@pytest.mark.parametrize(
    ("text", "word", "came_from"),
    [
        ("Ｆｕｌｌ width", "full", "Ｆｕｌｌ"),
        ("the ﬁrst ofﬁce", "first", "ﬁrst"),
        ("Straße 5", "strasse", "Straße"),
        ("cafe\u0301 noir", "café", "cafe\u0301"),
        ("𠮷野家の丼", "𠮷野家", "𠮷野家"),
        ("約５㎏です", "5kg", "５㎏"),
        ("ﬁ ｶﾞｽ", "ガス", "ｶﾞｽ"),
        ("שלום עולם", "שלום", "שלום"),
    ],
)
def test_a_word_is_found_back_in_the_original(text: str, word: str, came_from: str) -> None:
    folded = fold(text)
    at = folded.text.index(word)
    start, end = folded.span(at, at + len(word))
    assert text[start:end] == came_from


def test_an_empty_stretch_stays_empty() -> None:
    assert fold("ab ﬁ").span(2, 2) == (2, 2)
    assert fold("").span(0, 0) == (0, 0)


def test_many_marks_on_one_letter_take_no_time() -> None:
    text = "a" + "\u0323\u0307" * 100_000 + "ﬁ" + "👩" * 1000 + "字"
    began = time.perf_counter()
    folded = fold(text)
    assert time.perf_counter() - began < 5
    assert folded.text == fold_text(text)
    assert folded.text.endswith("字")
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    at = folded.text.index("fi")
    assert [text[slice(*folded.span(at, at + 2))], text[slice(*folded.span(at + 2, at + 3))]] == ["ﬁ", "👩"]
