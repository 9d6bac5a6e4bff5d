"""`Store`: the one door to a library folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import bindparam, select

from wenyuan.errors import LibraryError, NoLibrary, UsageError
from wenyuan.library import listing, removing
from wenyuan.library.arriving import Arrival
from wenyuan.library.batch import Batch
from wenyuan.library.blobs import Blobs
from wenyuan.library.engine import Database
from wenyuan.library.grids import Cells
from wenyuan.library.locating import locate, read_layouts
from wenyuan.library.records import Added, Change, Counts, DocumentRecord, KnownFile, StoredDocument
from wenyuan.library.schema import blobs, documents, structures
from wenyuan.library.structure import decode_outline
from wenyuan.library.texts import read_slice, read_slices, read_text, read_texts
from wenyuan.library.upgrading import bring_up
from wenyuan.reading.layout import PageLayout
from wenyuan.text.span import Locator, Span

DATABASE = "library.db"
_CONTENTS_AT_ONCE = 128
_CHARACTERS_AT_ONCE = 4_000_000
_structures = select(structures).where(structures.c.document.in_(bindparam("ids", expanding=True)))


class Store:
    """Documents, their texts, sources, collections and changes, in one folder.

    Safe to use from several threads, and from several processes on one folder: writers wait for each other, readers
    wait for nobody. Every method is one transaction.
    """

    def __init__(self, home: Path, database: Database) -> None:
        """Use `Store.open`."""
        self.home = home
        self._database = database
        self._files = Blobs(home / "blobs")

    @classmethod
    def open(cls, home: Path, *, create: bool = True) -> Store:
        """Open the library in a folder, making or migrating it where needed.

        Raises LibraryError for a folder that cannot be used and for a library from a newer version, and NoLibrary,
        unless `create`, where there is none.
        """
        path = home / DATABASE
        try:
            if create:
                home.mkdir(parents=True, exist_ok=True, mode=0o700)
            elif not path.exists():
                raise NoLibrary(f"there is no library in {home}; `wenyuan add` makes one")
        except OSError as error:
            raise LibraryError(f"{home} cannot be used as the library's folder: {error.strerror}") from error
        database = Database(path)
        try:
            bring_up(database)
        except BaseException:
            database.close()
            raise
        return cls(home, database)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    def viewing(self) -> AbstractContextManager[None]:
        """All that this thread reads of the store in the block is of one moment, and is quicker together."""
        return self._database.viewing()

    def put(self, arrival: Arrival) -> Added:
        """Put one content; on disk when this returns."""
        with self.batch() as batch:
            batch.put(arrival)
        return batch.results[0]

    def batch(self) -> Batch:
        """Put several contents in one transaction: `with store.batch() as batch: batch.put(…)`."""
        return Batch(self._database, self._files)

    def remove(self, ids: Iterable[str]) -> list[str]:
        """Remove documents by id or unique beginning of one, with their older versions; the ids of all that went."""
        with self._database.writing() as connection:
            found = dict.fromkeys(listing.resolve(connection, prefix) for prefix in ids)
            gone = removing.remove(connection, list(found))
        self.sweep()
        self._database.forget()
        return gone

    def sweep(self) -> int:
        """Delete files that no document uses, left by a removal or a kill; how many."""
        with self._database.writing() as connection:
            return self._files.sweep(removing.files_in_use(connection))

    # Documents

    def documents(self, collection: str | None = None, *, include_superseded: bool = False) -> list[DocumentRecord]:
        """The documents of a collection, or all, oldest first."""
        with self._database.reading() as connection:
            return listing.list_documents(connection, collection, include_superseded)

    def resolve(self, prefix: str) -> str:
        """The id that begins so (4 hex digits at least). Raises UsageError where there is none, or more than one."""
        with self._database.reading() as connection:
            return listing.resolve(connection, prefix)

    def record(self, document: str) -> DocumentRecord:
        """One record by its whole id, superseded ones too. Raises UsageError for an unknown id."""
        with self._database.reading() as connection:
            return listing.find_record(connection, document)

    def records(self, ids: Iterable[str]) -> dict[str, DocumentRecord]:
        """Records by id; what is not in the library is left out."""
        with self._database.reading() as connection:
            return listing.find_records(connection, ids)

    def has_content(self, document: str) -> bool:
        """Whether this id is stored with a text, current or not."""
        with self._database.reading() as connection:
            return listing.has_content(connection, document)

    def sources(self, document: str) -> list[str]:
        """Every path or URL whose content this is now."""
        with self._database.reading() as connection:
            return listing.list_sources(connection, document)

    def known_files(self, root: str | None, collection: str) -> dict[str, KnownFile]:
        """What was last seen of every source at or under `root` (None: of all), by path."""
        with self._database.reading() as connection:
            return listing.known_files(connection, root, collection)

    def has_collection(self, name: str) -> bool:
        """Whether there is a collection of this name; quick, however many documents there are."""
        with self._database.reading() as connection:
            return listing.has_collection(connection, name)

    def collections(self) -> list[tuple[str, int]]:
        """Each collection's name and number of documents, by name."""
        with self._database.reading() as connection:
            return listing.list_collections(connection)

    def counts(self) -> Counts:
        with self._database.reading() as connection:
            return listing.count(connection)

    # Texts

    def content(self, document: str) -> StoredDocument:
        """A document as it was read; a failed one is empty. Raises UsageError for an unknown id."""
        for content in self.contents([document]):
            return content
        raise listing.unknown(document)

    def contents(self, ids: Iterable[str]) -> Iterator[StoredDocument]:
        """Documents as they were read; what is not in the library is left out. Few queries, and flat in memory: only
        texts of a few million characters are held at a time."""
        for rest in listing.batches(ids, _CONTENTS_AT_ONCE):
            while rest:
                found, rest = self._contents(rest)
                yield from found

    def _contents(self, ids: Sequence[str]) -> tuple[list[StoredDocument], list[str]]:
        """The first of these documents, as many as may be held at a time, and the ids of the rest."""
        out, rest, size = list[StoredDocument](), list[str](), 0
        with self._database.reading() as connection:
            some = dict[str, DocumentRecord]()
            for key, record in listing.find_records(connection, ids).items():
                if some and size + record.characters > _CHARACTERS_AT_ONCE:
                    rest.append(key)
                else:
                    some[key] = record
                    size += record.characters
            rows = {row.document: row for row in connection.execute(_structures, {"ids": list(some)}).all()}
            texts = read_texts(connection, list(some))
        for record in some.values():
            if (row := rows.get(record.id)) is None:
                out.append(StoredDocument(record, "", [], [], [], {}))
                continue
            outline, tables = decode_outline(row.outline), Cells(row.tables).tables()
            about = json.loads(row.metadata)
            text = texts.get(record.id, "")
            out.append(StoredDocument(record, text, outline.blocks(), list(outline.pages), tables, about))
        return out, rest

    def text(self, document: str) -> str:
        """The whole text, "" for a failed document. Raises UsageError for an unknown id."""
        with self._database.reading() as connection:
            return read_text(connection, document) or _known(read_slice(connection, document, 0, 0), document)

    def slice(self, document: str, start: int, end: int) -> str:
        """`text[start:end]`, reading no more of the document than that. Raises UsageError for an unknown id."""
        if start < 0 or end < 0:
            raise UsageError("start and end count characters from 0")
        with self._database.reading() as connection:
            return _known(read_slice(connection, document, start, end), document)

    def slices(self, spans: Iterable[Span]) -> list[str | None]:
        """The text of each span; None where its document is not (or no longer) in the library."""
        with self._database.reading() as connection:
            return read_slices(connection, list(spans))

    def locate(self, span: Span) -> Locator:
        """Where a person looks for the span; boxes cover the span alone."""
        return self.locate_many([span])[0]

    def locate_many(self, spans: Sequence[Span]) -> list[Locator]:
        """One locator a span; empty where its document is not in the library."""
        with self._database.reading() as connection:
            return locate(connection, spans)

    def layout(self, document: str, page: int) -> PageLayout | None:
        """The character geometry of a page, where the format has it."""
        with self._database.reading() as connection:
            return read_layouts(connection, document, [page]).get(page)

    def original(self, document: str) -> bytes:
        """The file's bytes, as added. Raises UsageError where there are none: unknown or failed."""
        with self._database.reading() as connection:
            query = select(blobs.c.data, documents.c.sha256).join_from(blobs, documents)
            row = connection.execute(query.where(blobs.c.document == document)).first()
            if row is None:
                record = listing.find_record(connection, document)
                raise UsageError(f"no original is kept of {record.id}, which could not be read: {record.reason}")
            if row.data is not None:
                return row.data
            try:
                return self._files.path(row.sha256).read_bytes()
            except OSError as error:
                raise LibraryError(f"the original of {document} is gone from {self.home}: {error.strerror}") from error

    # Following

    def changes(self, after: int, limit: int = 1_000) -> list[Change]:
        """The changes numbered above `after`, in order, at most `limit`: the last change of each document only."""
        with self._database.reading() as connection:
            return listing.list_changes(connection, after, limit)

    def last_change(self) -> int:
        """The number of the newest change, 0 at first; it only ever grows."""
        with self._database.reading() as connection:
            return listing.last_change(connection)

    def identity(self) -> str:
        """A random name given at creation, by which an index knows its library."""
        with self._database.reading() as connection:
            return listing.identity(connection)


def _known(text: str | None, document: str) -> str:
    if text is None:
        raise listing.unknown(document)
    return text
