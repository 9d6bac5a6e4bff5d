"""Opening one file found on the way, without being held up, fooled by a change under way, or filled by its size."""

from __future__ import annotations

import os
import stat
import time
from hashlib import sha256
from pathlib import Path

from wenyuan.library.arriving import Arrival
from wenyuan.library.walking import FoundFile, readable

# A file written again within one tick of the clock keeps its time: so young a time is not trusted next time.
_CLOCK_TICK_NS = 50_000_000


class TooLargeError(Exception):
    """The file is over the limit; the message is for the user."""


def open_file(file: FoundFile, collection: str, largest: int) -> Arrival:
    """The file with its bytes, its content still to be read. Raises OSError or TooLargeError.

    The time is taken before the bytes: a change under way shows as a new time later.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe put in its place must not hold us
    with open(os.open(file.path, flags), "rb") as opened:  # noqa: PTH123 -- pathlib opens no descriptors
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError("it is not a regular file")
        data = b""
        if status.st_size <= largest:
            data = opened.read(status.st_size + 1)
            if len(data) > status.st_size:  # it is still growing
                data += opened.read(largest + 1 - len(data))
    if (size := max(status.st_size, len(data))) > largest:
        raise TooLargeError(
            f"it has {_mebibytes(size)}, more than the {_mebibytes(largest)} that are read; "
            "raise reading.bytes to add it"
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
        collection=collection,
    )


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MiB" if size >= 1 << 20 else f"{size:,} bytes"
