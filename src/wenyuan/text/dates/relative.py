"""Periods named by where they stand from the document's own day: 去年, last quarter, the past five years, 年初至今.

今年 and "last year" count from the day the document is dated. 上年, 本年, "prior year" and "fiscal year" count from the
period that a report is about, which is often not the year it is dated in: they stay without days.
"""

from __future__ import annotations

import re

from wenyuan.text.dates.numerals import ENGLISH, HANZI, number
from wenyuan.text.dates.part import Part

YEARS = {-2: "year_before_last", -1: "last_year", 0: "this_year", 1: "next_year", 2: "year_after_next"}
SAME_PERIOD = "same_period_last_year"
TO_DATE = "year_to_date"
_NAMES: dict[str, str] = {
    "今天": "today", "今日": "today", "today": "today",
    "昨天": "yesterday", "昨日": "yesterday", "yesterday": "yesterday",
    "明天": "tomorrow", "明日": "tomorrow", "tomorrow": "tomorrow",
}  # fmt: skip
_CHINESE = re.compile(
    r"(?P<to_date>(?:今年|本年)?年初(?:至今|以来)|今年(?:年初)?以来)|"
    r"(?P<same>(?:去年|上年度?|上一年度?|前一年)(?:的)?(?:同期|同季))|"
    r"(?P<shift>去年|今年(?:度|内)?|(?<!文)明年|"
    r"(?<![0-9年以目之一二三四五六七八九十])前年(?!均))(?P<edge>年?(?:底|末)|年?初)?|"
    r"(?P<own>(?<!以)上一?年(?![纪龄限级代轻会])度?|本年(?![级限])度?|下一?年度)(?P<own_edge>末|初|底)?|"
    r"(?P<part>(?<![以上下])(?:[上下]{1,2}|本|这)(?:一?个)?(?:季度|月|周(?![期边转年密到全身刊岁])|星期|礼拜)|"
    r"(?<!以)上一月)"
    r"(?:(?P<within>[底末初])|(?P<on>(?<=[周期拜])[一二三四五六日天])|(?<=月) ?(?P<day_of>[12][0-9]|3[01]|"
    r"[1-9]|[二三]?十[" + HANZI + r"]?|[" + HANZI + r"]) ?[日号])?|"
    r"(?P<day>今[天日](?!头)|昨[天日]|(?<!光)明[天日](?!之|方舟|香))|"
    r"(?P<span>(?P<past>最?近|过去|此前|以往|今后|未来)的? ?(?P<number>[0-9]{1,3}|"
    r"[二两三四五六七八九]?十[一二三四五六七八九]?|["
    + HANZI
    + r"两]) ?(?:个?(?P<unit>季度|月|周|星期)|(?P<plain>年|天|日))(?![级代期龄]))"
)
_SPAN = (
    rf"(?P<past>past|last|previous|prior|preceding|trailing|next|coming|following|"
    rf"upcoming) (?P<number>{ENGLISH}|[0-9]{{1,3}})"
    r"[- ](?:fiscal |financial |calendar |full |consecutive )?(?P<unit>year|month|quarter|week|day|decade)s?(?![a-z])"
)
_ENGLISH = re.compile(
    r"(?P<to_date>year[- ]to[- ]date|ytd(?![a-z])|(?:since|from) the (?:beginning|start) of (?:the|this) year)|"
    r"(?P<same>(?:(?:same|corresponding|comparable|equivalent) (?:(?:year-ago|prior-year) )?(?:period|quarter|"
    r"time|month|half)"
    r"(?:,? (?:of|in|from))? {1,3}(?:the )?(?:last|previous|prior|preceding)(?: fiscal)? year|"
    r"(?:prior|previous|last|preceding)[- ]year(?:['’]?s)?[- ](?:same[- ])?(?:period|quarter)|"
    r"year-(?:ago|earlier)(?: (?:period|quarter))?|(?<!half a )year (?:ago|earlier)(?: (?:period|quarter))?|"
    r"(?<=a )(?<!half a )year before)(?![a-z-]))|" + _SPAN + r"|(?P<day>today|yesterday|tomorrow)(?![a-z])|"
    r"(?P<which>last|this|next|prior|previous|preceding|current|coming) (?P<fiscal>fiscal |financial )?(?:calendar )?"
    r"(?P<part>year|quarter|month|week)(?![a-z-])"
)
_UNITS = {"年": "years", "天": "days", "日": "days", "季度": "quarters", "月": "months", "周": "weeks", "星期": "weeks"}
_FAR = {
    **{f"上{unit}": f"{unit}_before_last" for unit in ("week", "month", "quarter")},
    **{f"下{unit}": f"{unit}_after_next" for unit in ("week", "month", "quarter")},
}
_WEEKDAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
# Some day or week within it is meant: "the 20th of next month", "next week on Friday", "the third week next year".
_WITHIN_BEFORE = re.compile(rf"(?:weeks?|weekend|{_WEEKDAY}|[0-9](?:st|nd|rd|th)?)(?:,| of| in)?(?: the)? $")
_WITHIN_AFTER = re.compile(rf",? (?:on |between |from )?{_WEEKDAY}(?![a-z])")
_REST_OF_NAME = re.compile(r" (?:of|in (?:which|the|his|her|their|its)) ")
# "two days before yesterday" is another day.
_REACHED_FROM = re.compile(r"(?:days?|weeks?|months?|years?),? (?:before|after|from|starting) $")
_SIDES = {
    "上": "last",
    "本": "this",
    "这": "this",
    "下": "next",
    "last": "last",
    "this": "this",
    "next": "next",
    "coming": "next",
}


