"""What a claim puts in quotation marks stands in the source word by word."""

from __future__ import annotations

import re

from wenyuan.checking.laid import Laid
from wenyuan.checking.verdict import Check
from wenyuan.text.normalise import fold_text

# Titles and nicknames stand in such marks too: a quotation has some length.
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』\n]{4,600})[”\"」』]")
_WORDS, _CHARACTERS = 3, 6
_MARKS = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "「": '"', "」": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}
)
_LEFT_OUT = re.compile(r"\s*(?:\[?(?:\.\s?){3,}\]?|…+)\s*")


def quote(laid: Laid) -> list[Check]:
    """A check for each quotation, to the letter but for marks, dashes, spaces and width."""
    out = list[Check]()
    for match in _QUOTED.finditer(laid.claim.text):
        pieces = [piece for piece in map(_folded, _LEFT_OUT.split(match.group(1))) if piece]
        if not pieces or not _long(match.group(1)):
            continue
        part = match.span(1)
        # All of the evidence: a quotation may go over several sentences.
        whole, starts = "", list[int]()
        for sentence in laid.evidence:
            starts.append(len(whole))
            whole += _folded(sentence.text)
        at = place = 0
        for piece in pieces:
            place = whole.find(piece, at)
            if place < 0:
                break
            at = place + len(piece)
        if place >= 0:
            index = max(number for number, start in enumerate(starts) if start <= place)
            out.append(Check("quote", "passed", "the quotation stands in the source to the letter", part, (index,)))
        else:
            out.append(Check("quote", "failed", f"no source says “{match.group(1)}” in these words", part))
    return out


def _folded(text: str) -> str:
    return "".join(fold_text(text).translate(_MARKS).replace("--", "-").split()).strip(".,;:!?。，；：！？")


def _long(text: str) -> bool:
    return len(text.split()) >= _WORDS or (not text.isascii() and len(text) >= _CHARACTERS)
