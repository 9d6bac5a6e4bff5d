"""How often the terms of a query stand in a text, without analysing all of the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wenyuan.text.analyser import stem
from wenyuan.text.irregular import BASE
from wenyuan.text.normalise import fold_text

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_ENDS = re.compile(r"(?<=[。！？；!?;\n])|(?<=[.])(?=\s)")
_STEMMED = re.compile(r"[a-z]{2,}")
# A stem differs from its words at the end alone, and seldom before the fifth letter ("city" is "citi").
_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one passage: how often each term stands in it, and in each of its sentences; lengths in characters."""

    length: int
    terms: dict[str, int]
    sentences: Sequence[tuple[int, dict[str, int]]]


class Counter:
    """Counts `terms` as the analyser would find them. Made once a query, since it compiles them into one pattern."""

    def __init__(self, terms: Collection[str]) -> None:
        self._pairs = [term for term in terms if not term.isascii()]
        self._stems = frozenset(term for term in terms if _STEMMED.fullmatch(term))
        self._rest = frozenset(term for term in terms if term.isascii()) - self._stems
        forms = {form for form, base in BASE.items() if stem(base) in self._stems}
        forms |= {f"{re.escape(term[:_PREFIX])}[a-z]*" for term in self._stems}
        exact = [re.escape(term) for term in self._rest]
        words = [f"(?<![a-z])(?:{'|'.join(sorted(forms))})(?![a-z])"] if forms else []
        codes = [f"(?<![0-9a-z])(?:{'|'.join(sorted(exact, key=len, reverse=True))})(?![0-9a-z])"] if exact else []
        self._pattern = re.compile("|".join(words + codes)) if words or codes else None

    def count(self, text: str) -> Counts:
        """The counts of a passage."""
        folded = _THOUSANDS.sub("", fold_text(text))
        each, whole = list[tuple[int, dict[str, int]]](), dict[str, int]()
        for sentence in _ENDS.split(folded):
            if found := self._found(sentence):
                each.append((len(sentence), found))
                for term, number in found.items():
                    whole[term] = whole.get(term, 0) + number
        return Counts(len(folded), whole, each)

    def _found(self, sentence: str) -> dict[str, int]:
        found = {term: number for term in self._pairs if (number := sentence.count(term))}
        if self._pattern:
            for match in self._pattern.finditer(sentence):
                word = match.group()
                term = word if word in self._rest else stem(word)
                if term in self._stems or term in self._rest:
                    found[term] = found.get(term, 0) + 1
        return found
