"""What an expression comes to. Numbers are fractions, so that a / 3 * 3 is a and no rounding decides a comparison."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context
from fractions import Fraction

from wenyuan.checking.rules.syntax import Applied, Expression, Name, Node, Number

# A number of more bits than this says nothing any more, and steps that square one another would grow for ever.
_LONGEST_BITS = 4_096
_SHOWN_DIGITS = 6
_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


class CannotReckon(Exception):
    """Why an expression comes to nothing, in words."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number, and its currency where it is an amount of money."""

    number: Fraction
    currency: str | None = None


def reckon(expression: Expression, known: Mapping[str, Value]) -> Value | bool:
    """The number, or the truth of a check. Raises CannotReckon."""
    return _truth(expression.root, known) if expression.type == "truth" else _number(expression.root, known)


def filled(expression: Expression, known: Mapping[str, Value]) -> str:
    """The expression as written, each name replaced by its number."""
    out, at = "", 0
    for token in expression.names:
        value = known[token.text].number
        number = shown(value)
        out += expression.written[at : token.start] + (f"({number})" if value < 0 else number)
        at = token.end
    return out + expression.written[at:]


def shown(value: Fraction) -> str:
    """A number as a person writes it: all of it where it ends soon, else six digits."""
    whole = value.numerator // value.denominator
    digits = max(_SHOWN_DIGITS, len(str(abs(whole))) + 2)
    number = Context(prec=digits, rounding=ROUND_HALF_UP).divide(value.numerator, value.denominator)
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Value) -> str:
    """A number with its currency, where it is an amount."""
    return f"{value.currency} {shown(value.number)}" if value.currency else shown(value.number)


def _truth(node: Node, known: Mapping[str, Value]) -> bool:
    if not isinstance(node, Applied):
        raise CannotReckon("a number is no comparison")  # the parser has seen to it that there is none here
    if node.sign == "not":
        return not _truth(node.parts[0], known)
    if node.sign == "and":
        return all(_truth(part, known) for part in node.parts)
    if node.sign == "or":
        return any(_truth(part, known) for part in node.parts)
    left, right = (_number(part, known) for part in node.parts)
    _currency(left, right)
    return _COMPARISONS[node.sign](left.number, right.number)


def _number(node: Node, known: Mapping[str, Value]) -> Value:
    if isinstance(node, Number):
        return Value(node.value)
    if isinstance(node, Name):
        return known[node.name]
    if isinstance(node, Applied):
        return _bounded(_applied(node.sign, [_number(part, known) for part in node.parts]))
    value = _number(node.first, known)
    for sign, part in node.rest:
        value = _bounded(_applied(sign, [value, _number(part, known)]))
    return value


def _bounded(value: Value) -> Value:
    if max(value.number.numerator.bit_length(), value.number.denominator.bit_length()) > _LONGEST_BITS:
        raise CannotReckon("the number gets too long to reckon with")
    return value


def _applied(sign: str, parts: list[Value]) -> Value:
    numbers = [one.number for one in parts]
    match sign:
        case "*":
            return Value(numbers[0] * numbers[1], _of_product(*parts))
        case "/":
            if not numbers[1]:
                raise CannotReckon("division by zero")
            return Value(numbers[0] / numbers[1], None if parts[1].currency else parts[0].currency)
        case "round":
            places = int(numbers[1]) if len(numbers) > 1 else 0
            return Value(_rounded(numbers[0], places), parts[0].currency)
        case _:
            return Value(_combined(sign, numbers), _currency(*parts))


def _combined(sign: str, numbers: list[Fraction]) -> Fraction:
    match sign:
        case "-":
            return numbers[0] - numbers[1]
        case "negative":
            return -numbers[0]
        case "min":
            return min(numbers)
        case "max":
            return max(numbers)
        case "abs":
            return abs(numbers[0])
        case _:  # + and sum
            return sum(numbers, Fraction(0))


def _of_product(left: Value, right: Value) -> str | None:
    return None if left.currency and right.currency else left.currency or right.currency


def _rounded(value: Fraction, places: int) -> Fraction:
    """Half away from zero, as accounts are rounded."""
    scale = 10**places
    size = abs(value) * scale + Fraction(1, 2)
    whole = Fraction(size.numerator // size.denominator, scale)
    return -whole if value < 0 else whole


def _currency(*values: Value) -> str | None:
    """What amounts that are added or compared are in. Raises CannotReckon where that differs."""
    found = dict.fromkeys(one.currency for one in values if one.currency)
    if len(found) > 1:
        raise CannotReckon(f"amounts in {' and '.join(found)} are not added or compared")
    return next(iter(found), None)
