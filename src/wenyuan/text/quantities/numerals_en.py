"""English numerals, and digits with an English scale: twenty-five, two and a half million, 1.2bn, two thirds."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from wenyuan.text.quantities.numeral import ONE, Numeral, exact, plus, times
from wenyuan.text.quantities.source import VULGAR

_NUMBERS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
UNITS = _NUMBERS | {"nought": 0, "naught": 0}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "thousand": 10**3, "million": 10**6, "mln": 10**6, "mil": 10**6, "mn": 10**6, "billion": 10**9, "bn": 10**9,
    "bln": 10**9, "trillion": 10**12, "tn": 10**12, "trn": 10**12, "tln": 10**12, "quadrillion": 10**15,
    "lakh": 10**5, "lakhs": 10**5, "crore": 10**7, "crores": 10**7, "millions": 10**6, "billions": 10**9,
    "dozen": 12, "dozens": 12, "dzs": 12, "dozs": 12, "doz": 12,
}  # fmt: skip
_SHORT = frozenset("mln mil mn bn bln tn trn tln dzs dozs doz millions billions".split())
_PARTS = {
    word: value
    for value, word in enumerate(
        """third quarter fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
        sixteenth""".split(),
        start=3,
    )
} | {
    "half": 2, "fourth": 4, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100,
    "thousandth": 10**3, "millionth": 10**6, "billionth": 10**9, "trillionth": 10**12,
}  # fmt: skip
_PLURAL = {word + "s": value for word, value in _PARTS.items() if word != "half"} | {"halves": 2}
_ORDERS = {"tens": 10, "dozens": 12, "scores": 20, "hundreds": 100, "thousands": 10**3, "millions": 10**6,
           "billions": 10**9, "trillions": 10**12}  # fmt: skip
_ORDER = re.compile(rf"({'|'.join(_ORDERS)}) of (?:(hundreds|thousands|millions|billions|trillions) of )?")
_SEPARATOR = re.compile(r"(?:\s{1,3}|\s?-\s?)(?=[a-z])|\s{1,2}(?=[0-9]{1,3}\s(?:hundred|thousand|million)(?![a-z]))")
_SEPARATOR_OR_NONE = re.compile(rf"{_SEPARATOR.pattern}|(?=[a-z])")  # 1.2million
_AND = re.compile(r"\s{1,2}and\s{1,2}")
_WORD = re.compile(r"[a-z]{1,16}(?![a-z])")
_TWO_DIGITS = re.compile(r"[0-9]{1,2}(?![0-9%]|[.,/-][0-9]|\s(?:hundred|thousand|million|billion|trillion|per))")
_FEW_DIGITS = re.compile(r"[0-9]{1,3}")
_AND_PART_OF_SCALE = re.compile(
    r"\s{1,2}and\s(?:a\s)?(half|quarter)\s(?:a\s|of a\s)?(thousand|million|billion)(?![a-z])"
)
_LAST_DIGIT = re.compile(r"[- ]([a-z]{3,5})(?![a-z])")
_POINT = re.compile(r"\s{1,2}point\s{1,2}(?=[a-z])")
# One letter or two after digits. Case decides, and what follows: see `_letters`.
_ATTACHED = re.compile(r"\s?(k|m|mm|b|t|mn|bn|tn|mln|bln|tln|trn|mil)(?![a-z0-9_])")
_LETTER = {"k": 10**3, "m": 10**6, "mm": 10**6, "b": 10**9, "t": 10**12}
_HALF = re.compile(
    r"(?:half|a half|quarter|a quarter)(?:\s{1,2}an?|\s{1,2}of\s{1,2}an?)?"
    r"\s{1,2}(thousand|million|billion|trillion|dozen)(?![a-z])"
)
_PORTION = re.compile(
    r"(?:half|a half|(?:a|one)[ -]"
    r"(?:third|quarter|fifth|tenth|fourth|hundredth|thousandth|millionth|billionth|trillionth))"
    r"(?![a-z-])"
)
_AHEAD_OF = re.compile(r"\s(?:of|the|its|their|his|her|our|all|that|those|these)(?![a-z])|[%\W]*$")
_COUNTED = re.compile(r"\s(?!wide|long|high|tall|deep)[a-z-]{2,20}s(?![a-z])|\speople")
_HALF_OF_TIME = re.compile(r"(?:first|second|latter|former|final|last|other|better)\s$")
_MOST_WORDS = 24
VULGARS = "".join(VULGAR)
STARTS = [*UNITS, *TENS, "half", "quarter", *_ORDERS, "a", "an"]


def english(t: str, at: int) -> Numeral | None:
    """The numeral in words that begins at `at`."""
    if match := _ORDER.match(t, at):
        scale = _ORDERS[match.group(1)] * (_ORDERS[match.group(2)] if match.group(2) else 1)
        end = match.end() - len(" of ")
        return Numeral(at, end, Decimal(scale), Decimal(scale), "en", None, "order_of_magnitude", Decimal(scale))
    if match := _HALF.match(t, at):
        scale = SCALES[match.group(1)]
        value = Decimal(scale) / (2 if "half" in match.group() else 4)
        return Numeral(
            at, match.end(), value, Decimal(scale) / 10 if scale > 12 else ONE, "en", None, None, Decimal(scale)
        )
    if (
        (match := _PORTION.match(t, at))
        and not _HALF_OF_TIME.search(t[max(0, at - 8) : at])
        and (
            match.group().startswith(("one", "a half"))
            or bounds_before(t, at)
            or "-" in match.group()
            or _AHEAD_OF.match(t, match.end())
        )
    ):
        below = _PARTS[re.split("[ -]", match.group())[-1]]
        return Numeral(at, match.end(), exact(Fraction(1, below)), Decimal("0.01"), "en", fraction=True)
    return _words(t, at, None)


def bounds_before(t: str, at: int) -> bool:
    """More than half, nearly a third."""
    return _BOUND.search(t[max(0, at - 12) : at]) is not None


_BOUND = re.compile(r"(?:than|nearly|almost|about|over|around|roughly|under|least|most)\s$")


def scaled(t: str, number: Numeral, money: bool, capital: bool) -> Numeral:
    """`number`, in digits, with the English scale that follows it; `capital`: its first letter is one."""
    if match := _ATTACHED.match(t, number.end):
        scale = _letters(t, number, match, money, capital)
        return number.scaled(Decimal(scale), match.end()) if scale else number
    return _words(t, number.start, number) or number


def _letters(t: str, number: Numeral, match: re.Match[str], money: bool, capital: bool) -> int:
    letters = match.group(1)
    if letters in SCALES:
        return SCALES[letters]
    spaced = t[match.start()] == " "
    if money:
        return _LETTER[letters]
    if letters == "k":  # 4K is a screen
        return 0 if capital and number.value in (2, 4, 5, 8) else 10**3
    if letters == "t":  # tonnes
        return 0
    if letters == "b":
        return 10**9 if not spaced else 0
    if letters == "mm":
        return 10**6 if capital else 0
    # Metres, unless it is a capital (3M is a company) or people and things are counted.
    if capital and (not spaced or number.value % 1) and number.value != 3:
        return 10**6
    follows = _COUNTED.match(t, match.end())
    return 10**6 if follows and not spaced else 0


def _words(t: str, at: int, number: Numeral | None) -> Numeral | None:
    """Sums the words from `at`, or from the end of `number`; keeps the longest stretch that is well formed."""
    total, group = Decimal(0), Decimal(0)
    scale_before: int | None = None
    previous = ""  # unit, tens, hundred, scale, article, literal
    best: Numeral | None = None
    here, words, zero = at, 0, False
    weak = False
    step = ONE
    if number is not None:
        if not isinstance(number.value, Decimal):
            return None
        group, previous, here, step = number.value, "literal", number.end, number.step
    first = True
    apart: Numeral | None = None  # what had been read before the last "and"
    alone = Decimal(0)  # the group before it
    while words < _MOST_WORDS:
        words += 1
        begun = here
        joined = False
        if not first or number is not None:
            if previous in ("hundred", "scale") and (match := _AND.match(t, here)):
                joined, apart, alone = True, best, group
            elif not (match := (_SEPARATOR_OR_NONE if previous == "literal" else _SEPARATOR).match(t, here)):
                break
            here = match.end()
        first = False
        if joined and (match := _TWO_DIGITS.match(t, here)) and group % 100 == 0:
            group += Decimal(match.group())
            here, previous = match.end(), "unit"
        elif previous == "scale" and (match := _FEW_DIGITS.match(t, here)):
            group = Decimal(match.group())
            here, previous = match.end(), "unit"
            continue  # 4 thousand 3 hundred: only with the word that must follow
        else:
            match = _WORD.match(t, here)
            if match is None:
                break
            word = match.group()
            here = match.end()
            if word in UNITS:
                value = UNITS[word]
                if value == 0:
                    if previous:
                        break
                    zero = True
                elif (
                    zero
                    or previous in ("unit", "literal", "article")
                    or ((value >= 10 or group % 100 < 20) and group % 100 != 0)
                    or (value < 10 and group % 10 != 0)
                ):
                    break
                if previous == "scale" and scale_before == 12:
                    break
                weak = (value == 1 or value == 0) and not previous
                group += value
                previous = "unit" if value else "zero"
            elif word in TENS:
                if previous in ("unit", "tens", "literal", "article") or group % 100 != 0:
                    break
                if previous == "scale" and scale_before == 12:
                    break
                group += TENS[word]
                previous, weak = "tens", False
            elif word in ("a", "an") and not previous and not joined:
                group, previous = ONE, "article"
                continue
            elif word == "hundred":
                if apart is not None and group > 100:
                    return apart  # one hundred and two hundred: two numbers
                if (
                    not 1 <= group < (1000 if previous == "literal" else 100)
                    or previous in ("hundred", "scale")
                    or zero
                ):
                    break
                group, previous, weak = group * 100, "hundred", False
            elif word in SCALES and not (word in _SHORT and previous != "literal" and "d" not in word):
                scale = SCALES[word]
                if joined or zero:
                    break
                if not group and previous != "literal":
                    if previous != "scale" or scale_before is None or scale < scale_before or total >= 10**18:
                        break
                    total, scale_before = total * scale, scale
                elif scale_before is not None and scale >= scale_before and scale != 12:
                    if apart is not None:
                        return apart
                    break
                elif scale == 12:
                    total, group, scale_before = total + alone + (group - alone) * 12, Decimal(0), scale
                else:
                    total, group, scale_before = total + group * scale, Decimal(0), scale
                step = (step if number is not None and scale_before == scale else ONE) * scale
                if scale == 12:
                    step = ONE
                previous, weak = "scale", False
            else:
                here = begun
                break
            if previous != "scale" and scale_before is not None:
                step = ONE
        value = total + group
        best = Numeral(
            at, here, value, step, "en",
            scale=Decimal(scale_before or (100 if previous == "hundred" else 1)), weak=weak,
        )  # fmt: skip
        if tail := _tail(t, best, previous):
            return tail
    return best


_HALF_MORE = re.compile(
    r"\s{1,2}and\s{1,2}(?:(?:a|one)[ -](half|third|quarter|fourth|fifth|eighth|tenth|thirtieth)"
    r"|([a-z]{1,16}|[0-9]{1,3})[ -]([a-z]{1,16}))(?![a-z])"
)
_FRACTION = re.compile(r"\s{0,2}-?\s{0,2}([a-z]{4,12})(?![a-z-])")
_OVER = re.compile(r"\s{1,2}over\s{1,2}")
_OF_A_SCALE = re.compile(r"\sof an? (thousand|million|billion|trillion|dozen)(?![a-z])")
_SCALE_AFTER = re.compile(r"\s{1,2}(thousand|million|billion|trillion|dozen|lakh|crore)(?![a-z])")


def _tail(t: str, number: Numeral, previous: str) -> Numeral | None:
    """What ends a numeral in words: "and a half (million)", "point five", "thirds"."""
    if match := _POINT.match(t, number.end):
        return _decimal(t, number, match.end())
    if previous == "scale" and (match := _AND_PART_OF_SCALE.match(t, number.end)):
        more = Decimal(SCALES[match.group(2)]) / (2 if match.group(1) == "half" else 4)
        return replace(number, end=match.end(), value=plus(number.value, more)) if more < number.scale else None
    if (match := _HALF_MORE.match(t, number.end)) and previous != "article":
        part = _fraction_of(match)
        if part is not None:
            if previous == "scale":  # one million and a half
                if number.scale == 12:
                    return None
                if scale := _SCALE_AFTER.match(t, match.end()):
                    more = times(exact(part), Decimal(SCALES[scale.group(1)]))
                    return replace(number, end=scale.end(), value=plus(number.value, more))
                return replace(number, end=match.end(), value=plus(number.value, times(exact(part), number.scale)))
            whole = replace(
                number, end=match.end(), value=plus(number.value, exact(part)), step=Decimal("0.1"), weak=False
            )  # fmt: skip
            if scale := _SCALE_AFTER.match(t, whole.end):
                return whole.scaled(Decimal(SCALES[scale.group(1)]), scale.end())
            return whole
    if match := _FRACTION.match(t, number.end):
        word = match.group(1)
        below = _PARTS.get(word) if number.value == 1 else _PLURAL.get(word)
        # "three quarters" may be of a year.
        if word == "quarters" and not t.startswith(" of ", match.end()) and "-" not in match.group():
            below = None
        if below and isinstance(number.value, Decimal) and previous != "article" and word != "half":
            value = exact(Fraction(number.value) / below)
            if scale := _OF_A_SCALE.match(t, match.end()):
                return Numeral(number.start, scale.end(), times(value, Decimal(SCALES[scale.group(1)])), ONE, "en")
            return Numeral(number.start, match.end(), value, Decimal("0.01"), "en", fraction=True)
    return None


def _fraction_of(match: re.Match[str]) -> Fraction | None:
    if match.group(1):
        return Fraction(1, _PARTS[match.group(1)])
    above = UNITS.get(match.group(2)) or (
        int(match.group(2)) if match.group(2).isdecimal() and len(match.group(2)) < 4 else 0
    )
    below = _PLURAL.get(match.group(3)) or (_PARTS.get(match.group(3)) if above == 1 else None)
    return Fraction(above, below) if below and 0 < above < below else None


def _decimal(t: str, number: Numeral, at: int) -> Numeral | None:
    places, end = "", at
    while len(places) < 12 and (match := _WORD.match(t, at)) and (match.group() in UNITS or match.group() in TENS):
        end = match.end()
        if match.group() in UNITS:
            places += str(UNITS[match.group()])
        else:
            digit = _LAST_DIGIT.match(t, end)
            unit = UNITS.get(digit.group(1), 0) if digit else 0
            places += str(TENS[match.group()] + (unit if 0 < unit < 10 else 0))
            end = digit.end() if digit and 0 < unit < 10 else end
        gap = _SEPARATOR.match(t, end)
        if gap is None:
            break
        at = gap.end()
    if not places:
        return None
    value = plus(number.value, Decimal("0." + places))
    whole = replace(number, end=end, value=value, step=ONE.scaleb(-len(places)), weak=False)
    if scale := _SCALE_AFTER.match(t, whole.end):
        return whole.scaled(Decimal(SCALES[scale.group(1)]), scale.end())
    return whole
