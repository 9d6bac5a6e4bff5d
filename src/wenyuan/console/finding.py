"""Search on the screen or as JSON: the best hits, or every document with evidence."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.text import Text

from wenyuan.console import shapes
from wenyuan.console.counting import count
from wenyuan.console.places import place
from wenyuan.console.plain import safe
from wenyuan.console.screen import screen
from wenyuan.search.everything import Matches
from wenyuan.search.hit import Explanation, Hit
from wenyuan.search.syntax import Understood

_WHY = 8


def hits(
    query: str,
    found: Sequence[Hit],
    understood: Understood,
    milliseconds: float,
    *,
    as_json: bool,
    explain: bool = False,
) -> None:
    """Print the best hits; words that matched are bold on a terminal."""
    _notes(understood)
    if as_json:
        listed = [shapes.hit(rank, one, explain=explain) for rank, one in enumerate(found, 1)]
        conditions = list(understood.conditions)
        shapes.write({"hits": listed, "conditions": conditions, "milliseconds": round(milliseconds, 2)})
        return
    console = screen()
    if not found:
        console.print(Text(f"Nothing matches {query!r}{_where(understood)}.", style="bold yellow"))
        return
    for rank, one in enumerate(found, 1):
        _hit(console, rank, one, explain)
    where = _where(understood)
    console.print(Text(f"{count(len(found), 'hit')}{where} in {milliseconds:.1f} ms", style="dim"))


def matches(
    query: str, found: Matches, understood: Understood, milliseconds: float, *, as_json: bool, explain: bool = False
) -> None:
    """Print a page of all documents that match, each with its best passage, with the rule and the totals."""
    _notes(understood)
    if as_json:
        value = shapes.matches(found, explain=explain)
        conditions = list(understood.conditions)
        shapes.write(value | {"conditions": conditions, "milliseconds": round(milliseconds, 2)})
        return
    console = screen()
    for rank, one in enumerate(found.documents, found.offset + 1):
        _hit(console, rank, one.hit, explain, f"{count(one.passages, 'passage')}; ")
    if not found.total_documents:
        console.print(Text(f"No document matches {query!r}.", style="bold yellow"))
    last = found.offset + len(found.documents)
    shown = f"; {found.offset + 1} to {last} shown" if 0 < len(found.documents) < found.total_documents else ""
    totals = f"{count(found.total_documents, 'document')}, {count(found.total_passages, 'passage')}"
    console.print(Text(safe(f"rule: {found.rule}"), style="dim"))
    console.print(Text(f"{totals}{shown}; in {milliseconds:.1f} ms", style="dim"))


def _hit(console: Console, rank: int, one: Hit, explain: bool, before: str = "") -> None:
    head = Text(f"{rank}. ", style="bold cyan")
    head.append(safe(place(one.record.title, one.record.source, one.locator)), style="bold")
    console.print(head)
    console.print(_marked(one))
    why = ", ".join(f"{match.term} ({'+'.join(match.places)})" for match in one.why[:_WHY])
    span = f"{one.span.document}:{one.span.start}-{one.span.end}"
    console.print(Text("; ".join(part for part in (f"{before}score {one.score:.2f}", why, span) if part), style="dim"))
    if explain:
        console.print(Text(_explained(one.explanation), style="dim"))
    console.print()


def _marked(one: Hit) -> Text:
    """The passage as text alone, the words that matched in bold."""
    shown, out, at = safe(one.text), Text(), 0
    for span in one.highlights:
        start, end = span.start - one.span.start, span.end - one.span.start
        out.append(shown[at:start].replace("\t", "  "))
        out.append(shown[start:end].replace("\t", "  "), style="bold")
        at = end
    return out.append(shown[at:].replace("\t", "  "))


def _explained(explanation: Explanation) -> str:
    return "made of " + " + ".join(f"{part.name} {part.value:.3f} × {part.weight:.2f}" for part in explanation.parts)


def _where(understood: Understood) -> str:
    return safe(f" where {', '.join(understood.conditions)}") if understood.conditions else ""


def _notes(understood: Understood) -> None:
    for note in understood.notes:
        typer.echo(f"wenyuan: {safe(note)}", err=True)
