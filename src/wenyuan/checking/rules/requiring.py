"""Claims that must have something, and claims that may not be: each that breaks the rule is shown, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from wenyuan.checking.rules.model import Condition, Forbid, Require
from wenyuan.checking.rules.naming import unnamed
from wenyuan.checking.rules.outcome import RuleOutcome, RuleResult, RuleStep, worst
from wenyuan.checking.rules.properties import holds, name
from wenyuan.checking.rules.stated import Stated

_LONGEST_NAME = 80


def require(rule: Require, claims: Sequence[Stated]) -> RuleResult:
    """Every claim of which `when` holds must have what `must` says."""
    steps = list[RuleStep]()
    cites = any(one.property in ("supported", "named_in_source") for one in rule.must)
    for claim in claims:
        if (told := _all(rule.when, claim)) is None:
            continue
        missing = [one for one in rule.must if not _met(one, rule, claim)]
        if not missing:
            said = [found for one in rule.must if (found := holds(one, claim, around=True))]
            steps.append(_step(claim, "passed", f"{told}: " + ("; ".join(said) or "as it must be"), cites=cites))
            continue
        steps.append(_step(claim, _how(missing, claim), f"{told}, but {_lacking(missing, rule, claim)}", cites=cites))
    return _result(rule, steps, f"no claim is one with {_names(rule.when)}", "has what it must have")


def forbid(rule: Forbid, claims: Sequence[Stated]) -> RuleResult:
    """No claim may be one of which `when` holds."""
    steps = list[RuleStep]()
    for claim in claims:
        if (told := _all(rule.when, claim)) is not None:
            steps.append(_step(claim, "failed", f"{told}: this may not be said"))
    return _result(rule, steps, f"no claim is one with {_names(rule.when)}", "")


def _result(rule: Require | Forbid, steps: Sequence[RuleStep], nothing: str, fine: str) -> RuleResult:
    wrong = [one for one in steps if one.outcome != "passed"]
    if not steps:
        return RuleResult(rule.name, rule.kind, "passed", nothing)
    if not wrong:
        count = f"{len(steps)} claims: each" if len(steps) > 1 else "one claim, and it"
        return RuleResult(rule.name, rule.kind, "passed", f"{count} {fine}", tuple(steps))
    outcome = worst(one.outcome for one in steps)
    of = f" of {len(steps)}" if rule.kind == "require" else ""
    among = f"{len(wrong)}{of} claim{'s' * (len(steps) > 1)}"
    first = next(one for one in wrong if one.outcome == outcome)
    return RuleResult(rule.name, rule.kind, outcome, f"{among}: {first.name}: {first.detail}", tuple(steps))


def _all(conditions: Sequence[Condition], claim: Stated) -> str | None:
    """What shows that all of the conditions hold."""
    found = [(one, holds(one, claim)) for one in conditions]
    if any(said is None for _, said in found):
        return None
    return ", ".join(_shown(one, said) for one, said in found)


def _shown(condition: Condition, said: str | None) -> str:
    if condition.property is None:
        return f"“{said}”"
    return f"{name(condition)} “{said}”" if said else name(condition)


def _how(missing: Sequence[Condition], claim: Stated) -> RuleOutcome:
    """Where all that is missing is support, and nobody can tell whether there is any, the rule cannot either."""
    only = all(one.property == "supported" for one in missing)
    return "unsure" if only and claim.checked.verdict == "unsure" else "failed"


def _met(one: Condition, rule: Require, claim: Stated) -> bool:
    if one.property == "named_in_source":
        return not unnamed(rule.when, claim)
    return holds(one, claim, around=True) is not None


def _lacking(missing: Sequence[Condition], rule: Require, claim: Stated) -> str:
    said = list[str]()
    for one in missing:
        if one.property == "supported":
            said.append(f"it is {claim.checked.verdict}")
        elif one.property == "named_in_source":
            said.append(f"no source names {', '.join(unnamed(rule.when, claim))}")
        elif one.property == "unit":
            said.append("a figure has no unit")
        else:
            said.append(f"no {name(one)}")
    return ", ".join(said)


def _names(conditions: Sequence[Condition]) -> str:
    return " and ".join(map(name, conditions))


def _step(claim: Stated, outcome: RuleOutcome, detail: str, *, cites: bool = False) -> RuleStep:
    text = " ".join(claim.text.split())
    short = text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME].rstrip() + "…"
    return RuleStep(
        f"“{short}”",
        outcome,
        detail,
        part=(claim.checked.start, claim.checked.end),
        citations=claim.checked.citations[:cites],
    )
