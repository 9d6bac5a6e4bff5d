"""Adding files and folders: walk, skip what has not changed, read, commit in batches, then say so.

Memory stays flat however many files there are: bytes are read when the pool asks for them and let go at the commit.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.library.arriving import Arrival, collection_name
from wenyuan.library.batch import Batch
from wenyuan.library.records import DEFAULT_COLLECTION, Added, KnownFile, unstored
from wenyuan.library.store import Store
from wenyuan.library.walking import FoundFile, Unreachable, readable, walk, why
from wenyuan.reading.document import Document
from wenyuan.reading.naming import stem_of
from wenyuan.reading.protocol import Limits

K = TypeVar("K")
Progress = Callable[[int, str], None]

_BATCH_DOCUMENTS = 64
_BATCH_SECONDS = 0.5
_BATCH_BYTES = 32 * 1024 * 1024
_GROUP = 4096  # files handed to the pool in one go: paths only, their bytes come when the pool asks
_UNCHANGED_AT_ONCE = 500
_ROOTS_ASKED_ONE_BY_ONE = 64
# A file written again within one tick of the clock keeps its time: so young a time is not trusted next time.
_CLOCK_TICK_NS = 50_000_000


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
        self._aside: list[Arrival] = []  # to be committed without the pool
        self._kept: list[Added] = []  # to be said, nothing to commit
        self._under_way: dict[str, list[Arrival]] = {}  # other paths with the bytes that the pool has, by sha256
        self._read_now: dict[str, ReadingFailed | None] = {}  # read but not yet committed: how it ended, by sha256

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

    def _read(self, group: Sequence[_Candidate]) -> Iterator[Added]:
        batch, size, begun = self._store.batch(), 0, time.monotonic()
        try:
            for arrival, content in self._pool.read_all(self._open_all(group)):
                sha = arrival.sha256
                self._read_now[sha] = failure = _put(batch, replace(arrival, content=content))
                self._aside.extend(replace(twin, content=failure) for twin in self._under_way.pop(sha))
                self._put_aside(batch)
                size += arrival.size
                late = time.monotonic() - begun > _BATCH_SECONDS
                if late or len(batch) >= _BATCH_DOCUMENTS or size >= _BATCH_BYTES:
                    yield from self._commit(batch)
                    batch, size, begun = self._store.batch(), 0, time.monotonic()
            self._put_aside(batch)
            yield from self._commit(batch)
        finally:
            batch.discard()

    def _commit(self, batch: Batch) -> Iterator[Added]:
        batch.commit()
        self._read_now.clear()
        yield from batch.results
        yield from self._kept
        self._kept.clear()

    def _put_aside(self, batch: Batch) -> None:
        for arrival in self._aside:
            _put(batch, arrival)
        self._aside.clear()

    def _open_all(self, group: Sequence[_Candidate]) -> Iterator[tuple[Arrival, bytes, str]]:
        """The files that must be read; the rest is put aside as it is met."""
        for candidate in group:
            file = candidate.file
            if self._progress:
                self._progress(self._met, file.source)
            try:
                arrival = self._open(file)
            except OSError as error:
                self._refuse(candidate, why(error))
                continue
            except _TooLargeError as error:
                self._refuse(candidate, str(error))
                continue
            sha = arrival.sha256
            if sha in self._under_way:
                self._under_way[sha].append(replace(arrival, data=b""))
            elif sha in self._read_now or self._store.has_content(arrival.document):
                self._aside.append(replace(arrival, data=b"", content=self._read_now.get(sha)))
            else:
                self._under_way[sha] = []
                yield arrival, arrival.data, arrival.name

    def _open(self, file: FoundFile) -> Arrival:
        """Read a file. The time is taken before the bytes: a change under way shows as a new time later."""
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe put in its place must not hold us
        with open(os.open(file.path, flags), "rb") as opened:  # noqa: PTH123 -- pathlib opens no descriptors
            status = os.fstat(opened.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise OSError("it is not a regular file")
            data = b""
            if status.st_size <= self._largest:
                data = opened.read(status.st_size + 1)
                if len(data) > status.st_size:  # it is still growing
                    data += opened.read(self._largest + 1 - len(data))
        if max(status.st_size, len(data)) > self._largest:
            raise _TooLargeError(
                f"it has {_mebibytes(max(status.st_size, len(data)))}, more than the "
                f"{_mebibytes(self._largest)} that are read; raise reading.bytes to add it"
            )
        young = time.time_ns() - status.st_mtime_ns < _CLOCK_TICK_NS
        return Arrival(
            source=file.source,
            sha256=sha256(data).hexdigest(),
            content=None,
            data=data,
            name=readable(Path(file.path).name),
            size=len(data),
            mtime_ns=0 if young else status.st_mtime_ns,
            collection=self._collection,
        )

    def _refuse(self, candidate: _Candidate, reason: str) -> None:
        """Record a file that was not read, unless something was read of it before: that stays."""
        file, known = candidate.file, candidate.known
        if known and known.status != "failed" and known.document in (held := self._store.records([known.document])):
            said = f"{reason}; what was read of it before is kept"
            record = replace(held[known.document], status="failed", reason=said)
            self._kept.append(Added(record, file.source, "failed"))
            return
        self._aside.append(
            Arrival(
                source=file.source,
                sha256=sha256(b"unread\0" + os.fsencode(file.path)).hexdigest(),  # it has no content to be named by
                content=ReadingFailed(reason),
                name=readable(Path(file.path).name),
                size=file.size,
                collection=self._collection,
            )
        )


class _TooLargeError(Exception):
    pass


def _is_unchanged(found: FoundFile, known: KnownFile) -> bool:
    same = (found.size, found.mtime_ns) == (known.size, known.mtime_ns)
    return same and known.member and known.status != "failed"


def _put(batch: Batch, arrival: Arrival) -> ReadingFailed | None:
    """Put it in the batch; why it failed, if it did."""
    try:
        batch.put(arrival)
    except ValueError as error:
        # Not the user's fault, but said all the same: the document fails, the run goes on.
        said = f"its reader returned a document that does not hold together ({error}); please report this"
        arrival = replace(arrival, content=ReadingFailed(said))
        batch.put(arrival)
    return arrival.content if isinstance(arrival.content, ReadingFailed) else None


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MiB" if size >= 1 << 20 else f"{size:,} bytes"
