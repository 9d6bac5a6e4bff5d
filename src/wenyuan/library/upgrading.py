"""Bringing a library to this version's shape. Alembic takes 0.4 s to load, so it is loaded only when there is work."""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, column, insert, inspect, select, table

from wenyuan.errors import LibraryError
from wenyuan.library.engine import Database
from wenyuan.library.schema import REVISION, facts

_MIGRATIONS = Path(__file__).parent / "migrations"
_version = table("alembic_version", column("version_num"))


def bring_up(database: Database) -> None:
    """Create or migrate the library where needed, one process at a time."""
    if _is_current(database):
        return
    with _alone(database.path.parent):
        if _is_current(database):  # another process has just done it
            return
        database.prepare()
        with database.writing() as connection:
            _migrate(connection)
            if connection.execute(select(facts.c.value).where(facts.c.name == "identity")).first() is None:
                connection.execute(insert(facts).values(name="identity", value=str(uuid.uuid4())))


def _is_current(database: Database) -> bool:
    with database.reading() as connection:
        if not inspect(connection).has_table(_version.name):
            return False
        revision = connection.execute(select(_version.c.version_num)).scalar()
    if revision is not None and revision > REVISION:
        raise LibraryError(
            f"the library at {database.path} was written by a newer version of Wenyuan "
            f"(its shape is {revision}, this version knows {REVISION}); update Wenyuan to open it"
        )
    return revision == REVISION


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _alone(home: Path) -> Generator[None]:
    """Hold the folder against other processes that would migrate it at the same time."""
    descriptor = os.open(home / "upgrade.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
