"""`wenyuan models` on the screen and as JSON: what is known, pulled and in use; pulling with progress; removing."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from wenyuan.console import shapes
from wenyuan.console.plain import safe
from wenyuan.console.screen import screen
from wenyuan.errors import WenyuanError
from wenyuan.models.chosen import choices, model_folder
from wenyuan.models.installed import Installed, ModelFolder
from wenyuan.models.manifest import Model, known
from wenyuan.models.pulling import pull as pull_model
from wenyuan.settings import Settings, load

_STATE_STYLE = {"ready": "green", "damaged": "red"}


def show(home: Path | None, check: bool, as_json: bool) -> int:
    """List the models; returns how many are damaged. check: read every file of those pulled and compare its hash."""
    settings = load(home)
    folder = model_folder(settings)
    used, problem = _used(settings)
    rows = [_row(name, folder, used, check) for name in [*known().names, *_others(folder)]]
    if as_json:
        shapes.write({"models": rows, "folder": str(folder.path), "problem": problem})
    else:
        _table(rows)
    if problem:
        typer.echo(f"wenyuan: {safe(problem)}", err=True)
    return sum(row["state"] == "damaged" for row in rows)


def pull(home: Path | None, names: Sequence[str], accept_licence: bool, again: bool, as_json: bool) -> None:
    """Get models by name. Progress goes to stderr, and only to a terminal."""
    settings = load(home)
    folder, pulled = model_folder(settings), list[shapes.Json]()
    for model in [known().find(name) for name in names]:
        began = time.perf_counter()
        installed = _pull(model, folder, accept_licence, again)
        seconds = time.perf_counter() - began
        used, problem = _used(settings)
        pulled.append(
            {
                "name": model.name,
                "folder": str(installed.folder),
                "bytes": installed.bytes,
                "hashes": _hashes(installed),
                "in_use": used.get(model.name, []),
                "seconds": round(seconds, 3),
            }
        )
        if not as_json:
            typer.echo(f"pulled {model.name}, {_megabytes(installed.bytes)}, in {seconds:.1f} s")
        for line in filter(None, (_not_used(model, used), problem, _missing())):
            typer.echo(f"wenyuan: {safe(line)}", err=True)
    if as_json:
        shapes.write({"pulled": pulled})


def remove(home: Path | None, names: Sequence[str], as_json: bool) -> None:
    """Delete pulled models."""
    folder = model_folder(load(home))
    for name in names:
        folder.remove(name)
        if not as_json:
            typer.echo(f"removed {name}")
    if as_json:
        shapes.write({"removed": list(names)})


def _used(settings: Settings) -> tuple[dict[str, list[str]], str]:
    """For which languages each model is in use, by name, and why that cannot be told where it cannot."""
    used = dict[str, list[str]]()
    folder, problem = model_folder(settings), ""
    try:
        used |= {choice.name: sorted(choice.languages) for choice in choices(settings)}
        if (name := settings.models.rerank) and name != "endpoint":
            used[name] = sorted(folder.need(name).model.languages)
    except WenyuanError as error:
        problem = str(error)
    return used, problem


def _others(folder: ModelFolder) -> list[str]:
    return [name for name in folder.names() if name not in known().names]


def _row(name: str, folder: ModelFolder, used: dict[str, list[str]], check: bool) -> dict[str, Any]:
    installed, problem = None, ""
    try:
        if installed := folder.get(name):
            if check:
                installed.check()
            else:
                for kept in installed.kept:
                    installed.path(kept.name)
    except WenyuanError as error:
        problem = str(error)
    model = installed.model if installed else known().find(name) if name in known().names else None
    return {
        "name": name,
        "task": model.task if model else "",
        "languages": list(model.languages) if model else [],
        "dimension": model.dimension if model else 0,
        "licence": model.licence if model else "",
        "terms": model.terms if model else None,
        "bytes": installed.bytes if installed else model.bytes if model else 0,
        "about": model.about if model else "",
        "sources": sorted({str(source) for file in model.files for source in file.sources[:1]}) if model else [],
        "hashes": _hashes(installed) if installed else "pinned" if model and model.pinned else "recorded when pulled",
        "state": "damaged" if problem else "ready" if installed else "not pulled",
        "reason": problem,
        "in_use": used.get(name, []),
    }


def _table(rows: Sequence[dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("name", "state", "in use for", "task", "languages", "size", "licence", "hashes", "about"):
        table.add_column(column, justify="right" if column == "size" else "left", overflow="fold")
    for row in rows:
        table.add_row(
            Text(safe(row["name"])),
            Text(row["state"], style=_STATE_STYLE.get(row["state"], "dim")),
            " ".join(row["in_use"]),
            row["task"],
            " ".join(row["languages"]),
            _megabytes(row["bytes"]),
            Text(safe(row["licence"]), style="yellow" if row["terms"] else ""),
            row["hashes"],
            Text(safe(row["reason"] or row["about"]), style="dim"),
        )
    screen().print(table, soft_wrap=False)


def _pull(model: Model, folder: ModelFolder, accept_licence: bool, again: bool) -> Installed:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        tasks = {file.name: progress.add_task(file.name, total=file.bytes, visible=False) for file in model.files}

        def told(name: str, here: int, there: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=there)
            progress.update(tasks[name], completed=here, total=there, visible=True)

        return pull_model(model, folder, accept_licence=accept_licence, again=again, told=told)


def _not_used(model: Model, used: dict[str, list[str]]) -> str:
    if model.name in used:
        return ""
    setting = "models.rerank" if model.task == "rerank" else "models.embedding"
    return f"{model.name} is not in use: name it in the setting {setting} (`wenyuan models list` shows what is)"


def _missing() -> str:
    if find_spec("onnxruntime") and find_spec("tokenizers"):
        return ""
    return "pulled models are run by packages that are not installed: pip install 'wenyuan[models]'"


def _hashes(installed: Installed) -> str:
    return "pinned" if installed.pinned else "recorded when pulled"


def _megabytes(number: int) -> str:
    return f"{number / 1e6:,.0f} MB"
