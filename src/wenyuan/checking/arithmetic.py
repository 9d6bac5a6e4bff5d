"""What a claim reckons from the figures of its sources: differences, growth, shares, sums, averages, multiples.

Figures agree by chance all the time. So the claim's words must ask for the operation, its operands must be of the thing
and the time that the claim names, and the formula is shown with where each of them stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, permutations
from typing import Literal

from wenyuan.checking.facts import Fact
from wenyuan.checking.laid import Laid
from wenyuan.checking.magnitude import comparable
from wenyuan.checking.operands import Operand, operands
from wenyuan.checking.reading import Atom, digits
from wenyuan.checking.verdict import Check
from wenyuan.text.period import Period
from wenyuan.text.quantity import Quantity

Operation = Literal["growth", "share", "difference", "sum", "average", "multiple"]

_ASKED: dict[Operation, re.Pattern[str]] = {
    "growth": re.compile(
        r"\b(?:percent(?:age)?\s+(?:change|increase|decrease|growth)|grow\w*|grew|increas\w*|decreas\w*|declin\w*|rose|rise\w*|fell|fall\w*|"
        r"drop\w*|up|down|higher|lower|change\w*|gain\w*|reduc\w*)\b|增|减|涨|跌|升|降|变动|变化",
        re.IGNORECASE,
    ),
    "share": re.compile(
        r"\b(?:shares?|percent(?:age)?|proportion|accounts?|accounted|accounting|represent\w*|portion|fraction"
        r"|margin|ratio|rate|out of|of total|"
        r"divided|part)\b|占|比重|比例|份额|比率|率",
        re.IGNORECASE,
    ),
    "difference": re.compile(
        r"\b(?:difference|chang\w*|increas\w*|decreas\w*|declin\w*|grew|grow\w*|rose|fell|more|less|fewer|higher|lower|exceed\w*|gap|net|reduc\w*|"
        r"drop\w*|up|down|variance|remain\w*)\b|差|增|减|涨|跌|升|降|多|少|变动|变化|超出|高出",
        re.IGNORECASE,
    ),
    "sum": re.compile(
        r"\b(?:total\w*|sum|combined|together|altogether|both|overall|aggregate|in all)\b|合计|共|总|累计|之和|加起来",
        re.IGNORECASE,
    ),
    "average": re.compile(r"\b(?:averag\w*|mean)\b|平均|均值|年均|月均|日均", re.IGNORECASE),
    "multiple": re.compile(
        r"\b(?:times|ratio|fold|multiple|doubl\w*|tripl\w*|quadrupl\w*|twice|half|divided|per)\b|倍|翻|比率|比例|之比|一半",
        re.IGNORECASE,
    ),
}
_PART_OF = re.compile(r"\bas a (?:percentage|ratio|multiple|share|proportion) of\b|占", re.IGNORECASE)
# What is summed up is named by the claim, not by half.
_NAMED, _NAMED_MANY_DIGITS = 0.75, 0.5
# The figures reckoned with, at most; beyond, chance grows and time with it.
_MOST = 14
_LONGEST = 12
# An operation on inputs so rough that its result is known to less than this part of itself proves nothing.
_ROUGH = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class _Between:
    """All that a figure may be, as it is rounded."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class _Way:
    operation: Operation
    inputs: tuple[Operand, ...]
    value: Fraction
    between: _Between
    formula: str
    trust: float


def derive(laid: Laid, atom: Atom, facts: Sequence[Fact]) -> tuple[Check, list[Period]] | None:
    """The check of a figure that no source gives but that follows from those they give, and the times of these.

    None where it does not follow.
    """
    one = atom.figure
    ways = [way for way in _ways(laid, atom, one, facts) if _agrees(laid, atom, one, way)]
    if not ways:
        return None
    best = max(ways, key=lambda way: (way.trust, -len(way.inputs)))
    detail = f"{laid.shown(atom)} = {best.formula}"
    used = [period for operand in best.inputs for period in operand.fact.periods]
    indexes = dict.fromkeys(operand.fact.near.index for operand in best.inputs)
    return Check("arithmetic", "derived", detail, (atom.start, atom.end), tuple(indexes)), used


