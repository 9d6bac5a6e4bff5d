"""Reading outside the main process: a file that is slow, huge or hostile costs that file and nothing else.

Each thread of the pool owns one reader process and starts another when a file has taken it down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self, TypeVar

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.reading.document import Document
from wenyuan.reading.process import ReaderProcess
from wenyuan.reading.protocol import Limits

K = TypeVar("K")

# What `read_all` hands out ahead for each process: none waits while the caller commits, and memory stays flat.
_FILES_AHEAD = 8
_BYTES_AHEAD = 32 * 1024 * 1024
_CLOSED = "the reader pool was closed before the file was read"


@dataclass(slots=True)
class _Job:
    """A file on its way. `done` gets the job back with its outcome; `dropped` is set when nobody waits any more."""

    data: bytes | None  # None: only make sure that a process runs
    name: str
    done: SimpleQueue[_Job]
    dropped: Event
    number: int = 0
    outcome: Document | BaseException | str = ""


@dataclass(slots=True)
class _Seat:
    """One thread and the process that it owns at the moment."""

    thread: Thread | None = None
    process: ReaderProcess | None = field(default=None)


class ReaderPool:
    """Reads files in `workers` processes of their own, under `limits`. A context manager; usable from many threads.

    No process runs before the first file.
    """

    def __init__(self, limits: Limits, workers: int = 1) -> None:
        if workers < 1:
            raise UsageError(f"a pool of {workers} readers cannot read; use at least 1")
        self._limits = limits
        self._jobs = SimpleQueue[_Job | None]()
        self._seats = [_Seat() for _ in range(workers)]
        self._changing = Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def isolation(self) -> str:
        """What a reader process on this machine is kept from, in words; starts one to find out."""
        outcome = self._wait(None, "")
        return outcome if isinstance(outcome, str) else ""

    def read(self, data: bytes, name: str) -> Document:
        """One file as read; raises ReadingFailed with the reason."""
        outcome = self._wait(data, name)
        assert isinstance(outcome, Document)  # noqa: S101 -- a job with data ends in a document or raises
        return outcome

    def read_all(self, items: Iterable[tuple[K, bytes, str]]) -> Iterator[tuple[K, Document | ReadingFailed]]:
        """(key, bytes, name) in, (key, document or failure) out, in the order in which they are done.

        `items` is advanced in the caller's thread, a few files ahead of what has been taken out.
        """
        done, dropped = SimpleQueue[_Job](), Event()
        source, exhausted, started = iter(items), False, 0
        under_way = dict[int, tuple[K, int]]()  # job number: key, bytes
        files_ahead = _FILES_AHEAD * len(self._seats)
        try:
            while True:
                while not exhausted and len(under_way) < files_ahead:
                    if under_way and sum(size for _, size in under_way.values()) >= _BYTES_AHEAD:
                        break
                    item = next(source, None)
                    if item is None:
                        exhausted = True
                        break
                    key, data, name = item
                    started += 1
                    under_way[started] = key, len(data)
                    self._submit(_Job(data, name, done, dropped, started))
                    del item, data
                if not under_way:
                    return
                job = done.get()
                key, _ = under_way.pop(job.number)
                if isinstance(job.outcome, Document | ReadingFailed):
                    yield key, job.outcome
                elif isinstance(job.outcome, BaseException):
                    raise job.outcome
        finally:
            dropped.set()

    def close(self) -> None:
        """End every process at once, whatever it is at; files under way fail. Again is harmless."""
        with self._changing:
            self._closed = True
        for _ in self._seats:
            self._jobs.put(None)
        for seat in self._seats:
            while seat.thread and seat.thread.is_alive():
                if process := seat.process:
                    process.kill()
                seat.thread.join(0.05)
        try:
            while True:
                if job := self._jobs.get_nowait():
                    job.outcome = ReadingFailed(_CLOSED)
                    job.done.put(job)
        except Empty:
            return

    def _wait(self, data: bytes | None, name: str) -> Document | str:
        done, dropped = SimpleQueue[_Job](), Event()
        self._submit(_Job(data, name, done, dropped))
        try:
            outcome = done.get().outcome
        finally:
            dropped.set()
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def _submit(self, job: _Job) -> None:
        with self._changing:
            if self._closed:
                raise UsageError("the reader pool is closed")
            for seat in self._seats:
                if seat.thread is None:
                    # As long-lived as the pool: Linux ends a reader process with the thread that started it.
                    seat.thread = Thread(target=self._serve, args=(seat,), name="wenyuan-reader", daemon=True)
                    seat.thread.start()
            self._jobs.put(job)

    def _serve(self, seat: _Seat) -> None:
        """Take jobs until the pool closes."""
        try:
            while (job := self._jobs.get()) is not None:
                if job.dropped.is_set():
                    continue
                try:
                    job.outcome = self._do(seat, job)
                except BaseException as exc:  # noqa: BLE001 -- raised again where the job is awaited
                    job.outcome = exc
                job.data = None
                job.done.put(job)
                del job
        finally:
            if seat.process:
                seat.process.close()

    def _do(self, seat: _Seat, job: _Job) -> Document | str:
        if job.data is not None:
            self._limits.check_size(len(job.data))
        if seat.process is None or seat.process.ended:
            try:
                seat.process = ReaderProcess(self._limits)
            except OSError as exc:
                raise ReadingFailed(f"the reader could not be started: {exc}") from exc
        try:
            if job.data is None:
                return seat.process.isolation
            return seat.process.read(job.data, job.name)
        except ReadingFailed:
            if self._closed:
                raise ReadingFailed(_CLOSED) from None
            raise
