"""A claim laid out beside the sentences nearest to it: what all checks look at."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wenyuan.checking.alignment import Alignment, align
from wenyuan.checking.evidence import Sentence
from wenyuan.checking.headers import header
from wenyuan.checking.matching import coverage, said, words
from wenyuan.checking.reading import Atom, Reading, digits, read

# So many sentences are looked at closely: the nearest, and those that say what these leave out.
_NEAREST, _FURTHER = 5, 6
# What a sentence says beyond the claim makes it so much less near.
_LENGTH = 0.05
_STOPS = ".。;；!！"
_EDGES = ".,;:!?，。；：！？、|()（）\"' "


@dataclass(frozen=True)
class Near:
    """A sentence near the claim; index: its place in the evidence."""

    index: int
    sentence: Sentence
    reading: Reading
    claim: Reading

    @cached_property
    def above(self) -> Reading:
        """What stands above the sentence."""
        return read(self.sentence.above, self.sentence.dated, self.sentence.year_end)

    @cached_property
    def headers(self) -> tuple[Reading, ...]:
        """Of a row, what stands above each cell."""
        return tuple(header(cell, self.sentence.dated, self.sentence.year_end) for cell in self.sentence.cells)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The sentence and all that stands above it."""
        return tuple(dict.fromkeys((self.reading, self.above, *self.headers)))

    @cached_property
    def saids(self) -> tuple[float, ...]:
        """For each atom of the claim's content how far it is said here."""
        return tuple(max(said(atom, reading) for reading in self.readings) for atom in self.claim.content)

    @cached_property
    def coverage(self) -> float:
        """How much of the claim's words the sentence says, what stands above it being known."""
        return coverage(self.claim, self.readings)

    @cached_property
    def alignment(self) -> Alignment:
        """The claim beside the sentence."""
        return align(self.claim, self.reading)

    @property
    def close(self) -> bool:
        """Whether the claim and the sentence are the same but for single words; a row is no sentence."""
        return not self.sentence.cells and self.alignment.close

    @property
    def twin(self) -> float:
        """Of sentences that are close, which is closest: by pairs of characters, to tell short ones apart."""
        ours, theirs = self.claim.pairs, self.reading.pairs
        return len(ours & theirs) / len(ours) + _LENGTH * self.alignment.nearness if ours else 0.0

    @property
    def verbatim(self) -> bool:
        """Whether the claim stands in the sentence to the letter, from the beginning of a clause to the end of one."""
        ours, theirs = self.claim.squeezed.rstrip(_STOPS), self.reading.squeezed
        at = theirs.find(ours) if ours else -1
        if at < 0:
            return False
        end = at + len(ours)
        return (at == 0 or theirs[at - 1] in _EDGES) and (end == len(theirs) or theirs[end] in _EDGES)


@dataclass(frozen=True)
class Laid:
    """The claim and the sentences near it, the nearest first."""

    claim: Reading
    near: tuple[Near, ...]
    evidence: Sequence[Sentence]

    def shown(self, part: Atom) -> str:
        """A part of the claim as it is written."""
        return self.claim.text[part.start : part.end]


def lay(claim: Reading, evidence: Sequence[Sentence]) -> Laid:
    """The sentences nearest to a claim, and further ones for what those do not say."""
    asked = claim.content
    readings = [read(one.text, one.dated, one.year_end) for one in evidence]
    whole = claim.squeezed.rstrip(_STOPS)
    scores = [_shared(asked, one) + bool(whole and whole in one.squeezed) for one in readings]
    for at, one in enumerate(evidence):
        if one.cells or one.headings:
            # What a row is about stands above it, and in the headings of a section.
            above = read(" ".join((*one.headings, *{header for cell in one.cells for header in cell.headers})))
            left = [atom for atom in asked if atom.key not in readings[at].keys]
            scores[at] += 0.8 * _shared(left, above)
    total = claim.weight or 1.0
    scores = [
        score / (total + _LENGTH * max(0.0, one.weight - total)) for score, one in zip(scores, readings, strict=True)
    ]
    best = heapq.nlargest(_NEAREST, range(len(scores)), key=lambda at: (scores[at], -at))
    taken = [at for at in best if scores[at]]
    for _ in range(_FURTHER):
        left = [atom for atom in asked if not any(atom.key in readings[at].keys for at in taken)]
        further = max(
            range(len(readings)), key=lambda at: (_lacking(left, readings[at]), scores[at], -at), default=None
        )
        if further is None or further in taken or not _lacking(left, readings[further]):
            break
        taken.append(further)
    near = [Near(at, evidence[at], readings[at], claim) for at in taken]
    near.sort(key=lambda one: (-_closeness(claim, one), one.index))
    return Laid(claim, tuple(near), evidence)


def _shared(asked: Sequence[Atom], source: Reading) -> float:
    keys, lower = source.keys, source.lower
    return sum(atom.weight for atom in asked if atom.key in keys or (not atom.key.isascii() and atom.key in lower))


def _lacking(left: Sequence[Atom], source: Reading) -> float:
    """What a sentence says of that: figures, times and names go before words."""
    hard = [atom for atom in left if atom.kind != "word" or atom.named]
    return _shared(left, source) + 5 * sum(atom.key in source.keys or _scaled(atom, source) for atom in hard)


def _scaled(atom: Atom, source: Reading) -> bool:
    """Whether the source has the same digits, maybe in a table in thousands."""
    return atom.quantity is not None and digits(atom.quantity) in source.digits


def _closeness(claim: Reading, one: Near) -> float:
    """How near a sentence is; a shorter one that says as much is nearer."""
    total = found = 0.0
    for atom, held in zip(claim.content, one.saids, strict=True):
        total += atom.weight
        found += atom.weight * held
    return found / (total + _LENGTH * max(0.0, one.reading.weight - claim.weight)) if total else 0.0


def content_words(laid: Laid) -> list[Atom]:
    """The claim's words and codes."""
    return words(laid.claim.atoms)
