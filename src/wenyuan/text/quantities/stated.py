"""A term with all that stands around it: sign, bounds, direction, cents."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from wenyuan.text.quantities import bounds, numerals_zh
from wenyuan.text.quantities.numeral import ONE, plus, times
from wenyuan.text.quantities.source import Source
from wenyuan.text.quantities.starts import START
from wenyuan.text.quantities.terms import Term, term
from wenyuan.text.quantities.units import Unit
from wenyuan.text.quantities.units import unit as unit_after
from wenyuan.text.quantity import Bound, Direction, Kind, Number, Quantity

_MINUS = re.compile(r"(?:(?P<dash>[-−–])|负|(?<![a-z])(?:minus|negative)\s{1,2})$")
_JIAO_FEN = re.compile(r"(?:([0-9一二三四五六七八九])[角毛])?(?:([0-9一二三四五六七八九])分(?!之))?")
_CENTS = re.compile(r"\s?(?:and\s|又)?\s?")


def stated(source: Source, first: Term, kind: Kind, floor: int, direction: Direction | None) -> tuple[Quantity, int]:
    """The term with its sign, its bounds and its direction."""
    t, number, unit = source.t, first.number, first.unit
    factor = unit.factor if unit else ONE
    if first.millions:
        factor *= 10**6
    value, upper = times(number.value, factor), None if number.upper is None else times(number.upper, factor)
    if unit and (unit.half or unit.more):
        value = plus(value, factor * (5 if unit.half else unit.more) / 10)
    step = number.step * factor / (10 if unit and (unit.half or unit.more) else 1)
    bound, start, end = number.bound, first.start, first.end
    name = unit.unit if unit else None
    if first.code and (unit is None or unit.unit in (None, "CNY") or unit.kind != "amount"):
        name = first.code
    if unit and unit.noun and number.fraction:
        kind, name, end = "ratio", None, number.end
    if kind == "amount" and number.upper is None:
        value, step, end = _with_cents(source, first, value, step, end)
    left = t[max(floor, start - bounds.REACH) : start]
    negative = first.bracketed or first.minus
    if (match := _MINUS.search(left)) and not (match["dash"] and _joins(left[: match.start()], floor > 0)):
        negative, start, left = True, start - len(left) + match.start(), left[: match.start()]
    more = number.end
    if bound is None and t[more : more + 1] in "多余" and unit and unit.end > more:
        bound = "more_than"
    if (bound is None or bound == "order_of_magnitude") and (after := bounds.right_bound(t, end, first)):
        bound, end = after[0] if bound is None else bound, after[1]
        bare = unit is None and kind == "count" and t[end : end + 1] == " "
        following = unit_after(source, replace(number, end=end), False) if bare else None
        if following and following.kind == "count":
            name, end = following.unit, following.end  # 500 or more employees
    before = bounds.left_bound(left)
    if before and (bound != "range" or before[0] in ("about", "nearly")) and not _preposition(left, before, unit):
        bound = _decisive(bound, before[0])
        start, left = start - len(left) + before[1], left[: before[1]]
    if kind == "amount" and (loss := bounds.loss_left(left)) is not None:
        negative, start = True, start - len(left) + loss
    elif kind == "amount" and bounds.loss_right(t, end):
        negative = True
    elif direction is None and not negative:
        if ahead := bounds.left_direction(left):
            direction = ahead[0]
            rest = left[: ahead[1]]
            start = start - len(left) + ahead[1]
            if bound is None and (before_bound := bounds.left_bound(rest)) and before_bound[0] != "more_than":
                bound, start = before_bound[0], start - len(rest) + before_bound[1]
        elif kind in ("ratio", "percentage_points", "basis_points", "times", "amount"):
            direction = bounds.right_direction(t, end)
    if negative and not (number.fraction and value < 0):
        value = -abs(value)
        if upper is not None:
            value, upper = -abs(upper), value
    elif negative:
        value = abs(value)  # 负3分之负1
    name = None if kind in ("ratio", "percentage_points", "basis_points", "times") else name
    return Quantity(start, end, kind, value, name, bound, upper, direction, step), max(end, first.end)


def _joins(before: str, quantity: bool) -> bool:
    """Whether a dash after `before` joins, and is no sign; `quantity`: where it is empty, one ended there."""
    last = before[-1:]
    return quantity if not last else last.isascii() and (last.isalnum() or last in ")%.-")


def _decisive(own: Bound | None, before: Bound) -> Bound:
    """Of the number's own bound and the one before it, the one that decides: 至少 before 30多家."""
    if own is None or own == "about" or (own != "range" and before in ("at_least", "at_most", "less_than")):
        return before
    return own


def _preposition(left: str, bound: tuple[Bound, int], unit: Unit | None) -> bool:
    """ "$2000 over 3 years" is no more than three years."""
    if unit is None or not unit.time or not left[bound[1] :].startswith(("over ", "under ")):
        return False
    return re.search(r"(?:^|for |of |well |just |is |was )$", left[: bound[1]]) is None


def _with_cents(source: Source, first: Term, value: Number, step: Decimal, end: int) -> tuple[Number, Decimal, int]:
    """3元5角, thirteen dollars and forty-five cents."""
    t, unit = source.t, first.unit
    currency = unit.unit if unit else first.code
    if first.number.scale >= 1000 or (unit is not None and (unit.kind != "amount" or unit.factor != 1)):
        return value, step, end
    gap = _CENTS.match(t, end)
    at = gap.end() if gap else end
    zh = _JIAO_FEN.match(t, at)
    if zh and zh.end() > at and currency == "CNY":
        for digit, worth in ((zh.group(1), Decimal("0.1")), (zh.group(2), Decimal("0.01"))):
            if digit:
                value = plus(
                    value,
                    numerals_zh.DIGITS.get(digit, 0) * worth if digit in numerals_zh.DIGITS else int(digit) * worth,
                )
        return value, Decimal("0.01"), zh.end()
    begins = START.match(t, at)
    if begins is None:
        return value, step, end
    minor = term(source, at, end)
    if (
        isinstance(minor, int)
        or minor.unit is None
        or minor.unit.kind != "amount"
        or minor.unit.factor != Decimal("0.01")
    ):
        return value, step, end
    if minor.number.value >= 100 or not (minor.unit.unit == currency or minor.unit.unit == "USD"):
        return value, step, end
    return plus(value, times(minor.number.value, minor.unit.factor)), Decimal("0.01"), minor.end
