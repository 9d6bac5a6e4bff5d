"""What a user's own rules come to, on the screen: each with its outcome and, where it is of use, its steps."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from wenyuan.checking.rules.outcome import RuleOutcome, RuleResult, RuleStep
from wenyuan.console.counting import count
from wenyuan.console.places import place
from wenyuan.console.plain import safe

SIGNS: dict[RuleOutcome, tuple[str, str]] = {
    "passed": ("✓", "green"),
    "failed": ("✗", "bold red"),
    "unsure": ("~", "magenta"),
}
_MOST, _LONGEST_QUOTE = 20, 160


def show(console: Console, rules: Sequence[RuleResult]) -> None:
    """Print the rules, and a line that counts them."""
    for rule in rules:
        sign, style = SIGNS[rule.outcome]
        line = Text(f"{sign} ", style=style)
        line.append(safe(rule.name), style=style)
        steps = telling(rule)
        among = f": {len(steps)} of {len(rule.steps)}" if steps and rule.kind in ("sum", "require") else ""
        line.append(f"  {rule.outcome}{among}", style="bold")
        console.print(line)
        if not steps:
            console.print(Text(f"    {safe(rule.detail)}"))
        for step in steps[:_MOST]:
            _step(console, step)
        if len(steps) > _MOST:
            console.print(Text(f"    and {len(steps) - _MOST} more; --json and --html give all", style="dim"))
        console.print()
    if rules:
        console.print(Text(summary(rules), style="dim"))


def summary(rules: Sequence[RuleResult]) -> str:
    """One line: how many rules have which outcome."""
    outcomes = [one.outcome for one in rules]
    parts = [f"{outcomes.count(outcome)} {outcome}" for outcome in SIGNS if outcome in outcomes]
    return f"{count(len(rules), 'rule')}: {', '.join(parts)}"


def telling(rule: RuleResult) -> list[RuleStep]:
    """The steps that explain an outcome: all of a deduction, and of others those that did not pass."""
    return [one for one in rule.steps if rule.kind == "deduce" or one.outcome != "passed"]


def line(step: RuleStep) -> str:
    """A step in one line: its name, how it was reckoned, what it comes to."""
    if step.outcome == "unsure" or not step.value:
        return f"{step.name}: {step.detail}"
    if step.formula and step.value in ("true", "false"):
        return step.detail
    if step.formula and step.outcome == "passed":
        return f"{step.name} = {step.detail} = {step.formula} = {step.value}"
    if step.formula:
        return f"{step.name}: {step.detail}; {step.formula}"
    return f"{step.name} = {step.value}, from {step.detail}"


def _step(console: Console, step: RuleStep) -> None:
    sign, style = SIGNS[step.outcome]
    text = Text("    ")
    text.append(sign, style=style)
    text.append(f" {safe(line(step))}")
    console.print(text)
    for cited in step.citations:
        quote = " ".join(cited.quote.split())
        shown = quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…"
        where = safe(place(cited.title, cited.source, cited.locator))
        console.print(
            Text(f"        “{safe(shown)}”  {where}  {cited.document}:{cited.start}-{cited.end}", style="dim")
        )
