"""What a rule comes to: an outcome, the reason in words, and the steps that led there, each with its places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from wenyuan.checking.citation import Citation

# unsure: what the rule asks about was not found, or may be one of several, so that nobody can say.
RuleOutcome = Literal["passed", "failed", "unsure"]


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One step of a rule: a figure that was looked up or reckoned, a total, a claim.

    value: what it comes to, as a person writes it. formula: how, with the numbers filled in. part: where it stands in
    the text that is checked. citations: where it stands in the sources; of a figure that was not found, what was
    looked at.
    """

    name: str
    outcome: RuleOutcome
    detail: str
    value: str = ""
    formula: str = ""
    part: tuple[int, int] | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleResult:
    """A rule of the user's file and what it comes to."""

    name: str
    kind: str
    outcome: RuleOutcome
    detail: str
    steps: tuple[RuleStep, ...] = ()


def worst(outcomes: Iterable[RuleOutcome]) -> RuleOutcome:
    """What several outcomes come to: one that failed goes before one that nobody can tell."""
    found = set(outcomes)
    return "failed" if "failed" in found else "unsure" if "unsure" in found else "passed"
