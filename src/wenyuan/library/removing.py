"""Taking documents out: one transaction, after which nothing of them answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from wenyuan.library.arriving import erase, record_changes
from wenyuan.library.listing import batches
from wenyuan.library.schema import blobs, documents, memberships, sources, versions


def remove(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Remove documents, their sources and the older contents of those sources; the ids of all that went.

    An older content stays where another source still has it in its history.
    """
    doomed = dict.fromkeys(ids)
    for batch in batches(ids):
        left = list(connection.execute(select(sources.c.id).where(sources.c.document.in_(batch))).scalars())
        for numbers in batches(left):
            history = select(versions.c.document).where(versions.c.source.in_(numbers)).distinct()
            older = list(connection.execute(history).scalars())
            connection.execute(delete(memberships).where(memberships.c.source.in_(numbers)))
            connection.execute(delete(versions).where(versions.c.source.in_(numbers)))
            connection.execute(delete(sources).where(sources.c.id.in_(numbers)))
            doomed |= dict.fromkeys(older)
    kept = set[str]()
    for batch in batches([document for document in doomed if document not in ids]):
        # A source's history names its current document too, so this covers every reason to stay.
        kept |= set(connection.execute(select(versions.c.document).where(versions.c.document.in_(batch))).scalars())
    gone = [document for document in doomed if document not in kept]
    erase(connection, gone)
    record_changes(connection, dict.fromkeys(gone, "remove"))
    return gone


def files_in_use(connection: Connection) -> set[str]:
    """The sha256 of every original kept as a file."""
    query = select(documents.c.sha256).join_from(documents, blobs).where(blobs.c.data.is_(None))
    return set(connection.execute(query).scalars())
