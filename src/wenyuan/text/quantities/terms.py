"""One number with what stands directly at it: sign or brackets, currency before, scale, unit after."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wenyuan.text.quantities import exclude, numerals_en, numerals_zh
from wenyuan.text.quantities.currencies import BEFORE, CAPITAL_ONLY
from wenyuan.text.quantities.digits import digits
from wenyuan.text.quantities.numeral import Numeral
from wenyuan.text.quantities.source import LEXICAL, Source
from wenyuan.text.quantities.units import Unit, dated, unit

_SYMBOLS = "|".join(re.escape(sign) for sign in sorted(BEFORE, key=len, reverse=True))
_CURRENCY = re.compile(rf"(?:(?<![a-z])(?P<word>m?(?:{_SYMBOLS})))\s?\$?\s?(?P<open>\()?(?P<minus>[-−])?$")
_LAST = frozenset(sign[-1] for sign in BEFORE)
_ZH_SCALE = re.compile(r"\s{0,2}(?:[十百千万亿兆]|[多余来]\s?[万亿]|分\s{0,2}之|又)")
_GLUED = re.compile(r"[a-z0-9_]|\([a-z]\)|-[a-z]|\.[0-9]")


@dataclass(frozen=True, slots=True)
class Term:
    """t[start:end]; `code`: the currency before the number; `bracketed`: stands in the brackets of a negative."""

    start: int
    end: int
    number: Numeral
    unit: Unit | None
    code: str | None = None
    millions: bool = False
    bracketed: bool = False
    minus: bool = False

    @property
    def kind(self) -> str:
        if self.unit:
            return self.unit.kind
        if self.code:
            return "amount"
        return "ratio" if self.number.fraction else "count"


def term(source: Source, at: int, floor: int, money: bool = False) -> Term | int:
    """The term whose number begins at `at`; or the end of what begins there and states no quantity.

    money: it goes on from an amount, so that "m" is a million.
    """
    t = source.t
    character = t[at]
    left = t[max(floor, at - 14) : at]
    code, begin, bracket, minus, millions = None, at, False, False, False
    if left.rstrip(" $(-−")[-1:] in _LAST or left[-1:] == "$" or "$" in left[-4:]:
        match = _CURRENCY.search(left)
    else:
        match = None
    if match and (found := _currency(source, match, at - len(left))):
        code, begin, bracket, minus = found, at - len(left) + match.start(), bool(match["open"]), bool(match["minus"])
        millions = match["word"] not in BEFORE
    if character.isdigit() or character in numerals_en.VULGARS:
        if not _pointed(t, at) and (end := exclude.coded(t, at, floor)) and not (code and _plain_money(t, at, end)):
            return end
        read = _in_digits(source, at, code or ("" if money else None))
    elif "a" <= character <= "z":
        read = _in_words(source, at)
    else:
        read = _in_characters(source, at)
    if isinstance(read, int):
        return read
    number = read
    end = number.end
    bracketed = t[number.start - 1 : number.start] == "(" and t[end : end + 1] == ")" and number.script == "digits"
    if bracketed:
        wider = replace(number, end=end + 1)
        wider = _scale(source, wider, code)
        following = unit(source, wider, code is not None)
        written = t[number.start : number.end]
        if (
            (following and not following.noun)
            or wider.scale != 1
            or (bracket and code)
            or "." in written
            or "," in written
        ):
            start = begin if code and bracket else number.start - 1
            return Term(start, following.end if following else wider.end, wider, following, code, millions, True)
        return end + 1
    if code and bracket:
        begin, code = number.start, None
    following = unit(source, number, code is not None)
    if following is None and _GLUED.match(t, end) and code is None and number.script != "zh":
        return exclude.token(t, end)
    start = min(begin, number.start)
    return Term(start, following.end if following else end, number, following, code, millions, False, minus)


def _currency(source: Source, match: re.Match[str], offset: int) -> str | None:
    word = match["word"]
    code = BEFORE.get(word) or BEFORE.get(word[1:])
    if code is None or (word in CAPITAL_ONLY and not source.capital(offset + match.start())):
        return None
    if word not in BEFORE and not (word[0] == "m" and len(word) == 4):
        return None
    return code


def _plain_money(t: str, at: int, end: int) -> bool:
    """After a currency sign a number is an amount, though it look like a year."""
    return re.fullmatch(r"[0-9]+", t[at:end]) is not None and not t[at : at + 2].startswith("00")


def _in_digits(source: Source, at: int, code: str | None) -> Numeral | int:
    t = source.t
    before = t[at - 1 : at]
    if _pointed(t, at):
        at -= 1
    elif ((before.isascii() and (before.isalpha() or before == "_")) and not code) or (
        before == "." and t[max(0, at - 2) : at - 1] != "."
    ):
        return exclude.token(t, at)
    number = digits(t, at)
    if number is None:
        return exclude.token(t, at)
    return _scale(source, number, code)


def _pointed(t: str, at: int) -> bool:
    """Whether the number begins with its point: .25"""
    before = t[max(0, at - 2) : at - 1]
    return t[at - 1 : at] == "." and not before.isalnum() and before not in (".", ")")


def _scale(source: Source, number: Numeral, code: str | None) -> Numeral:
    t, end = source.t, number.end
    if end >= len(t):
        return number
    if _ZH_SCALE.match(t, end):
        if t[end - 1] == ")":  # （3.21）亿
            while end < len(t) and (factor := numerals_zh.SCALES.get(t[end])) and number.scale < 10**16:
                end += 1
                number = number.scaled(factor, end)
            return number
        return numerals_zh.chinese(t, number.start) or number
    letter = end + 1 if t[end] == " " else end
    capital = letter < len(t) and source.capital(letter)
    return numerals_en.scaled(t, number, code is not None, capital)


def _in_characters(source: Source, at: int) -> Numeral | int:
    t = source.t
    number = numerals_zh.chinese(t, at)
    if number is None:
        return numerals_zh.run_end(t, at)
    if t[at - 1 : at] == "第" or (t[at - 1 : at] == " " and t[max(0, at - 2) : at - 1] == "第"):
        return number.end
    if end := dated(t, number):
        return end
    if source.raw[at] in LEXICAL and number.end - at <= 2:
        following = unit(source, number, False)
        if following is None or (number.end - at == 1 and following.kind != "amount"):
            return number.end
    return number


def _in_words(source: Source, at: int) -> Numeral | int:
    t = source.t
    word = at + 1
    while word < len(t) and "a" <= t[word] <= "z":
        word += 1
    before = t[at - 1 : at]
    if before and ((before.isalnum() and before.isascii()) or before in "_'’-"):
        return word
    # A capital inside a sentence: a name, as the Big Four.
    if source.capital(at) and t[max(0, at - 2) : at].rstrip()[-1:].isalnum():
        return word
    number = numerals_en.english(t, at)
    if number is None or exclude.referred(t[max(0, at - 24) : at]):
        return word
    after = t[number.end : number.end + 2]
    if after[:1] == "-" and after[1:].isalpha() and unit(source, number, False) is None:
        return exclude.token(t, number.end)
    return number
