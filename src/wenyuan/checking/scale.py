"""The scale of a table that names none, where the text beside it tells it: "$24.2 million" for 24,193."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from wenyuan.checking.facts import Fact, unscaled

_FACTORS = (1_000, 1_000_000, 1_000_000_000)
# Figures of fewer digits agree by chance; so do single ones.
_DIGITS, _LEAST = 3, 2


def told_beside(given: Sequence[Fact]) -> list[Fact]:
    """The figures, those of tables of no named scale in the one that at least two amounts of the sentences tell."""
    amounts = [
        one.quantity
        for one in given
        if one.cell is None and one.quantity.kind == "amount" and one.quantity.value >= 100 * one.quantity.step > 1
    ]
    tables = dict[str, list[Fact]]()
    for one in given:
        if one.cell is not None and not one.scaled and not unscaled(one) and one.quantity.kind in ("amount", "count"):
            tables.setdefault(one.near.sentence.above, []).append(one)
    factors = dict[str, int]()
    for above, cells in tables.items():
        values = {abs(one.quantity.value) for one in cells if len(str(abs(one.quantity.value))) >= _DIGITS}
        met = {
            factor: {
                value
                for value in values
                for one in amounts
                if one.step >= factor / 100
                and abs(Fraction(value) * factor - Fraction(one.value)) * 2 <= Fraction(one.step)
            }
            for factor in _FACTORS
        }
        best, second = sorted(_FACTORS, key=lambda factor: -len(met[factor]))[:2]
        if len(met[best]) >= _LEAST and not met[second]:
            factors[above] = best
    return [
        _scaled(one, factors[one.near.sentence.above])
        if one.near.sentence.above in factors and any(one is other for other in tables[one.near.sentence.above])
        else one
        for one in given
    ]


def _scaled(fact: Fact, factor: int) -> Fact:
    one, by = fact.quantity, factor
    upper = one.upper * by if one.upper is not None else None
    return replace(fact, quantity=replace(one, value=one.value * by, upper=upper, step=one.step * by))
