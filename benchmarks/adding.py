"""What `wenyuan add` takes for a folder of documents, and what is left when it is killed.

    python benchmarks/adding.py NEWS [--documents N] [--cores N] [--search] [--kill N] [--keep FOLDER] [--json]

NEWS is a .jsonl or .jsonl.gz with a `text` a line (and a `doc_id`). Each becomes a .txt file; all of them are added
by one call of the command line, in a process of its own. Reported: documents a second by the clock and by processor
time (of all its processes together: what one core does), the peak of their memory (PSS: shared pages once), and a
second call that finds nothing new. --search asks the library meanwhile, from this process. --kill ends the call and all
its processes at a random moment, N times over, each time in a new library, adds again and looks whether all is
there, once and whole.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

from searching import draw, summary
from wenyuan.api import Library

_SAMPLE_SECONDS = 0.2
_CHECKED = 300


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line."""

    status: int
    seconds: float
    processor_seconds: float
    peak_mib: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("news", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--characters", type=int, help="cut each document after so many")
    parser.add_argument("--cores", type=int, help="cores the command may use (all)")
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--kill", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="leave the library in this folder, which must be new")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        docs, home = Path(scratch) / "docs", arguments.keep or Path(scratch) / "library"
        count, characters = write(arguments.news, docs, arguments.documents, arguments.characters)
        out: dict[str, object] = {"documents": count, "characters": characters, "load_before": os.getloadavg()[0]}
        if arguments.kill:
            out["killed"] = list(killed(docs, Path(scratch), count, arguments.kill, arguments.seed))
        else:
            asked = Asking(home) if arguments.search else None
            first = add(docs, home, arguments.cores)
            out["searches_meanwhile"] = asked.end() if asked else None
            again = [add(docs, home, arguments.cores) for _ in range(3)]
            out |= {
                "first": asdict(first),
                "documents_a_second": round(count / first.seconds, 1),
                "documents_a_second_of_one_core": round(count / first.processor_seconds, 1),
                "again_seconds": [round(one.seconds, 2) for one in again],
                "again_processor_seconds": [round(one.processor_seconds, 2) for one in again],
            }
        out["load_after"] = os.getloadavg()[0]
    print(json.dumps(out) if arguments.json else "\n".join(f"{name:32}{value}" for name, value in out.items()))
    return 0


def write(news: Path, folder: Path, most: int, longest: int | None = None) -> tuple[int, int]:
    """The documents as files; their number and characters."""
    folder.mkdir()
    count = characters = 0
    with gzip.open(news, "rt", encoding="utf-8") if news.suffix == ".gz" else news.open(encoding="utf-8") as lines:
        for line in lines:
            if count == most:
                break
            document = json.loads(line)
            text: str = document["text"][:longest]
            (folder / f"{document.get('doc_id', count)}.txt").write_text(text, encoding="utf-8")
            count += 1
            characters += len(text)
    return count, characters


def start(docs: Path, home: Path, cores: int | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wenyuan.cli", "--home", str(home), "add", str(docs)]
    if cores:
        command = ["taskset", "-c", f"0-{cores - 1}", *command]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def add(docs: Path, home: Path, cores: int | None = None) -> Run:
    began, peak = time.perf_counter(), 0
    process = start(docs, home, cores)
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - began
            return Run(process.returncode, round(seconds, 2), usage.ru_utime + usage.ru_stime, round(peak / 1024, 1))
        peak = max(peak, sum(memory(pid) for pid in family(process.pid)))
        time.sleep(_SAMPLE_SECONDS)


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                yield from family(int(child))
        except OSError:
            continue  # ended just now


def memory(pid: int) -> int:
    """KiB of a process, with its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


class Asking:
    """Searches a library that another process is filling."""

    def __init__(self, home: Path) -> None:
        self._home, self._over, self._times = home, Event(), list[float]()
        self._thread = Thread(target=self._run)
        self._thread.start()

    def end(self) -> dict[str, float]:
        self._over.set()
        self._thread.join()
        return summary(self._times) | {"searches": len(self._times)} if self._times else {}

    def _run(self) -> None:
        while not (self._home / "index").exists() and not self._over.wait(0.2):
            pass
        time.sleep(3.0)
        with Library(self._home, create=False) as library:
            queries = draw(library.store, 200, 1)
            while not self._over.is_set():
                for _, query in queries:
                    began = time.perf_counter()
                    library.search(query)
                    self._times.append((time.perf_counter() - began) * 1000)
                    if self._over.wait(0.05):
                        break


def killed(docs: Path, scratch: Path, count: int, times: int, seed: int) -> Iterator[dict[str, object]]:
    chance = random.Random(seed)
    whole = add(docs, scratch / "whole").seconds
    for number in range(times):
        home = scratch / f"killed{number}"
        process, after = start(docs, home), chance.uniform(0.1, whole)
        time.sleep(after)
        for pid in list(family(process.pid)):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        with Library(home) as library:
            kept = len(library.documents())
        again = add(docs, home)
        yield {"after": round(after, 1), "kept": kept, "again": again.seconds, **check(home, docs, count, chance)}


def check(home: Path, docs: Path, count: int, chance: random.Random) -> dict[str, object]:
    """What is wrong with the library; all numbers 0 where nothing is."""
    with Library(home, create=False) as library:
        records = library.documents()
        halves = sum(len(library.store.text(record.id)) != record.characters for record in records)
        sources = {record.source for record in records}
        missing = [path for path in sorted(docs.iterdir()) if str(path) not in sources]
        some = chance.sample(records, min(_CHECKED, len(records)))
        unfound = sum(not found(library, record.id) for record in some)
    return {"documents": len(records), "missing": count - len(sources), "named": missing[:3], "half": halves,
            "unfound": unfound}  # fmt: skip


def found(library: Library, document: str) -> bool:
    """Whether a search for words of its own finds the document, each passage once."""
    text = library.store.text(document)
    words = text[len(text) // 2 :].split() or text.split()
    hits = library.search(" ".join(words)[:60], limit=50)
    spans: Sequence[object] = [hit.span for hit in hits]
    return any(hit.record.id == document for hit in hits) and len(set(spans)) == len(spans)


if __name__ == "__main__":
    sys.exit(main())
