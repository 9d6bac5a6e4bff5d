"""What checking a text comes to: each claim with its verdict, its reasons and the places it was held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wenyuan.checking.citation import Citation
from wenyuan.checking.rules.outcome import RuleResult
from wenyuan.checking.verdict import Check, Verdict

VERDICTS: tuple[Verdict, ...] = ("supported", "derivable", "unsupported", "contradicted", "unsure")


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """`text` is exactly `text[start:end]` of what was checked.

    citations: the nearest evidence, whatever the verdict; a check's `sources` are places in it.
    """

    text: str
    start: int
    end: int
    verdict: Verdict
    citations: tuple[Citation, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The claims of a text in order. `documents`: how many there were to check against; rules: the user's own."""

    title: str
    text: str
    claims: tuple[CheckedClaim, ...]
    documents: int
    milliseconds: float
    rules: tuple[RuleResult, ...] = ()

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many claims have each verdict; all verdicts are there."""
        return {verdict: sum(one.verdict == verdict for one in self.claims) for verdict in VERDICTS}

    @property
    def sound(self) -> bool:
        """Whether every claim is supported or derivable, and every rule holds."""
        rules = all(one.outcome == "passed" for one in self.rules)
        return rules and all(one.verdict in ("supported", "derivable") for one in self.claims)
