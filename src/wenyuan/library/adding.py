"""Adding files and folders: walk, skip what has not changed, read, commit in batches, then say so.

Memory stays flat however many files there are: bytes are read when the pool asks for them and let go at the commit.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.library.arriving import Arrival, collection_name
from wenyuan.library.opening import TooLargeError, open_file
from wenyuan.library.records import DEFAULT_COLLECTION, Added, KnownFile, unstored
from wenyuan.library.store import Store
from wenyuan.library.walking import FoundFile, Unreachable, readable, walk, why
from wenyuan.reading.document import Document
from wenyuan.reading.naming import stem_of
from wenyuan.reading.protocol import Limits

K = TypeVar("K")
Progress = Callable[[int, str], None]

_BATCH_DOCUMENTS = 64
_BATCH_FILES = 1024  # with those whose content is stored already, or failed
_BATCH_SECONDS = 0.5
_BATCH_BYTES = 32 * 1024 * 1024
_GROUP = 4096  # files handed to the pool in one go: paths only, their bytes come when the pool asks
_UNCHANGED_AT_ONCE = 500
_FAILURES_REMEMBERED = 10_000  # so that bytes that cannot be read are tried once in a run, under however many names
_ROOTS_ASKED_ONE_BY_ONE = 64


class Pool(Protocol):
    """What reads: `reading.pool.ReaderPool`, or anything of its shape."""

    def read_all(self, items: Iterable[tuple[K, bytes, str]]) -> Iterator[tuple[K, Document | ReadingFailed]]: ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file to look into, and what was known of its path."""

    file: FoundFile
    known: KnownFile | None


def add(
    store: Store,
    paths: Sequence[str | Path],
    pool: Pool,
    *,
    collection: str = DEFAULT_COLLECTION,
    largest: int = Limits().bytes,
    progress: Progress | None = None,
) -> Iterator[Added]:
    """Add files and all files under folders; each is yielded once the transaction that holds it is on disk.

    A file whose path, size and time are as they were is not opened. One over `largest` bytes is refused unread. One
    that cannot be opened keeps what was read of it before. `progress` gets the number of files met so far and the
    path of the one being read. Raises UsageError, before anything is done, for a path that is not there.
    """
    if not all(os.fspath(path) for path in paths):
        raise UsageError("an empty path names nothing")
    roots = [os.path.abspath(path) for path in paths]  # noqa: PTH100 -- links in a path are the user's own naming
    if missing := [readable(root) for root in roots if not os.path.lexists(root)]:
        raise UsageError(f"there is no such file or folder: {', '.join(missing)}")
    return _Adding(store, pool, collection_name(collection), largest, progress).run(roots)


