"""Putting documents in: everything that can be done before the write lock is done before it, then one transaction.

What a put decides is the source's history (`versions`), which document is current there, and which collections see
it; the change feed gets a row for every document whose answer to a search differs afterwards.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, exists, func, insert, select, update

from wenyuan.errors import ReadingFailed, UsageError
from wenyuan.library.blobs import INLINE_BYTES, Blobs
from wenyuan.library.grids import encode_tables
from wenyuan.library.listing import batches
from wenyuan.library.records import DEFAULT_COLLECTION, ChangeKind, Outcome
from wenyuan.library.schema import (
    blobs,
    changes,
    chunks,
    documents,
    layouts,
    memberships,
    sources,
    structures,
    versions,
)
from wenyuan.library.structure import encode_outline
from wenyuan.library.texts import split
from wenyuan.reading.builder import clean, one_line
from wenyuan.reading.document import Document
from wenyuan.reading.layout import verify
from wenyuan.reading.naming import stem_of
from wenyuan.text.language import language

_ID_DIGITS = 16
_COLLECTION_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Arrival:
    """One content met at one source.

    content: the document as read; or why it could not be; or None for bytes that are known to be stored, which only
    links the source to them. sha256: of `data`, 64 hex digits. name: of the file; without its suffix it is the title
    where the document has none of its own. size and mtime_ns: what the file system said, so that an unchanged file is
    not opened next time.
    """

    source: str
    sha256: str
    content: Document | ReadingFailed | None
    data: bytes = b""
    name: str = ""
    media_type: str = ""
    size: int = 0
    mtime_ns: int = 0
    collection: str = DEFAULT_COLLECTION

    @property
    def document(self) -> str:
        return self.sha256[:_ID_DIGITS]


@dataclass(slots=True)
class Staged:
    """An arrival turned into rows, its large original already on disk under a temporary name."""

    source: str
    collection: str
    size: int
    mtime_ns: int
    document: dict[str, Any]
    chunks: Sequence[dict[str, Any]] = ()
    structure: Sequence[dict[str, Any]] = ()
    layouts: Sequence[dict[str, Any]] = ()
    blob: Sequence[dict[str, Any]] = ()
    file: Path | None = None
    known: bool = False


def collection_name(name: str) -> str:
    """A collection's name as it is kept: one line, single spaces."""
    kept = one_line(name)
    if not 0 < len(kept) <= _COLLECTION_CHARACTERS:
        raise UsageError(f"a collection's name has 1 to {_COLLECTION_CHARACTERS} characters")
    return kept


