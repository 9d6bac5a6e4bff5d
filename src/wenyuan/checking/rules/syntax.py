"""What a user may write to reckon with: "a / b - 1", "max(a, b) <= 3 * c and not d < 0".

A small language of its own: numbers, names of earlier steps, + - * /, parentheses, five functions, comparisons, and,
or, not. Nothing of it reaches Python: there is no attribute, no index, no call but of these functions. What is written
is checked as a whole when the file is read, so that a rule never fails on its wording in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

LONGEST, DEEPEST, _DIGITS = 1_000, 40, 40
FUNCTIONS = {"min": (1, 50), "max": (1, 50), "sum": (1, 50), "abs": (1, 1), "round": (1, 2)}
_WORDS = {"and": "and", "or": "or", "not": "not", "且": "and", "或": "or", "非": "not"}
RESERVED = frozenset((*FUNCTIONS, *_WORDS))
_SAME = str.maketrans("（）＋－−–×÷＊／，＜＞＝％", "()+---*/*/,<>=%")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d[\d_]*(?:\.\d+)?%?|\.\d+%?)|(?P<name>[^\W\d]\w*)|(?P<sign><=|>=|==|!=|[-+*/(),<>=≤≥≠]))"
)
_SPELT = {"=": "==", "≤": "<=", "≥": ">=", "≠": "!="}
_COMPARES = frozenset(("<", "<=", ">", ">=", "==", "!="))

Type = Literal["number", "truth"]


class WrongExpression(ValueError):
    """What is wrong with an expression, in words for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An operator or function with what it is applied to; a < b < c is a < b and b < c."""

    sign: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms or factors in order: flat, so that a long sum is not a deep one."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


Node = Number | Name | Applied | Chain


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number, name, sign or end; start, end: where it stands."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expression:
    """written: as the user wrote it. names: where each name stands in it, in order."""

    written: str
    root: Node
    type: Type
    names: tuple[Token, ...]


def parse(written: str) -> Expression:
    """Raises WrongExpression for what is no expression, or too long or deep a one."""
    if len(written) > LONGEST:
        raise WrongExpression(f"it is longer than {LONGEST} characters")
    tokens = list(_tokens(written))
    parser = _Parser(tokens)
    root, kind = parser.alternatives(0)
    parser.expect("end", "")
    names = [one for one, following in pairwise(tokens) if _names(one, following)]
    return Expression(written, root, kind, tuple(names))


def _names(one: Token, following: Token) -> bool:
    return one.kind == "name" and one.text not in _WORDS and not (one.text in FUNCTIONS and following.text == "(")


def _tokens(written: str) -> Iterator[Token]:
    plain = written.translate(_SAME)
    at = 0
    while plain[at:].strip():
        found = _TOKEN.match(plain, at)
        if not found or not found.lastgroup:
            rest = written[at:].strip()
            raise WrongExpression(
                f"{rest[0]!r} is not understood at {rest[:20]!r}; accepted: numbers, names of earlier steps, "
                f"+ - * / ( ), {', '.join(FUNCTIONS)}, < <= > >= == !=, and, or, not"
            )
        text = found[found.lastgroup]
        yield Token(
            found.lastgroup, _SPELT.get(text, _WORDS.get(text, text)), found.start(found.lastgroup), found.end()
        )
        at = found.end()
    yield Token("end", "", len(written), len(written))


class _Parser:
    """By recursive descent, a method for each rank: or, and, not, comparison, sum, product, sign, the rest."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self, *texts: str) -> str:
        """The next token, where it is one of these and no name of a step."""
        if self._next.text in texts and (self._next.kind == "sign" or self._next.text in _WORDS):
            self._at += 1
            return self._tokens[self._at - 1].text
        return ""

    def expect(self, kind: str, text: str) -> None:
        """Step over a token; raises WrongExpression where another stands."""
        if self._next.kind != kind or (text and self._next.text != text):
            wanted = f"{text!r}" if text else "nothing more"
            raise WrongExpression(f"{wanted} is expected {self._place()}")
        self._at += 1

    def _place(self) -> str:
        return f"at {self._next.text!r}" if self._next.text else "at its end"

    def alternatives(self, depth: int) -> tuple[Node, Type]:
        return self._joined("or", depth)

    def _joined(self, word: str, depth: int) -> tuple[Node, Type]:
        node, kind = self._joined("and", depth) if word == "or" else self._denied(depth)
        parts = [node]
        while self._take(word):
            _want(kind, "truth", word)
            node, kind = self._joined("and", depth) if word == "or" else self._denied(depth)
            _want(kind, "truth", word)
            parts.append(node)
        return (Applied(word, tuple(parts)), "truth") if len(parts) > 1 else (node, kind)

    def _denied(self, depth: int) -> tuple[Node, Type]:
        _bounded(depth)
        if self._take("not"):
            node, kind = self._denied(depth + 1)
            _want(kind, "truth", "not")
            return Applied("not", (node,)), "truth"
        return self._compared(depth)

    def _compared(self, depth: int) -> tuple[Node, Type]:
        node, kind = self._summed(depth)
        pairs = list[Node]()
        while sign := self._take(*_COMPARES):
            _want(kind, "number", sign)
            right, kind = self._summed(depth)
            _want(kind, "number", sign)
            pairs.append(Applied(sign, (node, right)))
            node = right
        if not pairs:
            return node, kind
        return (pairs[0] if len(pairs) == 1 else Applied("and", tuple(pairs))), "truth"

    def _summed(self, depth: int) -> tuple[Node, Type]:
        return self._chained(("+", "-"), depth)

    def _chained(self, signs: tuple[str, ...], depth: int) -> tuple[Node, Type]:
        node, kind = self._chained(("*", "/"), depth) if "+" in signs else self._signed(depth)
        rest = list[tuple[str, Node]]()
        while sign := self._take(*signs):
            _want(kind, "number", sign)
            right, kind = self._chained(("*", "/"), depth) if "+" in signs else self._signed(depth)
            _want(kind, "number", sign)
            rest.append((sign, right))
        return (Chain(node, tuple(rest)) if rest else node), kind

    def _signed(self, depth: int) -> tuple[Node, Type]:
        _bounded(depth)
        if sign := self._take("-", "+"):
            node, kind = self._signed(depth + 1)
            _want(kind, "number", sign)
            return (Applied("negative", (node,)) if sign == "-" else node), "number"
        return self._single(depth)

    def _single(self, depth: int) -> tuple[Node, Type]:
        if self._take("("):
            node, kind = self.alternatives(depth + 1)
            self.expect("sign", ")")
            return node, kind
        token = self._next
        if token.kind not in ("number", "name") or token.text in _WORDS:
            raise WrongExpression(f"a number, a name or a parenthesis is expected {self._place()}")
        self._at += 1
        if token.kind == "number":
            return Number(_number(token.text)), "number"
        if self._take("("):
            return self._call(token.text, depth), "number"
        return Name(token.text), "number"

    def _call(self, name: str, depth: int) -> Node:
        if name not in FUNCTIONS:
            raise WrongExpression(f"there is no function {name!r}; there are: {', '.join(FUNCTIONS)}")
        parts = list[Node]()
        while True:
            node, kind = self.alternatives(depth + 1)
            _want(kind, "number", name)
            parts.append(node)
            if not self._take(","):
                break
        self.expect("sign", ")")
        least, most = FUNCTIONS[name]
        if not least <= len(parts) <= most:
            raise WrongExpression(
                f"{name} takes {least if least == most else f'{least} to {most}'} numbers, not {len(parts)}"
            )
        if name == "round" and len(parts) == 2 and not _places(parts[1]):
            raise WrongExpression("round takes its decimals as a whole number from 0 to 12: round(a / b, 4)")
        return Applied(name, tuple(parts))


def _places(node: Node) -> bool:
    return isinstance(node, Number) and node.value.denominator == 1 and node.value <= 12


def _bounded(depth: int) -> None:
    if depth > DEEPEST:
        raise WrongExpression(f"it is nested more than {DEEPEST} deep")


def _want(found: Type, wanted: Type, sign: str) -> None:
    if found != wanted:
        say = {"number": "a number", "truth": "a comparison, such as a > b"}
        raise WrongExpression(f"{sign!r} takes {say[wanted]}, and here stands {say[found]}")


def _number(text: str) -> Fraction:
    digits = text.rstrip("%").replace("_", "")
    if len(digits) > _DIGITS:
        raise WrongExpression(f"a number has more than {_DIGITS} digits")
    value = Fraction(Decimal(digits))
    return value / 100 if text.endswith("%") else value
