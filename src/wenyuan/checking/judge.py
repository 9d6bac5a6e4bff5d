"""One claim against its evidence: laid beside it, put through the checks, and the verdict they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wenyuan.checking.aggregate import aggregate
from wenyuan.checking.direction import direction
from wenyuan.checking.entailment import Scorer, entailment
from wenyuan.checking.entity import entity
from wenyuan.checking.evidence import Sentence
from wenyuan.checking.laid import lay
from wenyuan.checking.operands import OPERATION
from wenyuan.checking.period import period
from wenyuan.checking.quantity import quantity
from wenyuan.checking.quote import quote
from wenyuan.checking.reading import LONGEST, read
from wenyuan.checking.verdict import Check, Judgement
from wenyuan.checking.wording import wording


def judge(claim: str, evidence: Sequence[Sentence], *, scorer: Scorer | None = None) -> Judgement:
    """Judge a claim by sentences and rows of tables; the same claim and evidence always come to the same.

    `scorer` is asked where nothing hard disagrees and the claim is not the source's to the letter.
    """
    laid = lay(read(claim), evidence)
    checks = quote(laid)
    derived, said = False, any(near.verbatim for near in laid.near)
    if not said:
        figures, used = quantity(laid)
        derived = any(check.outcome == "derived" for check in figures)
        named = entity(laid)
        checks += [*_of_whom([*figures, *period(laid, used)], named), *named, *direction(laid)]
    words = wording(laid, OPERATION if derived else None).check
    if scorer and laid.near and not said and aggregate(checks) in ("supported", "derivable", "unsure"):
        words = entailment(scorer, claim, [near.sentence.text for near in laid.near], words)
    checks.append(words)
    if len(claim) > LONGEST:
        detail = f"the claim is longer than {LONGEST:,} characters; what follows them was not looked at"
        checks.append(Check("wording", "unsure", detail, (LONGEST, len(claim))))
    return Judgement(aggregate(checks), tuple(checks), tuple(one.index for one in laid.near))


def _of_whom(checks: Sequence[Check], named: Sequence[Check]) -> list[Check]:
    """Figures and times that disagree, where a name of the claim stands in no source: they are somebody else's, and so
    say nothing against it."""
    if not any(check.outcome == "failed" for check in named):
        return list(checks)
    return [
        check
        if check.outcome != "contradicted"
        else replace(check, outcome="failed", detail=f"{check.detail}, of another")
        for check in checks
    ]
