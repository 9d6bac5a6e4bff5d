"""One reader process, seen from the parent: start it, hand it a file, wait for its answer, end it."""

from __future__ import annotations

import fcntl
import logging
import math
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock

from wenyuan.errors import ReadingFailed
from wenyuan.reading import wire
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.wire import Buffer, Header, Kind

_START_SECONDS = 60.0
_PIPE = 1 << 20  # bytes; the most an unprivileged process may ask for
_SAID = 4096  # last bytes kept of what a process wrote to standard error
_NO_MEMORY = (
    b"memory allocation",
    b"bad_alloc",
    b"out of memory",
    b"Out of memory",
    b"Cannot allocate",
    b"MemoryError",
)
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV")
_log = logging.getLogger(__name__)


class _Gone(Exception):
    """The process has ended, or closed its side."""


class _Late(Exception):
    """The time is up."""


class ReaderProcess:
    """A running reader. `isolation` says what it confined itself to. For one thread at a time, `kill` apart.

    The process dies with the thread that made it (Linux ties the two), so that thread has to outlive its use.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._said = bytearray()
        self._reaping = Lock()
        self._ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", "wenyuan.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=_environment(),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the parent; and what the reader starts ends with its group
        )
        process = self._process
        assert process.stdin and process.stdout and process.stderr  # noqa: S101 -- asked for above
        self._in, self._out, self._err = process.stdin.fileno(), process.stdout.fileno(), process.stderr.fileno()
        self._end = os.pidfd_open(process.pid)
        for descriptor in (self._in, self._out, self._err):
            os.set_blocking(descriptor, False)
        for descriptor in (self._in, self._out):
            with suppress(OSError):  # the user's share of pipe memory is used up: slower, nothing else
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, _PIPE)
        self._poll = select.poll()
        for descriptor in (self._out, self._err, self._end):
            self._poll.register(descriptor, select.POLLIN)
        body = wire.encode_limits(limits)
        try:
            header, answer = self._exchange([wire.pack_header(Kind.SETUP, len(body)), body], _START_SECONDS)
            if header.kind != Kind.READY:
                raise ValueError(f"first answer {header.kind.name}")
        except (_Gone, _Late, ValueError) as exc:
            self._listen()
            self.close()
            raise ReadingFailed(f"the reader did not start: {self._last_words() or 'no answer'}") from exc
        self.isolation = str(answer, "utf-8", "replace")

    @property
    def ended(self) -> bool:
        """True once the process has given its last answer or is gone: start another."""
        return self._ended

    def read(self, data: bytes, name: str) -> Document:
        """The file as read; raises ReadingFailed, after which `ended` tells whether the process survived it."""
        try:
            header, answer = self._exchange(wire.file_parts(name, data), self._limits.seconds)
        except _Late:
            self.close()
            seconds = self._limits.seconds
            raise ReadingFailed(f"reading took longer than {seconds:g} s; raise reading.seconds") from None
        except ValueError as exc:
            self.close()
            raise ReadingFailed(f"the reader's answer makes no sense: {exc}") from exc
        except _Gone:
            raise ReadingFailed(self._reason_of_death()) from None
        if header.last:
            self.close()
        if header.kind == Kind.DOCUMENT:
            try:
                return wire.decode(answer)
            except ReadingFailed:
                self.close()  # defect or taken over: not to be trusted with the next file
                raise
        if header.kind == Kind.OUT_OF_MEMORY:
            raise ReadingFailed(self._out_of_memory())
        raise ReadingFailed(str(answer, "utf-8", "replace"))

    def kill(self) -> None:
        """End the process now; safe from any thread. A `read` under way fails."""
        with self._reaping:
            self._kill()

    def close(self) -> None:
        """Kill, reap and free the descriptors; again is harmless."""
        if self._ended:
            return
        self._ended = True
        with self._reaping:
            self._kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                stream.close()
        os.close(self._end)

    def _kill(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _exchange(self, parts: list[bytes], seconds: float) -> tuple[Header, Buffer]:
        """Write a frame and read one, both at once: neither side can wait for the other for ever."""
        self._said.clear()
        deadline = time.monotonic() + seconds
        unsent = self._write([memoryview(part) for part in parts if part])
        if unsent:
            self._poll.register(self._in, select.POLLOUT)
        frame = _Frame(self._limits.memory_bytes)
        try:
            while True:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise _Late
                events = {descriptor for descriptor, _ in self._poll.poll(math.ceil(left * 1000))}
                if self._out in events and frame.read(self._out):
                    if self._said:
                        _log.debug("a reader process said: %s", self._said.decode("utf-8", "replace"))
                    return frame.header, frame.body
                if self._err in events:
                    self._listen()
                if self._in in events:
                    unsent = self._write(unsent)
                    if not unsent:
                        self._poll.unregister(self._in)
                if self._end in events and self._out not in events:
                    raise _Gone
        finally:
            if unsent:
                self._poll.unregister(self._in)

    def _write(self, parts: list[memoryview]) -> list[memoryview]:
        """Write what the pipe takes; returns what is left."""
        try:
            while parts:
                written = os.writev(self._in, parts)
                while parts and written >= len(parts[0]):
                    written -= len(parts.pop(0))
                if parts:
                    parts[0] = parts[0][written:]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            return []  # it is gone: the other descriptors say so
        return parts

    def _listen(self) -> None:
        """Keep the last of what the process wrote to standard error."""
        with suppress(BlockingIOError):
            while said := os.read(self._err, 1 << 16):
                self._said += said
                del self._said[:-_SAID]
            with suppress(KeyError):
                self._poll.unregister(self._err)  # closed at the other end: it would wake every poll

    def _last_words(self) -> str:
        lines = self._said.decode("utf-8", "replace").split("\n")
        return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "")

    def _out_of_memory(self) -> str:
        return f"the reader ran out of its {self._limits.memory_bytes >> 20} MiB of memory; raise reading.memory_bytes"

    def _reason_of_death(self) -> str:
        """Reap the process and say why it ended."""
        self._listen()
        if not select.select([self._end], [], [], 0.5)[0]:
            self.close()
            return "the reader broke off its answer"
        with self._reaping:
            _, status, usage = os.wait4(self._process.pid, 0)
            code = self._process.returncode = os.waitstatus_to_exitcode(status)
        said = self._last_words()
        self.close()
        full = usage.ru_maxrss * 1024 > 0.8 * self._limits.memory_bytes
        if code and (full or any(words in self._said for words in _NO_MEMORY)):
            return self._out_of_memory()
        if code == -signal.SIGKILL:
            return "the reader was killed, perhaps because this machine ran out of memory"
        if code < 0:
            return f"the reader crashed (signal {-code}, {signal.Signals(-code).name})"
        return f"the reader ended before its answer (exit status {code}{': ' if said else ''}{said})"


class _Frame:
    """A frame as it comes in."""

    def __init__(self, most: int) -> None:
        self._most = most  # bytes of body: no process can honestly say more than its memory holds
        self._head = bytearray()
        self._filled = 0
        self.header: Header
        self.body = bytearray()

    def read(self, descriptor: int) -> bool:
        """Take what is there; True when the frame is whole. Raises _Gone at the end, ValueError for nonsense."""
        try:
            if not self.body:
                return self._begin(os.read(descriptor, 1 << 16))
            got = os.readv(descriptor, [memoryview(self.body)[self._filled :]])
        except BlockingIOError:
            return False
        if not got:
            raise _Gone
        self._filled += got
        return self._filled == len(self.body)

    def _begin(self, data: bytes) -> bool:
        if not data:
            raise _Gone
        self._head += data
        if len(self._head) < wire.HEADER_SIZE:
            return False
        self.header = header = wire.unpack_header(self._head)
        self._filled = len(self._head) - wire.HEADER_SIZE
        if header.size > self._most or self._filled > header.size:
            raise ValueError(f"{self._filled} of {header.size} bytes, {self._most} allowed")
        self.body = bytearray(header.size)
        self.body[: self._filled] = memoryview(self._head)[wire.HEADER_SIZE :]
        return self._filled == header.size


def _environment() -> dict[str, str]:
    """What a reader may know of ours: where Python and its packages are, no secrets.

    A fixed hash seed makes the same file give the same text each time.
    """
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    if path := os.environ.get("PYTHONPATH"):
        environment["PYTHONPATH"] = os.pathsep.join(
            str(Path(part).absolute()) for part in path.split(os.pathsep) if part
        )
    return environment | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
