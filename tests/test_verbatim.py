"""To the letter: what search and ask show is the stored text at its place, for every format and any character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from every_format import FORMATS
from shelf import put
from wenyuan.answering.answer import Answer
from wenyuan.api import Library
from wenyuan.search.hit import Hit

LINES = [
    "澜海科技2023年的营业收入为3.2亿元，同比增长11.44%。",
    "The monthly rent of Unit 4B is 950 euros, due on the first working day.",
    "董事长沈青禾说：“公司将继续投入研发。”会议随后结束。",
    "The ﬁnal ofﬁce plan (naïve, cafe\u0301) was signed by Mary O’Brien.",
    "𠮷野川与𡈽木町的渡轮票价为１，２００元👩‍👩‍👧，全程免费。",
    "The word שלום means peace, and مرحبا means hello; both are kept.",
    "本合同编号为A-0417，乙方应于2024年3月1日前支付押金9,600元。",
    "Line with\ta tab and  two spaces, then 全角　空格 and no\u00a0break.",
]
QUESTIONS = [
    ("澜海科技2023年的营业收入是多少？", "3.2亿元"),
    ("What is the monthly rent of Unit 4B?", "950 euros"),
    ("董事长沈青禾说了什么？", "沈青禾"),
    ("Who signed the final office plan?", "O’Brien"),
    ("𠮷野川的渡轮票价是多少？", "渡轮票价"),
    ("What does the word שלום mean?", "means peace"),
    ("A-0417合同的押金是多少？", "9,600元"),
    ("line with a tab and two spaces", "two spaces"),
]


def held(library: Library, hits: list[Hit], answer: Answer) -> None:
    """Every hit and every statement equals `show` of its span and the slice of the whole stored text."""
    for hit in hits:
        span = hit.span
        shown = library.show(span.document, span.start, span.end)
        assert hit.text == shown.text == library.store.text(span.document)[span.start : span.end]
        assert (shown.start, shown.end) == (span.start, span.end)
    for statement in answer.statements:
        assert statement.citations
        assert statement.text == statement.citations[0].quote
        for one in statement.citations:
            text = library.store.text(one.document)
            assert one.quote == text[one.start : one.end] == library.show(one.document, one.start, one.end).text


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of one file of every format, added as a user would."""
    folder = tmp_path_factory.mktemp("verbatim")
    (folder / "in").mkdir()
    for suffix, make in FORMATS.items():
        made = make(LINES)
        (folder / "in" / f"papers.{suffix}").write_bytes(made.encode() if isinstance(made, str) else made)
    for name, text in (("crlf.txt", "\r\n".join(LINES)), ("cr.txt", "\r".join(LINES)), ("wide.txt", "\n".join(LINES))):
        (folder / "in" / name).write_bytes(text.encode("utf-16" if name == "wide.txt" else "utf-8"))
    library = Library(folder / "home")
    added = list(library.add([folder / "in"]))
    assert [one.record.reason for one in added if one.record.status != "ready"] == []
    assert len(added) == len(FORMATS) + 3
    return library


def test_every_format_is_found(library: Library) -> None:
    records = {record.id: Path(record.source).suffix.lstrip(".") for record in library.documents()}
    assert set(records.values()) == set(FORMATS)
    for query in ("营业收入 11.44%", "monthly rent 950 euros"):
        found = {records[hit.span.document] for hit in library.search(query, 100)}
        assert found == set(FORMATS), query


@pytest.mark.parametrize(("question", "holds"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_every_hit_and_statement_is_verbatim(library: Library, question: str, holds: str) -> None:
    hits, answer = library.search(question, 200), library.ask(question)
    assert any(holds in hit.text for hit in hits)
    assert not answer.refused, answer.reason
    held(library, hits, answer)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_character_of_a_line_is_kept(library: Library, suffix: str) -> None:
    """Lines without layout of their own come back as they were, in every format."""
    if suffix == "pdf":
        pytest.skip("a PDF holds drawn signs: its fonts here lack most of these")
    (record,) = [one for one in library.documents() if one.source.endswith(f"papers.{suffix}")]
    text = library.store.text(record.id)
    for line in LINES[:-1]:
        assert line in text, line


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_alone_answers_in_both_languages(tmp_path: Path, suffix: str) -> None:
    with Library(tmp_path / "home") as library:
        put(library.store, f"papers.{suffix}", FORMATS[suffix](LINES))
        for question, holds in QUESTIONS[:2]:
            answer = library.ask(question)
            assert not answer.refused, (suffix, answer.reason)
            assert any(holds in statement.text for statement in answer.statements)
            held(library, library.search(question), answer)


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from(
    "𠮷👩ﬁלم\u0301１年的，。\t\r\n"
)
# A PDF holds drawn signs: those that its font here has, and no line ends or tabs.
DRAWN = st.sampled_from("".join(map(chr, range(32, 127))) + "风电场并网发年月日元的是，。（）：；“”")


def any_lines(suffix: str) -> st.SearchStrategy[list[str]]:
    line = st.text(DRAWN if suffix == "pdf" else CHARACTERS, min_size=1, max_size=30)
    return st.lists(line.filter(str.strip), min_size=1, max_size=4)


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=6, deadline=None)
@given(data=st.data(), query=st.text(max_size=8))
def test_any_text_is_verbatim(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject, query: str
) -> None:
    lines = data.draw(any_lines(suffix))
    with Library(tmp_path_factory.getbasetemp() / "any") as library:
        content = FORMATS[suffix]([f"锚点 anchor is here: {line} 完。" for line in lines])
        record = put(library.store, f"any.{suffix}", content)
        assert record.status == "ready", record.reason
        for question in ("锚点 anchor", f"anchor {query}", lines[0]):
            hits = library.search(question, 20)
            held(library, hits, library.ask(question))
        assert record.id in {hit.span.document for hit in library.search("锚点 anchor", 1000)}
        library.remove([record.id])
