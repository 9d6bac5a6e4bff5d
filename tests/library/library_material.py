"""What the library's tests put in: small documents, and a pool that reads plain text in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TypeVar

from wenyuan.errors import ReadingFailed
from wenyuan.library.arriving import Arrival
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Document

K = TypeVar("K")


def read_plain(text: str, title: str = "") -> Document:
    """A paragraph a line; "!" fails, "?" at the start makes it partial."""
    if text.startswith("!"):
        raise ReadingFailed(f"it cannot be read: {text[1:]}")
    builder = TextBuilder()
    for line in text.split("\n"):
        if line.startswith("# "):
            builder.block("heading", line[2:], 1)
        else:
            builder.block("paragraph", line)
    if text.startswith("?"):
        builder.problem("part of it could not be read")
    return builder.finish("text/plain", title)


def arrival(source: str, text: str, collection: str = "default", *, title: str = "", mtime_ns: int = 1) -> Arrival:
    data = text.encode()
    try:
        content: Document | ReadingFailed = read_plain(text, title)
    except ReadingFailed as error:
        content = error
    return Arrival(
        source=source,
        sha256=sha256(data).hexdigest(),
        content=content,
        data=data,
        name=source.rpartition("/")[2],
        size=len(data),
        mtime_ns=mtime_ns,
        collection=collection,
    )


def name_of(text: str) -> str:
    """The id its bytes give a content."""
    return sha256(text.encode()).hexdigest()[:16]


class PlainPool:
    """Of the shape of `reading.pool.ReaderPool`; counts what it was given to read."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def read_all(self, items: Iterable[tuple[K, bytes, str]]) -> Iterator[tuple[K, Document | ReadingFailed]]:
        for key, data, name in items:
            self.names.append(name)
            try:
                yield key, read_plain(data.decode())
            except ReadingFailed as error:
                yield key, error