def _ways(laid: Laid, atom: Atom, one: Quantity, facts: Sequence[Fact]) -> Iterator[_Way]:
    asked, part_of = _asked(laid.claim.text)
    if not asked:
        return
    given = operands(laid, atom, facts)[:_MOST]
    for operation in asked:
        if operation in ("growth", "share") and (one.kind == "ratio" or (operation == "share" and _part(one))):
            # "2019 as a percentage of 2018": a share of the same thing at another time, where it is called so.
            yield from _pairs(
                operation, [x for x in given if x.kind in ("amount", "count", "ratio")], ratio=True, part_of=part_of
            )
            if operation == "share":
                yield from _joint_shares([x for x in given if x.kind in ("amount", "count")])
        elif operation == "multiple" and one.kind in ("times", "count", "ratio") and one.unit is None:
            yield from _pairs(operation, [x for x in given if x.kind in ("amount", "count")], ratio=True)
        elif operation == "difference":
            yield from _pairs(operation, [x for x in given if _same_kind(one, x)], ratio=False)
        elif operation in ("sum", "average"):
            alike = [x for x in given if _same_kind(one, x)]
            named = _NAMED_MANY_DIGITS if digits(one) else _NAMED
            asked_for = sum(1 for other in laid.claim.atoms if other.period)
            for size in (2, 3):
                for chosen in combinations(alike[:10], size):
                    if _go_together(chosen, alike, asked_for, operation, named):
                        yield _reckon(operation, chosen)
            yield from _runs(operation, alike, asked_for)


def _runs(operation: Operation, alike: Sequence[Operand], asked: int) -> Iterator[_Way]:
    """More than three figures of one thing: all of the stretch of time that the claim names, or all that are given."""
    seen = set[tuple[Operand, ...]]()
    for first in alike:
        run = [first]
        for other in alike:
            if all(one.apart_in_time(other) and one.same_thing(other) for one in run):
                run.append(other)
        run = [one for one in run if one.asked] if asked else run
        chosen = tuple(sorted(run, key=lambda one: one.fact.near.index))
        met = {start for one in chosen for start in one.asked}
        if 3 < len(chosen) <= _LONGEST and len(met) == asked and chosen not in seen:
            seen.add(chosen)
            yield _reckon(operation, chosen)


def _part(one: Quantity) -> bool:
    """Whether it is a part of one as a decimal: 0.87."""
    return one.kind in ("count", "times") and one.unit is None and 0 < one.value < 1 and 0 < one.step < 1


@lru_cache(maxsize=256)
def _asked(claim: str) -> tuple[tuple[Operation, ...], bool]:
    """The operations that the words of a claim ask for, and whether one thing is called a part of another."""
    return tuple(one for one, pattern in _ASKED.items() if pattern.search(claim)), bool(_PART_OF.search(claim))


def _same_kind(one: Quantity, operand: Operand) -> bool:
    if one.kind in ("percentage_points", "ratio", "basis_points"):
        return operand.kind == "ratio"
    return comparable(one, operand.fact.quantity)


def _pairs(operation: Operation, given: Sequence[Operand], *, ratio: bool, part_of: bool = False) -> Iterator[_Way]:
    for first, second in permutations(given, 2):
        if not comparable(first.fact.quantity, second.fact.quantity):
            continue
        if ratio and not second.value:
            continue
        over_time = first.apart_in_time(second)
        if operation == "growth" and not (over_time and first.same_thing(second) and first.after(second)):
            continue
        if operation in ("share", "multiple") and over_time and not first.same_thing(second):
            continue
        if operation == "share" and (over_time or first.same_thing(second)) and not (over_time and part_of):
            continue
        if operation == "difference" and over_time and not (first.same_thing(second) and first.after(second)):
            continue
        if operation == "difference" and not over_time and first.same_thing(second):
            continue
        yield _reckon(operation, (first, second))


def _joint_shares(given: Sequence[Operand]) -> Iterator[_Way]:
    """Two things together as a part of a third, all at one time and all named."""
    named = [one for one in given if one.trust >= _NAMED][:8]
    for first, second in combinations(named, 2):
        for whole in named:
            three = (first, second, whole)
            apart = [one.apart_in_time(other) or one.same_thing(other) for one, other in combinations(three, 2)]
            alike = all(comparable(one.fact.quantity, whole.fact.quantity) for one in three)
            if whole not in (first, second) and alike and not any(apart) and first.value + second.value < whole.value:
                yield _reckon("share", three)


def _go_together(
    chosen: Sequence[Operand], given: Sequence[Operand], asked: int, operation: Operation, named: float
) -> bool:
    """One thing at the times that the claim names, or the things that it names at one time."""
    pairs = list(combinations(chosen, 2))
    over_time = [one.apart_in_time(other) for one, other in pairs]
    same = [one.same_thing(other) for one, other in pairs]
    if all(over_time):
        return all(same) and _times(chosen, given, asked, operation)
    return not any(over_time) and not any(same) and all(one.trust >= named for one in chosen)


def _times(chosen: Sequence[Operand], given: Sequence[Operand], asked: int, operation: Operation) -> bool:
    met = {start for one in chosen for start in one.asked}
    if asked > 1:
        return all(one.asked for one in chosen) and len(met) == asked
    if asked == 1 and not all(one.asked for one in chosen):
        # "The average of 2019" is that of its beginning and its end.
        years = sorted(one.time[1].year for one in chosen if one.time)
        return (
            operation == "average"
            and len(chosen) == 2
            and bool(chosen[0].asked or chosen[1].asked)
            and years[1] - years[0] == 1
        )
    # No time is named, or a stretch of them: all that are given.
    return len(chosen) == sum(1 for one in given if one.same_thing(chosen[0]) and (not asked or one.asked))


