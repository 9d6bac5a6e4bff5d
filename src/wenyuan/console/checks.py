"""A checked text on the screen: each claim coloured by its verdict, footnoted with reasons and places."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from wenyuan.checking.citation import Citation
from wenyuan.checking.report import CheckedClaim, Report
from wenyuan.checking.verdict import Check, Verdict
from wenyuan.console import ruled, shapes
from wenyuan.console.counting import count
from wenyuan.console.places import place
from wenyuan.console.plain import safe
from wenyuan.console.screen import screen

# A sign beside the colour, for whoever sees none.
SIGNS: dict[Verdict, tuple[str, str]] = {
    "supported": ("✓", "green"),
    "derivable": ("=", "cyan"),
    "unsupported": ("?", "yellow"),
    "contradicted": ("✗", "bold red"),
    "unsure": ("~", "magenta"),
}
_LONGEST_QUOTE = 300


def show(report: Report, as_json: bool) -> None:
    """Print a report; text from documents is printed as text."""
    if as_json:
        shapes.write(shapes.report(report))
        return
    console = screen()
    for number, claim in enumerate(report.claims, 1):
        _claim(console, number, claim)
    ruled.show(console, report.rules)
    console.print(Text(summary(report), style="dim"))


def summary(report: Report) -> str:
    """One line: how many claims have which verdict."""
    if not report.claims:
        return "no claim was found in the text"
    parts = ", ".join(f"{number} {verdict}" for verdict, number in report.counts.items() if number)
    against = count(report.documents, "document")
    return f"{count(len(report.claims), 'claim')}: {parts}; against {against}; {report.milliseconds:.0f} ms"


def _claim(console: Console, number: int, claim: CheckedClaim) -> None:
    sign, style = SIGNS[claim.verdict]
    line = Text(f"{sign} ", style=style)
    line.append(safe(" ".join(claim.text.split())), style=style)
    line.append(f" [{number}] {claim.verdict}", style="bold")
    console.print(line)
    for check in telling(claim.checks, claim.verdict):
        console.print(Text(f"    {check.kind}: {safe(check.detail)}"))
    cited = {at for check in claim.checks for at in check.sources} or ({0} if claim.citations else set[int]())
    for at in sorted(cited)[:2]:
        _citation(console, claim.citations[at])
    console.print()


def _citation(console: Console, cited: Citation) -> None:
    quote = " ".join(cited.quote.split())
    shown = quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…"
    console.print(Text(f"    “{safe(shown)}”", style="dim"))
    where = safe(place(cited.title, cited.source, cited.locator))
    console.print(Text(f"    {where}  {cited.document}:{cited.start}-{cited.end}", style="dim"))


def telling(checks: Sequence[Check], verdict: Verdict) -> list[Check]:
    """The checks that explain a verdict: what failed where something did, else what was found."""
    decisive = {"contradicted": ("contradicted",), "unsupported": ("failed",), "unsure": ("unsure",)}
    if verdict in decisive:
        return [check for check in checks if check.outcome in decisive[verdict]]
    if verdict == "derivable":
        return [check for check in checks if check.outcome == "derived"]
    return []
