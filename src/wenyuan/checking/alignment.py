"""A claim laid beside a sentence: what both say in the same order, and what stands in one where the other says else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from wenyuan.checking import lexicon
from wenyuan.checking.reading import Atom, Reading

# Beyond so many atoms a text is no sentence, and laying it beside another costs the square.
_MOST = 400
# A short text is half of it another where one word is.
_CLOSE, _CLOSE_BUT_ONE = 0.72, 0.4


@dataclass(frozen=True, slots=True)
class Difference:
    """What the claim says between two things both say, and what the source says there; one of them may be nothing."""

    claim: tuple[Atom, ...]
    source: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """nearness: 0 to 1, how much of the claim and of the stretch of the source beside it is the same, in order.

    left_out: what the source says before and after that stretch.
    """

    same: tuple[tuple[Atom, Atom], ...]
    differences: tuple[Difference, ...]
    nearness: float
    left_out: tuple[Atom, ...] = ()

    @property
    def close(self) -> bool:
        """Whether both texts are the same but for single words, so that what differs is meant for the same."""
        return self.nearness >= _CLOSE or (len(self.differences) == 1 and self.nearness >= _CLOSE_BUT_ONE)


def align(claim: Reading, source: Reading) -> Alignment:
    """The alignment; what the source says before the first and after the last thing in common is left out."""
    ours, theirs = claim.content[:_MOST], source.content[:_MOST]
    matcher = SequenceMatcher(None, [atom.key for atom in ours], [atom.key for atom in theirs], autojunk=False)
    same, differences, left_out = list[tuple[Atom, Atom]](), list[Difference](), list[Atom]()
    codes = matcher.get_opcodes()
    for number, (tag, first, last, start, end) in enumerate(codes):
        if tag == "equal":
            same.extend(zip(ours[first:last], theirs[start:end], strict=True))
        elif tag != "insert" or 0 < number < len(codes) - 1:
            if number in (0, len(codes) - 1) and tag == "replace":
                whole = theirs[start:end]
                start, end = _edge(last - first, start, end, first=number == 0)
                left_out += [atom for atom in whole if atom not in theirs[start:end]]
            differences.append(Difference(ours[first:last], theirs[start:end]))
        elif number == 0 and theirs[end - 1].key in lexicon.NOT:
            # What the source says before is left out, but not that it denies what follows.
            differences.append(Difference((), theirs[end - 1 : end]))
            left_out += theirs[start : end - 1]
        else:
            left_out += theirs[start:end]
    alike = sum(atom.weight for atom, _ in same)
    other = sum(_weight(one.claim) + _weight(one.source) for one in differences) / 2
    return Alignment(tuple(same), tuple(differences), alike / (alike + other) if alike else 0.0, tuple(left_out))


def _edge(length: int, start: int, end: int, *, first: bool) -> tuple[int, int]:
    """At the ends no more of the source is beside the claim than the claim says there, and one thing besides."""
    longest = length + 1
    return (max(start, end - longest), end) if first else (start, min(end, start + longest))


def _weight(atoms: Sequence[Atom]) -> float:
    return sum(atom.weight for atom in atoms)
