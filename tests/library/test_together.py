"""Several processes at one library, and processes that die: what was said to be there is there, once and whole."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from library_material import arrival

from wenyuan.errors import LibraryError
from wenyuan.library.blobs import INLINE_BYTES
from wenyuan.library.engine import Database
from wenyuan.library.store import DATABASE, Store

# Puts documents without end; names each on stdout once its put has returned. Every fifth has a large original.
_WRITER = """
import sys
from pathlib import Path
from library_material import arrival
from wenyuan.library.store import Store

home, mark, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Store.open(home) as store:
    for number in range(most):
        text = f"{mark} {number} " + "字𠮷 " * (40_000 if number % 5 == 4 else 300)
        with store.batch() as batch:
            batch.put(arrival(f"/{mark}/{number}", text))
            batch.put(arrival(f"/{mark}/latest", f"{mark} has written {number}"))
        print(batch.results[0].record.id, flush=True)
"""


def writer(home: Path, mark: str, most: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(home), mark, str(most)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent,
    )


def check_whole(store: Store, seen: set[str]) -> None:
    """Every listed document has its text, structure and original; the feed agrees with the listing.

    Contents never change, so those in `seen` are not looked at twice."""
    records = store.documents()
    assert len({record.id for record in records}) == len(records)
    for record in records:
        if record.id in seen:
            continue
        seen.add(record.id)
        content = store.content(record.id)
        assert content.blocks
        assert len(content.text) == record.characters
        assert arrival("/", store.original(record.id).decode()).document == record.id
    last = {change.document: change.kind for change in store.changes(0, 1_000_000)}
    assert {document for document, kind in last.items() if kind == "put"} == {record.id for record in records}


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    writers = [writer(tmp_path, mark, 20) for mark in ("left", "right")]
    said = [line for process in writers for line in process.communicate(timeout=60)[0].split()]
    assert [process.returncode for process in writers] == [0, 0]
    with Store.open(tmp_path) as store:
        assert {record.id for record in store.documents()} >= set(said)
        assert len(store.documents()) == 42
        check_whole(store, set())


def test_killed_at_any_moment(tmp_path: Path) -> None:
    draw = random.Random(20)
    said, checked = set[str](), set[str]()
    Store.open(tmp_path).close()
    for round_ in range(6):
        process = writer(tmp_path, f"round{round_}", 100_000)
        assert process.stdout is not None
        said.add(process.stdout.readline().strip())
        time.sleep(draw.uniform(0.0, 0.3))
        process.kill()
        said |= {line.strip() for line in process.stdout if len(line) == 17}
        process.wait()
        process.stdout.close()
        with Store.open(tmp_path) as store:
            assert {record.id for record in store.documents()} >= said
            check_whole(store, checked)
            store.sweep()
    assert len(said) > 6


def test_readers_see_whole_batches_while_one_writes(store: Store) -> None:
    def write() -> None:
        for number in range(40):
            with store.batch() as batch:
                batch.put(arrival(f"/{number}/a", f"left {number}"))
                batch.put(arrival(f"/{number}/b", f"right {number}"))

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(write)
        while not done.done():
            assert len(store.documents()) % 2 == 0
            assert store.counts().documents % 2 == 0
        done.result()
    assert len(store.documents()) == 80


def test_a_writer_that_waits_in_vain_says_so(store: Store) -> None:
    impatient = Store(store.home, Database(store.home / DATABASE, wait_seconds=0.05))
    holding = Database(store.home / DATABASE)
    with holding.writing():
        with pytest.raises(LibraryError, match="busy"):
            impatient.put(arrival("/a", "one"))
        with pytest.raises(LibraryError, match="busy"):
            impatient.put(arrival("/b", "x" * (INLINE_BYTES + 1)))
        assert impatient.documents() == [], "readers wait for nobody"
    assert [path for path in (store.home / "blobs").rglob("*") if path.is_file()] == []
    assert impatient.put(arrival("/a", "one")).outcome == "added"
    impatient.close()
    holding.close()
