"""The close of accounts that a document declares."""

from __future__ import annotations

import pytest

from wenyuan.text.dates import declared_year_end


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ANNUAL REPORT\nFor the fiscal year ended June 30, 2023", (6, 30)),
        ("for the fiscal year ended\nDecember 31, 2022", (12, 31)),
        ("Our fiscal year ends on the last Saturday in January.", (1, 31)),
        ("Our fiscal year ends on the Saturday nearest the end of January.", (1, 31)),
        (
            "The Company's fiscal year is the 52- or 53-week period ending on the Saturday closest to January 31.",
            (1, 31),
        ),
        ("Our financial year ends on 31 March.", (3, 31)),
        ("会计年度自公历1月1日起至12月31日止", (12, 31)),
        ("本公司財政年度截至三月三十一日止", (3, 31)),
        ("財政年度結束於六月三十日", None),
        ("会计年度为每年四月一日至翌年三月三十一日", (3, 31)),
        ("In fiscal year 2023, sales rose. They fell on March 5.", None),
        ("the year ended December 31, 2017", None),
        ("", None),
    ],
)
def test_the_close_of_accounts(text: str, wanted: tuple[int, int] | None) -> None:
    assert declared_year_end(text) == wanted
