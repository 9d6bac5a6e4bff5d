"""The reader pool: files go out and documents come back; order, back-pressure, speed and a clean end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from actor import install

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.reading.document import Document
from wenyuan.reading.pool import ReaderPool
from wenyuan.reading.protocol import Limits


@pytest.fixture(scope="module", autouse=True)
def actor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(install(tmp_path_factory.mktemp("actor"))))
        yield


@pytest.fixture(scope="module")
def pool(actor: None) -> Iterator[ReaderPool]:
    with ReaderPool(Limits(), workers=2) as pool:
        yield pool


def children() -> set[int]:
    """Processes of this one, the dead and not yet reaped among them."""
    found = set[int]()
    for task in Path("/proc/self/task").iterdir():
        found |= set(map(int, (task / "children").read_text().split()))
    return found


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(done: object, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def test_a_file_comes_back_as_a_document(pool: ReaderPool) -> None:
    document = pool.read("问源 traces every sentence.\n\n第二段。".encode(), "说明.txt")
    assert document.text == "问源 traces every sentence.\n\n第二段。"
    assert (document.media_type, document.title, document.status) == ("text/plain", "说明", "ready")


def test_a_name_that_is_not_unicode_travels(pool: ReaderPool) -> None:
    document = pool.read(b"text in a line.", os.fsdecode(b"\xff\xfe.txt"))
    assert (document.text, document.title) == ("text in a line.", "\ufffd\ufffd")


def test_a_failure_has_its_reason(pool: ReaderPool) -> None:
    with pytest.raises(ReadingFailed, match="the file is empty"):
        pool.read(b"", "a.txt")
    with pytest.raises(ReadingFailed, match="页面 3 读不了"):
        pool.read(b"ACT refuses", "a.txt")


def test_read_all_gives_every_key_once(pool: ReaderPool) -> None:
    items = [(n, f"ACT say file {n}".encode() if n % 7 else b"ACT refuses", "f") for n in range(200)]
    got = dict(pool.read_all(items))
    assert sorted(got) == list(range(200))
    for number, outcome in got.items():
        if number % 7:
            assert isinstance(outcome, Document)
            assert outcome.text == f"file {number}"
        else:
            assert isinstance(outcome, ReadingFailed)


def test_read_all_gives_what_is_done_first(pool: ReaderPool) -> None:
    items = [("slow", b"ACT sleep 1", "f"), *((n, b"ACT say quick", "f") for n in range(5))]
    assert [key for key, _ in pool.read_all(items)] == [0, 1, 2, 3, 4, "slow"]


def test_read_all_of_nothing() -> None:
    known = children()
    with ReaderPool(Limits()) as pool:
        assert list(pool.read_all([])) == []
        assert children() == known  # no process before the first file


def test_read_all_pulls_lazily_and_bounds_the_bytes_in_flight(pool: ReaderPool) -> None:
    pulled = 0

    def items(size: int) -> Iterator[tuple[int, bytes, str]]:
        nonlocal pulled
        for pulled in range(1, 101):
            yield pulled, b"ACT size ".ljust(size), "f"

    for size, most in ((100, 17), (20 << 20, 3)):
        pulled = 0
        results = pool.read_all(items(size))
        assert pulled == 0
        for taken, _ in enumerate(results, start=1):
            assert pulled <= taken + most
            if taken == 4:
                break
        results.close()  # type: ignore[attr-defined]
        assert pulled <= 4 + most
    assert pool.read(b"ACT say still here", "f").text == "still here"


def test_an_error_of_the_items_reaches_the_caller(pool: ReaderPool) -> None:
    def items() -> Iterator[tuple[int, bytes, str]]:
        yield 1, b"ACT say one", "f"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        list(pool.read_all(items()))
    assert pool.read(b"ACT say still here", "f").text == "still here"


def test_many_threads_share_a_pool(pool: ReaderPool) -> None:
    got = dict[int, str]()

    def work(number: int) -> None:
        for turn in range(20):
            got[number * 100 + turn] = pool.read(f"ACT say {number} {turn}".encode(), "f").text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {n * 100 + turn: f"{n} {turn}" for n in range(4) for turn in range(20)}


def test_large_frames_pass_both_ways(pool: ReaderPool) -> None:
    assert pool.read(b"ACT size " + bytes(110 << 20), "f").text == str(110 << 20)
    assert len(pool.read(b"ACT long 40000000", "f").text) == 40_000_000  # 120 MB of UTF-8


def test_a_tiny_file_costs_little() -> None:
    data = b"ACT say " + b"Words in a row. " * 88
    with ReaderPool(Limits()) as pool:
        pool.read(data, "f")
        rounds = list[float]()
        for _ in range(5):  # the best of five: other work on this machine is not the pool's
            start = time.perf_counter()
            assert sum(1 for _ in pool.read_all((n, data, "f") for n in range(200))) == 200
            rounds.append(time.perf_counter() - start)
    assert min(rounds) < 0.2, f"{min(rounds) / 200 * 1000:.2f} ms a file"


def test_the_same_warm_process_serves_many_files() -> None:
    with ReaderPool(Limits()) as pool:
        assert len({pool.read(b"ACT pid", "f").text for _ in range(20)}) == 1


def test_a_process_that_has_grown_is_replaced() -> None:
    with ReaderPool(Limits(memory_bytes=1 << 30)) as pool:
        first = pool.read(b"ACT pid", "f").text
        assert pool.read(b"ACT leak 400000000", "f").text == "done"
        assert pool.read(b"ACT pid", "f").text != first


def test_nothing_is_left_behind() -> None:
    before = descriptors()
    known = children()
    with ReaderPool(Limits(seconds=0.3), workers=2) as pool:
        for action in (b"ACT say a", b"ACT segfault", b"ACT sleep 9", b"ACT exits 0", b"ACT hides", b"ACT say b"):
            try:
                pool.read(action, "f")
            except ReadingFailed:
                continue
    assert children() == known
    assert descriptors() == before


def test_close_ends_a_read_under_way() -> None:
    known = children()
    pool = ReaderPool(Limits())
    failure = list[ReadingFailed]()

    def read() -> None:
        try:
            pool.read(b"ACT sleep 60", "f")
        except ReadingFailed as exc:
            failure.append(exc)

    thread = threading.Thread(target=read)
    thread.start()
    assert wait_until(lambda: children() - known)
    start = time.monotonic()
    pool.close()
    thread.join(5)
    assert "closed" in str(failure[0])
    assert time.monotonic() - start < 3
    pool.close()
    with pytest.raises(UsageError, match="closed"):
        pool.read(b"text", "a.txt")


def test_a_pool_needs_a_worker() -> None:
    with pytest.raises(UsageError, match="at least 1"):
        ReaderPool(Limits(), workers=0)


PARENT = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job starts with it ignored
from wenyuan.reading.pool import ReaderPool
from wenyuan.reading.protocol import Limits

with ReaderPool(Limits(), workers=2) as pool:
    print(pool.read(b"ACT pid", "f").text, flush=True)
    for key, outcome in pool.read_all([(1, b"ACT sleep 60", "f"), (2, b"ACT sleep 60", "f")]):
        print(key, outcome)
"""


def parent() -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def test_ctrl_c_ends_all_of_it() -> None:
    process, reader = parent()
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)  # what a terminal does
    _, said = process.communicate(timeout=10)
    assert said.count("Traceback") == 1
    assert said.strip().endswith("KeyboardInterrupt")
    assert wait_until(lambda: not alive(reader))


def test_readers_die_with_a_killed_parent() -> None:
    process, reader = parent()
    assert alive(reader)
    process.kill()
    process.communicate(timeout=10)
    assert wait_until(lambda: not alive(reader))
