"""Numbers in digits: 1,234,567.89, 12,34,567 (lakhs), .25, 1.2e6, 2½, 1 3/4."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from wenyuan.text.quantities.numeral import ONE, Numeral, exact, plus
from wenyuan.text.quantities.source import VULGAR

_LITERAL = re.compile(
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?![0-9])|[0-9]+)?(?:\.[0-9]+)?"
)
_EXPONENT = re.compile(r"e([+-]?[0-9]{1,2})(?![0-9a-z]|\.[0-9])|\s?[x×*]\s?10\^?([+-]?[0-9]{1,2})(?![0-9a-z]|\.[0-9])")
_SLASH = re.compile(r"( {0,2})([0-9]{1,2})\s?[/⁄]\s?([0-9]{1,3})(?![0-9]|[./:,-][0-9])")
_DIVIDED = re.compile(r"\s?[/⁄]\s?([0-9]{1,3})(?![0-9]|[./:,-][0-9])")
# What people write as a fraction; 9/11 and 24/7 are something else.
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 20, 32, 64, 100, 1000})
# No text states a quantity in more digits; they are codes.
_MOST = 30


def digits(t: str, at: int) -> Numeral | None:
    """The number whose first digit, point or vulgar fraction is `t[at]`."""
    if at < len(t) and t[at] in VULGAR:
        return Numeral(at, at + 1, exact(VULGAR[t[at]]), Decimal("0.01"), fraction=True)
    match = _LITERAL.match(t, at)
    if match is None or match.end() == at or match.end() - at > _MOST:
        return None
    written = match.group().replace(",", "")
    value, end = Decimal(written), match.end()
    step = ONE.scaleb(-len(written.partition(".")[2]))
    whole = "." not in written
    if end < len(t):
        if whole and t[end] in VULGAR:
            return Numeral(at, end + 1, plus(value, exact(VULGAR[t[end]])), Decimal("0.1"))
        if t[end] in "ex×* " and (power := _EXPONENT.match(t, end)):
            exponent = int(power.group(1) or power.group(2))
            if abs(exponent) <= _MOST:
                return Numeral(at, power.end(), value.scaleb(exponent), step.scaleb(exponent))
        if whole and t[end] in "/⁄ " and (fraction := _fraction(t, at, end, int(value))):
            return fraction
    return Numeral(at, end, value, step)


def _fraction(t: str, at: int, end: int, first: int) -> Numeral | None:
    if match := _DIVIDED.match(t, end):
        below = int(match.group(1))
        if below in _DENOMINATORS and 0 < first < below:
            return Numeral(at, match.end(), exact(Fraction(first, below)), Decimal("0.01"), fraction=True)
        return None
    if (match := _SLASH.match(t, end)) and match.group(1):
        above, below = int(match.group(2)), int(match.group(3))
        if below in _DENOMINATORS and 0 < above < below:
            return Numeral(at, match.end(), plus(Decimal(first), exact(Fraction(above, below))), Decimal("0.01"))
    return None
