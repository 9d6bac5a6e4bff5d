"""Whether a term is a quantity, or part of a word, a name, a date or a number plate."""

from __future__ import annotations

import re

from wenyuan.text.quantities import bounds, exclude, numerals_zh
from wenyuan.text.quantities.source import Source
from wenyuan.text.quantities.terms import Term

# What a bare number may follow: in Chinese, a word that says one comes.
_SAYS = re.compile(
    r"(?:^|[^\u3400-\u9fff \t]|[^\u3400-\u9fff][ \t]+|^[ \t]+"
    r"|[为是达至到共计有了约值数量于得即仅超和与或加减乘等负以][ \t]?)$"
)


def certain(source: Source, first: Term, floor: int) -> bool:
    """Whether the term is a quantity and not part of a word, a name, a date or a number plate."""
    t, number = source.t, first.number
    before = t[max(0, first.start - 1) : first.start]
    unit = first.unit
    left = t[max(floor, first.start - 24) : first.start]
    bounded = number.bound is not None or bounds.left_bound(left) is not None
    if not bounded:
        bounded = bounds.right_bound(t, first.end, first) is not None
    if unit and unit.time and exclude.relative(left):
        return False
    if number.script == "zh" and t.startswith(("季度", "个季度"), first.end) and exclude.relative(left):
        return False
    if first.code or number.fraction:
        return True
    if unit and unit.unit in ("名", "位") and left.endswith("前"):
        return False  # a rank
    if number.script == "en" and unit and number.weak and unit.unit in ("day", "time", "moment") and not bounded:
        return False
    if unit and unit.article and not bounded:
        return False
    if unit and unit.unit in ("款", "级") and exclude.year_like(t[number.start : number.end]):
        return False
    if unit and not unit.noun:
        if number.weak and number.script == "zh":
            leading = t[number.start] in "百千万亿" and number.upper is None
            if leading and not bounded:
                # 万元, 亿元 head columns; 百万元 is a sum where no column's head is likely.
                return unit.kind == "amount" and number.end - number.start > 1 and before not in "(:（：位"
            if (
                t[number.start] == "一"
                and number.end == number.start + 1
                and before
                in (
                    "这",
                    "那",
                    "的",
                    "同",
                    "另",
                    "每",
                    "前",
                    "首",
                    "某",
                    "第",
                    "后",
                    "统",
                    "唯",
                    "万",
                    "之",
                    "不",
                    "任",
                )
            ):
                return False
        if number.script == "zh" and number.weak and before and before in "第周初":
            return False
        return not (unit.time and exclude.year_like(t[number.start : number.end]))
    if number.script == "zh":
        return _certain_characters(t, first, bounded)
    if number.script == "en":
        return not number.weak or bounded or unit is not None or left.endswith(("minus ", "negative "))
    written = t[number.start : number.end]
    if number.scale == 1:
        if unit is None and not bounded and exclude.numbering(t, number.start, number.end):
            return False
        if (exclude.year_like(written) and not (unit and unit.unit in ("people", "employees", "units", "shares"))) or (
            unit is None and exclude.identifier(written)
        ):
            return False
        if unit is None and "," not in written and not bounded:
            # What is counted has a name that is not known, or the number is part of one: 骁龙 8, 6 缸, 300材料.
            after = t[number.end : number.end + 2].lstrip()[:1]
            if after == "、" and not t[number.end + 1 : number.end + 2].isdigit():
                return False  # 1、…… 2、……
            if after >= "㐀" and after.isalpha() and after not in numerals_zh.DIGITS:
                return False
            if not _SAYS.search(left) and not first.minus:
                return False
            # A name and its number: Boeing 737.
            if _named(source, first.start):
                return False
    return True


def _named(source: Source, at: int) -> bool:
    t = source.t
    if t[at - 1 : at] != " ":
        return False
    word = at - 1
    while word > 0 and t[word - 1].isascii() and t[word - 1].isalnum() and at - word < 24:
        word -= 1
    opening = t[:word].rstrip()[-1:] if word < 200 else t[word - 8 : word].rstrip()[-1:]
    return word < at - 1 and source.capital(word) and opening not in ("", ".", "!", "?", "。", "\n")


def _certain_characters(t: str, first: Term, bounded: bool) -> bool:
    number = first.number
    if t[number.end - 1] == "打":
        return True
    before, after = t[max(0, number.start - 1) : number.start], t[first.end : first.end + 1]
    if number.upper is not None and number.weak and number.scale < 10_000:
        return False  # 十四五规划
    if number.scale >= 10_000 and (not number.weak or bounded):
        return True
    if bounded and (not number.weak or number.scale > 1):
        return True
    if after.isalnum() and not (number.end - number.start > 3 and not number.weak):
        return False
    if before in ("月", "初", "周", "期", "第", "廿"):
        return False
    if number.weak:
        length = number.end - number.start
        return (
            length == 1
            and not before.isalnum()
            and not after.isalnum()
            and after not in ("、", ".", ")", ":", "，")
            and bool(t[number.start] not in "百千万亿几数零")
        )
    return True
