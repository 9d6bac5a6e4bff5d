"""What a finished file is known by: its size, a checksum, and when it was last written.

The checksum is the sum of its 64-bit words, modulo 2**64: one changed byte always changes it, a lost or zeroed page
does unless it was zero before, and it runs as fast as memory is read, so that a gigabyte takes a tenth of a second or
two. It is no protection against malice.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 1 << 26


class Damage(Exception):
    """A file is not what was written. Told to callers as IndexDamaged by the index that knows its folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self.path = path


def checksum(content: NDArray[np.uint8]) -> int:
    """The sum of the bytes read as little-endian 64-bit words, the last filled up with zeros; and of their number."""
    whole = len(content) // 8 * 8
    total = int.from_bytes(content[whole:].tobytes(), "little") + len(content)
    for at in range(0, whole, _AT_ONCE):
        total += int(content[at : min(at + _AT_ONCE, whole)].view("<u8").sum(dtype=np.uint64))
    return total % (1 << 64)


@dataclass(frozen=True, slots=True)
class Seal:
    """What is written down of a file when it is done."""

    size: int
    total: int
    written: int

    @classmethod
    def of(cls, path: Path) -> Seal:
        status = path.stat()
        return cls(status.st_size, _total(path, status.st_size), status.st_mtime_ns)

    @classmethod
    def read(cls, data: Any) -> Seal:
        return cls(*map(int, data))

    def data(self) -> list[int]:
        return [self.size, self.total, self.written]

    def check(self, path: Path, *, whole: bool = False) -> None:
        """Raise Damage if the file is not the one sealed.

        Size and time are looked at always; the content where the time is another — something has written to it, or it
        was copied — or where the `whole` is asked for. FileNotFoundError goes to the caller.
        """
        status = path.stat()
        if status.st_size != self.size:
            raise Damage(path)
        if (whole or status.st_mtime_ns != self.written) and _total(path, self.size) != self.total:
            raise Damage(path)


def _total(path: Path, size: int) -> int:
    return checksum(np.memmap(path, np.uint8, "r")) if size else 0
