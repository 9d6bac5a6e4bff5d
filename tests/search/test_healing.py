"""The index is a projection: lost, damaged or not to be written, it never costs a search more than a moment."""

from __future__ import annotations

import logging
import os
import resource
import shutil
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shelf import put
from wenyuan.errors import IndexDamaged, LibraryError
from wenyuan.library.store import Store
from wenyuan.search.folder import Unreachable
from wenyuan.search.lexical import LexicalIndex
from wenyuan.search.query import parse
from wenyuan.search.search import Search

NAMES = ("kestrel", "merlin", "osprey", "harrier")


@pytest.fixture
def folder(store: Store) -> Path:
    return store.home / "index" / "lexical"


@pytest.fixture
def filled(store: Store, search: Search) -> dict[str, str]:
    ids = {name: put(store, f"{name}.md", f"# About the {name}\n\nThe {name} eats fish. 它吃鱼。").id for name in NAMES}
    search.follow()
    return ids


def found(search: Search, query: str) -> set[str]:
    return {hit.span.document for hit in search.search(query)}


@contextmanager
def full_disk() -> Generator[None]:
    """No file of this process can grow: what a write to a full disk is, with another number."""
    assert signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def removed(folder: Path) -> None:
    shutil.rmtree(folder.parent)


def moved(folder: Path) -> None:
    folder.rename(folder.with_name(f"moved {len(list(folder.parent.iterdir()))}"))


def emptied(folder: Path) -> None:
    for one in folder.iterdir():
        one.unlink()


@pytest.mark.parametrize("lose", [removed, moved, emptied])
def test_an_index_lost_under_an_open_library_is_made_again(
    store: Store, search: Search, folder: Path, filled: dict[str, str], lose: Callable[[Path], None]
) -> None:
    lose(folder)
    assert found(search, "osprey") == {filled["osprey"]}
    with search.leading():
        new = put(store, "kite.md", "The kite soars.").id
        search.follow()
    assert found(search, "kite") == {new}
    assert found(search, "fish") == set(filled.values())
    lose(folder)
    assert search.rebuild(0.0) == len(NAMES) + 1
    assert found(Search(store, folder), "fish") == set(filled.values())


def test_an_index_lost_while_it_is_written_is_made_again(
    store: Store, search: Search, folder: Path, filled: dict[str, str]
) -> None:
    with search.leading():
        removed(folder)
        new = put(store, "kite.md", "The kite soars.").id
        search.follow()
        assert found(search, "kite") == {new}
        newer = put(store, "lark.md", "The lark sings.").id
        search.follow()
    assert found(Search(store, folder), "lark") == {newer}
    assert found(Search(store, folder), "fish") == set(filled.values())


def test_an_index_made_again_by_another_process_is_seen(
    store: Store, search: Search, folder: Path, filled: dict[str, str]
) -> None:
    assert Search(store, folder).rebuild() == len(NAMES)
    new = put(store, "kite.md", "The kite soars.").id
    assert found(search, "kite") == {new}
    assert found(search, "fish") == set(filled.values())
    assert sorted(one.name for one in folder.parent.iterdir()) == ["lexical", "lexical.lock"]


def replaced(path: Path, content: bytes) -> None:
    """Not in place: what is open keeps what it has."""
    fresh = path.with_name("fresh")
    fresh.write_bytes(content)
    fresh.replace(path)


def overwritten(path: Path) -> None:
    content = path.read_bytes()
    replaced(path, b"\xff" * min(300, len(content)) + content[300:])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    replaced(path, bytes(content))


def zeroed(path: Path) -> None:
    replaced(path, bytes(path.stat().st_size))


def halved(path: Path) -> None:
    replaced(path, path.read_bytes()[: path.stat().st_size // 2])


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


PARTS = ("*.term", "*.idx", "*.pos", "*.store", "*.fast", "*.fieldnorm", "meta.json", ".managed.json", "version")


@pytest.mark.parametrize("damage", [overwritten, zeroed, halved, a_folder, Path.unlink])
def test_a_damaged_index_is_made_again(
    store: Store, folder: Path, filled: dict[str, str], damage: Callable[[Path], None]
) -> None:
    for part in PARTS:
        for path in folder.glob(part):
            damage(path)
        search = Search(store, folder)
        hits = search.search("osprey eats")
        assert all(hit.text == store.slice(hit.span.document, hit.span.start, hit.span.end) for hit in hits), part
        search.named(parse("osprey and merlin"))
    assert Search(store, folder).rebuild() == len(NAMES)
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}


@pytest.mark.parametrize("damage", [flipped, halved])
@pytest.mark.parametrize("part", ["*.term", "*.idx", "*.pos", "*.store", "*.fast", "*.fieldnorm"])
def test_one_byte_of_an_index_is_missed(
    store: Store,
    folder: Path,
    filled: dict[str, str],
    part: str,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}
    for path in folder.glob(part):
        damage(path)
    assert found(Search(store, folder), "merlin") == {filled["merlin"]}
    assert "damaged" in caplog.text


@pytest.mark.parametrize("part", ["*.term", "*.store", "*.idx"])
def test_a_damaged_index_finds_at_once_and_the_log_says_so(
    store: Store, folder: Path, filled: dict[str, str], part: str, caplog: pytest.LogCaptureFixture
) -> None:
    for path in folder.glob(part):
        overwritten(path)
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}
    assert "damaged" in caplog.text
    caplog.clear()
    assert found(Search(store, folder), "merlin") == {filled["merlin"]}
    assert not caplog.records


