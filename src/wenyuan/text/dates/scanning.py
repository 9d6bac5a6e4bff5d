"""The pieces of dates in a text, in order, each by the rules that its first character can start."""

from __future__ import annotations

import re
from collections.abc import Callable

from wenyuan.text.dates import chinese, english, relative
from wenyuan.text.dates.numeric import numeric
from wenyuan.text.dates.part import Part

# Without one of these there is no date; most sentences of a story end here.
CUE = re.compile(
    "[0-9年月季世今昨明周週]|过去|過去|未来|未來|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|year|quarter|"
    "month|week|day|tomorrow|"
    "half|ytd|centur|decade"
)
_STARTS = re.compile(
    r"(?<![0-9])[0-9]|"
    r"(?<![〇零一二两三四五六七八九十百千万])[〇零一二两三四五六七八九十]"
    r"(?=[〇零○一二三四五六七八九十千]{0,8} ?[年月季世至到、~–—-])|"
    r"第(?=[一二三四1-4])|前(?=[0-9一二两三四五六七八九十年])|首(?=季)|上(?=[上一个半季月周星礼世年])|"
    r"中(?=报)|半(?=年)|"
    r"下(?=[下一个半季月周星礼年])|今(?=[年天日后])|去(?=年)|明(?=[年天日])|昨(?=[天日])|本(?=[年季月周星礼世])|"
    r"过(?=去)|近(?=[的 0-9一二两三四五六七八九十])|未(?=来)|此(?=前)|以(?=往)|最(?=近)|年(?=初)|"
    r"这(?=[个周月季星礼])|"
    r"(?<=[0-9]{4})[qh][1-4](?![0-9a-z])|(?<![a-z0-9])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|f?q[1-4]|"
    r"h[12](?![0-9])|fy|fiscal|financial|first|second|third|fourth|last|final|this|next|prior|previous|"
    r"current|past|coming|"
    r"upcoming|following|preceding|trailing|year|ytd|today|yesterday|tomorrow|calendar|cy|full|same|corresponding|"
    r"comparable|equivalent|since|from)"
)
_AFTER_DIGITS = re.compile("[0-9]+ ?(.?)")
_INSIDE_NUMBER = frozenset(",:.")
_HANZI = frozenset("〇零一二两三四五六七八九十")


def parts(text: str, capital: Callable[[int], bool]) -> list[Part]:
    """Every piece of a folded text, from left to right; none overlaps another. capital: of the original at a place."""
    found, at = list[Part](), 0
    while start := _STARTS.search(text, at):
        at = start.start()
        first = text[at]
        if first.isascii():
            part = _digits(text, at, capital) if first.isdigit() else _word(text, at, capital)
        elif first in _HANZI:
            part = _chinese(text, at)
        else:
            part = chinese.part_of_year(text, at) or chinese.century(text, at) or relative.chinese(text, at)
        if part:
            found.append(part)
            at = part.end
        else:
            at = start.end() if first.isascii() else at + 1
    return found


def _digits(text: str, at: int, capital: Callable[[int], bool]) -> Part | None:
    # "1,234", "16:00": the middle of a number. The full-width comma and colon fold to these too, after a word.
    if text[at - 1 : at] in _INSIDE_NUMBER and text[max(0, at - 2) : at - 1].isdecimal():
        return None
    run = _AFTER_DIGITS.match(text, at)
    following = run[1] if run else ""
    if following and following in "-/.":
        if part := numeric(text, at):
            return part
    elif not following.isascii() and (part := _chinese(text, at)):
        return part
    if following in ("-", "~") and (part := chinese.month(text, at) or chinese.part_of_year(text, at)):
        return part
    return english.in_digits(text, at, capital)


def _chinese(text: str, at: int) -> Part | None:
    return (
        chinese.year(text, at) or chinese.month(text, at) or chinese.part_of_year(text, at) or chinese.century(text, at)
    )


def _word(text: str, at: int, capital: Callable[[int], bool]) -> Part | None:
    return (
        relative.english(text, at)
        or english.year(text, at)
        or english.part_of_year(text, at)
        or english.month(text, at, capital)
    )