_RECKON: dict[Operation, Callable[[list[Fraction]], Fraction]] = {
    "growth": lambda x: (x[0] - x[1]) / abs(x[1]),
    "share": lambda x: sum(x[:-1], Fraction(0)) / x[-1],
    "multiple": lambda x: x[0] / x[1],
    "difference": lambda x: x[0] - x[1],
    "sum": lambda x: sum(x, Fraction(0)),
    "average": lambda x: sum(x, Fraction(0)) / len(x),
}


def _reckon(operation: Operation, inputs: tuple[Operand, ...]) -> _Way:
    values = [one.value for one in inputs]
    half = [Fraction(one.fact.quantity.step) / 2 for one in inputs]
    value = _RECKON[operation](values)
    ends = [value]
    # Each operation is monotone in each input: its ends are at the ends of these.
    for pattern in ((1, -1, 1), (-1, 1, -1), (1, 1, 1), (-1, -1, -1)):
        signs = pattern if len(values) <= len(pattern) else pattern[:1] * len(values)
        moved = [v + s * h for v, s, h in zip(values, signs, half, strict=False)]
        if operation in ("growth", "share", "multiple") and moved[-1] * values[-1] <= 0:
            continue
        ends.append(_RECKON[operation](moved))
    shown = [one.fact.shown.strip() for one in inputs]
    formulas = {
        "growth": f"{shown[0]} / {shown[-1]} − 1",
        "share": f"{shown[0]} / {shown[-1]}" if len(shown) == 2 else f"({shown[0]} + {shown[1]}) / {shown[2]}",
        "multiple": f"{shown[0]} / {shown[-1]}",
        "difference": f"{shown[0]} − {shown[-1]}",
        "sum": " + ".join(shown),
        "average": f"({' + '.join(shown)}) / {len(shown)}",
    }
    trust = min(one.trust for one in inputs)
    return _Way(operation, inputs, value, _Between(min(ends), max(ends)), formulas[operation], trust)


def _agrees(laid: Laid, atom: Atom, one: Quantity, way: _Way) -> bool:
    """Whether the claim's figure is the result, to the digits that it and the inputs give."""
    claimed = Fraction(one.value)
    if one.kind == "percentage_points":
        claimed /= 100
    elif one.kind == "basis_points":
        claimed /= 10_000
    half = Fraction(one.step) / 2
    if one.kind in ("percentage_points", "basis_points"):
        half /= 100 if one.kind == "percentage_points" else 10_000
    if all(operand.fact.deducted for operand in way.inputs) and abs(abs(claimed) - abs(way.value)) <= half:
        return True  # all in brackets, under labels that say that they are paid or lost
    if min(abs(claimed - way.value), abs(claimed + way.value)) > half and way.between.high - way.between.low > max(
        abs(way.value) * _ROUGH, 2 * half
    ):
        return False
    if one.bound == "about":
        half = max(half, abs(claimed) / 20)
    if way.operation not in ("growth", "difference"):
        return _within(claimed, half, way.between)
    if _within(claimed, half, way.between):
        return _way_of(laid, atom) in (0, 1 if way.value >= 0 else -1) or claimed < 0
    # "Fell by 5" for −5.
    if way.operation == "growth" and way.inputs[1].value < 0 and _within(-claimed, half, way.between):
        return True  # of a loss: some divide by it as it is
    if way.operation in ("growth", "difference") and _within(-claimed, half, way.between):
        return _way_of(laid, atom) == (1 if way.value > 0 else -1) or _unsigned(laid)
    return False


def _within(claimed: Fraction, half: Fraction, between: _Between) -> bool:
    return claimed - half <= between.high and between.low <= claimed + half


_FALL = re.compile(
    r"\b(?:decreas|declin|fell|fall|drop|reduc|lower|down|less|fewer|shrank|shrunk|loss)\w*|减|降|跌|下滑|少",
    re.IGNORECASE,
)
_RISE = re.compile(r"\b(?:increas|grew|grow|rose|rise|gain|higher|up|more|exceed)\w*|增|涨|升|多", re.IGNORECASE)
_UNSIGNED = re.compile(r"\b(?:difference|gap|change)\b|差", re.IGNORECASE)


def _way_of(laid: Laid, atom: Atom) -> int:
    """1 where the claim says that it rose, -1 that it fell, 0 where it says neither, or both."""
    if atom.quantity and atom.quantity.direction:
        return 1 if atom.quantity.direction == "up" else -1
    rise, fall = (bool(pattern.search(laid.claim.text)) for pattern in (_RISE, _FALL))
    return 0 if rise == fall else 1 if rise else -1


def _unsigned(laid: Laid) -> bool:
    return bool(_UNSIGNED.search(laid.claim.text)) and "-" not in laid.claim.text
