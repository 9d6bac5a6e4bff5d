"""Numbers that are no quantity of a known kind, but that a claim must not change either.

A rate ("72 次/分", "$5 per share") is a quantity with what it is per; a bare number with a word after it that nobody
listed as a unit is a count of it; an ordinal (第五, "third") and the number of an article or a room name something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from wenyuan.text.period import Period
from wenyuan.text.quantity import Bound, Quantity

_PER = re.compile(
    r"\s?(?:[/／]|每|\bper\b|\bevery\b|\ban?\b|\beach\b)\s?"
    r"(?P<per>分钟?|小时|天|日|年|月|周|秒|人|股|min(?:ute)?s?\b|h(?:ou)?rs?\b|d(?:ay)?s?\b|weeks?\b|months?\b|quarters?\b|years?\b|s(?:ec(?:ond)?s?)?\b"
    r"|shares?\b|persons?\b|capita\b|units?\b|L\b|dL\b|mL\b|kg\b|升|毫升)",
    re.IGNORECASE,
)
_SAME_PER = {
    "分钟": "分",
    "天": "日",
    "minute": "min",
    "hour": "h",
    "hr": "h",
    "day": "d",
    "second": "s",
    "sec": "s",
    "h": "h",
}
_BARE = re.compile(r"(?<![A-Za-z\d_.,:/–-])\d+(?:\.\d+)?(?![A-Za-z_.:/%]*[A-Za-z\d/:–-])")
_BARE_ZH = re.compile(r"(?<![\d.,:/\-A-Za-z])\d+(?:\.\d+)?(?=[\u4e00-\u9fff])(?!\s*[年月日号时条款章节])")
_NUMBERED = re.compile(
    r"(?:第|[表图号]|No\.?|Nos\.?|Article|Section|Chapter|Room|Table|Figure|Page|Item|Note|Exhibit|Clause|Rule)\s?(?:No\.\s?)?$",
    re.IGNORECASE,
)
# "1. " and "2、" before an item of a list.
_ITEM = re.compile(r"(?:^|[，。；,;:：\n*#-])\s*$"), re.compile(r"[.、)）]\s?(?=\D)")
_BOUNDS: tuple[tuple[re.Pattern[str], Bound], ...] = (
    (
        re.compile(r"(?:不到|不足|少于|小于|低于|未满|不满|less than|fewer than|under|below)\s?$", re.IGNORECASE),
        "less_than",
    ),
    (re.compile(r"(?:超过|多于|大于|高于|逾|超|more than|over|above)\s?$", re.IGNORECASE), "more_than"),
    (re.compile(r"(?:至少|不少于|不低于|at least)\s?$", re.IGNORECASE), "at_least"),
    (re.compile(r"(?:至多|最多|不超过|不多于|at most|up to)\s?$", re.IGNORECASE), "at_most"),
    (re.compile(r"(?:约|大约|大概|about|around|approximately)\s?$", re.IGNORECASE), "about"),
)
# A length of time in characters, one of anything included.
_LASTING = re.compile(
    r"(?<![第十百千万\d每同任某有唯进统])([一二两三四五六七八九十]{1,3})(个?(?:月|星期|小时)|天|周|年|小时|分钟)(?![级度初末底])"
)
_NUMERALS = "零一二三四五六七八九"
ORDINAL = re.compile(r"第(?P<han>[一二三四五六七八九十百零两]{1,6}|\d{1,5})")


def rated(text: str, one: Quantity) -> Quantity:
    """A quantity with what it is per, where that stands right behind it: "72 次/分"."""
    match = _PER.match(text, one.end)
    if match is None or one.kind not in ("count", "amount"):
        return one
    per = match["per"].casefold()
    per = _SAME_PER.get(per, per if len(per) < 3 else per.rstrip("s"))
    per = _SAME_PER.get(per, per)
    return replace(one, end=match.end(), unit=f"{one.unit or ''}/{per}")


def bare(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    """The numbers in digits that stand in none of the stretches taken and number nothing."""
    for pattern in (_BARE_ZH, _BARE):
        for match in pattern.finditer(text):
            start, end = match.span()
            before = text[max(0, start - 16) : start]
            if any(start < last and first < end for first, last in taken) or _NUMBERED.search(before):
                continue
            if _ITEM[0].search(before) and _ITEM[1].match(text, end):
                continue
            taken.append((start, end))
            value = Decimal(match.group())
            step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
            bound: Bound | None = None
            for mark, kind in _BOUNDS:
                if found := mark.search(before):
                    bound, start = kind, start - len(found.group())
                    break
            yield Quantity(start, end, "count", value, bound=bound, step=step)


_YEAR = re.compile(r"(?<![A-Za-z\d_.,:/$€£¥–-])(?:19|20)\d\d(?![A-Za-z\d_/:%]|[.,–-]\d|\s?[年万亿元个名人])")
_NO_YEAR = re.compile(
    r"(?:\b(?:is|was|were|are|about|than|only|over|up|least|most)|[=为是共达约超至])\s*$", re.IGNORECASE
)


def years(text: str, taken: list[tuple[int, int]]) -> Iterator[Period]:
    """Numbers that are plainly years, where nothing else was read: "(2019)", "the 2018 and 2019 reports"."""
    for match in _YEAR.finditer(text):
        start, end = match.span()
        if any(start < last and first < end for first, last in taken) or _NO_YEAR.search(
            text[max(0, start - 10) : start]
        ):
            continue
        taken.append((start, end))
        year = int(match.group())
        yield Period(start, end, "period", date(year, 1, 1), date(year, 12, 31))


def lasting(text: str, taken: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Lengths of time in Chinese characters that stand in none of the stretches taken."""
    for match in _LASTING.finditer(text):
        start, end = match.span()
        if not any(start < last and first < end for first, last in taken):
            taken.append((start, end))
            yield Quantity(start, end, "count", Decimal(ordinal(match.group(1))), match.group(2))


def ordinal(numeral: str) -> str:
    """An ordinal in digits: 第九 and 第9 are the same."""
    if numeral.isdecimal():
        return str(int(numeral))
    total = digit = 0
    for sign in numeral.replace("两", "二"):
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _NUMERALS.index(sign)
    return str(total + digit)
