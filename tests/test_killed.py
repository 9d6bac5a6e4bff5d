"""Killed at any moment, the same command again makes it whole: every document once, none half, each found.

The whole process group of the command line gets SIGKILL, at times that cover its start, its reading, the commits of
library and index, and its end. The seed is in the failure's message; WENYUAN_SEED repeats it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tantivy

from wenyuan.api import Library
from wenyuan.search.passages import passages

SEED = int(os.environ.get("WENYUAN_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 30)
FILES = 320
LONG = range(0, FILES, 40)  # these have several passages and, in the end, an original too large for a database row
WORDS = ("海上风电", "年度报告", "净利润", "董事会", "research", "turbines", "审计", "公告", "合同负债", "harbour")


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    draw = random.Random(4)
    for number in range(FILES):
        text = f"{token(number)} " + "".join(draw.choices(WORDS, k=30)) + "。\n"
        if number in LONG:
            text += "".join("".join(draw.choices(WORDS, k=12)) + "。\n" for _ in range(2_600 if not number else 60))
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


def token(number: int) -> str:
    """A word that stands in one document alone."""
    return "zq" + "".join("bdfghjlmpt"[int(digit)] for digit in f"{number:04}") + "kx"


def start(home: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "wenyuan.cli", "--home", str(home), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def run(home: Path, *arguments: str | Path) -> float:
    """Run a command to its end; how long it took."""
    began = time.monotonic()
    process = start(home, *arguments)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    return time.monotonic() - began


def kill(process: subprocess.Popen[bytes], after: float) -> None:
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def check_nothing_half(home: Path, docs: Path) -> set[str]:
    """Whatever was kept is whole: text, structure, original; the index has no passage whose text is not there, and
    none twice. Returns the sources kept."""
    with Library(home) as library:
        records = library.documents()
        assert len({record.source for record in records}) == len({record.id for record in records}) == len(records)
        for record in records:
            content = library.store.content(record.id)
            assert len(content.text) == record.characters
            assert content.blocks
            assert library.store.original(record.id) == Path(record.source).read_bytes()
        held = entries(home)
        assert len(set(held)) == len(held), "a passage stands twice in the index"
        known = {record.id: record.characters for record in records}
        ahead = {document for document, _, _ in held} - known.keys()
        assert not any(hit.record.id in ahead for hit in library.search("年度报告", 1000))
        assert all(end <= known[document] for document, _, end in held if document in known)
    return {record.source for record in records}


def entries(home: Path) -> list[tuple[str, int, int]]:
    """Every passage of the index, looked at without our own code."""
    folder = home / "index" / "lexical"
    if not (folder / "meta.json").exists():
        return []
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()
    query = index.parse_query("kind:passage", ["kind"])
    found = [address for _, address in searcher.search(query, max(1, searcher.num_docs)).hits]
    starts, ends = searcher.fast_field_values("start", found), searcher.fast_field_values("end", found)
    names = [str(searcher.doc(address)["document"][0]) for address in found]
    return list(zip(names, map(int, starts), map(int, ends), strict=True))


def check_whole(home: Path, expected: dict[int, Path]) -> None:
    """Exactly these files are there, indexed as they are, and each is found by its own word, once."""
    with Library(home, create=False) as library:
        assert library.index.follow() == 0, "the command left something to be indexed"
        records = {record.source: record for record in library.documents()}
        assert sorted(records) == sorted(map(str, expected.values()))
        should = set[tuple[str, int, int]]()
        for number, path in expected.items():
            record = records[str(path)]
            content = library.store.content(record.id)
            cut = [(record.id, one.start, one.end) for one in passages(content.text, content.blocks, content.tables)]
            should.update(cut)
            hits = [hit for hit in library.search(token(number), 1000) if token(number) in hit.text]
            assert [hit.record.id for hit in hits] == [record.id]
        held = entries(home)
        assert len(held) == len(set(held))
        assert set(held) == should
        gone = set(range(FILES)) - expected.keys()
        for number in list(gone)[:20]:
            assert not library.search(token(number))


def everything(docs: Path) -> dict[int, Path]:
    return dict(enumerate(sorted(docs.iterdir())))


def survive_adding(tmp_path: Path, docs: Path, rounds: int) -> None:
    draw = random.Random(SEED)
    whole = run(tmp_path / "whole", "add", docs)
    for number in range(rounds):
        home = tmp_path / f"add{number}"
        for _ in range(draw.choice((1, 1, 2, 3))):  # killed again while it makes good
            # Two in three anywhere; one in three around the end, where library and index commit in turn.
            after = draw.uniform(0, whole) if draw.random() < 0.67 else draw.uniform(0.8 * whole, 1.05 * whole)
            kill(start(home, "add", docs), after)
            kept = check_nothing_half(home, docs)
        run(home, "add", docs)
        with Library(home, create=False) as library:
            assert kept <= {record.source for record in library.documents()}
        check_whole(home, everything(docs))
        shutil.rmtree(home)


def survive_removing(tmp_path: Path, docs: Path, rounds: int) -> None:
    draw = random.Random(SEED + 1)
    full = tmp_path / "full"
    run(full, "add", docs)
    with Library(full) as library:
        ids = {int(Path(record.source).stem): record.id for record in library.documents()}
    for number in range(rounds):
        home = tmp_path / f"remove{number}"
        shutil.copytree(full, home)
        doomed = draw.sample(range(FILES), 100)
        kill(start(home, "remove", *(ids[one] for one in doomed)), draw.uniform(0.3, 1.5))
        kept = check_nothing_half(home, docs)
        assert len(kept) in (FILES, FILES - 100), "a removal is all or nothing"
        if len(kept) == FILES:
            run(home, "remove", *(ids[one] for one in doomed))
        else:
            with Library(home) as library:
                for one in doomed:
                    assert not library.search(token(one)), "what was removed answers"
        check_whole(home, {one: path for one, path in everything(docs).items() if one not in doomed})
        shutil.rmtree(home)


def survive_reindexing(tmp_path: Path, docs: Path, rounds: int) -> None:
    draw = random.Random(SEED + 2)
    home = tmp_path / "reindex"
    run(home, "add", docs)
    whole = run(home, "reindex")
    for _ in range(rounds):
        kill(start(home, "reindex"), draw.uniform(0.2, whole * 1.05))
        check_nothing_half(home, docs)
        check_whole(home, everything(docs))


def test_add_killed(tmp_path: Path, docs: Path) -> None:
    survive_adding(tmp_path, docs, 2)


def test_remove_and_reindex_killed(tmp_path: Path, docs: Path) -> None:
    survive_removing(tmp_path, docs, 1)
    survive_reindexing(tmp_path, docs, 1)


@pytest.mark.slow
def test_add_killed_twenty_times_and_more(tmp_path: Path, docs: Path) -> None:
    survive_adding(tmp_path, docs, 22)


@pytest.mark.slow
def test_remove_killed_twenty_times(tmp_path: Path, docs: Path) -> None:
    survive_removing(tmp_path, docs, 20)


@pytest.mark.slow
def test_reindex_killed_twenty_times(tmp_path: Path, docs: Path) -> None:
    survive_reindexing(tmp_path, docs, 20)


@pytest.fixture
def small(tmp_path: Path, docs: Path) -> tuple[Path, Path]:
    """A library of 20 documents, and their folder."""
    folder = tmp_path / "few"
    folder.mkdir()
    for path in sorted(docs.iterdir())[1:21]:
        shutil.copy(path, folder)
    with Library(tmp_path / "home") as library:
        assert all(one.outcome == "added" for one in library.add([folder]))
    return tmp_path / "home", folder


def few(folder: Path) -> dict[int, Path]:
    return {int(path.stem): path for path in sorted(folder.iterdir())}


@pytest.mark.parametrize(
    "how", ["no stamp", "other stamp", "torn meta", "empty meta", "no meta", "lost part", "torn part"]
)
def test_an_index_that_a_kill_or_the_disk_left_unusable_is_made_again(small: tuple[Path, Path], how: str) -> None:
    home, folder = small
    index = home / "index" / "lexical"
    part = max(index.glob("*.term"), key=lambda path: path.stat().st_size)
    match how:
        case "no stamp":
            (index / "version").unlink()
        case "other stamp":
            (index / "version").write_text("0")
        case "torn meta":
            os.truncate(index / "meta.json", 80)
        case "empty meta":
            os.truncate(index / "meta.json", 0)
        case "no meta":
            (index / "meta.json").unlink()
        case "lost part":
            part.unlink()
        case _:
            os.truncate(part, part.stat().st_size // 2)
    with Library(home) as library:
        assert library.search(token(7))
    check_whole(home, few(folder))


def test_locks_left_behind_hold_nobody_up(small: tuple[Path, Path]) -> None:
    home, folder = small
    for name in ("lexical/.tantivy-writer.lock", "lexical/.tantivy-meta.lock", "lexical.lock"):
        (home / "index" / name).touch()
    (home / "upgrade.lock").touch()
    (folder / "0300.txt").write_text(f"{token(300)} 新")
    assert run(home, "add", folder) < 30
    check_whole(home, few(folder))


def test_two_processes_open_a_new_index_at_once(small: tuple[Path, Path]) -> None:
    home, folder = small
    for _ in range(3):
        shutil.rmtree(home / "index")
        searching = [start(home, "search", token(5)) for _ in range(3)]
        for process in searching:
            _, said = process.communicate(timeout=60)
            assert process.returncode in (0, 3), said.decode()  # 3: it came while another was filling the index
        check_whole(home, few(folder))


def test_an_index_newer_than_the_library_is_made_again(small: tuple[Path, Path], tmp_path: Path) -> None:
    home, folder = small
    older = tmp_path / "older.db"
    with sqlite3.connect(home / "library.db") as live, sqlite3.connect(older) as copy:
        live.backup(copy)
    (folder / "0300.txt").write_text(f"{token(300)} 后来加的")
    run(home, "add", folder)
    for name in ("library.db", "library.db-wal", "library.db-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(older, home / "library.db")
    (folder / "0300.txt").unlink()
    with Library(home) as library:
        assert not library.search(token(300))
    check_whole(home, few(folder))


def test_an_older_library_that_went_another_way_is_noticed(small: tuple[Path, Path], tmp_path: Path) -> None:
    """Put back from a copy and added to by a program that kept no index: as many changes as before, but others."""
    home, folder = small
    older, index = tmp_path / "older.db", tmp_path / "index"
    with sqlite3.connect(home / "library.db") as live, sqlite3.connect(older) as copy:
        live.backup(copy)
    (folder / "0300.txt").write_text(f"{token(300)} 后来加的")
    run(home, "add", folder)
    shutil.move(home / "index", index)
    for name in ("library.db", "library.db-wal", "library.db-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(older, home / "library.db")
    (folder / "0300.txt").unlink()
    (folder / "0301.txt").write_text(f"{token(301)} 另外加的")
    run(home, "add", folder)
    shutil.rmtree(home / "index")
    shutil.move(index, home / "index")
    with Library(home) as library:
        assert library.search(token(301))
        assert not library.search(token(300))
    check_whole(home, few(folder))


def test_a_library_made_anew_does_not_answer_from_the_old_index(small: tuple[Path, Path]) -> None:
    home, folder = small
    for name in ("library.db", "library.db-wal", "library.db-shm"):
        (home / name).unlink(missing_ok=True)
    with Library(home) as library:
        assert library.search(token(5)) == []
    for path in list(folder.iterdir())[:10]:
        path.unlink()
    run(home, "add", folder)
    check_whole(home, few(folder))


def test_two_additions_and_searches_at_once(small: tuple[Path, Path], docs: Path) -> None:
    home, _ = small
    paths = sorted(docs.iterdir())
    halves = [start(home, "add", *half) for half in (paths[:200], paths[120:])]
    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(lambda: [process.communicate(timeout=120)[1] for process in halves])
        with Library(home) as library:
            while not done.done():
                found = library.search("年度报告", 50)
                assert len({hit.span for hit in found}) == len(found)
    assert [process.returncode for process in halves] == [0, 0], done.result()
    listed = subprocess.run(
        [sys.executable, "-m", "wenyuan.cli", "--home", str(home), "list", "--json"], capture_output=True, check=True
    )
    assert len(json.loads(listed.stdout)["documents"]) == FILES
    with Library(home) as library:
        for number in range(0, FILES, 7):
            assert len([hit for hit in library.search(token(number)) if token(number) in hit.text]) == 1
