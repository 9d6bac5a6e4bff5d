"""The way back from a folded text to the original, found only where it is asked for."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from wenyuan.text.normalise import Folded, fold

# Characters that fold to one that stands for itself: few texts hold others, and each is looked at once.
_ONE_FOR_ONE = set[str]()
_MOST = 30_000


class Places:
    """Of `text`, whose folded form is `folded`."""

    def __init__(self, text: str, folded: str) -> None:
        self._text = text
        self._same = len(folded) == len(text) and _one_for_one(text)

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `folded[start:end]` stands in the original."""
        return (start, end) if self._same else self._folded.span(start, end)

    def capital(self, at: int) -> bool:
        """Whether the original of a folded character is a capital letter."""
        return self._text[at if self._same else self._folded.offsets[at]].isupper()


def _one_for_one(text: str) -> bool:
    if text.isascii() or _ONE_FOR_ONE.issuperset(text):
        return True
    for character in set(text) - _ONE_FOR_ONE:
        form = unicodedata.normalize("NFKC", character)
        if len(form.casefold()) != 1 or unicodedata.combining(form):
            return False
        if len(_ONE_FOR_ONE) < _MOST:
            _ONE_FOR_ONE.add(character)
    return True
