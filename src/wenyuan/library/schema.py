"""The tables of a library. `migrations/` builds them; a test holds the two to the same shape.

A document is a content: immutable, named by its bytes. A source is a place it came from; `versions` is the history
of contents seen there, and a document is current while some source points to it. Collections hold sources, so a
document's collections are those of the sources that point to it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

# The newest revision in migrations/versions: a library that carries it is opened without loading Alembic.
REVISION = "0001"

# Explicit names, so that a later migration can drop or alter a constraint on every database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER
_Id = String(16)

facts = Table(
    "facts",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("status", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("language", String(8), nullable=False),
    Column("added", String(32), nullable=False),
    # The source it was last added from and its number there, kept here so that a listing is one query.
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("document", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

structures = Table(
    "structures",
    metadata,
    Column("document", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("outline", LargeBinary, nullable=False),
    Column("tables", LargeBinary),
    Column("metadata", Text, nullable=False),
)

layouts = Table(
    "layouts",
    metadata,
    Column("document", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("document", _Id, ForeignKey("documents.id"), primary_key=True),
    Column("data", LargeBinary),  # NULL: a file of its own under blobs/
)

sources = Table(
    "sources",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("document", _Id, ForeignKey("documents.id"), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("source", _Number, ForeignKey("sources.id"), primary_key=True),
    Column("document", _Id, ForeignKey("documents.id"), primary_key=True, index=True),
    Column("version", Integer, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("source", _Number, ForeignKey("sources.id"), primary_key=True),
    Column("collection", Text, primary_key=True, index=True),
)

# One row a document: writing a change replaces the document's earlier one, so the feed never outgrows the library.
changes = Table(
    "changes",
    metadata,
    Column("sequence", _Number, primary_key=True, autoincrement=True),
    Column("document", _Id, nullable=False, unique=True),
    Column("kind", String(8), nullable=False),
    sqlite_autoincrement=True,  # a number is never used twice, even after its row is gone
)
