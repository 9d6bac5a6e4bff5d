"""What holds for every text and every day."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent))
from any_text import TEXTS

from wenyuan.text.dates import declared_year_end, periods

MONTHS = "January February March April May June July August September October November December".split()
_DIGITS = "〇一二三四五六七八九"
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)


def _hanzi(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def _hanzi_year(year: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(year))


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 11 <= day <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


FORMS: list[Callable[[date], str]] = [
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
    lambda day: f"{_hanzi_year(day.year)}年{_hanzi(day.month)}月{_hanzi(day.day)}日",
    lambda day: "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in f"{day.year}年{day.month}月{day.day}号"),
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3]} {_ordinal(day.day)}, {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"the {_ordinal(day.day)} of {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day:02}-{MONTHS[day.month - 1][:3]}-{day.year}",
    lambda day: f"{day:%A}, {MONTHS[day.month - 1]} {day.day}, {day.year}",
]


def _reads(day: date, form: Callable[[date], str]) -> bool:
    return [(found.kind, found.first, found.last) for found in periods(form(day))] == [("date", day, day)]


@pytest.mark.parametrize("turn", range(3))
def test_every_day_is_read_back(turn: int) -> None:
    """Every day of two centuries in one form, another one each time; the slow test takes every form."""
    for count in range(turn, (LAST - FIRST).days + 1, 3):
        day = FIRST + timedelta(count)
        form = FORMS[(count // 3 + turn) % len(FORMS)]
        assert _reads(day, form), form(day)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_every_day_is_read_back_in_every_form(form: Callable[[date], str]) -> None:
    for count in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(count)
        assert _reads(day, form), form(day)


PIECES = st.sampled_from(
    """2023 2024 年 月 日 年度 季度 上半年 前 后 三 十 二〇二三年 第 Q3 FY 23 - – 至 到 / . , 、 和 及 March May
    Dec. 31 5th of the first second quarter half nine months ended fiscal year since before between from to
    and until in last this next past five years 去年 今年 上年 同期 截至 止 以来 之间 自 世纪 90 1990s 底 末
    近 过去 周 星期 一 本 上 下 ( ) % $ 万 个 初 旬 农历 3月5日""".split()
)
DATED = st.lists(PIECES | st.sampled_from([" ", " ", "", "\n"]) | st.integers(0, 3000).map(str), max_size=24).map(
    "".join
)


@given(
    TEXTS | DATED,
    st.none() | st.dates(),
    st.sampled_from([None, (6, 30), (12, 31), (1, 31), (2, 29), (10, 1), (4, 15)]),
)
@example("2023年2月29日", date.max, (12, 31))
@example("明年3月", date.max, None)
@example("去年", date.min, None)
@example("本周", date.min, None)
@example("tomorrow", date.max, None)
@example("FY1000", None, (6, 30))
@example("after 9999-12-31", None, None)
@example("9999年12月31日之后", None, None)
def test_places_are_right_and_days_in_order(text: str, told: date | None, year_end: tuple[int, int] | None) -> None:
    at = 0
    for found in periods(text, told=told, year_end=year_end):
        assert at <= found.start < found.end <= len(text)
        assert text[found.start : found.end].strip() == text[found.start : found.end] != ""
        assert found.first is None or found.last is None or found.first <= found.last
        assert found.kind == "period" or found.bound or found.first == found.last
        at = found.end
    declared_year_end(text)


def _seconds(text: str) -> float:
    def once() -> float:
        began = time.process_time()
        periods(text, told=date(2024, 1, 1))
        declared_year_end(text)
        return time.process_time() - began

    return min(once() for _ in range(3))


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "1",
            "一",
            "2",
            " ",
            "2023",
            "2023年",
            "2023年及",
            "2023-",
            "3月",
            "十月",
            "截至",
            "from ",
            "between ",
            "May ",
        ),
        *(
            "first ",
            "fiscal year ",
            "fiscal year end ",
            "2023, ",
            "March 5, ",
            "会计年度",
            "会计年度至",
            "ended ",
            "q1",
            "1990s",
            "去年",
        ),
        *("before ", "2019 to ", "March and ", "fiscal 2024 and ", "3月、", "一至", "90", "early ", "\n", "年", "上"),
    ],
)
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    short, long = piece * (4_000 // len(piece)), piece * (16_000 // len(piece))
    assert _seconds(long) < 12 * _seconds(short) + 0.05
