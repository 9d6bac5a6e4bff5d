"""What stands around a date and changes what it means: 截至, since, before, 以来, "three months ended", 同期."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from wenyuan.text.dates.joining import Reading
from wenyuan.text.dates.numerals import ENGLISH, HANZI, number

Bound = Literal["as_of", "since", "until", "before", "after", "about"]
_WINDOW = 64
_BEFORE: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (re.compile(r"(?:(?:\bas (?:of|at)(?: (?:the )?(?:end|close) of)?|\bat (?:the )?(?:end|"
        r"close) of) (?:the )?|截至|截止到?|截止至)$"), "as_of"),
    (re.compile(r"\b(?:since|on or after|ever since|starting (?:in|from|on)|"
        r"(?<!our )(?<!the )(?<!its )beginning (?:in|on)|"
        r"effective) (?:the )?$"), "since"),
    (re.compile(r"\b(?:on or before|no later than|not later than|(?:up )?until|till|up to|by(?: the)? end of|"
        r"by year-end|"
        r"(?<!driven )(?<!offset )(?<!followed )(?<!caused )(?<!affected )(?<!led )(?<!hurt )(?<!helped )by|"
        r"through) (?:the )?$|(?:直到|直至|"
        r"(?<![达得收看提遭受直做遇感找问谈说想来走回临])到)$"), "until"),
    (re.compile(r"\b(?:before|prior to|earlier than) (?:the )?$|早于$"), "before"),
    (re.compile(r"\b(?:after|later than) (?:the )?$|晚于$"), "after"),
    (re.compile(r"\b(?:around|about|circa|approximately|roughly) (?:the )?$|(?:大约|大概|"
        r"(?<![合条公签预契违纽节大])约)$"), "about"),
)  # fmt: skip
_SINCE_BEFORE = re.compile(r"(?:(?<![来各独亲])自从?|从|由|自打)$")
_AFTER: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (re.compile(r" ?(?:以来|至今|起(?![点伏始源诉草步家飞来火到码初降薪用])|到现在|(?P<starting>开始))|(?:-|–|—|"
        r" )?(?:onwards?|to date|to present|to the present)\b"), "since"),
    (re.compile(r" ?(?:之?前后|左右|前后|上下)"), "about"),
    (re.compile(r" ?(?:之前|以前|"
        r"前(?![往景期沿任者提述夕来几后方锋台瞻列线身夫妻总三两四0-9一二五六七八九十]))"), "before"),
    (re.compile(r" ?(?:之后|以后|后(?![来续期勤备果者面退卫台代半天门撤悔方三两四0-9一二五六七八九十]))"), "after"),
    (re.compile(r" ?(?:为止|止(?![损住痛血境步]))"), "until"),
)  # fmt: skip
_ENDED = re.compile(
    rf"\b(?:(?P<both>(?:{ENGLISH}|[0-9]{{1,2}})(?:-month|-week)?(?: months?|"
    rf" weeks?)? and )?(?P<number>{ENGLISH}|[0-9]{{1,2}})[- ]"
    r"(?P<unit>month|week|quarter)s?(?: periods?)?|(?P<quarter>(?:fiscal )?quarters?)|(?P<half>half[- ]years?)|"
    r"(?P<year>(?P<fiscal>fiscal |financial )?years?|twelve-month periods?)|"
    r"(?P<period>periods?))(?: then)? (?:ended|ending|to)(?: on)? $"
)
_ITS_QUARTER = re.compile(r" quarter\b")  # "the December 2023 quarter" ends with December
_CLOSES = re.compile(
    rf" ?止?的?(?:(?:(?P<years>[{HANZI}两2-9]) ?个)?(?P<year>(?:财政?|会计)?年度)|"
    rf"(?P<months>1[0-2]|十[一二]?|[{HANZI}两1-9]) ?个月|(?P<half>半年度?)|(?P<quarter>季度))(?:会计)?(?:期间)?|"
    r"止的?(?P<period>(?:会计|报告)?期间)"
)
_SAME_BEFORE = re.compile(
    r"(?:same|corresponding|comparable|equivalent)(?: fiscal| interim| three-month| six-month| nine-month)? "
    r"(?:period|quarter|months?|time|half|nine months|six months|three months)s?(?: (?:of|in|from|during)|"
    r",)? (?:the )?(?:year )?$"
)
_SAME_AFTER = re.compile(" ?的?(?:同期|同季|同月)")
_EDGE_BEFORE = re.compile(
    r"(?:\b(?P<as>(?:by |until |as of |as at )?)(?:at )?(?:the )?(?P<edge>end|close|beginning|start) of (?:the )?|"
    r"(?P<year_end>\byear[- ]end )|(?P<loose>\b(?:earlier|later|early|late|mid|middle of)[- ](?:in )?(?:the )?))$"
)


# A day or a week of it is meant: the period is true only roughly.
_INSIDE = re.compile(
    r"\b(?:days?|weeks?|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|first|second|third|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|tenth|[a-z]{3,6}teenth|(?:twent|thirt)ieth|(?:twenty|thirty)-[a-z]{5,7}|[0-9]{1,2}(?:st|nd|rd|th))"
    r"(?: of| in)(?: the)? $"
)


@dataclass(slots=True)
class Bounded:
    """A reading with what stands around it. ended: months and weeks of a period that ends with it."""

    start: int
    end: int
    bound: Bound | None = None
    ended: tuple[int, int] | None = None
    fiscal: bool = False
    same: bool = False
    edge: Literal["start", "end"] | None = None


def bounded(text: str, reading: Reading) -> Bounded:
    """The words before and after that belong to it."""
    around = Bounded(reading.start, reading.end)
    part = reading.first
    if reading.last is None:
        before = text[max(0, around.start - _WINDOW) : around.start]
        a_day = part.days is not None or part.single
        if _SAME_AFTER.match(text, around.end) and not part.relative:
            around.same, around.end = True, _after(_SAME_AFTER, text, around.end)
            return around
        if not a_day and (found := _SAME_BEFORE.search(before)):
            around.same, around.start = True, around.start - len(found[0])
            return around
        a_month = part.months is not None and part.months[0] == part.months[1]
        if a_month and not a_day and (found := _ITS_QUARTER.match(text, around.end)):
            around.end, around.ended = found.end(), (3, 0)
            return around
        if (a_day or a_month) and _ended(text, before, around):
            return around
        if not a_day and part.edge is None and (found := _EDGE_BEFORE.search(before)):
            _edges(found, around)
            before = text[max(0, around.start - _WINDOW) : around.start]
        if not a_day and around.bound is None and _INSIDE.search(before):
            around.bound = "about"
            return around
    if around.bound in (None, "about"):
        _words(text, reading, around)
    return around


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _ended(text: str, before: str, around: Bounded) -> bool:
    """After "three months ended", within 截至…止年度: the day is the last of a period."""
    if found := _ENDED.search(before):
        around.start -= len(found[0])
        around.fiscal = bool(found["fiscal"] or (found["quarter"] or "").startswith("fiscal"))
        months, weeks = 0, 0
        if found["number"] and not found["both"]:
            count = number(found["number"])
            months, weeks = {"month": (count, 0), "quarter": (3 * count, 0), "week": (0, count)}[found["unit"]]
        elif found["quarter"] or found["half"] or found["year"]:
            months = 3 if found["quarter"] else 6 if found["half"] else 12
        around.ended = (months, weeks)
        return True
    lead = re.search("截[至止]至?$", before)
    found = _CLOSES.match(text, around.end)
    if found and ("止" in found[0] or (lead and (found["year"] or found["months"]))):
        around.start, around.end = around.start - (len(lead[0]) if lead else 0), found.end()
        months = number(found["months"]) if found["months"] else 6 if found["half"] else 3
        if found["year"]:
            months = 12 * number(found["years"] or "1")
        around.ended = (0 if found["period"] else months, 0)
        around.fiscal = bool(found["year"] and ("财" in found["year"] or "会计" in found["year"]))
        return True
    return False


def _edges(found: re.Match[str], around: Bounded) -> None:
    around.start -= len(found[0].lstrip())
    around.bound = "about"
    if found["loose"]:
        return
    around.edge = "start" if found["edge"] in ("beginning", "start") else "end"
    word = (found["as"] or "").strip()
    if word:
        around.bound = "until" if word in ("by", "until") else "as_of"


def _words(text: str, reading: Reading, around: Bounded) -> None:
    before = text[max(0, around.start - _WINDOW) : around.start]
    for pattern, bound in _BEFORE:
        if (found := pattern.search(before)) and reading.last is None:
            around.bound, around.start = bound, around.start - len(found[0].lstrip())
            break
    for pattern, bound in _AFTER:
        if found := pattern.match(text, around.end):
            if found.groupdict().get("starting") and not _SINCE_BEFORE.search(before):
                break  # 将在8月开始
            if reading.last is not None and bound != "about":
                break
            if around.bound == "as_of" or (around.bound == "until" and bound != "until"):
                # 截至2023年12月31日止; 到2020年前后
                around.end = found.end() if bound == "until" else around.end
                break
            around.bound, around.end = bound, found.end()
            lead = _SINCE_BEFORE.search(text[max(0, around.start - 2) : around.start])
            if lead and bound in ("since", "after"):
                around.start -= len(lead[0])
            break
    else:
        if (
            around.bound is None
            and reading.last is None
            and (found := _SINCE_BEFORE.search(before))
            and found[0] in ("自", "自从")
        ):
            around.bound, around.start = "since", around.start - len(found[0])
