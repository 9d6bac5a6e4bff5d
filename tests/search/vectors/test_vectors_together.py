"""Several processes at one index: one writes, the others see commits and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shelves import Plain, put, same, state, vectors

from wenyuan.search.vectors import VectorIndex

Opened = Callable[[], VectorIndex]

# Commits n documents of 1 to 7 passages at a time, and removes every third; prints each commit.
WRITER = """
import sys, numpy as np
from pathlib import Path
from wenyuan.search.vectors import Place, VectorIndex, merging
from wenyuan.search.writing import State
merging._FEWEST_DEAD = 4
index = VectorIndex(Path(sys.argv[1]), "model", 16)
with index.writer(30) as writer:
    first = index.state().sequence + 1 if index.state() else 1
    for turn in range(first, first + int(sys.argv[2])):
        count = turn % 7 + 1
        rows = np.random.default_rng(turn).standard_normal((count, 16)).astype(np.float32)
        writer.put(f"{turn:016x}", ["a"], [Place(10 * n, 10 * n + 9) for n in range(count)], rows)
        writer.remove(f"{turn - turn % 3:016x}")
        writer.commit(State("library", turn))
        print(turn, flush=True)
    rows = np.ones((1, 16), np.float32)
    writer.put("never committed", ["a"], [Place(0, 9)], rows)
    print("put", flush=True)
    if len(sys.argv) > 3:
        sys.stdin.read()
"""


def started(folder: Path, turns: int, *waiting: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(turns), *waiting],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def sizes(turn: int) -> tuple[int, int]:
    """Documents and passages after that many turns."""
    live = [n for n in range(1, turn + 1) if n % 3]
    return len(live), sum(n % 7 + 1 for n in live)


def test_a_reader_sees_commits_and_nothing_else(folder: Path, opened: Opened) -> None:
    index = opened()
    seen: set[int] = set()
    with started(folder, 60) as process:
        while process.poll() is None:
            index.reload()
            found = index.state()
            if found:
                seen.add(found.sequence)
                assert (index.documents, index.size) == sizes(found.sequence)
                near = index.search(vectors(1, 1)[0], 1000)
                assert len(near) == index.size
                assert not any(int(one.document, 16) % 3 == 0 for one in near)
    assert process.returncode == 0
    assert len(seen) > 3
    index.reload()
    assert (index.documents, index.size) == sizes(60)


def test_killed_at_any_moment_the_last_commit_stands(folder: Path, opened: Opened) -> None:
    last = 0
    for wait in (0.0, 0.004, 0.011, 0.02, 0.035):
        with started(folder, 1000) as process:
            assert process.stdout
            said = int(process.stdout.readline())
            time.sleep(wait)
            process.kill()
            said = max([said, *(int(line) for line in process.stdout.read().split() if line.isdigit())])
        index = opened()
        found = index.state()
        assert found
        assert found.sequence >= said > last  # what was said to be committed is
        last = found.sequence
        assert (index.documents, index.size) == sizes(last)
        index.verify()


def test_one_writer_over_all_processes(folder: Path, opened: Opened) -> None:
    index = opened()
    with started(folder, 1, "waiting") as process:
        assert process.stdout
        assert [process.stdout.readline().strip() for _ in range(2)] == ["1", "put"]
        assert index.writer() is None
        before = time.monotonic()
        assert index.writer(0.2) is None
        assert time.monotonic() - before >= 0.2
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        writer = index.writer(5)
        assert writer
        with writer:
            assert opened().writer() is None
            assert not writer.holds("never committed")
            put(writer, "new", 2, 2)
            writer.commit(state(2))
    assert index.documents == 2
    left = {path.suffix for path in folder.iterdir()}
    assert left == {".vectors", ".table", ".lock", ""}


def test_who_reads_goes_on_while_files_are_replaced(opened: Opened) -> None:
    index, reader = opened(), opened()
    writer = index.writer()
    assert writer
    plain = Plain(sequence=1)
    put(writer, "first", 30, 1, "b")
    writer.commit(state(1))
    plain.vectors["first"], plain.live["first"] = vectors(30, 1), ("b",)
    same(reader, plain)
    for turn in range(2, 8):
        put(writer, f"document {turn}", 50, turn)
        writer.remove("first")
        writer.commit(state(turn))
    writer.close()
    same(reader, plain)
    assert reader.reload()
    assert not reader.reload()
    assert (reader.documents, reader.size) == (6, 300)
