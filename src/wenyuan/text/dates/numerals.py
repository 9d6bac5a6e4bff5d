"""Small numbers in words, as dates use them: 三, 十二, 二〇二三, 两千零二十三, nine, twenty."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_ENGLISH = {
    word: value
    for value, word in enumerate(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty""".split(),
        1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "latter": 2}
HANZI = "一二三四五六七八九"
ENGLISH = "|".join(_ENGLISH)


def number(written: str) -> int:
    """The value of a number that one of the patterns here has matched."""
    if written.isdecimal():
        return int(written)
    if written in _ENGLISH:
        return _ENGLISH[written]
    if not any(unit in written for unit in "十百千"):
        return int("".join(str(_DIGITS[character]) for character in written))
    value = digit = 0
    for character in written:
        if (unit := {"十": 10, "百": 100, "千": 1000}.get(character)) is not None:
            value += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[character]
    return value + digit
