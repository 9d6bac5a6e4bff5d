"""`wenyuan add` on the screen: progress with rate and time left, then what failed and why."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from wenyuan.api import Library
from wenyuan.console import shapes
from wenyuan.console.counting import count
from wenyuan.console.plain import safe
from wenyuan.library.records import Added

_SHOWN = 50


def run(library: Library, paths: Sequence[str], collection: str, as_json: bool) -> int:
    """Add the paths and report; returns how many failed. Progress goes to stderr, and only to a terminal."""
    began = time.perf_counter()
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    done, listed, troubled = Counter[str](), list[shapes.Json](), list[Added]()
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:

        def embedding(_: str, at: int, of: int) -> None:
            progress.update(task, description="embedding", completed=at, total=of, rate="")

        task = progress.add_task("reading", total=_count(paths) if sys.stderr.isatty() else None, rate="")
        for one in library.add(paths, collection, embedding=embedding):
            done[one.outcome] += 1
            if one.record.status != "ready":
                troubled.append(one)
            if as_json:
                listed.append(shapes.document(one.record) | {"source": one.path, "outcome": one.outcome})
            rate = sum(done.values()) / max(time.perf_counter() - began, 1e-6)
            progress.update(task, advance=1, rate=f"{count(rate, 'document')}/s")
    seconds = time.perf_counter() - began
    if as_json:
        shapes.write({"documents": listed, "seconds": round(seconds, 3)})
    if done:
        _summary(console, done, troubled, seconds)
    else:
        console.print(Text(f"no files found in {', '.join(map(safe, paths))}", style="dim"))
    return sum(one.record.status == "failed" for one in troubled)


def _summary(console: Console, done: Counter[str], troubled: Sequence[Added], seconds: float) -> None:
    for one in troubled[:_SHOWN]:
        style = "red" if one.record.status == "failed" else "yellow"
        line = Text(f"{one.record.status}: ", style=style)
        line.append(safe(one.path))
        line.append(f": {safe(one.record.reason)}", style="dim")
        console.print(line)
    if len(troubled) > _SHOWN:
        console.print(Text(f"… and {len(troubled) - _SHOWN} more: see `wenyuan list`", style="dim"))
    total = sum(done.values())
    what = ", ".join(f"{number} {outcome}" for outcome, number in sorted(done.items()))
    rate = count(total / max(seconds, 1e-6), "document")
    console.print(Text(f"{what} in {seconds:.1f} s ({rate}/s)", style="dim"))


def _count(paths: Sequence[str]) -> int:
    """How many files there are to go, roughly: for the time left only."""
    return sum(
        sum(len(files) for _, _, files in os.walk(path)) if os.path.isdir(path) else 1  # noqa: PTH112
        for path in paths
    )
