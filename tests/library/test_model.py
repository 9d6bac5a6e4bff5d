"""Any history of adding, changing, failing, linking and removing, against a model a page long."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from library_material import arrival, name_of

from wenyuan.errors import UsageError
from wenyuan.library.store import Store

# Few of each, so that histories cross: the same content at both paths, left, come back to, removed.
_PATHS = st.sampled_from(["/a", "/b/c"])
_TEXTS = st.sampled_from(["one", "二", "?𠮷", "!five"])
_COLLECTIONS = st.sampled_from(["law", "税"])


@dataclass
class Source:
    """What the model knows of a path: its content now, the contents it had (with their numbers), its collections."""

    now: str
    numbers: dict[str, int]
    collections: set[str] = field(default_factory=set)


def failed(text: str) -> bool:
    return text.startswith("!")


class LibraryMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.store = Store.open(self.home)
        self.sources: dict[str, Source] = {}
        self.kept: set[str] = set()  # contents in the store
        self.followed: set[str] = set()  # what an index following the feed holds
        self.after = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.home)

    def current(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for source in self.sources.values():
            found.setdefault(source.now, set()).update(source.collections)
        return found

    @rule(items=st.lists(st.tuples(_PATHS, _TEXTS, _COLLECTIONS), min_size=1, max_size=4))
    def put(self, items: list[tuple[str, str, str]]) -> None:
        with self.store.batch() as batch:
            for path, text, collection in items:
                batch.put(arrival(path, text, collection))
        assert [added.outcome for added in batch.results] == [self.expect(*item) for item in items]

    def expect(self, path: str, text: str, collection: str) -> str:
        """Put in the model; the outcome the library should name."""
        before = self.sources.get(path)
        was_current = text in self.current()
        source = self.sources.setdefault(path, Source(text, {}))
        joined = collection not in source.collections
        source.collections.add(collection)
        left, source.now = source.now, text
        counted = [number for content, number in source.numbers.items() if not failed(content)]
        source.numbers.setdefault(text, 1 + max(counted, default=0))
        self.kept.add(text)
        if left != text and failed(left):
            del source.numbers[left]
            if left not in self.current():
                self.kept.discard(left)
        if failed(text):
            return "failed"
        if before is None:
            return "duplicate" if was_current else "added"
        if left != text:
            return "added" if failed(left) and source.numbers[text] == 1 else "updated"
        return "added" if joined else "unchanged"

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(sorted(self.kept)))
        doomed = {text}
        for path in [path for path, source in self.sources.items() if source.now == text]:
            doomed |= set(self.sources.pop(path).numbers)
        elsewhere = {content for source in self.sources.values() for content in source.numbers}
        doomed = {content for content in doomed if content == text or content not in elsewhere}
        assert set(self.store.remove([name_of(text)[:8]])) == {name_of(content) for content in doomed}
        for source in self.sources.values():
            source.numbers.pop(text, None)
        self.kept -= doomed

    @rule(path=_PATHS, text=st.sampled_from(["one", "二"]))
    def link_what_is_known(self, path: str, text: str) -> None:
        if text in self.kept and path in self.sources and self.sources[path].now == text:
            linked = replace(arrival(path, text, min(self.sources[path].collections)), content=None, data=b"")
            assert self.store.put(linked).outcome == "unchanged"

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = Store.open(self.home, create=False)

    @invariant()
    def follow(self) -> None:
        while changes := self.store.changes(self.after, limit=2):
            for change in changes:
                (self.followed.add if change.kind == "put" else self.followed.discard)(change.document)
            self.after = changes[-1].sequence
        assert self.followed == {name_of(text) for text in self.current() if not failed(text)}

    @invariant()
    def listing_agrees(self) -> None:
        listed = {record.id: record.collections for record in self.store.documents()}
        assert listed == {name_of(text): tuple(sorted(names)) for text, names in self.current().items()}
        counts = dict[str, int]()
        for names in self.current().values():
            for name in names:
                counts[name] = counts.get(name, 0) + 1
        assert self.store.collections() == sorted(counts.items())

    @invariant()
    def contents_agree(self) -> None:
        everything = {record.id: record for record in self.store.documents(include_superseded=True)}
        assert set(everything) == {name_of(text) for text in self.kept}
        for text in self.kept:
            record = everything[name_of(text)]
            paths = [path for path, source in self.sources.items() if source.now == text]
            assert self.store.sources(record.id) == sorted(paths)
            assert record.current == bool(paths)
            if paths:
                assert record.source in paths
                assert record.version == self.sources[record.source].numbers[text]
            if failed(text):
                assert record.status == "failed"
                with pytest.raises(UsageError):
                    self.store.original(record.id)
            else:
                assert self.store.slice(record.id, 0, 99) == text
                assert self.store.original(record.id) == text.encode()


TestLibraryMachine = LibraryMachine.TestCase
TestLibraryMachine.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
