"""Stored documents as evidence: sentences and rows with their exact places, and with what stands above them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wenyuan.api import Library
from wenyuan.checking.dating import dating
from wenyuan.checking.finding import Finding
from wenyuan.checking.sources import Source

REPORT = """# Brackwater Ferries, annual report 2023

## Results

Revenue rose to 12.4 million. It had been 11.0 million in 2022.

(in thousands)

|  | 2023 | 2022 |
|---|---|---|
| Revenue | 12,400 | 11,000 |
| Costs |  |  |
| Fuel | 4,100 | 3,900 |

## Outlook

The board expects calm seas.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    file = tmp_path / "report.md"
    file.write_text(REPORT, encoding="utf-8")
    other = tmp_path / "年报.md"
    other.write_text("# 澜汐轮渡2023年度报告\n\n全年运送旅客120万人次。比上年增长5%。\n", encoding="utf-8")
    with Library(tmp_path / "home") as library:
        assert all(one.outcome == "added" for one in library.add([file, other]))
        yield library


def source(library: Library, part: str) -> Source:
    (record,) = (record for record in library.documents() if part in record.title)
    return Source(library.store.content(record.id))


def test_everything_is_verbatim_and_in_order(library: Library) -> None:
    for record in library.documents():
        text = library.store.text(record.id)
        placed = Source(library.store.content(record.id)).all()
        assert [one.span.start for one in placed] == sorted(one.span.start for one in placed)
        for one in placed:
            assert one.sentence.text == text[one.span.start : one.span.end]
            for cell in one.sentence.cells:
                assert 0 <= cell.start < cell.end <= len(one.sentence.text)


def test_a_sentence_knows_its_headings(library: Library) -> None:
    (sentence,) = (one.sentence for one in source(library, "Brackwater").all() if "calm seas" in one.sentence.text)
    assert sentence.headings == ("Brackwater Ferries, annual report 2023", "Outlook")


def test_a_row_knows_its_columns_its_group_and_the_note_above(library: Library) -> None:
    rows = [one.sentence for one in source(library, "Brackwater").all() if one.sentence.cells]
    revenue, fuel = rows[0], rows[-1]
    assert [revenue.text[cell.start : cell.end] for cell in revenue.cells] == ["Revenue", "12,400", "11,000"]
    assert [cell.headers for cell in revenue.cells] == [(), ("2023",), ("2022",)]
    assert "in thousands" in revenue.note
    assert fuel.headings[-1] == "Costs"


def test_a_stretch_gives_what_begins_in_it(library: Library) -> None:
    whole = source(library, "Brackwater")
    for one in whole.all():
        assert one in whole.within(one.span.start, one.span.end)
        assert one not in whole.within(0, one.span.start)


def test_evidence_is_found_in_both_languages(library: Library) -> None:
    finding = Finding(library.store, library.index, dating)
    texts = [one.sentence.text for one in finding.evidence("Brackwater's revenue rose to 12.4 million")]
    assert "Revenue rose to 12.4 million." in texts
    texts = [one.sentence.text for one in finding.evidence("澜汐轮渡运送旅客120万人次")]
    assert "全年运送旅客120万人次。" in texts


def test_a_document_is_dated_by_its_title_where_the_file_says_nothing(library: Library) -> None:
    for record in library.documents():
        day, _ = dating(library.store.content(record.id))
        assert day
        assert (day.year, day.month, day.day) == (2023, 12, 31)
