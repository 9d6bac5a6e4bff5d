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
    unit: an ISO 4217 code for an amount; what is counted, as written, for a count (None where nothing says); None else.
    upper: the upper end of a range, the lower one being `value`.
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
