"""Lists and reports on the screen or as JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict

import typer
from rich.table import Table
from rich.text import Text

from wenyuan.api import Excerpt
from wenyuan.console import shapes
from wenyuan.console.counting import count
from wenyuan.console.plain import safe
from wenyuan.console.screen import screen
from wenyuan.evaluating.evaluation import Report
from wenyuan.library.records import DocumentRecord

STATUS_STYLE = {"ready": "green", "partial": "yellow", "failed": "red"}


def documents(records: Sequence[DocumentRecord], as_json: bool) -> None:
    if as_json:
        shapes.write({"documents": [shapes.document(record) for record in records]})
        return
    table = Table(box=None, pad_edge=False)
    for name in ("id", "status", "pages", "characters", "title", "source", "reason"):
        right = name in ("pages", "characters")
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=right or name == "id")
    for record in records:
        table.add_row(
            record.id,
            Text(record.status, style=STATUS_STYLE[record.status]),
            str(record.pages or ""),
            f"{record.characters:,}",
            Text(safe(record.title)),
            Text(safe(record.source)),
            Text(safe(record.reason)),
        )
    screen().print(table, soft_wrap=False)


def removed(ids: Sequence[str], as_json: bool) -> None:
    if as_json:
        shapes.write({"removed": list(ids)})
    else:
        typer.echo("\n".join(f"removed {one}" for one in ids))


def collections(counted: Sequence[tuple[str, int]], as_json: bool) -> None:
    if as_json:
        shapes.write({"collections": [{"name": name, "documents": number} for name, number in counted]})
    else:
        for name, number in counted:
            typer.echo(f"{number:>8}  {safe(name)}")


def excerpt(value: Excerpt, as_json: bool) -> None:
    if as_json:
        shapes.write(asdict(value))
        return
    if sys.stdout.isatty():
        typer.echo(safe(value.text), nl=not value.text.endswith("\n"))
    else:
        # Exactly the stored text: no line end added where a file or pipe receives it, none translated.
        typer.echo(value.text.encode("utf-8"), nl=False)


def reindexed(number: int, seconds: float, as_json: bool) -> None:
    if as_json:
        shapes.write({"documents": number, "seconds": round(seconds, 3)})
    else:
        typer.echo(f"indexed {count(number, 'document')} in {seconds:.1f} s")


def evaluation(report: Report, as_json: bool) -> None:
    if as_json:
        shapes.write(asdict(report))
        return
    table = Table(box=None, pad_edge=False)
    names = ("questions", "found any", "found all", "found share", "cited any", "cited share", "statements", "refused")
    table.add_column("group")
    for name in names:
        table.add_column(name, justify="right")
    for row in report.rows:
        shares = (row.found_any, row.found_all, row.found_share, row.cited_any, row.cited_share)
        table.add_row(
            safe(row.group),
            str(row.questions),
            *(f"{share:.3f}" for share in shares),
            f"{row.statements:.1f}",
            f"{row.refused:.3f}",
        )
    console = screen()
    console.print(table, soft_wrap=False)
    auroc = "–" if report.refusal_auroc is None else f"{report.refusal_auroc:.3f}"
    console.print(
        f"\n{report.unanswerable} unanswerable, {report.refused_unanswerable:.3f} of them refused; "
        f"AUROC of the evidence score {auroc}\n"
        f"search p50 {report.search_p50_ms:.1f} ms, p95 {report.search_p95_ms:.1f} ms; "
        f"ask p50 {report.ask_p50_ms:.1f} ms, p95 {report.ask_p95_ms:.1f} ms"
    )
