"""A search engine served over its process's standard input and output, one JSON object a line.

Every peer runs in a process of its own, in a virtual environment of its own, and Wenyuan is asked in the same way, so
that time and memory are measured alike. Times are taken here, around the call alone: the pipe does not count.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Text:
    """What an engine is given to find: its id, its words, and the name of the document it is from ("" for none)."""

    id: str
    text: str
    title: str


class Engine(Protocol):
    """Made once a process; making it imports the library."""

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> dict[str, float] | None:
        """Index `texts` (read from the file `source`) into the new folder.

        Further figures in seconds, where there are any: "seconds" instead of those taken around the call,
        "saved_seconds" for what was kept from an earlier run and is to be added.
        """
        ...

    def open(self, folder: Path) -> None:
        """Get ready to answer from what `build` left in the folder, in another process."""
        ...

    def ask(self, question: str, limit: int) -> list[str]:
        """Ids, best first."""
        ...


class Reading:
    """The texts of a file of JSON lines, and the seconds it took to read them, which are not the engine's."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.seconds = 0.0

    def __iter__(self) -> Iterator[Text]:
        began = time.perf_counter()
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                text = Text(one["id"], one["text"], one["title"])
                self.seconds += time.perf_counter() - began
                yield text
                began = time.perf_counter()


def serve(make: Callable[[], Engine]) -> None:
    """Answer requests until the input ends. What a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    began = time.perf_counter()
    engine = make()
    imported = time.perf_counter() - began
    for line in sys.stdin:
        try:
            reply = _reply(engine, json.loads(line)) | {"import_seconds": imported, "peak_mib": peak_mib()}
        except Exception as error:  # noqa: BLE001 - the reason is the table's entry
            traceback.print_exc()
            reply = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps(reply) + "\n")
        out.flush()


def _reply(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    if request["do"] == "build":
        source = Path(request["texts"])
        texts = Reading(source)
        began = time.perf_counter()
        further = engine.build(texts, source, Path(request["folder"])) or {}
        seconds = time.perf_counter() - began - texts.seconds + further.pop("saved_seconds", 0.0)
        return {"seconds": further.pop("seconds", seconds), "further": further}
    if request["do"] == "open":
        began = time.perf_counter()
        engine.open(Path(request["folder"]))
        engine.ask(request["question"], 10)
        return {"seconds": time.perf_counter() - began}
    rankings, milliseconds = list[list[str]](), list[float]()
    for question in request["questions"]:
        began = time.perf_counter()
        found = engine.ask(question, request["limit"])
        milliseconds.append((time.perf_counter() - began) * 1000)
        rankings.append(found)
    return {"rankings": rankings, "milliseconds": milliseconds}


def peak_mib() -> float:
    """The most memory this process has held, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts what the parent held when it forked
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
