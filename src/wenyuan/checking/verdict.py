"""What is found out about a claim: a verdict, and the checks that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# derivable: it follows by arithmetic, and the formula is shown. unsure: the sources leave it open, or say part of it.
Verdict = Literal["supported", "derivable", "unsupported", "contradicted", "unsure"]
# derived: reckoned from what the source says. failed: the source does not say it. contradicted: it says otherwise.
Outcome = Literal["passed", "derived", "failed", "contradicted", "unsure"]


@dataclass(frozen=True, slots=True)
class Check:
    """One test that a claim went through, its outcome, and the reason in words.

    part: `(start, end)` of the claim that it is about; None for all of it.
    sources: the sentences of the evidence that it rests on, by their place there.
    """

    kind: str
    outcome: Outcome
    detail: str
    part: tuple[int, int] | None = None
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one claim. `cited`: the sentences of the evidence that bear on it, the nearest first."""

    verdict: Verdict
    checks: tuple[Check, ...]
    cited: tuple[int, ...] = ()
