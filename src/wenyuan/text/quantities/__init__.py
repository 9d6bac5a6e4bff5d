"""Quantities that a text states: amounts, ratios, points, multiples and counts, Chinese and English by one grammar.

    quantities("净亏损（3.21）亿元")  →  [Quantity(0, 11, "amount", Decimal("-321000000"), "CNY", …)]

What cannot be read for certain is not read: a wrong reading is worse than none. Dates and periods (`text.dates`),
codes, references, ordinals and idioms are left alone.
"""

from wenyuan.text.quantities.reading import quantities
from wenyuan.text.quantities.units import same_unit

__all__ = ["quantities", "same_unit"]
