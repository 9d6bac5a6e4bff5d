"""A slice is the text's own slice, wherever the chunk borders fall."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_material import arrival

from wenyuan.errors import UsageError
from wenyuan.library.arriving import Arrival
from wenyuan.library.store import Store
from wenyuan.library.texts import CHUNK
from wenyuan.reading.document import Document
from wenyuan.text.span import Span

_ALPHABET = "a é字𠮷🙂\n\u0301\u2028\ufeff"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, list[str]]:
    """Texts whose lengths sit around chunk borders."""
    draw = random.Random(7)
    sizes = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5]
    texts = ["".join(draw.choices(_ALPHABET, k=size)) for size in sizes]
    store = Store.open(tmp_path_factory.mktemp("texts"))
    for number, text in enumerate(texts):
        store.put(Arrival(f"/{number}", f"{number:064x}"[::-1], Document(text, "text/plain")))
    return store, texts


def name(number: int) -> str:
    return f"{number:064x}"[::-1][:16]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 6), st.integers(0, 4 * CHUNK), st.integers(0, 4 * CHUNK))
def test_slice_is_the_texts_own(shelf: tuple[Store, list[str]], number: int, start: int, end: int) -> None:
    store, texts = shelf
    assert store.slice(name(number), start, end) == texts[number][start:end]


@given(st.sampled_from([1, 2, 3]), st.integers(-2, 2), st.integers(-2, 2))
@settings(deadline=None)
def test_slice_across_borders(shelf: tuple[Store, list[str]], border: int, before: int, after: int) -> None:
    store, texts = shelf
    start, end = border * CHUNK + before, border * CHUNK + after
    assert store.slice(name(6), start, end) == texts[6][start:end]


def test_whole_texts(shelf: tuple[Store, list[str]]) -> None:
    store, texts = shelf
    for number, text in enumerate(texts):
        assert store.text(name(number)) == text == store.content(name(number)).text


def test_many_spans_at_once(shelf: tuple[Store, list[str]]) -> None:
    store, texts = shelf
    spans = [Span(name(number), start, start + 40) for number in (6, 2, 6, 0) for start in (0, CHUNK - 20)]
    expected = [texts[number][start : start + 40] for number in (6, 2, 6, 0) for start in (0, CHUNK - 20)]
    assert store.slices(spans) == expected
    assert store.slices([Span("f" * 16, 0, 5), spans[0]]) == [None, expected[0]]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_to_the_letter(shelf: tuple[Store, list[str]], text: str) -> None:
    store, _ = shelf
    added = store.put(Arrival("/any", arrival("/", text).sha256, Document(text, "text/plain")))
    assert store.text(added.record.id) == text


def test_negative_offsets_and_unknown_ids_are_refused(shelf: tuple[Store, list[str]]) -> None:
    store, _ = shelf
    with pytest.raises(UsageError, match="from 0"):
        store.slice(name(1), -1, 1)
    with pytest.raises(UsageError, match="no document"):
        store.slice("e" * 16, 0, 1)
