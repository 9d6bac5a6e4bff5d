"""Who does it to whom, and whether it is done: what the same words in another order, or one more, say else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenyuan.checking import lexicon
from wenyuan.checking.laid import Laid, Near
from wenyuan.checking.reading import Atom, Reading
from wenyuan.checking.verdict import Check

# Where these stand, either may come first: "was bought by", "met with", 甲与乙.
_EITHER_WAY = re.compile(
    r"\b(?:by|and|with|or|between|both|is|are|was|were|equals?|versus|vs)\b|[被由受和与及或跟同是为、]", re.I
)
# Beyond so many atoms a text is no sentence.
_MOST = 120


def roles(laid: Laid, twin: Near | None) -> list[Check]:
    """What the sentences say of who does it. twin: the one that is the claim but for single words, where one is.

    A twin may leave open, too, whether it is done.
    """
    for near in laid.near[:1] if twin is None else (twin,):
        if found := _exchanged(laid.claim, near.reading):
            one, other = (laid.shown(atom) for atom in found)
            detail = f"{one} and {other} stand the other way round in the source"
            return [Check("direction", "failed", detail, (found[0].start, found[1].end), (near.index,))]
    if twin is None or laid.claim.keys & lexicon.OPEN or not twin.alignment.same:
        return []
    # What the source says between the first and the last thing in common, words that weigh nothing among it.
    start, end = twin.alignment.same[0][1].start, twin.alignment.same[-1][1].end
    for atom in twin.reading.atoms:
        if atom.key in lexicon.OPEN and start <= atom.start < end:
            detail = f"the source says {twin.reading.text[atom.start : atom.end]} where the claim does not"
            return [Check("direction", "failed", detail, None, (twin.index,))]
    return []


def _exchanged(claim: Reading, source: Reading) -> tuple[Atom, Atom] | None:
    """Two words of the claim that stand in the place of each other in the same words of the source."""
    ours, theirs = claim.content, source.content
    if not 3 <= len(ours) <= len(theirs) <= _MOST or not claim.content_keys <= source.content_keys:
        return None
    found: tuple[Atom, Atom] | None = None
    for at in range(len(theirs) - len(ours) + 1):
        window = theirs[at : at + len(ours)]
        apart = [place for place, (one, other) in enumerate(zip(ours, window, strict=True)) if one.key != other.key]
        if not apart:
            return None
        half = len(apart) // 2
        if _crossed(ours, window, apart) and apart[half] - apart[half - 1] > 1:
            first, last = ours[apart[half - 1]], ours[apart[half]]
            other, final = window[apart[half - 1]], window[apart[half]]
            between = claim.text[first.end : last.start] + " " + source.text[other.end : final.start]
            if not _EITHER_WAY.search(between):
                found = first, last
    return found


def _crossed(ours: Sequence[Atom], theirs: Sequence[Atom], apart: Sequence[int]) -> bool:
    """Whether the first half of the places has in one text what the second has in the other: one word or two."""
    half = len(apart) // 2
    if len(apart) not in (2, 4) or any(ours[place].kind != "word" for place in apart):
        return False
    one, other = ([text[place].key for place in apart] for text in (ours, theirs))
    return one == other[half:] + other[:half]
