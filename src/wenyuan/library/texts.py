"""Texts in chunks, so that a sentence of a ten-million-character document costs one or two small rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, SelectBase, and_, bindparam, or_, select

from wenyuan.library.quick import rows, shaped
from wenyuan.library.schema import chunks, documents
from wenyuan.text.span import Span

CHUNK = 16_384  # code points; every chunk but the last is exactly this long

_slice = (
    select(chunks.c.start, chunks.c.text)
    .where(chunks.c.document == bindparam("id"), chunks.c.start > bindparam("after"), chunks.c.start < bindparam("end"))
    .order_by(chunks.c.start)
)
_whole = select(chunks.c.text).where(chunks.c.document == bindparam("id")).order_by(chunks.c.start)
_wholes = (
    select(chunks.c.document, chunks.c.text)
    .where(chunks.c.document.in_(bindparam("ids", expanding=True)))
    .order_by(chunks.c.document, chunks.c.start)
)
_known = select(documents.c.id).where(documents.c.id == bindparam("id"))
_all_known = select(documents.c.id).where(documents.c.id.in_(bindparam("ids", expanding=True)))
_ROWS_A_QUERY = 32


def split(document: str, text: str) -> list[dict[str, Any]]:
    """The rows that hold a text."""
    return [
        {"document": document, "start": start, "text": text[start : start + CHUNK]}
        for start in range(0, len(text), CHUNK)
    ]


def read_slice(connection: Connection, document: str, start: int, end: int) -> str | None:
    """`text[start:end]`, or None where there is no such document. `start` and `end` are not negative."""
    if start < end:
        found = connection.execute(_slice, {"id": document, "after": start - CHUNK, "end": end}).all()
        if found:
            first: int = found[0].start
            text = found[0].text if len(found) == 1 else "".join(row.text for row in found)
            return text[start - first : end - first]
    return None if connection.execute(_known, {"id": document}).first() is None else ""


def read_text(connection: Connection, document: str) -> str:
    """The whole text; "" for a document that has none."""
    return "".join(connection.execute(_whole, {"id": document}).scalars())


def read_texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Whole texts by document; those without one are left out. At most 500 ids."""
    parts = defaultdict[str, list[str]](list)
    for row in connection.execute(_wholes, {"ids": ids}).all():
        parts[row.document].append(row.text)
    return {document: "".join(texts) for document, texts in parts.items()}


def read_slices(connection: Connection, spans: Sequence[Span]) -> list[str | None]:
    """The text of each span, in as few queries as there are; None where its document is not there."""
    wanted = dict.fromkeys(
        (span.document, start) for span in spans for start in range(span.start // CHUNK * CHUNK, span.end, CHUNK)
    )
    held = {(document, start): text for document, start, text in read_rows(connection, _chunks_by_keys, wanted)}
    out = list[str | None]()
    for span in spans:
        first = span.start // CHUNK * CHUNK
        text = "".join(held.get((span.document, start), "") for start in range(first, span.end, CHUNK))
        out.append(text[span.start - first : span.end - first])
    if unsure := {span.document for span, text in zip(spans, out, strict=True) if not text}:
        there = set(connection.execute(_all_known, {"ids": list(unsure)}).scalars())
        out = [text if text or span.document in there else None for span, text in zip(spans, out, strict=True)]
    return out


def read_rows(
    connection: Connection, make: Callable[[int], SelectBase], keys: Iterable[tuple[str, int]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a table whose first two columns are one of `keys`: each found by its key, many in one query.

    make: the statement for so many keys, by `by_keys`.
    """
    for some in shaped(list(keys), _ROWS_A_QUERY):
        values = {f"{name}{i}": value for i, key in enumerate(some) for name, value in zip("ab", key, strict=True)}
        yield from rows(connection, make, len(some), values)


def by_keys(columns: tuple[Column[str], Column[int], Column[Any]], size: int) -> SelectBase:
    """Rows by pairs of keys. A list of pairs, `(a, b) IN (…)`, would be a walk through the whole table in SQLite."""
    first, second, _ = columns
    each = [and_(first == bindparam(f"a{i}"), second == bindparam(f"b{i}")) for i in range(size)]
    return select(*columns).where(or_(*each))


def _chunks_by_keys(size: int) -> SelectBase:
    return by_keys((chunks.c.document, chunks.c.start, chunks.c.text), size)
