"""A system's process, asked over its standard input and output."""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_SAMPLE_SECONDS = 0.2


class Failed(Exception):
    """What a system said, or that it took too long."""


class Child:
    """`with Child(…) as child: child.call({…}, seconds)`; the process ends with the block.

    Memory is that of the process at its peak, or of it and all below it as sampled, whichever is more.
    """

    def __init__(self, command: Sequence[str], variables: Mapping[str, str], log: Path) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            command, env=dict(variables), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log
        )
        self._held = b""
        self._most = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()
        self._log.close()

    def call(self, request: Mapping[str, object], seconds: float) -> dict[str, Any]:
        """The reply. Raises Failed where it is an error, the process ends, or `seconds` pass."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Failed("its process ended") from None
        self._most = 0.0
        reply = json.loads(self._line(time.monotonic() + seconds, seconds))
        if "error" in reply:
            raise Failed(reply["error"])
        return reply | {"peak_mib": max(reply["peak_mib"], self._most)}

    def _line(self, until: float, seconds: float) -> bytes:
        assert self._process.stdout is not None
        file = self._process.stdout.fileno()
        while b"\n" not in self._held:
            while not select.select([file], [], [], _SAMPLE_SECONDS)[0]:
                self._most = max(self._most, sum(_mib(one) for one in _family(self._process.pid)))
                if time.monotonic() > until:
                    raise Failed(f"stopped after {seconds:.0f} s")
            read = os.read(file, 1 << 20)
            if not read:
                raise Failed(f"its process ended with status {self._process.wait()}")
            self._held += read
        line, _, self._held = self._held.partition(b"\n")
        return line


def _family(pid: int) -> Iterator[int]:
    """A process and all below it, where the system tells."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in children.read_text().split():
                yield from _family(int(child))
        except OSError:
            continue  # ended just now


def _mib(pid: int) -> float:
    """Memory of a process, with its part of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