class _Adding:
    """One call of `add`."""

    def __init__(self, store: Store, pool: Pool, collection: str, largest: int, progress: Progress | None) -> None:
        self._store = store
        self._pool = pool
        self._collection = collection
        self._largest = largest
        self._progress = progress
        self._met = 0
        self._batch, self._contents, self._size, self._begun = store.batch(), 0, 0, 0.0
        self._said: list[Added] = []  # on disk, to be handed out
        self._under_way: dict[str, list[Arrival]] = {}  # other paths with the bytes that the pool has, by sha256
        self._read_now: set[str] = set()  # read but not yet committed, by sha256
        self._failed: dict[str, ReadingFailed] = {}  # by sha256

    def run(self, roots: Sequence[str]) -> Iterator[Added]:
        group = list[_Candidate]()
        unchanged = list[tuple[str, str]]()
        for found, known in self._walk(roots):
            self._met += 1
            if isinstance(found, Unreachable):
                path = readable(found.path)
                yield Added(unstored(path, stem_of(path), found.reason), path, "failed")
            elif known and _is_unchanged(found, known):
                unchanged.append((found.source, known.document))
                if len(unchanged) == _UNCHANGED_AT_ONCE:
                    yield from self._unchanged(unchanged)
            else:
                group.append(_Candidate(found, known))
                if len(group) == _GROUP:
                    yield from self._read(group)
                    group = []
        yield from self._unchanged(unchanged)
        yield from self._read(group)

    def _walk(self, roots: Sequence[str]) -> Iterator[tuple[FoundFile | Unreachable, KnownFile | None]]:
        together = len(roots) > _ROOTS_ASKED_ONE_BY_ONE
        known = self._store.known_files(None, self._collection) if together else {}
        for root in roots:
            if not together:
                known = self._store.known_files(readable(root), self._collection)
            for found in walk(root, [self._store.home]):
                yield found, known.get(readable(found.path))

    def _unchanged(self, files: list[tuple[str, str]]) -> Iterator[Added]:
        records = self._store.records({document for _, document in files})
        for path, document in files:
            if document in records:  # else removed by another process just now
                yield Added(records[document], path, "unchanged")
        files.clear()

    def _read(self, group: Iterable[_Candidate]) -> Iterator[Added]:
        rest = deque(group)
        try:
            while rest:
                for arrival, content in self._pool.read_all(self._open_all(rest)):
                    failure = self._put(replace(arrival, content=content))
                    self._remember(arrival.sha256, failure)
                    for twin in self._under_way.pop(arrival.sha256):
                        self._put(replace(twin, content=failure))
                        yield from self._say()
                    yield from self._say()
                yield from self._say()
            self._commit()
            yield from self._say()
        finally:
            self._batch.discard()

    def _open_all(self, rest: deque[_Candidate]) -> Iterator[tuple[Arrival, bytes, str]]:
        """The files that must be read; the others are put as they are met. Ends early, to let what was put be said,
        where nothing is being read meanwhile."""
        while rest and not (self._said and not self._under_way):
            candidate = rest.popleft()
            file = candidate.file
            if self._progress:
                self._progress(self._met, file.source)
            try:
                arrival = open_file(file, self._collection, self._largest)
            except OSError as error:
                self._refuse(candidate, why(error))
                continue
            except TooLargeError as error:
                self._refuse(candidate, str(error))
                continue
            sha, without = arrival.sha256, replace(arrival, data=b"")
            if sha in self._under_way:
                self._under_way[sha].append(without)
            elif sha in self._failed:
                self._put(replace(without, content=self._failed[sha]))
            elif sha in self._read_now or self._store.has_content(arrival.document):
                self._put(without)
            else:
                self._under_way[sha] = []
                yield arrival, arrival.data, arrival.name

    def _put(self, arrival: Arrival) -> ReadingFailed | None:
        """Put it in the batch, and commit that once it is large or old; why the content failed, if it did."""
        if not self._batch:
            self._begun = time.monotonic()
        try:
            self._batch.put(arrival)
        except ValueError as error:
            # Not the user's fault, but said all the same: the document fails, the run goes on.
            said = f"its reader returned a document that does not hold together ({error}); please report this"
            arrival = replace(arrival, content=ReadingFailed(said))
            self._batch.put(arrival)
        self._contents += isinstance(arrival.content, Document)
        self._size += len(arrival.data)
        full = self._contents >= _BATCH_DOCUMENTS or len(self._batch) >= _BATCH_FILES or self._size >= _BATCH_BYTES
        if full or time.monotonic() - self._begun > _BATCH_SECONDS:
            self._commit()
        return arrival.content if isinstance(arrival.content, ReadingFailed) else None

    def _remember(self, sha: str, failure: ReadingFailed | None) -> None:
        """How a content ended, for the files still to come with the same bytes."""
        if failure is None:
            self._read_now.add(sha)
            return
        if len(self._failed) == _FAILURES_REMEMBERED:
            del self._failed[next(iter(self._failed))]
        self._failed[sha] = failure

    def _commit(self) -> None:
        self._batch.commit()
        self._said += self._batch.results
        self._batch, self._contents, self._size = self._store.batch(), 0, 0
        self._read_now.clear()

    def _say(self) -> Iterator[Added]:
        said, self._said = self._said, []
        return iter(said)

    def _refuse(self, candidate: _Candidate, reason: str) -> None:
        """Record a file that was not read, unless something was read of it before: that stays."""
        file, known = candidate.file, candidate.known
        if known and known.status != "failed" and known.document in (held := self._store.records([known.document])):
            said = f"{reason}; what was read of it before is kept"
            record = replace(held[known.document], status="failed", reason=said)
            self._said.append(Added(record, file.source, "failed"))
            return
        self._put(
            Arrival(
                source=file.source,
                sha256=sha256(b"unread\0" + os.fsencode(file.path)).hexdigest(),  # it has no content to be named by
                content=ReadingFailed(reason),
                name=readable(Path(file.path).name),
                size=file.size,
                collection=self._collection,
            )
        )


def _is_unchanged(found: FoundFile, known: KnownFile) -> bool:
    same = (found.size, found.mtime_ns) == (known.size, known.mtime_ns)
    return same and known.member and known.status != "failed"
