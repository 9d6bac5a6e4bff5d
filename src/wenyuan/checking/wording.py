"""How much of a claim's wording the sources bear out: where nothing hard disagrees, this decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from wenyuan.checking.laid import Laid
from wenyuan.checking.matching import coverage, missing, words
from wenyuan.checking.verdict import Check

# What is said from here on passes: of a short claim half, of a long one, which says much in words of its own, a third.
# What is said less than the second part of that fails; between, nobody knows.
_ENOUGH_SHORT, _ENOUGH_LONG, _LEAST = 0.5, 0.3, 0.72
_SHORT, _LONG = 8, 30
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """score: 0 to 1. part: where the words stand that no source says."""

    score: float
    check: Check


def wording(laid: Laid, excused: re.Pattern[str] | None = None) -> Wording:
    """The check, and what it goes by. `excused`: words that no source need say."""
    claim = laid.claim
    if excused:
        kept = tuple(atom for atom in claim.atoms if not (atom.kind == "word" and excused.match(atom.word)))
        claim = replace(claim, atoms=kept)
    cited = tuple(one.index for one in laid.near[:3])
    if any(one.verbatim for one in laid.near):
        one = next(one for one in laid.near if one.verbatim)
        return Wording(1.0, Check("wording", "passed", "the source says it in the same words", None, (one.index,)))
    if not laid.near:
        return Wording(0.0, Check("wording", "failed", "no source says anything of the kind"))
    sources = [reading for one in laid.near for reading in one.readings]
    together = coverage(claim, sources)
    alone = max(coverage(claim, one.readings) for one in laid.near)
    score = (together + alone) / 2
    left = [laid.shown(atom) for atom in missing(claim, sources)]
    names = ", ".join(f"“{word}”" for word in dict.fromkeys(left[:_SHOWN])) + (" …" if len(left) > _SHOWN else "")
    enough = _enough(len(words(claim.atoms)))
    if score >= enough:
        detail = "the source says it in other words" + (f"; not its words: {names}" if left else "")
        return Wording(score, Check("wording", "passed", detail, None, cited))
    outcome = "unsure" if score >= enough * _LEAST else "failed"
    say = "the source says only part of it" if outcome == "unsure" else "the source does not say it"
    return Wording(score, Check("wording", outcome, f"{say}: nothing of {names}" if left else say, None, cited))


def _enough(length: int) -> float:
    share = min(max((length - _SHORT) / (_LONG - _SHORT), 0.0), 1.0)
    return _ENOUGH_SHORT + share * (_ENOUGH_LONG - _ENOUGH_SHORT)
