"""What a quantity in a text says: `text.quantities` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal["amount", "ratio", "percentage_points", "basis_points", "times", "count"]
Bound = Literal["about", "nearly", "more_than", "less_than", "at_least", "at_most", "range", "order_of_magnitude"]
Direction = Literal["up", "down"]
Number = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]`, bounds, sign and unit included, and what it says.

    value: in the unit itself, scale words multiplied out; a ratio is a part of 1 (12 % is 0.12); negative for a loss.
    A fraction that no decimal equals ("one third") is a Fraction.
    unit: an ISO 4217 code for an amount, None where several countries call their money so ("francs"); for a count what
    is counted, as written, or the canonical word of a measure ("km" for 公里), None where nothing says; None else.
    bound: of the magnitude, so that a loss of more than 3 is more than 3 below nothing. order_of_magnitude: 数百 and
    "hundreds of" have the unit, 100, as their value.
    upper: the upper end of a range, the lower one being `value`.
    direction: of a change, whose value stays positive when it falls; a level reached ("rose to 5 %") has none.
    step: what one unit of the last place written is worth ("11.44 亿元": 1,000,000), so that a claim is held to no more
    digits than it gives.
    """

    start: int
    end: int
    kind: Kind
    value: Number
    unit: str | None = None
    bound: Bound | None = None
    upper: Number | None = None
    direction: Direction | None = None
    step: Decimal = Decimal(1)
