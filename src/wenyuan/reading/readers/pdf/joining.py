"""How two lines of one paragraph become one text: spaces, none between Chinese lines, and words broken by a hyphen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wenyuan.reading.readers.pdf.runs import is_cjk

_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_TAIL = re.compile(r"([^\W\d_]+)[-‐\u00ad]$")
_HEAD = re.compile(r"[^\W\d_]+")
_HYPHENS = "-‐\u00ad"
# A line that ends in one of these is never the end of a sentence.
OPEN_WORDS = frozenset(
    "a an and as at but by for from in into its of on or our that the their to was were with".split()
)


class Joiner:
    """Joins lines with the document's own words as the judge of hyphens."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._words: set[str] | None = None

    def between(self, before: str, after: str) -> tuple[bool, str]:
        """Whether the hyphen at the end of `before` goes, and what stands between the two lines."""
        end, start = before[-1:], after[:1]
        if end in _HYPHENS and len(before) > 1 and before[-2] != " ":
            return self._hyphen(before, after)
        if end == "—" and len(before) > 1 and before[-2] != " ":
            return False, ""
        if end and start and (is_cjk(end) or is_cjk(start)):
            return False, ""
        return False, " "

    def _hyphen(self, before: str, after: str) -> tuple[bool, str]:
        tail, head = _TAIL.search(before), _HEAD.match(after)
        if not tail or not head or not after[0].islower():
            return False, ""
        if before[-1] == "\u00ad":
            return True, ""
        words = self._vocabulary()
        left, right = tail.group(1).lower(), head.group().lower()
        if left + right in words:
            return True, ""
        if f"{left}-{right}" in words:
            return False, ""
        # Seen whole nowhere: two long words that both stand alone elsewhere are more likely a compound.
        return not (len(left) > 3 and len(right) > 3 and left in words and right in words), ""

    def _vocabulary(self) -> set[str]:
        """Every word of the document, but for those broken at a line's end."""
        if self._words is None:
            tokens, words = set[str](), set[str]()
            for line in self._lines:
                parts = line.lower().split()
                if line[-1] in _HYPHENS and parts:
                    words.update(_WORDS.findall(parts.pop())[:-1])
                tokens.update(parts)
            for token in tokens:
                words.update(_WORDS.findall(token))
            self._words = words
        return self._words
