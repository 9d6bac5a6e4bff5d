"""Sentences: spans of a text that can be quoted alone, in Chinese and English.

A line end always ends a sentence: readers have already rejoined the lines that a page's width had broken, so the
line ends that remain were meant. A semicolon does not: what follows it often leans on what stands before. The rules
follow Unicode UAX #29 (sentence boundaries), with abbreviations, initials, decimals and list numbers as exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSERS = "\"'”’」』）)】》〉]*_"
# A full stop, or a run of stops, with the quotes and brackets that close after it.
_END = re.compile(rf"[。！？!?…．.]+[{re.escape(_CLOSERS)}]*|\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
# Always before a name.
_TITLES = frozenset("mr mrs ms dr prof hon rev sen rep gov capt lt sgt messrs mx".split())
_ABBREVIATIONS = frozenset(
    """sr jr st vs etc inc ltd co corp llc plc approx est dept univ assn bros al cf eg ie viz jan feb
    apr jun jul aug sep sept oct nov dec tue thu pres u.s u.k u.n e.u e.g i.e a.m p.m
    ph.d d.c n.y""".split()
)
# Words of their own as well: short for something only in capitals ("Sat.", "Gen."), or only before a number ("No. 5").
_CAPITALISED = frozenset("Mar Mon Wed Fri Sat Sun Gen Col".split())
_NUMBERED = frozenset("no nos vol vols fig figs eq eqs sec secs ch pp p art arts para paras".split())
# Words after which "Co." is nonetheless the end: the next sentence plainly starts.
_STARTERS = frozenset(
    """the this that these those it its he his she her they their we our you i in on at as for however but and a an
    then there here when while where if after before since although also meanwhile what who how why both all""".split()
)
_WORD_BEFORE = re.compile(r"([^\W\d_](?:[\w.]*[^\W_])?)$")
_CJK_STOP = re.compile("[。！？…]")
_NUMBERING = re.compile(r"\W*第?[\d一二三四五六七八九十]{1,3}[条章节款项]?")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of each sentence in `text[start:end]`, trimmed of outer white space.

    Every character that is not white space belongs to exactly one sentence.
    """
    stop = len(text) if end is None else end
    at = start
    for match in _END.finditer(text, start, stop):
        if match.start() < at:
            continue
        if not _ends(text, match, at, stop):
            continue
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends(text: str, match: re.Match[str], sentence: int, stop: int) -> bool:
    mark = match.group()
    if mark.isspace() or _CJK_STOP.search(mark):
        return True
    after = text[match.end()] if match.end() < stop else ""
    if "．" in mark:
        # "１１．４４", "１．总则": a full-width stop is also a decimal point, and stands after the number of a clause.
        return not after.isdigit() and not _NUMBERING.fullmatch(text, sentence, match.start())
    if mark[0] in "!?":
        # '"Why?" he asked' goes on after the quotation.
        quoted = mark[-1] not in "!?." and _continues(text, match.end(), stop)
        return not quoted and (not after or after.isspace() or not after.isascii())
    if after and not after.isspace():
        # "3.5", "example.com", "U.S.A": a stop inside a word; Latin stop between Chinese words does end.
        before = text[match.start() - 1] if match.start() > sentence else ""
        return not after.isascii() and not before.isascii() and not after.isdigit()
    if len(mark) > 2 and set(mark) == {"."}:
        return not _continues(text, match.end(), stop)
    before = _WORD_BEFORE.search(text, max(sentence, match.start() - 24), match.start())
    if before is None:
        # "1." or "### 3." opens a list item or heading; it is not a sentence.
        head = text[sentence : match.start()].strip(" \t#*->•·")
        return not (head.isdigit() and len(head) <= 3)
    word = before.group(1).casefold()
    if word in _TITLES:
        return False
    following = _next_word(text, match.end(), stop)
    if word in _NUMBERED and following[:1].isdigit():
        return False
    # An initial ("J. Brooks"); but the M of "3.5M" is none.
    short = len(word) == 1 and before.group(1).isupper() and not text[before.start() - 1 : before.start()].isdigit()
    short = short or word in _ABBREVIATIONS or before.group(1) in _CAPITALISED or ("." in word and len(word) <= 6)
    if short:
        # Unless the next word could only open a sentence.
        return following[:1].isupper() and following.casefold() in _STARTERS
    return not _continues(text, match.end(), stop)


def _next_word(text: str, at: int, stop: int) -> str:
    match = _NEXT.match(text, at, min(stop, at + 40))
    return match.group(1) if match else ""


# Not an initial: "I" opens a sentence, "I." a name.
_NEXT = re.compile(r"[^\S\n\r]*[\"'“‘(\[]*((?![A-Z]\.)[^\W_]+)")
_LOWER = re.compile(r"[^\S\n\r]+[a-z]")


def _continues(text: str, at: int, stop: int) -> bool:
    """A lower-case word after a full stop on the same line: an abbreviation nobody listed."""
    return _LOWER.match(text, at, stop) is not None