@pytest.mark.parametrize("inside", [False, True])
def test_a_file_in_the_place_of_the_index(store: Store, folder: Path, filled: dict[str, str], inside: bool) -> None:
    shutil.rmtree(folder)
    folder.write_text("not an index")
    if inside:
        assert Search(store, folder).rebuild() == len(NAMES)
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}


def test_a_file_in_the_place_of_all_indexes_is_said(store: Store, folder: Path, filled: dict[str, str]) -> None:
    shutil.rmtree(folder.parent)
    folder.parent.write_text("not mine to remove")
    for call in (lambda: Search(store, folder).search("osprey"), Search(store, folder).rebuild):
        with pytest.raises(IndexDamaged, match=str(folder)):
            call()
    assert folder.parent.read_text() == "not mine to remove"


def test_an_index_kept_elsewhere_stays_there(store: Store, folder: Path, filled: dict[str, str]) -> None:
    elsewhere = store.home.parent / "other disk" / "lexical"
    elsewhere.parent.mkdir()
    shutil.move(folder, elsewhere)
    folder.symlink_to(elsewhere)
    assert Search(store, folder).rebuild() == len(NAMES)
    assert folder.is_symlink()
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}


def test_a_new_index_waits_for_who_writes_the_old_one(store: Store, folder: Path, filled: dict[str, str]) -> None:
    writer = LexicalIndex(folder).writer()
    assert writer
    with pytest.raises(LibraryError, match="another process"):
        Search(store, folder).rebuild(0.1)
    writer.close()
    assert Search(store, folder).rebuild(0.1) == len(NAMES)


def test_who_searches_while_another_makes_the_index_waits_for_it(
    store: Store, folder: Path, filled: dict[str, str]
) -> None:
    removed(folder)
    writer = LexicalIndex(folder).writer()
    assert writer
    later = threading.Timer(0.3, writer.close)
    later.start()
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}
    later.join()


def test_what_is_no_text_and_no_number_damages_nothing(
    search: Search, filled: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    assert found(search, "osprey \ud800") <= {filled["osprey"]}
    assert len(search.search("fish", 2**62)) == len(NAMES)
    assert not caplog.records


def test_on_a_full_disk_what_is_indexed_is_found(
    store: Store, search: Search, filled: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    new = put(store, "kite.md", "The kite soars.").id
    store.remove([filled["merlin"]])
    with full_disk():
        before = found(search, "osprey"), found(search, "merlin"), found(search, "kite")
    assert before == ({filled["osprey"]}, set(), set())
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert any("cannot be used" in one and "Os {" not in one for one in said)
    assert found(search, "kite") == {new}


def test_on_a_full_disk_a_missing_index_is_said(store: Store, folder: Path, filled: dict[str, str]) -> None:
    shutil.rmtree(folder)
    with full_disk(), pytest.raises(Unreachable, match=r"cannot be used: file too large\. What was added is kept"):
        Search(store, folder).search("osprey")
    assert found(Search(store, folder), "osprey") == {filled["osprey"]}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for the superuser")
def test_a_read_only_index_is_searched(
    store: Store, folder: Path, filled: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    files = [folder.parent, folder, *folder.iterdir()]
    for path in reversed(files):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        search = Search(store, folder)
        assert found(search, "osprey") == {filled["osprey"]}
        put(store, "kite.md", "The kite soars.")
        assert found(search, "kite") == set()
        assert found(search, "osprey") == {filled["osprey"]}
        assert "permission denied" in caplog.text
        with pytest.raises(Unreachable, match="permission denied"):
            search.rebuild(0.0)
    finally:
        for path in files:
            path.chmod(path.stat().st_mode | 0o200)
    assert len(found(search, "kite")) == 1
