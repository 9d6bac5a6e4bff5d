"""The seam every format comes through.

A reader is found by media type. Third parties add one by naming a `Reader` in the entry point group
`wenyuan.readers`; it is asked before the built-in ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Crossing `bytes`, `expanded_bytes` or memory fails the file; crossing `pages`,
    `characters` or `seconds` keeps what was read, as `partial`, where the format allows it.

    expanded_bytes: total size of an archive's members (docx, xlsx, epub, … are archives), against zip bombs.
    expansion: how many times its own size a large archive may have when unpacked, likewise.
    seconds: wall clock for the whole file; a reader that goes page by page should stop on its own at 80 % of it.
    """

    bytes: int = 512 * 1024 * 1024
    pages: int = 20_000
    expanded_bytes: int = 1024 * 1024 * 1024
    expansion: float = 200.0
    characters: int = 50_000_000
    seconds: float = 300.0
    memory_bytes: int = 3 * 1024 * 1024 * 1024

    def check_size(self, size: int) -> None:
        """Raise ReadingFailed for a file of more than `bytes`."""
        if size > self.bytes:
            raise ReadingFailed(
                f"the file has {size:,} bytes, over the limit of {self.bytes:,}; raise reading.bytes or split it"
            )


@runtime_checkable
class Reader(Protocol):
    """Turns the bytes of one file into a `Document`, or raises `ReadingFailed` with the reason.

    Runs in a process of its own and must not touch the network, other files or global state.
    """

    @property
    def media_types(self) -> tuple[str, ...]:
        """The types it reads; a class attribute will do."""
        ...

    def detect(self, data: bytes, name: str) -> str | None:
        """The media type this reader would read `data` as, or None. Look at the content first, the name last."""
        ...

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read one file. `name` is its file name, for titles and hints; it is never opened."""
        ...
