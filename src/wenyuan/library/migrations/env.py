"""Alembic's entry: runs the migrations on the connection the library hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from wenyuan.library.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by rebuilding it
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
