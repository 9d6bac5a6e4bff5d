"""Texts in chunks, so that a sentence of a ten-million-character document costs one or two small rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from wenyuan.library.schema import chunks, documents

CHUNK = 16_384  # code points; every chunk but the last is exactly this long

_slice = (
    select(chunks.c.start, chunks.c.text)
    .where(chunks.c.document == bindparam("id"), chunks.c.start > bindparam("after"), chunks.c.start < bindparam("end"))
    .order_by(chunks.c.start)
)
_whole = select(chunks.c.text).where(chunks.c.document == bindparam("id")).order_by(chunks.c.start)
_known = select(documents.c.id).where(documents.c.id == bindparam("id"))


def split(document: str, text: str) -> list[dict[str, Any]]:
    """The rows that hold a text."""
    return [
        {"document": document, "start": start, "text": text[start : start + CHUNK]}
        for start in range(0, len(text), CHUNK)
    ]


def read_slice(connection: Connection, document: str, start: int, end: int) -> str | None:
    """`text[start:end]`, or None where there is no such document. `start` and `end` are not negative."""
    if start < end:
        rows = connection.execute(_slice, {"id": document, "after": start - CHUNK, "end": end}).all()
        if rows:
            first: int = rows[0].start
            text = rows[0].text if len(rows) == 1 else "".join(row.text for row in rows)
            return text[start - first : end - first]
    return None if connection.execute(_known, {"id": document}).first() is None else ""


def read_text(connection: Connection, document: str) -> str:
    """The whole text; "" for a document that has none."""
    return "".join(connection.execute(_whole, {"id": document}).scalars())
