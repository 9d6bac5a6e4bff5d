"""What the library hands out: plain frozen records, equal in the Python API, the command line and over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from wenyuan.reading.document import Block, Page, Table

Status = Literal["ready", "partial", "failed"]
ChangeKind = Literal["put", "remove"]
Outcome = Literal["added", "updated", "unchanged", "duplicate", "failed"]

DEFAULT_COLLECTION = "default"


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document of the library, as `list` shows it.

    id: the first 16 hex digits of the sha256 of the file's bytes, so the same file twice is one document.
    source: the absolute path (or URL) it was last added from. version: 1 for the first content of that source,
    2 for the next; a content keeps its number. reason: its problems joined with "; ", or why it failed.
    language: "zh" where Han characters carry the text, "en" for Latin script, "" where neither does.
    collections: sorted by name. added: ISO 8601, UTC. current: False once the source has newer content; such a
    document is neither listed nor searched, but its spans still resolve until it is removed.
    """

    id: str
    title: str
    source: str
    media_type: str
    status: Status
    reason: str
    pages: int
    characters: int
    size: int
    version: int
    language: str
    collections: tuple[str, ...]
    added: str
    current: bool = True


def unstored(
    source: str, title: str, reason: str, *, document: str = "", media_type: str = "", size: int = 0, added: str = ""
) -> DocumentRecord:
    """The record of what failed and left no row in the library."""
    return DocumentRecord(
        id=document,
        title=title,
        source=source,
        media_type=media_type,
        status="failed",
        reason=reason,
        pages=0,
        characters=0,
        size=size,
        version=1,
        language="",
        collections=(),
        added=added,
        current=False,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the change feed. "put": the document is there to be searched, with the text and collections it has
    now; "remove": it must not answer any more. Failed documents have no text and never appear as "put"."""

    sequence: int
    document: str
    kind: ChangeKind


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document's text and structure, as its reader returned them; page geometry stays in the store."""

    record: DocumentRecord
    text: str
    blocks: list[Block]
    pages: list[Page]
    tables: list[Table]
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one path, said only once the transaction that holds it is on disk.

    outcome: "added" (new here, or new in this collection), "updated" (the path had other content before),
    "duplicate" (these bytes were already here under another path), "unchanged" or "failed" (see `record.reason`).
    `record.id` is "" for what could not even be opened as a file, such as a folder without permission.
    """

    record: DocumentRecord
    path: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the library holds; all but `superseded` and `collections` count current documents only."""

    documents: int
    ready: int
    partial: int
    failed: int
    superseded: int
    collections: int
    pages: int
    characters: int
    size: int


class KnownFile(NamedTuple):
    """What was seen at a path when it was last added. `member`: whether it is in the collection asked about."""

    document: str
    size: int
    mtime_ns: int
    status: Status
    member: bool
