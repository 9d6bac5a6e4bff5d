"""A number as written, before anything says what it is a number of; and arithmetic that never rounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from wenyuan.text.quantity import Bound, Number

# More digits than any number that is read: the longest literals and scales are bounded well below.
_EXACT = Context(prec=160)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Numeral:
    """t[start:end].

    scale: the scale word that the number ends in ("亿", "million"), multiplied out; 1 where there is none.
    weak: also an everyday word or part of one (一, 百, one), so a number only where a unit follows.
    fraction: written as one (三分之二, two thirds), so a ratio where no unit follows.
    """

    start: int
    end: int
    value: Number
    step: Decimal = ONE
    script: Literal["digits", "zh", "en"] = "digits"
    upper: Number | None = None
    bound: Bound | None = None
    scale: Decimal = ONE
    weak: bool = False
    fraction: bool = False

    def scaled(self, scale: Decimal, end: int) -> Numeral:
        return replace(
            self,
            end=end,
            value=times(self.value, scale),
            upper=None if self.upper is None else times(self.upper, scale),
            step=_EXACT.multiply(self.step, scale),
            scale=_EXACT.multiply(self.scale, scale),
            weak=False,
        )


def times(value: Number, factor: Decimal) -> Number:
    if isinstance(value, Fraction):
        return exact(value * Fraction(factor))
    return _EXACT.multiply(value, factor)


def plus(value: Number, other: Number) -> Number:
    if isinstance(value, Fraction) or isinstance(other, Fraction):
        return exact(Fraction(value) + Fraction(other))
    return _EXACT.add(value, other)


def over(value: Number, divisor: Number) -> Number:
    return exact(Fraction(value) / Fraction(divisor))


def exact(value: Fraction) -> Number:
    """A Decimal wherever one equals it."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)) if rest == 1 else value
