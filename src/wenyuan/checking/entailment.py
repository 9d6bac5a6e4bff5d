"""The seam for a learned scorer: it may settle what the wording leaves open, and overrules nothing hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wenyuan.checking.verdict import Check

# From here on the scorer is believed that the source says so, and below the second that it does not.
_SURE, _SURE_NOT = 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Scores:
    """Of a claim before a source: how likely it follows, how likely it is contradicted; the rest is neither."""

    entailed: float
    contradicted: float


class Scorer(Protocol):
    """A model that reads a source and a claim."""

    def score(self, source: str, claim: str) -> Scores:
        """The scores of a claim before the text of a source."""
        ...


def entailment(scorer: Scorer, claim: str, sources: Sequence[str], wording: Check) -> Check:
    """The check of the wording as the scorer sees it; where it is not sure, as it was."""
    scores = scorer.score("\n".join(sources), claim)
    if scores.entailed >= _SURE and wording.outcome == "unsure":
        detail = f"the source says it in other words, by a model ({scores.entailed:.2f})"
        return Check("entailment", "passed", detail, None, wording.sources)
    if scores.entailed <= _SURE_NOT and wording.outcome == "passed":
        detail = f"much of the wording is the source's, and a model doubts that it says so ({scores.entailed:.2f})"
        return Check("entailment", "unsure", detail, None, wording.sources)
    return wording