def stage(arrival: Arrival, files: Blobs) -> Staged:
    """Check an arrival and do its work outside the write lock. Raises ValueError for a document that breaks the
    invariants of `reading.document`, before anything is written."""
    name, content, key = stem_of(arrival.name), arrival.content, arrival.document
    collection = collection_name(arrival.collection)
    row: dict[str, Any] = {
        "id": key,
        "sha256": arrival.sha256,
        "title": name,
        "media_type": clean(arrival.media_type),
        "status": "failed",
        "reason": "",
        "pages": 0,
        "characters": 0,
        "size": arrival.size,
        "language": "",
        "added": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    staged = Staged(clean(arrival.source), collection, arrival.size, arrival.mtime_ns, row)
    if content is None:
        staged.known = True
        row["reason"] = "it was removed from the library while it was being added; add it again"
    elif isinstance(content, ReadingFailed):
        row["reason"] = clean(str(content))
    else:
        _check(content)
        row |= {
            "title": clean(content.title) or name,
            "media_type": clean(content.media_type),
            "status": content.status,
            "reason": clean("; ".join(content.problems)),
            "pages": len(content.pages),
            "characters": len(content.text),
            "language": language(content.text),
        }
        staged.chunks = split(key, content.text)
        staged.structure = [
            {
                "document": key,
                "outline": encode_outline(content),
                "tables": encode_tables(content.tables),
                "metadata": json.dumps(content.metadata),  # as ASCII, so that even NUL is kept
            }
        ]
        staged.layouts = [
            {"document": key, "page": page, "data": layout.encode()} for page, layout in content.layouts.items()
        ]
        small = len(arrival.data) <= INLINE_BYTES
        staged.blob = [{"document": key, "data": arrival.data if small else None}]
        staged.file = None if small else files.stage(arrival.data)
    return staged


def _check(document: Document) -> None:
    """`Document.check`, without unpacking the geometry of every page."""
    replace(document, layouts={}).check()
    for layout in document.layouts.values():
        verify(layout.encode(), len(document.text))


_update_document = update(documents).where(documents.c.id == bindparam("key"))
_add_source = insert(sources).returning(sources.c.id)
_update_source = update(sources).where(sources.c.id == bindparam("key"))
_stored = select(documents.c.sha256, documents.c.status, documents.c.title, documents.c.source).where(
    documents.c.id == bindparam("id")
)
_source = select(sources).where(sources.c.path == bindparam("path"))
_version = select(versions.c.version).where(
    versions.c.source == bindparam("source"), versions.c.document == bindparam("document")
)
# Failed contents leave nothing to cite, so they do not count: the next content takes their number.
_last_version = (
    select(func.max(versions.c.version))
    .join_from(versions, documents, versions.c.document == documents.c.id)
    .where(versions.c.source == bindparam("source"), documents.c.status != "failed")
)
_member = select(memberships.c.source).where(
    memberships.c.source == bindparam("source"), memberships.c.collection == bindparam("collection")
)
_collections = select(memberships.c.collection).where(memberships.c.source == bindparam("source"))
_place = select(sources.c.id).where(sources.c.document == bindparam("document")).limit(1)
_place_in = _place.where(
    exists().where(memberships.c.source == sources.c.id, memberships.c.collection == bindparam("collection"))
)
_another_place = (
    select(sources.c.path, versions.c.version)
    .join_from(sources, versions, (versions.c.source == sources.c.id) & (versions.c.document == sources.c.document))
    .where(sources.c.document == bindparam("document"))
    .order_by(sources.c.id.desc())
    .limit(1)
)


class Writing:
    """Puts staged arrivals on one connection; the changes are written by `finish`."""

    def __init__(self, connection: Connection, files: Blobs) -> None:
        self._connection = connection
        self._files = files
        self._changes: dict[str, ChangeKind] = {}
        self._seen = defaultdict[str, set[str]](set)  # collections that a document was found in, not all of them
        self._rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in (chunks, structures, layouts, blobs)}

    def put(self, staged: Staged) -> Outcome | None:
        """What became of it, or None where another document already has this id: the content cannot be kept."""
        run, key = self._connection.execute, staged.document["id"]
        stored = run(_stored, {"id": key}).first()
        if stored is not None and stored.sha256 != staged.document["sha256"]:
            return None
        source = run(_source, {"path": staged.source}).first()
        version = self._version(source.id if source else None, key)
        place = {"source": staged.source, "version": version}
        had_content = stored is not None and stored.status != "failed"
        renamed = False
        fails = not had_content and staged.document["status"] == "failed"
        if stored is None:
            run(insert(documents), staged.document | place)
        elif had_content:
            renamed = self._move(key, stored, place)
        else:
            # Without the id: naming it, were it the same, has SQLite look at every row that refers to it.
            row = {name: value for name, value in staged.document.items() if name != "id"}
            run(_update_document, row | place | {"key": key})
        if not had_content:
            self._keep_content(staged)
        was_current = had_content and run(_place, {"document": key}).first() is not None
        seen_as_before = was_current and self._is_seen(source, staged)
        joined = self._link(source, staged, version)
        if not fails and (renamed or not seen_as_before):
            self._changes[key] = "put"
        left_failure = source is not None and source.document != key and self._leave(source.id, source.document)
        if fails:
            return "failed"
        if source is None:
            return "duplicate" if was_current else "added"
        if source.document != key:
            return "added" if left_failure and version == 1 else "updated"
        return "added" if joined or not had_content else "unchanged"

    def finish(self) -> None:
        """Write the contents, and the feed: a document's last change stands for all of them."""
        for table, rows in self._rows.items():
            if rows:
                self._connection.execute(insert(table), rows)
        record_changes(self._connection, self._changes)

    def _is_seen(self, source: Any, staged: Staged) -> bool:
        """Whether the document is already seen in every collection that this source puts it in.

        Asks for one place in each: a document may have a hundred thousand.
        """
        run, key = self._connection.execute, staged.document["id"]
        names = {staged.collection}
        if source is not None and source.document != key:
            names |= set(run(_collections, {"source": source.id}).scalars())
        seen = self._seen[key]
        for name in names - seen:
            if run(_place_in, {"document": key, "collection": name}).first() is None:
                return False
            seen.add(name)
        return True

    def _version(self, source: int | None, document: str) -> int:
        if source is None:
            return 1
        known = self._connection.execute(_version, {"source": source, "document": document}).scalar()
        return known or (self._connection.execute(_last_version, {"source": source}).scalar() or 0) + 1

    def _keep_content(self, staged: Staged) -> None:
        """Nothing of a batch reads these rows, so they are written together, at its end."""
        self._rows[chunks] += staged.chunks
        self._rows[structures] += staged.structure
        self._rows[layouts] += staged.layouts
        self._rows[blobs] += staged.blob
        if staged.file:
            self._files.settle(staged.file, staged.document["sha256"])

    def _link(self, source: Any, staged: Staged, version: int) -> bool:
        """Point the source to the document; True where it is new in its collection."""
        run, key = self._connection.execute, staged.document["id"]
        seen = {"document": key, "size": staged.size, "mtime_ns": staged.mtime_ns}
        number: int
        if source is None:
            number = run(_add_source, seen | {"path": staged.source}).scalar_one()
        else:
            number = source.id
            if (source.document, source.size, source.mtime_ns) != tuple(seen.values()):
                run(_update_source, seen | {"key": number})
        if source is None or source.document != key:
            entry = {"source": number, "document": key}
            if source is None or run(_version, entry).first() is None:
                run(insert(versions), entry | {"version": version})
        member = {"source": number, "collection": staged.collection}
        if source is not None and run(_member, member).first() is not None:
            return False
        run(insert(memberships), member)
        return True

    def _move(self, document: str, stored: Any, place: dict[str, Any]) -> bool:
        """Show a document at a source; whether that gave it another title: one taken from a file's name follows it."""
        title: str = stored.title
        if title == stem_of(stored.source):
            title = stem_of(place["source"])
        self._connection.execute(_update_document, place | {"title": title, "key": document})
        return title != stored.title

    def _leave(self, source: int, document: str) -> bool:
        """Settle the content that the source has gone on from; True where that was a failure."""
        run = self._connection.execute
        stored = run(_stored, {"id": document}).one()
        failed = stored.status == "failed"
        self._seen.pop(document, None)
        if failed:
            run(delete(versions).where(versions.c.source == source, versions.c.document == document))
        place = run(_another_place, {"document": document}).first()
        if place is not None:  # still current elsewhere, perhaps in fewer collections
            self._move(document, stored, {"source": place.path, "version": place.version})
            if not failed:
                self._changes[document] = "put"
        elif failed:
            erase(self._connection, [document])
        else:
            self._changes[document] = "remove"
        return failed


def record_changes(connection: Connection, kinds: dict[str, ChangeKind]) -> None:
    """Append to the feed, in place of these documents' earlier changes."""
    for batch in batches(kinds):
        connection.execute(delete(changes).where(changes.c.document.in_(batch)))
        connection.execute(insert(changes), [{"document": document, "kind": kinds[document]} for document in batch])


def erase(connection: Connection, ids: Sequence[str]) -> None:
    """Delete documents that no source points to, with all that is theirs."""
    for batch in batches(ids):
        for table in (chunks, structures, layouts, blobs, versions):
            connection.execute(delete(table).where(table.c.document.in_(batch)))
        connection.execute(delete(documents).where(documents.c.id.in_(batch)))
