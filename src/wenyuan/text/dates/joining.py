"""Pieces that belong together: a part and its year, the two ends of a stretch, the years of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wenyuan.text.dates.chinese import uncommon
from wenyuan.text.dates.part import Part

_YEAR_FIRST = re.compile(" ?的? ?|-")
_CHINESE_COMMA = re.compile(", ?")
_YEAR_LAST = re.compile(r" ?|,? (?:of|in) (?:the )?|-|, ?of ")
_COMMA = re.compile(r" ?, ?")
_THROUGH = re.compile(r",? ?(?:-|–|—|——|−|~|起?直?至|直?到|to|through|thru|(?:up )?until|up to|till) ?(?:the )?")
_AND = re.compile(r" ?(?:and|与|和|及|-|–) ?(?:the )?")
_BETWEEN = re.compile(r"(?:between (?:the )?|在)$")
_FROM = re.compile(r"(?:from (?:the )?|自从?|从|由)$")
_FISCAL_BEFORE = re.compile(r"l years? (?:from )?$")  # fiscal, financial
_BETWEEN_END = re.compile(" ?之?间")
_LIST = re.compile(r"(?: ?, ?(?:and )?| ?(?:、|和|及|与|或|and|or|&|vs\.?|versus|compared (?:to|with)) ?)(?:in )?")
_LISTED = 8
_AND_CHINESE = re.compile(" ?[、和及与] ?")
_AS_OF = re.compile("(?:截[至止]至?|于|在)$")
_THAT_YEAR = re.compile(r"(?:[每当同次翌隔历]年 ?|\b(?:last|next) )$")
_MOON = re.compile("(?:农历|阴历|旧历)$")
_MOON_AFTER = re.compile("(?:农历|阴历|旧历|[正腊冬]月|[一二三四五六七八九十]{1,2}月初?[一二三四五六七八九十廿])")
_YEAR_IN_WORDS = re.compile(r",? (?:of )?(?:(?:nineteen|eighteen|twenty)[ -](?!-)|two thousand)")
_STANDS_BEFORE = re.compile(
    r"(?:\b(?:in|during|since|until|till|before|after|throughout|early|late|mid|circa|c\.|years?|summer|spring|"
    r"autumn|fall|"
    r"winter|christmas|(?:end|start|beginning|middle|rest|remainder|half|quarters?|summer|spring|autumn|fall|"
    r"winter|most|all|"
    r"part|course|months?|crisis|class|as|early|late|period|time|level|quarter) of|year[- ]end|compared (?:to|"
    r"with))(?: the)? |(?:mid|early|late|pre|post)-)$"
)
_LEANS_BEFORE = re.compile(r"\b(?:for|from|by|through|versus|vs\.?|to|against|between|of) $")
_PLAIN_AFTER = re.compile(
    r" *(?:$|[.;:,)!?、。；](?![0-9]))| (?:and|to|was|were|is|are|in|as|compared|when|with|due|because|by|from|which|"
    r"through|would|will|the|we|our|has|had|have|at|on|primarily|mainly|versus|vs|or|but|for|that|increased|"
    r"decreased|than|while|during|before|after|if|it|this|they|he|she|who|where|remains?|under|over|about|so|"
    r"[a-z]{2,}(?:ing|ed))\b"
)
_NAMED_AFTER = re.compile(
    r" (?:annual|form 10|proxy|results?|revenues?|sales|earnings|net |operating |full[- ]year|guidance|"
    r"outlook|season|elections?|"
    r"census|budget|edition|world cup|olympics?|summer|winter)\b"
)
_OPENS = re.compile(r" (?:was|is|saw|marked|will be|proved|brought|ended|began)\b")
_OWNER = re.compile(r"(?:\b(?:the|an?|her|his|its|their|our|your|my|this|that)|['’]s|s['’]) $")
# One thing of that year, "the 2016 winner", and no measure, "a 1920 pixel image".
_ONE_AFTER = re.compile(
    r" (?!(?:pages?|met(?:er|re)|mile|unit|person|seat|room|ton|tonne|word|foot|km|kg|watt|square|cubic|pound|"
    r"dollar|euro|yuan|calorie|"
    r"bed|man|acre|volt|mg|mm|cm|year|day|point|bit|byte|rpm|pixel|px|token|core|piece|member|horsepower|hp|"
    r"cc|psi|hertz|hz|"
    r"step|line|hour|minute|second|billion|million|thousand|odd|plus|or|and)\b)[a-z]{3,}(?<!s)(?![a-z])"
)
_STANDARD = re.compile(r"(?:\b(?:gb/?t?|iso|iec|astm|din|en|jg[jt]?|no\.?|nos\.?)|#|号) ?$")


@dataclass(slots=True)
class Reading:
    """`folded[start:end]`: a part, or the stretch from one to another."""

    start: int
    end: int
    first: Part
    last: Part | None = None
    after: Reading | None = None  # the one whose months and days it shares: "June 30, 2023 and 2022"


def readings(text: str, parts: Sequence[Part]) -> list[Reading]:
    """The parts joined where they belong together, without those that say nothing alone."""
    joined = list[Part]()
    for at, part in enumerate(parts):
        after = parts[at + 1] if at + 1 < len(parts) else None
        if joined and not _goes_on(text, joined[-1], part, after) and (merged := _merged(text, joined[-1], part)):
            joined[-1] = merged
        else:
            joined.append(part)
    joined = [part for part in joined if not _elsewhere(text, part)]
    _share_year(text, joined)
    _share_day(text, joined)
    found, at = list[Reading](), 0
    while at < len(joined):
        reading = _stretch(text, joined[at], joined[at + 1]) if at + 1 < len(joined) else None
        at += 2 if reading else 1
        reading = reading or _alone(text, joined[at - 1], found[-1] if found else None)
        if reading:
            found.append(reading)
    return found


def _elsewhere(text: str, part: Part) -> bool:
    """Whether the year of this month is there, but is none that could be read."""
    if part.year is not None:
        return bool(_MOON.search(text[max(0, part.start - 2) : part.start]) or _MOON_AFTER.match(text, part.end))
    if not part.in_no_year:
        return False
    return uncommon(text, part.start) or _YEAR_IN_WORDS.match(text, part.end) is not None


def _share_year(text: str, joined: list[Part]) -> None:
    """January and February 2023; 2023年3月和5月: the year is of both."""
    for at in range(len(joined) - 2, -1, -1):
        one, other = joined[at], joined[at + 1]
        if one.in_no_year and other.months and other.year and _LIST.fullmatch(text[one.end : other.start]):
            one.year, one.fiscal, one.weak = other.year, other.fiscal, False
    for one, other in pairwise(joined):
        if other.in_no_year and one.months and one.year and _LIST.fullmatch(text[one.end : other.start]):
            other.year, other.fiscal, other.weak = one.year, one.fiscal, False
    for part in joined:
        if part.in_no_year and _THAT_YEAR.search(text[max(0, part.start - 5) : part.start]):
            part.rolling = True


def _share_day(text: str, joined: list[Part]) -> None:
    """截至2022年及2023年12月31日: the day is of both years."""
    for at in range(len(joined) - 2, -1, -1):
        one, other = joined[at], joined[at + 1]
        if one.whole_year and not one.bare and other.year and other.days and other.days[0] == other.days[1]:
            first = at
            while first > 0 and at - first < _LISTED and _year_and(text, joined[first - 1], joined[first]):
                first -= 1
            before = text[max(0, joined[first].start - 3) : joined[first].start]
            if _year_and(text, one, other) and _AS_OF.search(before):
                joined[at] = replace(one, months=other.months, days=other.days)


def _year_and(text: str, one: Part, other: Part) -> bool:
    return one.whole_year and _AND_CHINESE.fullmatch(text[one.end : other.start]) is not None


def _goes_on(text: str, one: Part, other: Part, after: Part | None) -> bool:
    """Whether the month that follows a year has one of its own: "for fiscal 2024, June 2023 quarter"."""
    if not one.whole_year or not other.in_no_year or not other.months or other.months[0] != other.months[1]:
        return False
    if one.fiscal and text[other.start].isascii():
        return True
    return after is not None and after.bare and _YEAR_LAST.fullmatch(text[other.end : after.start]) is not None


def _merged(text: str, one: Part, other: Part) -> Part | None:
    gap = text[one.end : other.start]
    if len(gap) > 10:
        return None
    if one.whole_year and other.in_no_year:
        # "2024 Q3", "2016 june", but not "in 2022, March".
        fits = _YEAR_FIRST.fullmatch(gap) and not (one.bare and "的" in gap)
        chinese = not one.bare and not text[one.end - 1].isascii() and not text[other.start].isascii()
        if fits or (chinese and other.days is None and other.months != (1, 12) and _CHINESE_COMMA.fullmatch(gap)):
            return replace(
                other,
                start=one.start,
                year=one.year,
                shift=one.shift,
                fiscal=one.fiscal or other.fiscal,
                rolling=one.rolling or other.rolling,
                weak=False,
            )
    if one.in_no_year and other.whole_year:
        of_month = one.months is not None and one.months[0] == one.months[1] and text[one.end - 1] not in "月日号"
        if _YEAR_LAST.fullmatch(gap) or (of_month and other.bare and _COMMA.fullmatch(gap)):
            return replace(
                one,
                end=other.end,
                year=other.year,
                shift=other.shift,
                fiscal=one.fiscal or other.fiscal,
                rolling=one.rolling or other.rolling,
                weak=False,
            )
    return None


def _stretch(text: str, one: Part, other: Part) -> Reading | None:
    """From one to the other, each taking from the other what it leaves out."""
    gap = text[one.end : other.start]
    before = text[max(0, one.start - 12) : one.start]
    between = _BETWEEN.search(before)
    closes = _BETWEEN_END.match(text, other.end)
    if len(gap) > 12 or not (
        _THROUGH.fullmatch(gap) or ((between or (closes and not gap.isascii())) and _AND.fullmatch(gap))
    ):
        return None
    if one.relative or other.relative or one.rolling or other.rolling:
        return None
    opening = between or _FROM.search(before)
    if one.bare and other.bare:
        word = not re.search("[-–—−~]", gap)
        if (
            word
            and not opening
            and not before.endswith("(")
            and not _STANDS_BEFORE.search(text[max(0, one.start - 24) : one.start])
        ):
            return None
        if _STANDARD.search(before) or (one.year or 0) >= (other.year or 0):
            return None
        usual = (one.year or 0) >= 1900 and (other.year or 0) < 2100
        if not usual and not opening and not _STANDS_BEFORE.search(text[max(0, one.start - 24) : one.start]):
            return None
    elif (one.bare and not (other.year and (other.whole_year or opening))) or (
        other.bare and not (one.year and one.whole_year) and not (opening and one.year)
    ):
        return None
    first, last = _completed(one, other)
    if first.whole_year and last.whole_year and _FISCAL_BEFORE.search(before):
        first.fiscal = last.fiscal = True
    if (first.weak or last.weak) and first.year is None and not opening:
        return None
    if not _in_order(first, last):
        return None
    start = one.start - (len(opening[0]) if opening else 0)
    if opening and opening[0] == "在" and not closes:
        start = one.start
    return Reading(start, closes.end() if closes else other.end, first, last)


def _completed(one: Part, other: Part) -> tuple[Part, Part]:
    first, last = replace(one, bare=False), replace(other, bare=False)
    if last.in_no_year and not one.fixed:
        last.year, last.shift, last.fiscal = first.year, first.shift, first.fiscal
        if last.year is not None and _key(last) < _key(first):
            last.year += 1  # 2023年11月至2月
    elif first.in_no_year and not other.fixed:
        first.year, first.shift, first.fiscal = last.year, last.shift, last.fiscal
        if first.year is not None and _key(last) < _key(first):
            first.year -= 1  # November to March 2020
    elif first.whole_year and last.whole_year and (first.fiscal or last.fiscal):
        first.fiscal = last.fiscal = True
    return first, last


def _in_order(first: Part, last: Part) -> bool:
    if first.fixed or last.fixed:
        return True  # `resolving` looks at the days
    return _key(first) < _key(last)


def _key(part: Part) -> tuple[int, int, int]:
    months, days = part.months or (1, 12), part.days or (0, 0)
    return part.year or (3000 + (part.shift or 0)), months[0], days[0]


def _alone(text: str, part: Part, before: Reading | None) -> Reading | None:
    """The part by itself, unless it is a number or a word that only company makes a date."""
    reading = Reading(part.start, part.end, part)
    if before and part.fiscal and part.whole_year and re.fullmatch(",? and ", text[before.end : part.start]):
        last = before.last or before.first
        if last.fiscal and last.months and not last.days:
            # "the second quarter of fiscal 2024 and fiscal 2023"
            reading.first = replace(last, start=part.start, end=part.end, year=part.year)
            return reading
    if part.bare:
        if before and _LIST.fullmatch(gap := text[before.end : part.start]):
            last = before.last or before.first
            if last.year is not None and (_PLAIN_AFTER.match(text, part.end) or "," not in gap):
                if (last.months and last.days is not None) or before.after:
                    reading.after = before
                if last.months or last.fiscal:
                    reading.first = replace(last, start=part.start, end=part.end, year=part.year)
                return reading
        return reading if _is_year(text, part) else None
    if part.weak and part.year is None and part.shift is None:
        alone = (
            part.months
            and part.months[0] == part.months[1]
            and _MONTH_CUE.search(text[max(0, part.start - 9) : part.start])
        )
        return reading if alone and _PLAIN_MONTH.match(text, part.end) else None
    return reading


# A month's name alone is often a name or a verb.
_MONTH_CUE = re.compile(
    r"\b(?:in|of|since|until|till|by|during|last|next|this|early|mid|late|from|through|before|after)[ -]$"
)
_PLAIN_MONTH = re.compile("(?! [0-9])")


def _is_year(text: str, part: Part) -> bool:
    before = text[max(0, part.start - 24) : part.start]
    if not 1900 <= (part.year or 0) < 2100 and not (
        _STANDS_BEFORE.search(before) and _PLAIN_AFTER.match(text, part.end)
    ):
        return False
    if _STANDS_BEFORE.search(before) and (not before.endswith(" of ") or not re.search("[0-9] of $", before)):
        return True
    round_number = (part.year or 0) % 100 == 0
    if _LEANS_BEFORE.search(before) and not before.endswith((" to ", " of ")) and not round_number:
        return _PLAIN_AFTER.match(text, part.end) is not None
    if re.fullmatch(r"|.*[.;] +|\s*[-*•] +", before) and _OPENS.match(text, part.end):
        return True
    if round_number or not 1900 <= (part.year or 0) < 2100:
        return False
    return bool(_NAMED_AFTER.match(text, part.end) or (_OWNER.search(before) and _ONE_AFTER.match(text, part.end)))
