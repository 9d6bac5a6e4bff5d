"""Contents, their sources and versions, collections, removal and the change feed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from library_material import arrival, name_of

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.library.arriving import Arrival
from wenyuan.library.blobs import INLINE_BYTES
from wenyuan.library.store import Store
from wenyuan.reading.document import Block, Document
from wenyuan.reading.layout import Line, PageLayout
from wenyuan.text.span import Locator, Span


def listed(store: Store, collection: str | None = None) -> dict[str, tuple[str, ...]]:
    return {record.id: record.collections for record in store.documents(collection)}


def feed(store: Store, after: int = 0) -> list[tuple[str, str]]:
    return [(change.document, change.kind) for change in store.changes(after)]


def test_what_is_put_comes_back(store: Store) -> None:
    added = store.put(arrival("/甲/年报.txt", "# 年报\n营业收入为 3.2 亿元。", title="二〇二四年年报"))
    record = added.record
    assert (added.outcome, added.path) == ("added", "/甲/年报.txt")
    assert record.id == name_of("# 年报\n营业收入为 3.2 亿元。")
    assert (record.title, record.source, record.status, record.version) == (
        "二〇二四年年报",
        "/甲/年报.txt",
        "ready",
        1,
    )
    assert (record.language, record.collections, record.current) == ("zh", ("default",), True)
    assert record.characters == len(store.text(record.id))
    assert store.record(record.id) == record == store.documents()[0]
    assert store.records([record.id, "0" * 16]) == {record.id: record}
    assert store.text(record.id) == "年报\n\n营业收入为 3.2 亿元。"
    assert store.original(record.id).decode() == "# 年报\n营业收入为 3.2 亿元。"
    assert store.content(record.id).blocks == [Block("heading", 0, 2, 1), Block("paragraph", 4, 17)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The company said revenue rose 11%.", "en"),
        ("公司 TensorFlow 平台收入同比增长。", "zh"),
        ("売上高はこの一年で伸びました。", ""),
        ("12.5 / 13.6", ""),
        ("word " * 5_000, "en"),
    ],
)
def test_language_is_told_by_script(store: Store, text: str, language: str) -> None:
    assert store.put(arrival("/x", text)).record.language == language


def test_title_falls_back_to_the_name(store: Store) -> None:
    assert store.put(arrival("/x/合同.txt", "正文")).record.title == "合同"
    assert store.put(arrival("/x/坏.docx", "!torn")).record.title == "坏"


def test_a_title_from_the_name_follows_the_source_shown(store: Store) -> None:
    store.put(arrival("/x/first.txt", "words"))
    store.put(arrival("/x/named.txt", "other words", title="Of its own"))
    after = store.last_change()
    second = store.put(arrival("/y/second.txt", "words"))
    assert (second.outcome, second.record.title, second.record.source) == ("duplicate", "second", "/y/second.txt")
    assert feed(store, after) == [(second.record.id, "put")], "it is found by its new name"
    store.put(arrival("/y/second.txt", "new words"))
    kept = store.record(second.record.id)
    assert (kept.title, kept.source) == ("first", "/x/first.txt")
    assert store.put(arrival("/y/third.txt", "other words", title="Of its own")).record.title == "Of its own"


def test_a_changed_source_supersedes_and_spans_still_resolve(store: Store) -> None:
    first = store.put(arrival("/a", "the rent is 900")).record
    after = store.last_change()
    second = store.put(arrival("/a", "the rent is 950"))
    assert (second.outcome, second.record.version) == ("updated", 2)
    assert listed(store) == {second.record.id: ("default",)}
    assert store.slice(first.id, 12, 15) == "900"
    assert store.record(first.id).current is False
    assert {record.id for record in store.documents(include_superseded=True)} == {first.id, second.record.id}
    assert set(feed(store, after)) == {(first.id, "remove"), (second.record.id, "put")}
    assert store.counts().superseded == 1


def test_content_that_comes_back_is_current_again(store: Store) -> None:
    first = store.put(arrival("/a", "one")).record
    second = store.put(arrival("/a", "two")).record
    again = store.put(arrival("/a", "one"))
    assert (again.outcome, again.record.id, again.record.version) == ("updated", first.id, 1)
    assert listed(store) == {first.id: ("default",)}
    assert sorted(feed(store)) == sorted([(first.id, "put"), (second.id, "remove")])
    assert store.put(arrival("/a", "three")).record.version == 3


def test_the_same_bytes_at_two_paths_are_one_document(store: Store) -> None:
    store.put(arrival("/a/one", "one"))
    after = store.last_change()
    twin = store.put(arrival("/b/one", "one"))
    assert twin.outcome == "duplicate"
    assert store.sources(twin.record.id) == ["/a/one", "/b/one"]
    assert feed(store, after) == [], "nothing a search would answer has changed"
    store.put(arrival("/b/one", "two"))
    assert listed(store) == {name_of("one"): ("default",), name_of("two"): ("default",)}
    kept = store.record(name_of("one"))
    assert (kept.source, kept.version) == ("/a/one", 1)


def test_unchanged_content_changes_nothing(store: Store) -> None:
    store.put(arrival("/a", "one"))
    before = store.last_change(), store.documents()
    assert store.put(arrival("/a", "one", mtime_ns=2)).outcome == "unchanged"
    assert (store.last_change(), store.documents()) == before
    assert store.known_files("/a", "default")["/a"].mtime_ns == 2


def test_collections_follow_the_source(store: Store) -> None:
    store.put(arrival("/a", "one", "law"))
    after = store.last_change()
    joined = store.put(arrival("/a", "one", " court   files "))
    assert joined.outcome == "added"
    assert joined.record.collections == ("court files", "law")
    assert feed(store, after) == [(joined.record.id, "put")]
    store.put(arrival("/a", "two", "law"))
    assert listed(store) == {name_of("two"): ("court files", "law")}
    assert store.collections() == [("court files", 1), ("law", 1)]
    assert listed(store, "law") == listed(store)
    assert listed(store, "tax") == {}


def test_leaving_one_source_narrows_the_collections(store: Store) -> None:
    store.put(arrival("/a", "one", "law"))
    store.put(arrival("/b", "one", "tax"))
    after = store.last_change()
    store.put(arrival("/b", "two", "tax"))
    assert listed(store) == {name_of("one"): ("law",), name_of("two"): ("tax",)}
    assert set(feed(store, after)) == {(name_of("one"), "put"), (name_of("two"), "put")}


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_collection_needs_a_name(store: Store, name: str) -> None:
    with pytest.raises(UsageError, match="collection"):
        store.put(arrival("/a", "one", name))
    assert store.documents() == []


def test_a_failed_document_is_recorded_and_retried(store: Store) -> None:
    failed = store.put(arrival("/a", "!scan"))
    assert (failed.outcome, failed.record.status) == ("failed", "failed")
    assert failed.record.reason == "it cannot be read: scan"
    assert store.changes(0) == []
    assert (store.text(failed.record.id), store.content(failed.record.id).blocks) == ("", [])
    with pytest.raises(UsageError, match="it cannot be read: scan"):
        store.original(failed.record.id)
    better = replace(arrival("/a", "read at last"), sha256=arrival("/a", "!scan").sha256)
    ready = store.put(better)
    assert (ready.outcome, ready.record.id, ready.record.status) == ("added", failed.record.id, "ready")
    assert (ready.record.version, store.text(ready.record.id)) == (1, "read at last")


def test_content_outlives_a_later_failure_to_read_it(store: Store) -> None:
    good = arrival("/a", "one")
    store.put(good)
    assert store.put(replace(good, content=ReadingFailed("out of memory"))).outcome == "unchanged"
    assert store.text(good.document) == "one"


def test_a_file_that_turns_unreadable_no_longer_answers(store: Store) -> None:
    store.put(arrival("/a", "one"))
    failed = store.put(arrival("/a", "!gone bad"))
    assert (failed.record.version, listed(store)) == (2, {failed.record.id: ("default",)})
    assert feed(store) == [(name_of("one"), "remove")]
    assert store.text(name_of("one")) == "one"
    mended = store.put(arrival("/a", "two"))
    assert mended.record.version == 2
    with pytest.raises(UsageError):
        store.record(failed.record.id)


def test_partial_says_what_is_missing(store: Store) -> None:
    record = store.put(arrival("/a", "?half")).record
    assert (record.status, record.reason) == ("partial", "part of it could not be read")
    assert store.counts().partial == 1


def test_known_bytes_can_be_linked_without_reading(store: Store) -> None:
    store.put(arrival("/a", "one"))
    linked = store.put(replace(arrival("/b", "one"), content=None, data=b""))
    assert (linked.outcome, store.sources(linked.record.id)) == ("duplicate", ["/a", "/b"])
    gone = store.put(replace(arrival("/c", "three"), content=None, data=b""))
    assert (gone.outcome, "add it again" in gone.record.reason) == ("failed", True)


def test_other_bytes_with_the_same_id_are_refused(store: Store) -> None:
    true = arrival("/a", "one")
    store.put(true)
    forged = replace(arrival("/b", "two"), sha256=true.document + "0" * 48)
    refused = store.put(forged)
    assert (refused.outcome, refused.record.id) == ("failed", "")
    assert true.document in refused.record.reason
    assert (store.text(true.document), store.sources(true.document)) == ("one", ["/a"])


def test_a_document_that_breaks_its_invariants_is_refused_whole(store: Store) -> None:
    broken = Document("short", "text/plain", blocks=[Block("paragraph", 0, 99)])
    line = Line(0, 99, 1.0, 2.0, [0.0] * 100)
    off_the_page = Document("short", "text/plain", layouts={1: PageLayout(10.0, 10.0, [line])})
    with store.batch() as batch:
        batch.put(arrival("/a", "one"))
        with pytest.raises(ValueError, match="block"):
            batch.put(replace(arrival("/b", "two"), content=broken))
        with pytest.raises(ValueError, match="line"):
            batch.put(replace(arrival("/b", "two"), content=off_the_page))
    assert [added.path for added in batch.results] == ["/a"]


def test_a_batch_is_all_or_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.batch() as batch:
            batch.put(arrival("/a", "one"))
            batch.put(arrival("/b", "x" * (INLINE_BYTES + 1)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (store.documents(), store.last_change()) == ([], 0)
    assert [path for path in (store.home / "blobs").rglob("*") if path.is_file()] == []


def test_a_batch_sees_its_own_puts(store: Store) -> None:
    with store.batch() as batch:
        for text in ("!bad", "one", "two", "one"):
            batch.put(arrival("/a", text))
        batch.put(arrival("/b", "one"))
    assert [added.outcome for added in batch.results] == ["failed", "added", "updated", "updated", "duplicate"]
    assert listed(store) == {name_of("one"): ("default",)}
    assert dict(feed(store)) == {name_of("one"): "put", name_of("two"): "remove"}


class TestRemoving:
    def test_takes_older_versions_along(self, store: Store) -> None:
        for text in ("one", "two", "three"):
            store.put(arrival("/a", text))
        assert set(store.remove([name_of("three")])) == {name_of("one"), name_of("two"), name_of("three")}
        assert (store.documents(include_superseded=True), store.collections()) == ([], [])
        assert set(feed(store)) == {(name_of(text), "remove") for text in ("one", "two", "three")}
        assert store.put(arrival("/a", "four")).record.version == 1

    def test_an_older_version_alone_can_go(self, store: Store) -> None:
        store.put(arrival("/a", "one"))
        store.put(arrival("/a", "two"))
        assert store.remove([name_of("one")]) == [name_of("one")]
        assert listed(store) == {name_of("two"): ("default",)}
        assert store.put(arrival("/a", "three")).record.version == 3

    def test_what_another_source_still_holds_stays(self, store: Store) -> None:
        store.put(arrival("/a", "one"))
        store.put(arrival("/b", "one"))
        store.put(arrival("/a", "two"))
        assert store.remove([name_of("two")]) == [name_of("two")]
        assert store.sources(name_of("one")) == ["/b"]

    def test_by_the_beginning_of_an_id(self, store: Store) -> None:
        record = store.put(arrival("/a", "one")).record
        with pytest.raises(UsageError, match="at least its first 4"):
            store.remove([record.id[:3]])
        assert store.remove([record.id[:5].upper()]) == [record.id]

    def test_an_ambiguous_beginning_is_refused(self, store: Store) -> None:
        for last in "12":
            sha = "abcd" + "0" * 59 + last
            store.put(replace(arrival("/" + last, last), sha256=sha[:4] + last + sha[5:]))
        with pytest.raises(UsageError, match=r"abcd1.*abcd2"):
            store.resolve("abcd")
        assert store.resolve("abcd2").startswith("abcd2")

    def test_one_unknown_id_stops_all(self, store: Store) -> None:
        record = store.put(arrival("/a", "one")).record
        with pytest.raises(UsageError, match="no document 0000"):
            store.remove([record.id, "0000"])
        assert listed(store) == {record.id: ("default",)}

    def test_many_at_once(self, store: Store) -> None:
        with store.batch() as batch:
            for number in range(1_100):
                batch.put(arrival(f"/{number}", f"text {number}"))
        assert len(store.remove([record.id for record in store.documents()])) == 1_100
        assert store.counts().documents == 0

    def test_leaves_no_trace_on_disk(self, store: Store) -> None:
        secret = "the merger closes on friday "
        record = store.put(arrival("/secret/name", secret * 10)).record
        large = store.put(arrival("/large", secret * 20_000)).record
        with store.batch() as batch:
            for number in range(50):
                batch.put(arrival(f"/{number}", f"text {number}"))
        assert secret.encode() in on_disk(store.home)
        store.remove([record.id, large.id])
        left = on_disk(store.home)
        assert secret.encode() not in left
        assert b"/secret/name" not in left
        assert b"text 49" in left

    def test_nothing_answers_afterwards(self, store: Store) -> None:
        record = store.put(arrival("/a", "one")).record
        store.remove([record.id])
        for ask in (store.record, store.content, store.text, store.original):
            with pytest.raises(UsageError, match=record.id):
                ask(record.id)
        with pytest.raises(UsageError, match=record.id):
            store.slice(record.id, 0, 1)
        assert store.slices([Span(record.id, 0, 1), Span(record.id, 0, 0)]) == [None, None]
        assert store.locate(Span(record.id, 0, 1)) == Locator()
        assert store.has_content(record.id) is False


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def test_originals_large_and_small(store: Store) -> None:
    sizes = [0, INLINE_BYTES, INLINE_BYTES + 1, 3 * INLINE_BYTES]
    for size in sizes:
        data = os.urandom(size)
        content = arrival(f"/{size}", f"read from {size}")
        put = store.put(replace(content, data=data, size=size))
        assert store.original(put.record.id) == data
    assert sum(path.is_file() for path in (store.home / "blobs").rglob("*")) == 2
    large = store.documents()[-1].id
    store.remove([large])
    assert sum(path.is_file() for path in (store.home / "blobs").rglob("*")) == 1


def test_sweeping_takes_only_what_nobody_uses(store: Store) -> None:
    used = store.put(arrival("/a", "x" * (INLINE_BYTES + 1))).record
    orphan = store.home / "blobs" / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir()
    orphan.write_bytes(b"left by a kill")
    old, young = (store.home / "blobs" / "incoming" / name for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half a file")
    os.utime(old, (1, 1))
    assert store.sweep() == 2
    assert (orphan.exists(), old.exists(), young.exists()) == (False, False, True)
    assert len(store.original(used.id)) == INLINE_BYTES + 1


def test_changes_come_in_pages_and_never_repeat_a_number(store: Store) -> None:
    for number in range(7):
        store.put(arrival(f"/{number}", f"text {number}"))
    seen, after = list[int](), 0
    while page := store.changes(after, limit=3):
        assert len(page) <= 3
        seen += [change.sequence for change in page]
        after = seen[-1]
    assert seen == sorted(set(seen))
    assert after == store.last_change()
    newest = store.documents()[-1].id
    store.remove([newest])
    assert store.last_change() > after
    store.put(arrival("/6", "text 6"))
    assert feed(store, after) == [(newest, "put")], "the last change stands for those before it"


def test_counts(store: Store) -> None:
    store.put(arrival("/a", "one"))
    store.put(arrival("/b", "?two", "law"))
    store.put(arrival("/c", "!three"))
    store.put(arrival("/a", "four"))
    counts = store.counts()
    assert (counts.documents, counts.ready, counts.partial, counts.failed) == (3, 1, 1, 1)
    assert (counts.superseded, counts.collections, counts.characters) == (1, 2, len("?twofour"))
    assert counts.size == len("?two!threefour")


def test_an_arrival_names_its_document() -> None:
    assert Arrival("/a", "0123456789abcdef" + "f" * 48, None).document == "0123456789abcdef"
