"""What a user's own rules come to, on the page of a checked text: each unfolds to its steps and their places."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from wenyuan.checking.citation import Citation
from wenyuan.checking.rules.outcome import RuleResult, RuleStep
from wenyuan.console.places import place
from wenyuan.console.plain import safe
from wenyuan.console.ruled import SIGNS, line, summary, telling

_LONGEST_QUOTE = 400
STYLE = """
.rules{margin:.6rem 0;border-top:1px solid var(--line)}
.rules details{border-bottom:1px solid var(--line);padding:.3rem 0}
.rules summary{cursor:pointer}
.rules ol{margin:.4rem 0;padding-left:1.6rem}.rules li{margin:.25rem 0;overflow-wrap:anywhere}
.rules q{color:var(--dim)}.passed>.sign{color:var(--supported)}.failed>.sign{color:var(--contradicted)}
.unsure>.sign{color:var(--unsure)}.rules p{margin:.2rem 0}
"""


def written(rules: Sequence[RuleResult]) -> str:
    """The rules as HTML; nothing where there are none. Those that did not pass are unfolded."""
    if not rules:
        return ""
    return f'<div class="rules"><p>{_plain(summary(rules))}</p>{"".join(map(_rule, rules))}</div>\n'


def _rule(rule: RuleResult) -> str:
    opened = "" if rule.outcome == "passed" else " open"
    steps = "".join(map(_step, telling(rule) or rule.steps))
    listed = f"<ol>{steps}</ol>" if steps else ""
    return (
        f'<details{opened}><summary class="{rule.outcome}"><span class="sign">{SIGNS[rule.outcome][0]}</span> '
        f"<strong>{_plain(rule.name)}</strong> {rule.outcome}</summary><p>{_plain(rule.detail)}</p>{listed}</details>"
    )


def _step(step: RuleStep) -> str:
    sign = f'<span class="sign">{SIGNS[step.outcome][0]}</span>'
    return f'<li class="{step.outcome}">{sign} {_plain(line(step))}{"".join(map(_cited, step.citations))}</li>'


def _cited(cited: Citation) -> str:
    quote = cited.quote if len(cited.quote) <= _LONGEST_QUOTE else cited.quote[:_LONGEST_QUOTE] + "…"
    where = f"{place(cited.title, cited.source, cited.locator)}, characters {cited.start}–{cited.end}"
    return f"<br><q>{_plain(' '.join(quote.split()))}</q> <cite>{_plain(where)}</cite>"


def _plain(text: str) -> str:
    return escape(safe(text))
