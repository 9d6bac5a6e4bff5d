"""The first shape of a library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_id = sa.String(16)


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", _id, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("added", sa.String(32), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "chunks",
        sa.Column("document", _id, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "structures",
        sa.Column("document", _id, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("outline", sa.LargeBinary, nullable=False),
        sa.Column("tables", sa.LargeBinary),
        sa.Column("metadata", sa.Text, nullable=False),
    )
    op.create_table(
        "layouts",
        sa.Column("document", _id, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("page", sa.Integer, primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "blobs",
        sa.Column("document", _id, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("data", sa.LargeBinary),
    )
    op.create_table(
        "sources",
        sa.Column("id", _number, primary_key=True),
        sa.Column("path", sa.Text, nullable=False, unique=True),
        sa.Column("document", _id, sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("source", _number, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("document", _id, sa.ForeignKey("documents.id"), primary_key=True, index=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("source", _number, sa.ForeignKey("sources.id"), primary_key=True),
        sa.Column("collection", sa.Text, primary_key=True, index=True),
    )
    op.create_table(
        "changes",
        sa.Column("sequence", _number, primary_key=True, autoincrement=True),
        sa.Column("document", _id, nullable=False, unique=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sqlite_autoincrement=True,
    )
