"""Questions to the library that take no text: which documents, collections, sources, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeAlias, TypeVar, cast

from sqlalchemy import Connection, Row, Select, and_, bindparam, func, or_, select

from wenyuan.errors import UsageError
from wenyuan.library.records import Change, Counts, DocumentRecord, KnownFile
from wenyuan.library.schema import changes, documents, facts, memberships, sources

T = TypeVar("T")
_Places: TypeAlias = "Select[Any, Any]"

_IDS_A_QUERY = 500  # databases bound the number of parameters
_PREFIX = 4
_HEX = frozenset("0123456789abcdef")

_current = select(sources.c.document)
_places = select(sources.c.document, memberships.c.collection).distinct().join_from(sources, memberships)
# A row for each collection of each document: one query where two would cost a search more than its ranking. A document
# may have a hundred thousand places: they are made few before the documents' own columns are joined to them.
_ids = bindparam("ids", expanding=True)
_places_found = _places.where(sources.c.document.in_(_ids)).subquery()
_found = (
    select(documents, _places_found.c.collection)
    .outerjoin(_places_found, _places_found.c.document == documents.c.id)
    .where(documents.c.id.in_(_ids))
)
_with_content = select(documents.c.id).where(documents.c.id == bindparam("id"), documents.c.status != "failed")
_newest = select(func.max(changes.c.sequence))
_identity = select(facts.c.value).where(facts.c.name == "identity")


def batches(items: Iterable[T], size: int = _IDS_A_QUERY) -> Iterator[list[T]]:
    """Items in lists short enough for one query each."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def list_documents(connection: Connection, collection: str | None, superseded: bool) -> list[DocumentRecord]:
    query = select(documents).order_by(documents.c.added, documents.c.source)
    if collection is not None:
        members = select(sources.c.document).join_from(sources, memberships)
        query = query.where(documents.c.id.in_(members.where(memberships.c.collection == collection)))
    elif not superseded:
        query = query.where(documents.c.id.in_(_current))
    places = _group(connection, _places)
    return [_record(row, places.get(row.id, ())) for row in connection.execute(query)]


def find_records(connection: Connection, ids: Iterable[str]) -> dict[str, DocumentRecord]:
    rows, places = dict[str, Row[Any]](), defaultdict[str, set[str]](set)
    for batch in batches(ids):
        for row in connection.execute(_found, {"ids": batch}).all():
            rows[row.id] = row
            if row.collection is not None:
                places[row.id].add(row.collection)
    return {key: _record(row, tuple(sorted(places[key]))) for key, row in rows.items()}


def find_record(connection: Connection, document: str) -> DocumentRecord:
    record = find_records(connection, [document]).get(document)
    if record is None:
        raise unknown(document)
    return record


def has_content(connection: Connection, document: str) -> bool:
    return connection.execute(_with_content, {"id": document}).first() is not None


def unknown(document: str) -> UsageError:
    return UsageError(f"there is no document {document}; `wenyuan list` shows the ids")


def resolve(connection: Connection, prefix: str) -> str:
    """The one id that begins so."""
    prefix = prefix.strip().lower()
    if len(prefix) < _PREFIX or not _HEX.issuperset(prefix):
        raise UsageError(f"{prefix!r} is not an id; give at least its first {_PREFIX} hex digits")
    near = documents.c.id.between(prefix, prefix + "g")  # "g" sorts after every hex digit
    ids = list(connection.execute(select(documents.c.id).where(near).order_by(documents.c.id).limit(4)).scalars())
    if not ids:
        raise unknown(prefix)
    if len(ids) > 1:
        raise UsageError(f"{prefix} could be {', '.join(ids[:3])}{' …' if ids[3:] else ''}; give more digits")
    return ids[0]


def has_collection(connection: Connection, name: str) -> bool:
    query = select(memberships.c.collection).where(memberships.c.collection == name).limit(1)
    return connection.execute(query).first() is not None


def list_collections(connection: Connection) -> list[tuple[str, int]]:
    query = (
        select(memberships.c.collection, func.count(sources.c.document.distinct()))
        .join_from(memberships, sources)
        .group_by(memberships.c.collection)
        .order_by(memberships.c.collection)
    )
    return [(name, count) for name, count in connection.execute(query)]


def list_sources(connection: Connection, document: str) -> list[str]:
    query = select(sources.c.path).where(sources.c.document == document).order_by(sources.c.path)
    return list(connection.execute(query).scalars())


def known_files(connection: Connection, root: str | None, collection: str) -> dict[str, KnownFile]:
    """Every source at or under `root` (None: of all), by path."""
    query = (
        select(
            sources.c.path,
            sources.c.document,
            sources.c.size,
            sources.c.mtime_ns,
            documents.c.status,
            memberships.c.collection.is_not(None).label("member"),
        )
        .join_from(sources, documents, sources.c.document == documents.c.id)
        .outerjoin(memberships, and_(memberships.c.source == sources.c.id, memberships.c.collection == collection))
    )
    if root is not None:
        below = root.rstrip("/")
        under = and_(sources.c.path > below + "/", sources.c.path < below + "0")  # "0" comes right after "/"
        query = query.where(or_(sources.c.path == root, under))
    return {row.path: KnownFile(*row[1:]) for row in connection.execute(query)}


def list_changes(connection: Connection, after: int, limit: int) -> list[Change]:
    query = select(changes).where(changes.c.sequence > after).order_by(changes.c.sequence).limit(limit)
    return [Change(row.sequence, row.document, row.kind) for row in connection.execute(query)]


def last_change(connection: Connection) -> int:
    return connection.execute(_newest).scalar() or 0


def identity(connection: Connection) -> str:
    return connection.execute(_identity).scalar_one()


def count(connection: Connection) -> Counts:
    def whole(column: Any) -> Any:
        return func.coalesce(func.sum(column), 0)

    def of(query: Select[Any]) -> int:
        return cast(int, connection.execute(query).scalar_one())

    by_status = (
        select(
            documents.c.status,
            func.count(),
            whole(documents.c.pages),
            whole(documents.c.characters),
            whole(documents.c.size),
        )
        .where(documents.c.id.in_(_current))
        .group_by(documents.c.status)
    )
    rows = {row[0]: [int(value) for value in row[1:]] for row in connection.execute(by_status)}
    number, pages, characters, size = (sum(values) for values in zip([0] * 4, *rows.values(), strict=True))
    return Counts(
        documents=number,
        ready=rows.get("ready", [0])[0],
        partial=rows.get("partial", [0])[0],
        failed=rows.get("failed", [0])[0],
        superseded=of(select(func.count()).select_from(documents)) - number,
        collections=of(select(func.count(memberships.c.collection.distinct()))),
        pages=pages,
        characters=characters,
        size=size,
    )


def _group(connection: Connection, places: _Places) -> dict[str, tuple[str, ...]]:
    found = defaultdict[str, list[str]](list)
    for row in connection.execute(places):
        found[row.document].append(row.collection)
    return {document: tuple(sorted(names)) for document, names in found.items()}


def _record(row: Row[Any], collections: tuple[str, ...]) -> DocumentRecord:
    return DocumentRecord(
        id=row.id,
        title=row.title,
        source=row.source,
        media_type=row.media_type,
        status=row.status,
        reason=row.reason,
        pages=row.pages,
        characters=row.characters,
        size=row.size,
        version=row.version,
        language=row.language,
        collections=collections,
        added=row.added,
        current=bool(collections),
    )
