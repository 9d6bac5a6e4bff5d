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
        if len(apart) == 2 and _crossed(ours, window, apart) and apart[1] - apart[0] > 1:
            first, last = ours[apart[0]], ours[apart[1]]
            other, final = window[apart[0]], window[apart[1]]
            between = claim.text[first.end : last.start] + " " + source.text[other.end : final.start]
            if not _EITHER_WAY.search(between):
                found = first, last
    return found


def _crossed(ours: Sequence[Atom], theirs: Sequence[Atom], apart: Sequence[int]) -> bool:
    first, last = apart
    words = all(atom.kind == "word" for atom in (ours[first], ours[last]))
    return words and ours[first].key == theirs[last].key and ours[last].key == theirs[first].key
