"""A chain of steps: figures looked up in the sources, what is reckoned from them, and whether it holds."""

from __future__ import annotations

from wenyuan.checking.rules.figures import Missed, look_up
from wenyuan.checking.rules.model import Deduce, Step
from wenyuan.checking.rules.outcome import RuleResult, RuleStep, worst
from wenyuan.checking.rules.reckoning import CannotReckon, Value, filled, money, reckon
from wenyuan.checking.rules.shelf import Shelf


def deduce(rule: Deduce, shelf: Shelf) -> RuleResult:
    """Every step is shown, also those after one that comes to nothing: what they lack is said."""
    known, steps = dict[str, Value](), list[RuleStep]()
    for step in rule.step:
        steps.append(_found(step, shelf, known) if step.find is not None else _reckoned(step, known))
    outcome = worst(one.outcome for one in steps)
    return RuleResult(rule.name, rule.kind, outcome, _said(rule, steps), tuple(steps))


def _said(rule: Deduce, steps: list[RuleStep]) -> str:
    checks = [one for step, one in zip(rule.step, steps, strict=True) if step.check is not None]
    if failed := [one for one in checks if one.outcome == "failed"]:
        return "; ".join(one.detail for one in failed)
    if unsure := next((one for one in steps if one.outcome == "unsure"), None):
        return f"{unsure.name}: {unsure.detail}"
    return "; ".join(one.detail for one in checks)


def _found(step: Step, shelf: Shelf, known: dict[str, Value]) -> RuleStep:
    found = look_up(step, shelf)
    if isinstance(found, Missed):
        looked = tuple(map(shelf.citation, found.looked))
        return RuleStep(step.name, "unsure", found.reason, citations=looked)
    known[step.name] = found.value
    when = f", {found.when}" if found.when else ""
    return RuleStep(
        step.name,
        "passed",
        f"“{found.written}”{when}",
        value=money(found.value),
        citations=(shelf.citation(found.span),),
    )


def _reckoned(step: Step, known: dict[str, Value]) -> RuleStep:
    expression, name = step.expression, step.name or step.check or ""
    if expression is None:
        raise ValueError("a step without `find` has an expression")
    lacking = list(dict.fromkeys(token.text for token in expression.names if token.text not in known))
    if lacking:
        return RuleStep(name, "unsure", f"{', '.join(lacking)} is not known")
    formula = filled(expression, known)
    try:
        result = reckon(expression, known)
    except CannotReckon as reason:
        return RuleStep(name, "unsure", f"{expression.written}: {reason}", formula=formula)
    if isinstance(result, Value):
        known[name] = result
        return RuleStep(name, "passed", expression.written, money(result), formula)
    detail = f"{expression.written} {'holds' if result else 'does not hold'}: {formula}"
    return RuleStep(name, "passed" if result else "failed", detail, "true" if result else "false", formula)
