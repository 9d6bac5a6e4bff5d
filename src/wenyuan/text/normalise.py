"""Folding: one comparable form of a text (NFKC, case) with the way back to the original offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


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
    """NFKC and casefold, so that full width, ligatures and case compare equal.

    Where composition across characters does not happen (nearly always) each original character keeps its own
    offsets; a combining sequence is folded as one unit.
    """
    folded = fold_text(text)
    if len(folded) == len(text) and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return Folded(folded, range(len(text) + 1))
    parts, offsets = list[str](), list[int]()
    at, size = 0, len(text)
    while at < size:
        end = at + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        unit = fold_text(text[at:end])
        parts.append(unit)
        offsets.extend([at] * len(unit))
        at = end
    offsets.append(size)
    return Folded("".join(parts), offsets)


def fold_text(text: str) -> str:
    """The folded text alone, where nobody needs the way back."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold()
