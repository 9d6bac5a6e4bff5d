"""The reader process: files in on standard input, documents out on standard output.

Started by the pool as `python -m wenyuan.reading.worker`. Both streams are moved to descriptors of their own first:
a library that prints or reads cannot get between the frames.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable

from wenyuan.errors import ReadingFailed
from wenyuan.reading import wire
from wenyuan.reading.confinement import confine
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.wire import Kind

_FILES = 5_000  # a process ends after so many, so that what a library leaks stays small
_ALLOCATIONS = 100_000  # between two looks for cycles among young objects
_PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")

Read = Callable[[bytes, str, Limits], Document]


def main() -> None:
    """Serve until the input ends. The first frame gives the limits, each later one a file."""
    requests, answers = open(os.dup(0), "rb"), os.dup(1)  # noqa: PTH123, SIM115 -- a descriptor, open to the end
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    limits = wire.decode_limits(requests.read(wire.unpack_header(requests.read(wire.HEADER_SIZE)).size))
    usage = os.open("/proc/self/statm", os.O_RDONLY)
    held = confine(limits.memory_bytes)
    from wenyuan.reading.registry import read  # what it imports, third-party readers too, runs confined

    rarely_collect()
    _send(answers, Kind.READY, held.encode())
    first = _memory(usage)[1]
    for served in range(1, _FILES + 1):
        header = requests.read(wire.HEADER_SIZE)
        if not header:
            return
        name, data = wire.split_file(wire.unpack_header(header).size, requests.read)
        kind, body = _answer(read, data, name, limits)
        del data
        mapped, resident = _memory(usage)
        grown = mapped > limits.memory_bytes // 2 or resident - first > limits.memory_bytes // 4
        last = served == _FILES or grown or kind == Kind.OUT_OF_MEMORY
        _send(answers, kind, body, last)
        if last:
            return


def rarely_collect() -> None:
    """Let the cyclic collector run seldom: what a reader builds is freed by its counts, and the collector would walk
    over a document of a hundred thousand small objects again and again. A rare cycle waits, in a process that is
    replaced anyway."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)


def _answer(read: Read, data: bytes, name: str, limits: Limits) -> tuple[Kind, bytes]:
    try:
        return Kind.DOCUMENT, wire.encode(read(data, name, limits))
    except ReadingFailed as exc:
        return (Kind.OUT_OF_MEMORY, b"") if _lacked_memory(exc) else (Kind.FAILED, str(exc).encode(errors="replace"))
    except MemoryError:
        return Kind.OUT_OF_MEMORY, b""
    except Exception as exc:  # noqa: BLE001 -- a reader's defect fails its file with the reason, not the ones after it
        return Kind.FAILED, f"the reader failed: {type(exc).__name__}: {exc}".encode(errors="replace")


def _lacked_memory(exc: BaseException | None) -> bool:
    while exc is not None and not isinstance(exc, MemoryError):
        exc = exc.__cause__
    return exc is not None


def _memory(usage: int) -> tuple[int, int]:
    """Bytes mapped and bytes resident of this process."""
    mapped, resident = os.pread(usage, 64, 0).split()[:2]
    return int(mapped) * _PAGE_SIZE, int(resident) * _PAGE_SIZE


def _send(answers: int, kind: Kind, body: bytes, last: bool = False) -> None:
    for part in (wire.pack_header(kind, len(body), last) + body[:65536], memoryview(body)[65536:]):
        view = memoryview(part)
        while view:
            view = view[os.write(answers, view) :]


if __name__ == "__main__":
    main()
