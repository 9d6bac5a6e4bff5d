"""Dates and periods: what each way of writing means, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from wenyuan.text.dates import periods
from wenyuan.text.period import Period

TOLD = date(2024, 11, 3)


def one(text: str, *, told: date | None = None, year_end: tuple[int, int] | None = None) -> Period:
    found = periods(text, told=told, year_end=year_end)
    assert len(found) == 1, (text, found)
    return found[0]


def days(text: str, *, told: date | None = None, year_end: tuple[int, int] | None = None) -> str:
    """The days of the only period of the text, and its bound."""
    period = one(text, told=told, year_end=year_end)
    first, last = (day.isoformat() if day else "" for day in (period.first, period.last))
    return (first if first == last else f"{first}..{last}") + (f" {period.bound}" if period.bound else "")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "December 31, 2023",
            "31 December 2023",
            "Dec. 31, 2023",
            "Dec 31 2023",
            "31st of December 2023",
            "31-Dec-2023",
        ),
        *(
            "Sunday, December 31, 2023",
            "2023-12-31",
            "2023/12/31",
            "2023.12.31",
            "31/12/2023",
            "12/31/2023",
            "31.12.2023",
        ),
        *(
            "2023年12月31日",
            "２０２３年１２月３１日",
            "2023 年 12 月 31 日",
            "二〇二三年十二月三十一日",
            "二○二三年12月31号",
        ),
        *("两千零二十三年十二月三十一日", "23年12月31日"),
    ],
)
def test_a_day_is_the_same_however_it_is_written(text: str) -> None:
    period = one(text)
    assert (period.kind, period.first, period.last) == ("date", date(2023, 12, 31), date(2023, 12, 31))
    assert (period.start, period.end) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("March 2023", "2023-03-01..2023-03-31"),
        ("2023年3月", "2023-03-01..2023-03-31"),
        ("二〇二三年三月", "2023-03-01..2023-03-31"),
        ("2023年", "2023-01-01..2023-12-31"),
        ("2023年度", "2023-01-01..2023-12-31"),
        ("两千零二十三年", "2023-01-01..2023-12-31"),
        ("08年", "2008-01-01..2008-12-31"),
        ("in 2023", "2023-01-01..2023-12-31"),
        ("the 2023 annual report", "2023-01-01..2023-12-31"),
        ("Q3 2023", "2023-07-01..2023-09-30"),
        ("3Q23", "2023-07-01..2023-09-30"),
        ("2024Q3", "2024-07-01..2024-09-30"),
        ("third quarter of 2024", "2024-07-01..2024-09-30"),
        ("23年Q3", "2023-07-01..2023-09-30"),
        ("2023年三季度", "2023-07-01..2023-09-30"),
        ("2024年前三季度", "2024-01-01..2024-09-30"),
        ("2023年1-6月", "2023-01-01..2023-06-30"),
        ("2023年上半年", "2023-01-01..2023-06-30"),
        ("2023年下半年", "2023-07-01..2023-12-31"),
        ("1H24", "2024-01-01..2024-06-30"),
        ("first half of 2023", "2023-01-01..2023-06-30"),
        ("first nine months of 2023", "2023-01-01..2023-09-30"),
        ("2023年前九个月", "2023-01-01..2023-09-30"),
        ("nine months ended September 30, 2023", "2023-01-01..2023-09-30"),
        ("截至2023年9月30日止九個月", "2023-01-01..2023-09-30"),
        ("three months ended June 30, 2023", "2023-04-01..2023-06-30"),
        ("year ended December 31, 2017", "2017-01-01..2017-12-31"),
        ("截至2017年12月31日止年度", "2017-01-01..2017-12-31"),
        ("13 weeks ended July 29, 2023", "2023-04-30..2023-07-29"),
        ("1990s", "1990-01-01..1999-12-31"),
        ("20世纪90年代", "1990-01-01..1999-12-31"),
        ("上世纪八十年代", "1980-01-01..1989-12-31"),
        ("21世纪", "2001-01-01..2100-12-31"),
        ("2023年3月上旬", "2023-03-01..2023-03-10"),
        ("2023年2月下旬", "2023-02-21..2023-02-28"),
    ],
)
def test_stretches_of_time(text: str, wanted: str) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2019-2023年", "2019-01-01..2023-12-31"),
        ("2019年至2023年", "2019-01-01..2023-12-31"),
        ("from 2019 to 2021", "2019-01-01..2021-12-31"),
        ("between March and May 2020", "2020-03-01..2020-05-31"),
        ("2018–2020", "2018-01-01..2020-12-31"),
        ("2007年与2009年之间", "2007-01-01..2009-12-31"),
        ("2023年3月5日至8日", "2023-03-05..2023-03-08"),
        ("March 5–8, 2023", "2023-03-05..2023-03-08"),
        ("2018/1/10-2018/7/10", "2018-01-10..2018-07-10"),
        ("自2020年1月1日起至2021年12月31日止", "2020-01-01..2021-12-31"),
        ("截至2023年12月31日", "2023-12-31 as_of"),
        ("as of December 31, 2023", "2023-12-31 as_of"),
        ("截至2023年末", "2023-12-31 as_of"),
        ("自2020年以来", "2020-01-01.. since"),
        ("since 2020", "2020-01-01.. since"),
        ("2020年至今", "2020-01-01.. since"),
        ("2020年之前", "..2019-12-31 before"),
        ("before March 2020", "..2020-02-29 before"),
        ("2020年以后", "2021-01-01.. after"),
        ("after December 31, 2023", "2024-01-01.. after"),
        ("until 2025", "..2025-12-31 until"),
        ("到2025年", "..2025-12-31 until"),
        ("by the end of 2025", "..2025-12-31 until"),
        ("2025年底", "2025-12-31 about"),
        ("2020年左右", "2020-01-01..2020-12-31 about"),
        ("early 2023", "2023-01-01..2023-12-31 about"),
    ],
)
def test_ranges_and_bounds(text: str, wanted: str) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize(
    ("text", "relative", "wanted"),
    [
        ("去年", "last_year", "2023-01-01..2023-12-31"),
        ("last year", "last_year", "2023-01-01..2023-12-31"),
        ("今年", "this_year", "2024-01-01..2024-12-31"),
        ("明年", "next_year", "2025-01-01..2025-12-31"),
        ("前年", "year_before_last", "2022-01-01..2022-12-31"),
        ("去年第四季度", "last_year--Q4", "2023-10-01..2023-12-31"),
        ("first half of last year", "last_year--H1", "2023-01-01..2023-06-30"),
        ("本季度", "this_quarter", "2024-10-01..2024-12-31"),
        ("last quarter", "last_quarter", "2024-07-01..2024-09-30"),
        ("上月", "last_month", "2024-10-01..2024-10-31"),
        ("上周一", "last_week", "2024-10-21"),
        ("昨天", "yesterday", "2024-11-02"),
        # What a report is about is not what it is dated: these keep their days to themselves.
        ("上年", "last_year", ""),
        ("prior year", "last_year", ""),
        ("去年同期", "same_period_last_year", ""),
        ("the same period last year", "same_period_last_year", ""),
        ("2022年同期", "same_period_2022", ""),
        ("近五年", "last_5_years", ""),
        ("the past five years", "last_5_years", ""),
        ("未来十年", "next_10_years", ""),
    ],
)
def test_what_is_relative_keeps_its_name_and_takes_its_days_from_the_document(
    text: str, relative: str, wanted: str
) -> None:
    assert one(text, told=TOLD).relative == relative
    assert days(text, told=TOLD) == wanted
    assert one(text).relative == relative
    assert days(text) == ""


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("3月5日", "--03-05", "2024-03-05"),
        ("March 5", "--03-05", "2024-03-05"),
        ("in March", "--03", "2024-03-01..2024-03-31"),
        ("前三季度", "--01/09", "2024-01-01..2024-09-30"),
        ("third quarter", "--Q3", "2024-07-01..2024-09-30"),
        ("年初至今", "year_to_date", "2024-01-01..2024-11-03"),
        ("year to date", "year_to_date", "2024-01-01..2024-11-03"),
    ],
)
def test_a_year_that_is_not_said_is_that_of_the_document(text: str, name: str, wanted: str) -> None:
    assert (one(text).relative, days(text)) == (name, "")
    assert (one(text, told=TOLD).relative, days(text, told=TOLD)) == (None, wanted)


def test_a_day_far_ahead_or_beside_another_year_stays_open() -> None:
    assert days("12月5日", told=date(2024, 1, 20)) == ""
    assert [period.first for period in periods("2021年9月结婚，10月5日离婚", told=TOLD)] == [date(2021, 9, 1), None]


@pytest.mark.parametrize(
    ("text", "year_end", "wanted"),
    [
        ("FY2023", None, "2023-01-01..2023-12-31"),
        ("FY23", (6, 30), "2022-07-01..2023-06-30"),
        ("2023财年", (3, 31), "2022-04-01..2023-03-31"),
        ("Q3 FY2024", (6, 30), "2024-01-01..2024-03-31"),
        ("third quarter of fiscal 2024", (9, 30), "2024-04-01..2024-06-30"),
        ("fiscal 2023", (1, 31), ""),  # some name it by the year it ends in, some by the other
        ("Q3 2024", (6, 30), "2024-07-01..2024-09-30"),
    ],
)
def test_years_of_accounts(text: str, year_end: tuple[int, int] | None, wanted: str) -> None:
    assert days(text, year_end=year_end) == wanted
    assert one(text).fiscal == (text != "Q3 2024")


def test_the_years_of_a_list_share_what_stands_before() -> None:
    found = periods("for the years ended December 31, 2023, 2022 and 2021")
    assert [(period.first, period.last) for period in found] == [
        (date(year, 1, 1), date(year, 12, 31)) for year in (2023, 2022, 2021)
    ]
    found = periods("years ended December 31, 2023 , 2022 and 2021")
    assert [period.first for period in found] == [date(year, 1, 1) for year in (2023, 2022, 2021)]
    found = periods("three months ended June 30, 2023 and 2022")
    assert [period.first for period in found] == [date(2023, 4, 1), date(2022, 4, 1)]
    found = periods("截至2022年及2023年12月31日")
    assert [(period.first, period.last) for period in found] == [
        (date(year, 12, 31), date(year, 12, 31)) for year in (2022, 2023)
    ]
    found = periods("during January and February 2023")
    assert [period.first for period in found] == [date(2023, 1, 1), date(2023, 2, 1)]
    found = periods("in the second quarter of fiscal 2024 and fiscal 2023")
    assert [period.first for period in found] == [date(2024, 4, 1), date(2023, 4, 1)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2023 units",
            "$2,023",
            "$2023",
            "section 4.2",
            "10-K",
            "version 3.5.1",
            "1:2 ratio",
            "ISO 9001",
            "2023 employees",
        ),
        *("2023/24", "2023-001", "page 2023", "Order No. 2023", "a total of 2000", "GB 2018-2020", "ASU 2016-02"),
        *(
            "同比增长5%",
            "三年",
            "三个月",
            "十年",
            "2000年前",
            "康熙三年五月",
            "农历八月十五",
            "第十三届",
            "2023年级",
            "5.6",
            "1.2",
        ),
        *("2月30日", "2023年2月29日", "13/13/2023", "It may 5 times", "march on", "second half", "上年纪的人"),
        *("38.28亿元", "3-5名", "12.5‰", "30k", "two and a half million", "光明日报", "the day before yesterday"),
    ],
)
def test_what_is_no_date_gives_nothing(text: str) -> None:
    assert periods(text, told=TOLD) == []


def test_a_day_that_may_be_a_month_is_found_without_days() -> None:
    assert days("03/04/2023") == ""
    assert days("05/05/2023") == "2023-05-05"


def test_places_are_those_of_the_original() -> None:
    text = "ﬁrst，Ｑ３ ２０２３和２０２４年１０月３０日16:00-17:00"
    assert [text[period.start : period.end] for period in periods(text)] == ["Ｑ３ ２０２３", "２０２４年１０月３０日"]


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("過去五年", "过去五年"),
        ("上週三", "上周三"),
        ("截至二零二三年六月三十日止六個月", "截至二零二三年六月三十日止六个月"),
        ("2023財年", "2023财年"),
    ],
)
def test_traditional_characters_read_as_simplified_ones(traditional: str, simplified: str) -> None:
    assert periods(traditional, told=TOLD) == periods(simplified, told=TOLD) != []


def test_a_stretch_may_go_over_the_new_year() -> None:
    assert days("2023年11月至2月") == "2023-11-01..2024-02-29"
    assert days("November to March 2020") == "2019-11-01..2020-03-31"
    assert one("三、四月份").relative == "--03/04"
    assert one("3、5月").relative == "--05"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the December 2023 quarter", "2023-10-01..2023-12-31"),
        ("quarter ended June 2023", "2023-04-01..2023-06-30"),
        ("截至2023年6月止六个月", "2023-01-01..2023-06-30"),
        ("截至2023年12月31日止三個年度", "2021-01-01..2023-12-31"),
        ("Jan-Mar 2023", "2023-01-01..2023-03-31"),
        ("1H24", "2024-01-01..2024-06-30"),
        ("2019 was a good year.", "2019-01-01..2019-12-31"),
        ("the 2016 winner", "2016-01-01..2016-12-31"),
        ("driven by fiscal 2022 results", "2022-01-01..2022-12-31"),
        ("公元1279年", "1279-01-01..1279-12-31"),
    ],
)
def test_readings_that_are_easily_wrong(text: str, wanted: str) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *(
            "公元前1046年",
            "距今1200年",
            "连续三季度",
            "连续三月",
            "1h24",
            "Exhibit 10 May be filed",
            "in 1500 BC",
            "9/11",
        ),
        *(
            "in 2023 stores",
            "during 2000 hours",
            "half a year ago",
            "a 1920 pixel image",
            "the 2000 page report",
            "29 February 2023",
            "flight 2016 to Paris",
        ),
    ],
)
def test_readings_that_would_be_wrong_are_none(text: str) -> None:
    assert periods(text, told=TOLD) == []


def test_a_number_that_counts_is_no_day() -> None:
    assert periods("In March 10 people died") == []
    assert one("In March 10 it rained").relative == "--03-10"


def test_the_heads_of_a_table_take_no_year_from_the_document() -> None:
    assert [period.first for period in periods("January 28, January 29, January 30, (In thousands)", told=TOLD)] == [
        None
    ] * 3
    assert days("Twelve Months Ended June 30, ($ million)", told=TOLD) == ""
    first, second = periods("outlook for fiscal 2024 June 2023 quarter")
    assert (first.first, second.first, second.last) == (date(2024, 1, 1), date(2023, 4, 1), date(2023, 6, 30))
    assert days("growth in the second half of fiscal 2024") == "2024-07-01..2024-12-31"
    assert days("throughout fiscal 2023") == "2023-01-01..2023-12-31"
    assert one("the same period  last year").relative == "same_period_last_year"
