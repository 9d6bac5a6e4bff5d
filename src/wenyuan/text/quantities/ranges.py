"""Two terms that make one quantity: 5亿至8亿元, $25-30 million, between 3 and 5 per cent, one in five."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import cast

from wenyuan.text.quantities import bounds, exclude
from wenyuan.text.quantities.numeral import ONE, over
from wenyuan.text.quantities.source import Source
from wenyuan.text.quantities.starts import START
from wenyuan.text.quantities.stated import stated
from wenyuan.text.quantities.terms import Term, term
from wenyuan.text.quantity import Kind, Quantity

_DASH = re.compile(r"\s?(?:-{1,2}|–|—{1,2}|~|〜|−)\s?")
_TO = re.compile(r"\s?(?:至|到)\s?|\sto\s")
_AND = re.compile(r"\sand\s|\s?[和与]\s?")
_CURRENCY_AHEAD = re.compile(r"(?:us\$|hk\$|[$£€¥]|人民币|(?:usd|eur|gbp|rmb|cny|hkd|jpy)(?![a-z]))\s?")
_FROM = re.compile(
    r"(?:(?<!range )(?<!ranges )(?<!ranged )(?<!ranging )(?<!anywhere )(?<![a-z])from\s|(?<!来)[由从])"
    r"(?:about |around |约)?$"
)
_BETWEEN = re.compile(r"(?<![a-z])between\s(?:about |around |approximately )?$")
_OUT_OF = re.compile(r"\s(?:(?P<of>out\sof)|in|over)\s(?=[a-z0-9])")


def joined(source: Source, first: Term, floor: int) -> tuple[Quantity | None, int] | None:
    """Two terms of one kind with a dash or "to" between them, the lower one first."""
    t, end = source.t, first.end
    if end >= len(t) or first.number.upper is not None:
        return None
    left = t[max(floor, first.start - 24) : first.start]
    if match := _DASH.match(t, end):
        joint = "dash"
    elif match := _TO.match(t, end):
        joint = "to"
    elif match := _AND.match(t, end):
        joint = "and"
    else:
        return None
    at = match.end()
    if ahead := _CURRENCY_AHEAD.match(t, at):
        at = ahead.end()
    elif joint == "dash" and t[at : at + 1] == ".":
        at += 1
    begins = START.match(t, at)
    if begins is None:
        return None
    second = term(source, at, match.end(), first.kind == "amount")
    if isinstance(second, int) and joint == "dash" and first.unit is None and first.code is None:
        return None, second
    if isinstance(second, int) or second.number.upper is not None or second.bracketed or first.bracketed:
        return None
    if joint == "and" and not (_BETWEEN.search(left) or t.startswith("之间", second.end)):
        return None
    # "rose 5 million to 8 million" reaches 8; but 增长5%至8% is from 5 to 8.
    told = t[match.start() : match.end()].strip() in ("至", "到") and first.kind in (
        "ratio",
        "times",
        "percentage_points",
    )
    if joint == "to" and (
        _FROM.search(left) or ((first.unit or first.code) and not told and bounds.left_direction(left))
    ):
        return None
    if t.startswith("百分之", first.start) and second.unit is None and not second.number.fraction:
        second = replace(
            second, number=replace(second.number.scaled(Decimal("0.01"), second.end), scale=ONE, fraction=True)
        )
    term_ = _shared(first, second)
    if term_ is None:
        # "3-1" is a score, "5 - 8" may be a difference: neither half is what it seems.
        alone = first.unit is None and first.code is None and first.number.scale == 1
        return (None, second.end) if alone and (joint == "dash" or (joint == "to" and second.unit is None)) else None
    bare = second.unit is None and first.code is None and second.number.scale == 1
    if joint == "dash" and bare:
        return None, second.end
    if bare and (exclude.year_like(t[first.number.start : first.number.end]) or second.number.value > 10**9):
        return None, second.end  # between 2019 and 2023
    if second.unit and second.unit.noun and joint == "to" and second.number.value > 10**9:
        return None
    if term_.unit and term_.unit.time and exclude.relative(left):
        return None, second.end  # 未来3-5年
    if joint == "and" and t.startswith("之间", second.end):
        term_ = replace(term_, end=second.end + 2)
    elif joint == "and" and (between := _BETWEEN.search(left)):
        term_ = replace(term_, start=first.start - len(left) + between.start())
    return stated(source, term_, cast(Kind, term_.kind), floor, None)


def out_of(source: Source, first: Term, floor: int) -> tuple[Quantity | None, int] | None:
    """One in five, two out of three, one over twenty."""
    t, number = source.t, first.number
    match = _OUT_OF.match(t, first.end)
    if match is None or first.unit or first.code or not START.match(t, match.end()):
        return None
    second = term(source, match.end(), match.end())
    if isinstance(second, int) or second.code or (second.unit and not second.unit.noun):
        return None
    over_ = match.group().strip() == "over"
    if not 0 < number.value < second.number.value or number.bound or second.number.bound:
        return (None, second.number.end) if over_ else None
    if not match["of"] and number.value != 1 and (over_ or second.number.value not in (10, 100, 1000)):
        return (None, second.number.end) if over_ else None
    ratio = replace(number, end=second.number.end, value=over(number.value, second.number.value), weak=False)
    return stated(
        source, Term(first.start, ratio.end, replace(ratio, step=Decimal("0.01")), None), "ratio", floor, None
    )


def _shared(first: Term, second: Term) -> Term | None:
    """One term for both: what stands at one end only holds for both ends."""
    low, high = first.number, second.number
    if first.unit and second.unit is None and second.code is None:
        return None
    if first.unit and second.unit and (first.unit.kind, first.unit.unit) != (second.unit.kind, second.unit.unit):
        return None
    if first.kind == "amount" and second.unit and second.unit.kind != "amount":
        return None
    if first.unit and first.unit.kind == "amount" and second.unit is None and second.code != first.unit.unit:
        return None
    if first.code and second.code and first.code != second.code:
        return None
    if second.code and not first.code and not (first.unit and first.unit.unit == second.code):
        return None
    if low.fraction != high.fraction or low.bound or high.bound:
        return None
    if low.scale == 1 and high.scale > 1 and first.unit is None and low.value < over(high.value, high.scale):
        low = low.scaled(high.scale, low.end)
    if not low.value < high.value:
        return None
    number = replace(low, end=second.end, upper=high.value, bound="range", step=min(low.step, high.step))
    return Term(
        first.start, second.end, number, second.unit or first.unit, first.code, first.millions, False, first.minus
    )