def chinese(text: str, at: int) -> Part | None:
    """去年, 去年底, 上年同期, 本季度, 昨天, 近五年, 年初至今."""
    found = _CHINESE.match(text, at)
    if not found:
        return None
    part = Part(at, found.end())
    if found["to_date"]:
        part.relative = TO_DATE
    elif found["same"]:
        part.relative, part.rolling = SAME_PERIOD, True
    elif word := found["shift"]:
        part.shift = {"去": -1, "今": 0, "明": 1, "前": -2}[word[0]]
        part.edge = None if not found["edge"] else "start" if found["edge"][-1] == "初" else "end"
        part.about = part.edge is not None
    elif word := found["own"]:
        part.shift, part.rolling = {"上": -1, "本": 0, "下": 1}[word[0]], True
        part.edge = None if not found["own_edge"] else "start" if found["own_edge"] == "初" else "end"
    elif word := found["part"]:
        unit = "quarter" if word.endswith("季度") else "month" if word.endswith("月") else "week"
        part.relative = f"{_SIDES[word[0]]}_{unit}" if word[0] != word[1] else _FAR[f"{word[0]}{unit}"]
        part.about = found["within"] is not None
        part.rolling = part.about and unit == "week"
        if day := found["on"] or found["day_of"]:
            which = "一二三四五六日".index(day.replace("天", "日")) + 1 if found["on"] else number(day)
            part.days, part.single = (which, which), True
    elif word := found["day"]:
        part.relative, part.single = _NAMES[word], True
    else:
        unit = found["unit"]
        if unit == "月" and "个" not in found[0]:
            return None
        side = "next" if found["past"] in ("今后", "未来") else "last"
        part.relative, part.rolling = f"{side}_{number(found['number'])}_{_UNITS[unit or found['plain']]}", True
    return part


def english(text: str, at: int) -> Part | None:
    """last year, the same period last year, this quarter, the past five years, year to date, yesterday."""
    found = _ENGLISH.match(text, at)
    if not found:
        return None
    part = Part(at, found.end())
    if found["to_date"]:
        part.relative = TO_DATE
    elif found["same"]:
        part.relative, part.rolling = SAME_PERIOD, True
    elif found["number"]:
        side = "next" if found["past"] in ("next", "coming", "following", "upcoming") else "last"
        part.relative, part.rolling = f"{side}_{number(found['number'])}_{found['unit']}s", True
    elif word := found["day"]:
        if _REACHED_FROM.search(text[max(0, at - 20) : at]):
            return None
        part.relative, part.single = _NAMES[word], True
    else:
        if _REST_OF_NAME.match(text, part.end):
            return None
        which, unit = found["which"], found["part"]
        side = _SIDES.get(which, "this" if which == "current" else "last")
        # "current", "prior" and "fiscal" reckon from what the report is about.
        part.fiscal = bool(found["fiscal"])
        part.rolling = part.fiscal or which not in ("last", "this", "next", "coming")
        if _WITHIN_BEFORE.search(text[max(0, at - 20) : at]) or _WITHIN_AFTER.match(text, part.end):
            part.rolling = True
        if unit == "year":
            part.shift = {"last": -1, "this": 0, "next": 1}[side]
        else:
            part.relative = f"{side}_{unit}"
    return part
