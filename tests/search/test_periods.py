"""Dates to filter by, and the dates that documents state."""

from __future__ import annotations

from datetime import date

import pytest

from wenyuan.errors import UsageError
from wenyuan.search.periods import own_period, period


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2024", "2024-01-01..2024-12-31"),
        ("2024-02", "2024-02-01..2024-02-29"),
        ("2024-2-9", "2024-02-09"),
        ("2024/02/09", "2024-02-09"),
        ("２０２４年２月９日", "2024-02-09"),
        ("2024年2月", "2024-02-01..2024-02-29"),
        ("2024年", "2024-01-01..2024-12-31"),
        ("2024-01..2024-06-15", "2024-01-01..2024-06-15"),
        ("2024..", ">=2024-01-01"),
        ("..2024-03", "<=2024-03-31"),
        (">=2024-03", ">=2024-03-01"),
        (">2024-03", ">=2024-04-01"),
        ("<=2024", "<=2024-12-31"),
        ("＜2024", "<=2023-12-31"),
        ("≥ 2024", ">=2024-01-01"),
    ],
)
def test_a_period(text: str, said: str) -> None:
    assert str(period(text)) == said


@pytest.mark.parametrize(
    "text",
    ["", "..", "2024-13", "2024-02-30", "24", "yesterday", "2024-06..2024-01", "1..2..3", "0000", ">=", "2024-0"],
)
def test_no_period(text: str) -> None:
    with pytest.raises(UsageError, match=r"2024-03|before it begins"):
        period(text)


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"date": "2024-03-05T10:00:00", "created": "2020"}, "2024-03-05"),
        ({"created": "2023-05-04T12:30:00", "modified": "2024-01-01"}, "2023-05-04"),
        ({"date": "in spring", "created": "2021-07"}, "2021-07-01..2021-07-31"),
        ({"date": "2024年3月5日"}, "2024-03-05"),
        ({"modified": "2019"}, "2019-01-01..2019-12-31"),
    ],
)
def test_what_a_document_says(metadata: dict[str, str], said: str) -> None:
    assert str(own_period(metadata)) == said


@pytest.mark.parametrize("metadata", [{}, {"author": "2024"}, {"date": "20240305123"}, {"date": "2024-99-01"}])
def test_a_document_that_states_no_date(metadata: dict[str, str]) -> None:
    assert own_period(metadata) is None


def test_days_are_numbered_as_the_calendar_does() -> None:
    found = period("2024-03-05")
    assert found.first == found.last == date(2024, 3, 5).toordinal()
