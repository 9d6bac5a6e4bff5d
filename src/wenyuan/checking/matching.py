"""How much of what a claim says stands in a sentence, all of it or what stands near one of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wenyuan.checking.reading import Atom, Reading

# A word this far from a part, in atoms, tells half as much of what the part is about.
_HALF = 5.0
# What stands in another sentence of the claim tells so much less.
ELSEWHERE = 0.15
_SHORTEST_STEM = 5


def said(atom: Atom, source: Reading) -> float:
    """0 to 1: whether a word of the claim, or most of it, stands in the source."""
    if atom.key in source.keys:
        return 1.0
    if atom.word in source.written:
        return 1.0
    if atom.kind != "word":
        return 0.0
    key = atom.key
    if key.isascii():
        return _akin(key, source)
    if key in source.lower:
        return 1.0
    if len(key) == 1:
        return 0.0
    pairs = [key[at : at + 2] for at in range(len(key) - 1)]
    held = sum(pair in source.lower for pair in pairs) / len(pairs)
    return max(0.8 * held, 0.4 * sum(character in source.lower for character in key) / len(key))


def _akin(key: str, source: Reading) -> float:
    """Whether a word of the same family stands there: "nation" and "national"."""
    if len(key) < _SHORTEST_STEM:
        return 0.0
    stem = key[:_SHORTEST_STEM]
    if stem not in source.lower:
        return 0.0
    for other in source.keys:
        if other.startswith(stem) and (other.startswith(key) or key.startswith(other)):
            return 0.8
    return 0.0


def words(atoms: Iterable[Atom]) -> list[Atom]:
    """Those that are words or codes: quantities and periods have checks of their own."""
    return [atom for atom in atoms if atom.kind in ("word", "code") and atom.weight]


def coverage(claim: Reading, sources: Sequence[Reading]) -> float:
    """How much of the claim's words stands in any of the sentences, 0 to 1; 1 where it has none."""
    asked = words(claim.atoms)
    total = sum(atom.weight for atom in asked)
    if not total:
        return 1.0
    return sum(atom.weight * max((said(atom, one) for one in sources), default=0.0) for atom in asked) / total


def missing(claim: Reading, sources: Sequence[Reading]) -> list[Atom]:
    """The words of the claim that none of the sentences says."""
    return [atom for atom in words(claim.atoms) if max((said(atom, one) for one in sources), default=0.0) < 0.5]


def relevance(claim: Reading, start: int, end: int, saids: Sequence[float]) -> float:
    """0 to 1: how much of what the claim says around a part of it a sentence says, or what stands above it.

    The nearer to the part the more it counts. `saids`: for each atom of the claim's content how far it is said there.
    """
    place = sum(atom.start < start for atom in claim.content)
    parts = claim.parts
    own = parts[min(place, len(parts) - 1)] if parts else 0
    total = found = 0.0
    for at, atom in enumerate(claim.content):
        if atom.start < end and start < atom.end:
            continue
        weight = atom.weight / (1 + abs(at - place) / _HALF)
        if parts[at] != own:
            weight *= ELSEWHERE
        total += weight
        found += weight * saids[at]
    return found / total if total else 1.0
