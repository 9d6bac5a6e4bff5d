"""Which words of a text matched, as places in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wenyuan.search.occurring import Wanted
from wenyuan.text.normalise import fold


def highlights(text: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order, as half-open places; pairs of ideographs that touch are one place."""
    if not wanted or not text:
        return []
    folded = fold(text)
    places = ((start, end) for _, start, end in Wanted(wanted).places(folded.text))
    return [folded.span(start, end) for start, end in _joined(places)]


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out = list[tuple[int, int]]()
    for start, end in sorted(places):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
