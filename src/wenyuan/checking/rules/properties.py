"""What holds of a claim: that it states an amount, a change in percent, what it compares with, and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from wenyuan.checking import lexicon
from wenyuan.checking.reading import Reading, read
from wenyuan.checking.rules.model import Condition, Property
from wenyuan.checking.rules.naming import company
from wenyuan.checking.rules.pattern import Pattern
from wenyuan.checking.rules.stated import Stated
from wenyuan.text.quantity import Quantity

# What a change is measured from. "From 20 to 30" and "at 30, after 20" name the figure itself.
_BASE = re.compile(
    r"同比|环比|同期相比|(?:比|较|与|同|相较于|相比于|相对于)(?:[^，。；,;]{0,20}?)(?:上年|去年|上期|上月|上季|前年|同期|年初|期初|年末|期末|年度|\d{4}\s*年|季度|月)"
    r"|比(?:上年|去年|上期|上月)|相比|从[^，。；]{0,30}(?:到|至|增|降|升|提|下|上)|由[^，。；]{0,30}(?:增|降|升|提|变|调|下|上|到|至)"
    r"|\b(?:compared?\s+(?:with|to)|versus|vs\.?|against|relative\s+to|year[\s-]+(?:on|over)[\s-]+year|y/y|yoy|qoq|mom"
    r"|(?:quarter|month|week)[\s-]+(?:on|over)[\s-]+(?:quarter|month|week)|sequentially|annually|a\s+year\s+(?:ago|earlier|before)"
    r"|than|from|since|after|over|previous|prior|preceding|last\s+(?:year|quarter|month)|year\s+(?:earlier|before))\b",
    re.IGNORECASE,
)
# "From" and "than" say a base where a time or a figure follows, and not in "profit from fees" or "less than 5%".
_LOOSE = {"from": True, "after": True, "against": True, "since": False, "over": False, "than": False}
_TIME = (
    r"\s+(?:in\s+|for\s+|at\s+|that\s+of\s+)?(?:(?:19|20)\d\d\b|last\b|(?:the|a)\s+(?:\w+\s+)?(?:year|quarter|month|period|half)"
    r"|(?:the\s+)?(?:same|previous|prior|preceding)\b|january|february|march|april|may\b|june|july|august|september|october"
    r"|november|december|q[1-4]\b|fy)"
)
_FOLLOWS = re.compile(_TIME, re.IGNORECASE)
_FOLLOWS_OR_FIGURE = re.compile(_TIME + r"|\s+(?:\w+\s+)?[$€£¥]?\d", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhttps?://\S")
_QUOTED = re.compile(r"“[^“”]{2,}”|「[^「」]{2,}」|『[^『』]{2,}』|\"[^\"]{2,}\"|«[^«»]{2,}»")
_RATES = ("ratio", "percentage_points", "basis_points")
# Words for a change may stand so far from its rate.
_NEAR = 25


def holds(condition: Condition, claim: Stated, *, around: bool = False) -> str | None:
    """What shows that a condition holds, in the claim's words; "" where all of it does; None where it does not.

    around: what the claim leans on counts too, so that "Compared with 2023:" above a list is said of each of its items.
    """
    text = claim.said if around else claim.text
    if condition.property is not None:
        return _PROPERTIES[condition.property](text, claim)
    patterns = [condition.pattern] if condition.pattern else list(condition.names)
    for pattern in patterns:
        if place := Pattern(pattern).find(text):
            return text[slice(*place)]
    return None


def name(condition: Condition) -> str:
    """A condition in words."""
    if condition.property is not None:
        return condition.property.replace("_", " ")
    return f"“{condition.pattern}”" if condition.pattern else " or ".join(f"“{one}”" for one in condition.names)


def _figures(text: str, *kinds: str) -> list[Quantity]:
    return [one for one in read(text).quantities if not kinds or one.kind in kinds]


def _first(*kinds: str) -> Callable[[str, Stated], str | None]:
    def found(text: str, claim: Stated) -> str | None:
        figures = _figures(text, *kinds)
        return text[figures[0].start : figures[0].end] if figures else None

    return found


def _change(text: str, claim: Stated) -> str | None:
    reading = read(text)
    for one in _figures(text, *_RATES):
        if one.direction or one.kind != "ratio" or _moves(reading, one):
            return text[one.start : one.end]
    return None


def _moves(reading: Reading, one: Quantity) -> bool:
    """Whether a word for rise or fall stands beside a rate, in its clause."""
    for atom in reading.atoms:
        if atom.key in lexicon.UP or atom.key in lexicon.DOWN:
            between = reading.text[slice(*sorted((min(atom.end, one.end), max(atom.start, one.start))))]
            if len(between) <= _NEAR and not any(mark in between for mark in ",;，；。"):
                return True
    return False


def _base(text: str, claim: Stated) -> str | None:
    for found in _BASE.finditer(text):
        figures = _LOOSE.get(found.group().casefold())
        follows = _FOLLOWS_OR_FIGURE if figures else _FOLLOWS
        if figures is None or follows.match(text, found.end()):
            return found.group()
    return None


def _period(text: str, claim: Stated) -> str | None:
    found = read(text).periods
    return text[found[0].start : found[0].end] if found else None


def _unit(text: str, claim: Stated) -> str | None:
    """Every figure says what it is of."""
    bare = any(one.kind in ("count", "amount") and one.unit is None for one in _figures(text))
    return None if bare else ""


def _supported(text: str, claim: Stated) -> str | None:
    return "" if claim.checked.verdict in ("supported", "derivable") else None


def _mark(text: str, claim: Stated) -> str | None:
    if claim.marks:
        return claim.marks[0]
    address = _ADDRESS.search(text)
    return address.group() if address else None


def _written(pattern: re.Pattern[str]) -> Callable[[str, Stated], str | None]:
    def found(text: str, claim: Stated) -> str | None:
        place = pattern.search(text)
        return place.group() if place else None

    return found


_PROPERTIES: Mapping[Property, Callable[[str, Stated], str | None]] = {
    "amount": _first("amount"),
    "base_period": _base,
    "citation_mark": _mark,
    "company": lambda text, claim: company(text),
    "named_in_source": lambda text, claim: None,  # of what `when` is about: see `requiring`
    "number": _first(),
    "percentage": _first(*_RATES),
    "percentage_change": _change,
    "period": _period,
    "quotation": _written(_QUOTED),
    "supported": _supported,
    "unit": _unit,
}
