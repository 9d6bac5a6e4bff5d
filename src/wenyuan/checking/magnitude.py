"""Whether one quantity says what another does: as stretches of numbers, one within the other, apart, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from wenyuan.text.analyser import stem
from wenyuan.text.quantity import Quantity

# within: what the source says leaves the claim no way to be wrong. apart: no way to be right. open: it may be either.
Relation = Literal["within", "open", "apart"]

# "About 6,000" is held to a twentieth, "nearly 6,000" to a tenth below it.
_ABOUT, _NEARLY = Fraction(1, 20), Fraction(1, 10)

# The same unit by other names; what one of them is worth in the first.
_UNITS = """
kg=kilogram=kilograms=kgs=千克=公斤
g=gram=grams=克
t=ton=tons=tonne=tonnes=吨
km=kilometre=kilometres=kilometer=kilometers=千米=公里
m=metre=metres=meter=meters=米
cm=centimetre=centimetres=centimeter=centimeters=厘米=公分
mm=millimetre=millimetres=millimeter=millimeters=毫米
ml=millilitre=milliliter=毫升
l=litre=litres=liter=liters=升
h=hour=hours=hr=hrs=小时=个小时=钟头
min=minute=minutes=mins=分钟
s=second=seconds=sec=秒
day=days=天=日
week=weeks=周=星期=个星期
month=months=个月=月
year=years=年=周年
°c=℃=摄氏度=度=celsius
人=名=位=people=persons
times/min=次/分=次/分钟=beats/min=beats/minute=bpm
"""
_SAME_UNIT = {
    name: names.split("=")[0] for names in _UNITS.split("\n") if names for name in names.casefold().split("=")
}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """All numbers between two; an end is None where there is none, and `open` ends are not part of it."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def within(self, other: _Stretch) -> bool:
        if other.low is not None:
            if self.low is None or self.low < other.low:
                return False
            if self.low == other.low and other.low_open and not self.low_open:
                return False
        if other.high is not None:
            if self.high is None or self.high > other.high:
                return False
            if self.high == other.high and other.high_open and not self.high_open:
                return False
        return True

    def apart(self, other: _Stretch) -> bool:
        return self._below(other) or other._below(self)

    def _below(self, other: _Stretch) -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))


def relation(claim: Quantity, source: Quantity) -> Relation:
    """What the source's quantity leaves of the claim's; both of one kind and unit."""
    said, meant = _stretch(source, exact=True), _stretch(claim, exact=False)
    if said.within(meant):
        return "within"
    if source.bound in ("about", "nearly") and not claim.bound and claim.value == source.value:
        return "within"  # "about" left out: what it says is not another number
    if source.bound is None and claim.bound is None:
        # The claim gives more digits than the source: it may be right.
        return "open" if not _stretch(source, exact=False).apart(meant) and source.step > claim.step else "apart"
    return "apart" if said.apart(meant) else "open"


def _stretch(one: Quantity, *, exact: bool) -> _Stretch:
    """exact: the number itself; else all that are written so when rounded to the last place written."""
    value = Fraction(one.value)
    half = Fraction(0) if exact else Fraction(one.step) / 2
    match one.bound:
        case None:
            return _Stretch(value - half, value + half)
        case "about":
            slack = max(abs(value) * _ABOUT, half)
            return _Stretch(value - slack, value + slack)
        case "nearly":
            return _Stretch(value - max(abs(value) * _NEARLY, half), value + half)
        case "more_than":
            return _Stretch(value, None, low_open=True)
        case "at_least":
            return _Stretch(value, None)
        case "less_than":
            return _Stretch(None, value, high_open=True)
        case "at_most":
            return _Stretch(None, value)
        case "range":
            return _Stretch(value - half, (Fraction(one.upper) if one.upper is not None else value) + half)
        case "order_of_magnitude":
            return _Stretch(value, value * 10, high_open=True)


Likeness = Literal["same", "loose", "other"]


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities measure in the same: a number with no unit may be of any."""
    return likeness(one, other) == "same"


def likeness(one: Quantity, other: Quantity) -> Likeness:
    """Whether two quantities measure in the same. loose: they count what is called by other words, maybe the same."""
    if one.kind == other.kind:
        if one.kind not in ("amount", "count") or _same_unit(one.unit, other.unit):
            return "same"
        pers = [(each.unit or "").partition("/")[2] for each in (one, other)]
        if one.kind != "count" or (all(pers) and pers[0] != pers[1]) or (_measure(one.unit) and _measure(other.unit)):
            return "other"
        return "loose"
    # "11.44亿" may be short for 11.44亿元, and "5 times" for a count of them.
    kinds = {one.kind, other.kind}
    return "same" if kinds == {"amount", "count"} and None in (one.unit, other.unit) else "other"


def _measure(name: str | None) -> bool:
    """Whether a unit is one of those known, and no word for what is counted."""
    return name is not None and name.partition("/")[0].casefold().strip() in _SAME_UNIT


def _same_unit(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return True
    base, _, per = one.partition("/")
    other_base, _, other_per = other.partition("/")
    if per and other_per and per != other_per:
        return False
    return not base or not other_base or base == other_base or unit(base) == unit(other_base)


def unit(name: str) -> str:
    """One name for each unit: of those known, and of words in one or several."""
    folded = name.casefold().strip()
    if folded in _SAME_UNIT:
        return _SAME_UNIT[folded]
    if folded.isascii():
        return " ".join(map(stem, folded.split()))
    return folded[1:] if len(folded) > 1 and folded[0] in "个" else folded


def plain(value: Decimal | Fraction) -> str:
    """A number as a person writes it."""
    if isinstance(value, Fraction):
        return str(value)
    number = f"{value.normalize():f}"
    whole, dot, rest = number.partition(".")
    return f"{int(whole):,}{dot}{rest}"
