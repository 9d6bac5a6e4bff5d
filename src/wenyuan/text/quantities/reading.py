"""Quantities of a text, in order: each number made a term, joined to a range, bounded by what stands around."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import cast

from wenyuan.text.quantities import exclude, numerals_zh
from wenyuan.text.quantities.certain import certain
from wenyuan.text.quantities.numeral import ONE, Numeral
from wenyuan.text.quantities.ranges import joined, out_of
from wenyuan.text.quantities.source import Source, prepared
from wenyuan.text.quantities.starts import MULTIPLES, START, VERBS
from wenyuan.text.quantities.stated import stated
from wenyuan.text.quantities.terms import Term, term
from wenyuan.text.quantity import Kind, Quantity

_TWICE = re.compile(r"\s(?:the|as|that|its|their|what)(?![a-z])")
_FAN = re.compile(r"翻(?:了|上)?(?:(?P<n>[一两二三四五六])?番|倍|一倍)|减半(?!年)")
_HALF = re.compile(
    r"(?P<of>一半(?!是)|半数|过半(?!数)|过半数|打对折)|半(?P<unit>成|个?小时|个?钟头|个月|公里|斤(?!八)|吨|年(?!报|度|期)|倍)|半百"
)
_LIST = re.compile(r"\s?(?:、|,|，|和|及|与|以及|and|,\s?and|&)\s?(?:约|近|about\s)?")


def quantities(text: str) -> list[Quantity]:
    """Every quantity in `text` that can be read for certain, in order, none overlapping another."""
    source = prepared(text)
    t = source.t
    match = START.search(t)
    if match is None:
        return []
    links = exclude.addresses(t)[::-1]
    found = list[Quantity]()
    ends = list[int]()  # of what was found, in `t`
    at, floor = 0, 0
    while match := START.search(t, at):
        start = match.start()
        while links and links[-1][1] <= start:
            links.pop()
        if links and links[-1][0] <= start:
            at = links.pop()[1]
            continue
        if start < 12 or t[start - 1] in "\n(*# ":
            line = t.rfind("\n", max(0, start - 8), start) + 1
            if not t[line:start].strip(" \t(*#>_-") and (end := exclude.heading(source, line)) and end > start:
                at = end
                continue
        read = _read(source, match, floor)
        if isinstance(read, int):
            at = max(read, start + 1)
            continue
        reading, end = read
        if reading is not None:
            reading = _carried(t, reading, found, ends, start)
            first, last = source.folded.span(reading.start, reading.end)
            if not found or first >= found[-1].end:
                found.append(replace(reading, start=first, end=last))
                ends.append(reading.end)
                floor = reading.end
        at = max(end, start + 1)
    return found


def _read(source: Source, match: re.Match[str], floor: int) -> tuple[Quantity | None, int] | int:
    t, at = source.t, match.start()
    character = t[at]
    if character in "翻减半过打" or t.startswith("一半", at):
        return _multiple_zh(source, at, floor)
    if "a" <= character <= "z" and (multiple := MULTIPLES.get(match.group())):
        word = match.group()
        if (at and (t[at - 1].isalnum() or t[at - 1] == "-")) or (word == "twice" and not _TWICE.match(t, match.end())):
            return match.end()
        number = Numeral(at, match.end(), Decimal(multiple[0]), ONE, "en")
        direction = multiple[1] if word in VERBS else None
        return stated(source, Term(at, match.end(), number, None), "times", floor, direction)
    first = term(source, at, floor)
    if isinstance(first, int):
        return first
    if (both := joined(source, first, floor) or out_of(source, first, floor)) is not None:
        return both
    if not certain(source, first, floor):
        return first.end
    return stated(source, first, cast(Kind, first.kind), floor, None)


def _multiple_zh(source: Source, at: int, floor: int) -> tuple[Quantity | None, int] | int:
    """翻一番, 减半, 一半, 半小时."""
    t = source.t
    if match := _FAN.match(t, at):
        down = t[at] == "减"
        power = numerals_zh.DIGITS[match.group("n")] if match.group("n") else 1
        value = Decimal("0.5") if down else Decimal(2**power)
        number = Numeral(at, match.end(), value, script="zh")
        return stated(source, Term(at, match.end(), number, None), "times", floor, "down" if down else "up")
    match = _HALF.match(t, at)
    if match is None or t[at - 1 : at] in {"上", "下", "前", "后", "大", "多", "小", "对", "夜", "各", "另", "这"}:
        return at + 1
    half = Decimal("0.5")
    if match.group() == "半百":
        return stated(source, Term(at, match.end(), Numeral(at, match.end(), Decimal(50)), None), "count", floor, None)
    if match.group("of"):
        number = Numeral(at, match.end(), half, half, "zh", bound="more_than" if "过" in match.group() else None)
        return stated(source, Term(at, match.end(), number, None), "ratio", floor, None)
    unit = match.group("unit")
    number = Numeral(at, match.end(), half, half, "zh")
    if unit in ("成", "倍"):
        kind: Kind = "ratio" if unit != "倍" else "times"
        number = replace(number, value=Decimal("0.05") if unit != "倍" else half, step=Decimal("0.01"))
        return stated(source, Term(at, match.end(), number, None), kind, floor, None)
    reading, end = stated(source, Term(at, match.end(), number, None), "count", floor, None)
    canonical = {"公里": "km", "吨": "t"}.get(unit, unit)
    return replace(reading, unit=canonical), end


def _carried(t: str, reading: Quantity, found: list[Quantity], ends: list[int], start: int) -> Quantity:
    """分别增长5%和8%: in a list, the direction of the one before holds on."""
    if (
        reading.direction is None
        and found
        and found[-1].direction
        and found[-1].kind == reading.kind
        and reading.value > 0
    ):
        gap = _LIST.fullmatch(t, ends[-1], start)
        if gap and reading.kind in ("ratio", "percentage_points", "basis_points"):
            return replace(reading, direction=found[-1].direction)
    return reading
