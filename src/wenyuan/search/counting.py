"""How often the terms of a query stand in a passage and in its sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wenyuan.search.occurring import occurrences
from wenyuan.text.normalise import fold_text

# Roughly where sentences end: what a sentence is worth hangs on no single one.
_ENDS = re.compile(r"(?<=[。！？；!?;\n])|(?<=[.])(?=\s)")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one passage: how often each term stands in it, and in each sentence that has any; lengths in characters."""

    length: int
    terms: dict[str, int]
    sentences: Sequence[tuple[int, dict[str, int]]]


def count(text: str, wanted: Collection[str]) -> Counts:
    """The counts of the terms in a passage."""
    folded = fold_text(text)
    each, whole = list[tuple[int, dict[str, int]]](), dict[str, int]()
    for sentence in _ENDS.split(folded):
        found = dict[str, int]()
        for term, _, _ in occurrences(sentence, wanted):
            found[term] = found.get(term, 0) + 1
        if found:
            each.append((len(sentence), found))
            for term, number in found.items():
                whole[term] = whole.get(term, 0) + number
    return Counts(len(folded), whole, each)
