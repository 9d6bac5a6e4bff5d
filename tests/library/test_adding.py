"""Adding files and folders: what is met, what is skipped, what is said and when."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from library_material import PlainPool, name_of

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.library.adding import add
from wenyuan.library.records import Added
from wenyuan.library.store import Store
from wenyuan.reading.document import Block, Document
from wenyuan.reading.pool import ReaderPool
from wenyuan.reading.protocol import Limits

K = TypeVar("K")
LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


def write(path: Path, text: str, when: int = LONG_AGO) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (when, when))
    return path


def outcomes(results: Iterable[Added], below: Path) -> dict[str, str]:
    return {str(Path(added.path).relative_to(below)): added.outcome for added in results}


def test_a_folder_and_again(store: Store, folder: Path) -> None:
    write(folder / "b.txt", "two")
    write(folder / "a.txt", "one")
    write(folder / "sub" / "c.txt", "three")
    pool = PlainPool()
    assert outcomes(add(store, [folder], pool), folder) == {"a.txt": "added", "b.txt": "added", "sub/c.txt": "added"}
    assert pool.names == ["a.txt", "b.txt", "c.txt"]
    assert store.record(name_of("one")).source == str(folder / "a.txt")
    again = list(add(store, [str(folder)], pool))
    assert set(outcomes(again, folder).values()) == {"unchanged"}
    assert {added.record.title for added in again} == {"a", "b", "c"}
    assert len(pool.names) == 3


def test_unchanged_files_are_not_opened(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "a.txt", "one")
    list(add(store, [folder], PlainPool()))
    opened = list[str]()
    sys.addaudithook(lambda event, about: opened.append(str(about[0])) if event == "open" else None)
    assert outcomes(add(store, [folder], PlainPool()), folder) == {"a.txt": "unchanged"}
    assert str(folder / "a.txt") not in opened


def test_changed_touched_and_new(store: Store, folder: Path) -> None:
    for name in ("changed", "touched", "same"):
        write(folder / name, f"text of {name}")
    list(add(store, [folder], PlainPool()))
    write(folder / "changed", "another text", LONG_AGO + 60)
    write(folder / "touched", "text of touched", LONG_AGO + 60)
    write(folder / "new", "new text")
    pool = PlainPool()
    assert outcomes(add(store, [folder], pool), folder) == {
        "changed": "updated",
        "touched": "unchanged",
        "same": "unchanged",
        "new": "added",
    }
    assert sorted(pool.names) == ["changed", "new"]
    assert outcomes(add(store, [folder], pool), folder)["touched"] == "unchanged"
    assert len(pool.names) == 2


def test_a_file_written_this_instant_is_looked_at_again(store: Store, folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("one")
    list(add(store, [folder], PlainPool()))
    seen = path.stat()
    path.write_text("two")
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))  # as within one tick of a coarse clock
    assert outcomes(add(store, [folder], PlainPool()), folder) == {"a.txt": "updated"}


def test_the_same_bytes_are_read_once(store: Store, folder: Path) -> None:
    for name in "abc":
        write(folder / name, "one")
    pool = PlainPool()
    results = outcomes(add(store, [folder], pool), folder)
    assert Counter(results.values()) == {"added": 1, "duplicate": 2}
    assert len(pool.names) == 1
    write(folder / "d", "one")
    assert outcomes(add(store, [folder / "d"], pool), folder) == {"d": "duplicate"}
    assert len(pool.names) == 1
    assert len(store.sources(name_of("one"))) == 4


def test_bytes_that_fail_fail_under_every_name(store: Store, folder: Path) -> None:
    write(folder / "a", "!bad")
    write(folder / "b", "!bad")
    results = list(add(store, [folder], PlainPool()))
    assert [(added.outcome, added.record.reason) for added in results] == [("failed", "it cannot be read: bad")] * 2


def test_failed_files_are_tried_again(store: Store, folder: Path) -> None:
    write(folder / "a", "!bad")
    pool = PlainPool()
    for _ in range(2):
        assert outcomes(add(store, [folder], pool), folder) == {"a": "failed"}
    assert len(pool.names) == 2
    assert [record.status for record in store.documents()] == ["failed"]


def test_into_another_collection(store: Store, folder: Path) -> None:
    write(folder / "a", "one")
    pool = PlainPool()
    list(add(store, [folder], pool, collection="law"))
    assert outcomes(add(store, [folder], pool, collection="tax"), folder) == {"a": "added"}
    assert outcomes(add(store, [folder], pool, collection=" tax "), folder) == {"a": "unchanged"}
    assert store.record(name_of("one")).collections == ("law", "tax")
    assert len(pool.names) == 1


def test_hidden_names_are_passed_over_unless_named(store: Store, folder: Path) -> None:
    write(folder / ".secret" / "a", "one")
    write(folder / ".b", "two")
    write(folder / "~$report.docx", "lock")
    write(folder / "c", "three")
    assert outcomes(add(store, [folder], PlainPool()), folder) == {"c": "added"}
    assert outcomes(add(store, [folder / ".secret"], PlainPool()), folder) == {".secret/a": "added"}


def test_links_lead_to_files_once_and_never_in_circles(store: Store, folder: Path, tmp_path: Path) -> None:
    write(folder / "sub" / "a", "one")
    write(tmp_path / "elsewhere" / "b", "two")
    (folder / "0-loop").symlink_to(folder)
    (folder / "sub" / "up").symlink_to("..")
    (folder / "0-sub").symlink_to("sub")
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    (folder / "to-a").symlink_to("sub/a")
    (folder / "nowhere").symlink_to("gone")
    results = outcomes(add(store, [folder], PlainPool()), folder)
    assert results == {"sub/a": "duplicate", "to-a": "added", "out/b": "added", "nowhere": "failed"}


def test_the_librarys_own_folder_is_not_added(tmp_path: Path) -> None:
    write(tmp_path / "a", "one")
    with Store.open(tmp_path / "library") as store:
        assert outcomes(add(store, [tmp_path], PlainPool()), tmp_path) == {"a": "added"}


def test_a_path_that_is_not_there_stops_before_anything(store: Store, folder: Path) -> None:
    write(folder / "a", "one")
    with pytest.raises(UsageError, match="gone"):
        add(store, [folder, folder / "gone"], PlainPool())
    with pytest.raises(UsageError, match="collection"):
        add(store, [folder], PlainPool(), collection=" ")
    assert store.documents() == []


def test_a_pipe_is_said_and_not_waited_for(store: Store, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    write(folder / "a", "one")
    said = {added.path: added for added in add(store, [folder], PlainPool())}
    assert said[str(folder / "pipe")].record.reason == "it is not a regular file"
    assert said[str(folder / "pipe")].record.id == ""
    assert [record.title for record in store.documents()] == ["a"]


def test_too_large_is_refused_unread_and_mends(store: Store, folder: Path) -> None:
    path = write(folder / "big", "x" * 101)
    pool = PlainPool()
    (refused,) = add(store, [folder], pool, largest=100)
    assert (refused.outcome, pool.names) == ("failed", [])
    assert "more than the 100 bytes" in refused.record.reason
    assert [record.id for record in store.documents()] == [refused.record.id]
    (mended,) = add(store, [path], pool, largest=101)
    assert (mended.outcome, mended.record.version) == ("added", 1)
    assert [record.id for record in store.documents()] == [mended.record.id]


def test_what_cannot_be_opened_keeps_what_was_read(store: Store, folder: Path) -> None:
    write(folder / "a", "one")
    list(add(store, [folder], PlainPool()))
    write(folder / "a", "x" * 101, LONG_AGO + 60)
    (refused,) = add(store, [folder], PlainPool(), largest=100)
    assert (refused.outcome, refused.record.id) == ("failed", name_of("one"))
    assert "what was read of it before is kept" in refused.record.reason
    assert store.record(name_of("one")).status == "ready"


def test_a_file_that_goes_away_in_the_meantime(store: Store, folder: Path) -> None:
    for name in "abc":
        write(folder / name, name)

    class Thief(PlainPool):
        def read_all(self, items: Iterable[tuple[K, bytes, str]]) -> Iterator[tuple[K, Document | ReadingFailed]]:
            (folder / "b").unlink()
            return super().read_all(items)

    results = {Path(added.path).name: added for added in add(store, [folder], Thief())}
    assert {name: added.outcome for name, added in results.items()} == {"a": "added", "b": "failed", "c": "added"}
    assert "No such file" in results["b"].record.reason


def test_names_that_are_not_unicode(store: Store, folder: Path) -> None:
    path = os.fsencode(folder) + b"/\xd6\xd0.txt"
    Path(os.fsdecode(path)).write_text("中文")
    os.utime(path, (LONG_AGO, LONG_AGO))
    (added,) = add(store, [folder], PlainPool())
    assert added.record.title == "\\xd6\\xd0"
    assert [again.outcome for again in add(store, [folder], PlainPool())] == ["unchanged"]


def test_a_result_is_said_only_once_it_is_on_disk(store: Store, folder: Path) -> None:
    for number in range(200):
        write(folder / f"{number:03}", f"text {number}")
    with Store.open(store.home) as other:
        for count, added in enumerate(add(store, [folder], PlainPool()), 1):
            assert other.text(added.record.id) == f"text {count - 1}"
            if count == 100:
                break
        assert 100 <= len(other.documents()) < 200
    assert Counter(outcomes(add(store, [folder], PlainPool()), folder).values())["added"] < 100


def test_files_are_not_held_in_memory_before_their_turn(store: Store, folder: Path) -> None:
    for number in range(150):
        write(folder / f"{number:03}", f"text {number}")
    pulled = list[int]()
    stream = add(store, [folder], PlainPool(), progress=lambda met, path: pulled.append(met))
    next(stream)
    assert len(pulled) <= 65


def test_a_reader_that_breaks_its_word_fails_one_file(store: Store, folder: Path) -> None:
    write(folder / "a", "one")
    write(folder / "b", "two")

    class Broken(PlainPool):
        def read_all(self, items: Iterable[tuple[K, bytes, str]]) -> Iterator[tuple[K, Document | ReadingFailed]]:
            for key, _, name in items:
                yield key, Document("short", "text/plain", blocks=[Block("paragraph", 0, 9 if name == "a" else 5)])

    results = {Path(added.path).name: added for added in add(store, [folder], Broken())}
    assert (results["a"].outcome, results["b"].outcome) == ("failed", "added")
    assert "does not hold together" in results["a"].record.reason


def test_many_roots(store: Store, folder: Path) -> None:
    paths = [write(folder / f"{number}", f"text {number}") for number in range(80)]
    assert Counter(outcomes(add(store, paths, PlainPool()), folder).values()) == {"added": 80}
    assert Counter(outcomes(add(store, paths, PlainPool()), folder).values()) == {"unchanged": 80}
    assert list(add(store, [], PlainPool())) == []


def test_through_the_readers_process(store: Store, folder: Path) -> None:
    write(folder / "年报.md", "# 年报\n\n营业收入为 3.2 亿元。\n")
    write(folder / "empty.pdf", "%PDF-1.4 and nothing else")
    with ReaderPool(Limits(), 1) as pool:
        results = {Path(added.path).name: added for added in add(store, [folder], pool)}
    assert (results["年报.md"].outcome, results["empty.pdf"].outcome) == ("added", "failed")
    record = results["年报.md"].record
    at = store.text(record.id).index("3.2")
    assert store.slice(record.id, at, at + 3) == "3.2"


def test_an_empty_path_is_not_the_current_folder(store: Store) -> None:
    with pytest.raises(UsageError, match="an empty path names nothing"):
        add(store, [""], PlainPool())


@pytest.mark.parametrize(("text", "first", "others"), [("one", "added", "duplicate"), ("!bad", "failed", "failed")])
def test_twins_are_read_once_and_committed_on_the_way(
    store: Store, folder: Path, text: str, first: str, others: str
) -> None:
    for number in range(2_500):
        write(folder / f"{number:04}", text)
    pool, met = PlainPool(), list[str]()
    stream = add(store, [folder], pool, progress=lambda _, path: met.append(path))
    said = [next(stream).outcome]
    assert len(met) < 2_500, "the first are said before the last is met"
    said += [added.outcome for added in stream]
    assert Counter(said) == Counter([first] + [others] * 2_499)
    assert (len(pool.names), len(met)) == (1, 2_500)


def test_the_home_of_another_library_is_no_folder_of_documents(tmp_path: Path) -> None:
    Store.open(tmp_path / "in" / "other").close()
    (tmp_path / "in" / "note.txt").write_text("A note beside it.")
    with Store.open(tmp_path / "home") as store:
        assert [Path(one.path).name for one in add(store, [tmp_path / "in"], PlainPool())] == ["note.txt"]
