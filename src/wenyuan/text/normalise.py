"""Folding: one comparable form of a text (NFKC, case) with the way back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

_RUN = 32
# Neither letters nor spaces, nor the blocks of signs that both languages are full of and that hold no marks.
_LONG_RUN = re.compile(
    rf"[^\w\s\x00-\u02ff\u2010-\u20cf\u2100-\u2bff\u3000-\u3029\u3030-\u303f\uff00-\uffef]{{{_RUN},}}"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` in folded form; character `i` of it came from `original[offsets[i]:offsets[i + 1]]` or shares it.

    `offsets` has `len(text) + 1` entries and never decreases.
    """

    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of `text[start:end]`; a character that folds to several is taken whole."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        stop = end
        while stop < len(self.offsets) - 1 and self.offsets[stop] == last:
            stop += 1
        return self.offsets[start], self.offsets[stop]


def fold(text: str) -> Folded:
    """NFKC and casefold, so that full width, ligatures and case compare equal; `.text` is `fold_text(text)`.

    Characters that compose, or whose marks change order, are folded as one unit and share its place.
    """
    if len(pieces := _pieces(text)) == 1:
        return _fold(text)
    offsets, at = list[int](), 0
    for piece in pieces:
        offsets.extend(at + offset for offset in _fold(piece).offsets[:-1])
        at += len(piece)
    return Folded(fold_text(text), [*offsets, at])


def _fold(text: str) -> Folded:
    folded = fold_text(text)
    if text.isascii():
        return Folded(folded, range(len(text) + 1))
    each = {character: unicodedata.normalize("NFKC", character) for character in set(text)}
    marks = {character for character, form in each.items() if unicodedata.combining(form[0])}
    if len(folded) == len(text) and not marks and all(len(form.casefold()) == 1 for form in each.values()):
        return Folded(folded, range(len(text) + 1))
    offsets = list[int]()
    for start, end in _units(text, each, marks):
        offsets.extend([start] * len(fold_text(text[start:end])))
    offsets.append(len(text))
    return Folded(folded, offsets)


def _pieces(text: str) -> list[str]:
    """The text, cut where signs and marks run on: putting n marks of one letter in order costs n² steps.

    As the stream-safe form of Unicode's UAX #15, which allows 30 in a row.
    """
    if not _LONG_RUN.search(text):
        return [text]
    cuts = [at for run in _LONG_RUN.finditer(text) for at in range(run.start() + _RUN, run.end(), _RUN)]
    return [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]


def _units(text: str, each: Mapping[str, str], marks: Set[str]) -> Iterator[tuple[int, int]]:
    """The shortest stretches that normalise independently of one another."""
    start = 0
    for at in range(1, len(text)):
        character = text[at]
        if character in marks:
            continue
        if not character.isascii():
            before = unicodedata.normalize("NFKC", text[start:at])
            if not unicodedata.is_normalized("NFC", before + each[character]):
                continue  # they compose: Hangul letters, kana and their half-width marks
        yield start, at
        start = at
    yield start, len(text)


def fold_text(text: str) -> str:
    """The folded text alone, where nobody needs the way back."""
    if text.isascii():
        return text.lower()
    return "".join([unicodedata.normalize("NFKC", piece).casefold() for piece in _pieces(text)])
