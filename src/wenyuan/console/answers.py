"""An answer on the screen: statements with numbered footnotes that say where each stands."""

from __future__ import annotations

from rich.text import Text

from wenyuan.answering.answer import Answer
from wenyuan.console import shapes
from wenyuan.console.counting import count
from wenyuan.console.places import place
from wenyuan.console.plain import safe
from wenyuan.console.screen import screen
from wenyuan.text.span import Locator


def show(answer: Answer, as_json: bool) -> None:
    """Print an answer. Text from documents is printed as text: it cannot style the terminal or move its cursor."""
    if as_json:
        shapes.write(shapes.answer(answer))
        return
    console = screen()
    if answer.refused:
        console.print(Text(f"No answer: {answer.reason}.", style="bold yellow"))
        if answer.looked:
            console.print("\nLooked at:")
            for one in answer.looked:
                name = safe(place(one.title, one.source, Locator()))
                console.print(Text(f"  {name}  covers {one.share:.0%} of the question's words", style="dim"))
        return
    for number, statement in enumerate(answer.statements, 1):
        line = Text(safe(statement.text).replace("\t", "  "))
        line.append(f" [{number}]", style="bold cyan")
        console.print(line)
        console.print()
    for number, statement in enumerate(answer.statements, 1):
        for citation in statement.citations:
            where = safe(place(citation.title, citation.source, citation.locator))
            note = Text(f"[{number}] ", style="bold cyan")
            note.append(where)
            note.append(f"  {citation.document}:{citation.start}-{citation.end}", style="dim")
            console.print(note)
    each = ", each" if len(answer.statements) > 1 else ","
    checked = f"{count(len(answer.statements), 'statement')}{each} verbatim at its place"
    console.print(Text(f"\n{checked}; evidence {answer.evidence:.2f}; {answer.milliseconds:.0f} ms", style="dim"))
