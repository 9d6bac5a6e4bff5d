"""How often the terms of a query stand in a passage and in its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from wenyuan.search.occurring import Wanted
from wenyuan.text.normalise import fold_text

# Roughly where sentences end: what a sentence is worth hangs on no single one.
_ENDS = re.compile(r"[。！？；!?;\n]|\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one passage: how often each term stands in it, and in each sentence that has any; lengths in characters."""

    length: int
    terms: dict[str, int]
    sentences: Sequence[tuple[int, dict[str, int]]]


def count(text: str, wanted: Wanted) -> Counts:
    """The counts of the terms in a passage."""
    folded = fold_text(text)
    ends = [match.end() for match in _ENDS.finditer(folded)]
    each, whole = dict[int, dict[str, int]](), dict[str, int]()
    for term, start, _ in wanted.places(folded):
        found = each.setdefault(bisect_right(ends, start), {})
        found[term] = found.get(term, 0) + 1
        whole[term] = whole.get(term, 0) + 1
    bounds = [0, *ends, len(folded)]
    return Counts(len(folded), whole, [(bounds[at + 1] - bounds[at], found) for at, found in each.items()])
