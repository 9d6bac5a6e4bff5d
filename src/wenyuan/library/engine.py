"""The connection to the library's database: the only file that knows it is SQLite.

Write-ahead log, so that readers never wait for the writer; `synchronous=FULL`, so that a commit is on disk when it
returns. Writers take the write lock when they begin: two of them wait for each other instead of failing halfway.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from wenyuan.errors import LibraryError

_WAIT_SECONDS = 30.0
_WRITING = "wenyuan_writing"


class Database:
    """Connections to one library file, safe to use from several threads and several processes at once."""

    def __init__(self, path: Path, wait_seconds: float = _WAIT_SECONDS) -> None:
        self.path = path
        self._wait = wait_seconds
        self._viewed = threading.local()
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            connect_args={"timeout": wait_seconds, "check_same_thread": False},
            pool_size=8,
            max_overflow=56,
        )
        event.listen(self._engine, "connect", _configure)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def viewing(self) -> Generator[None]:
        """All that this thread reads in the block is of one moment, and takes one transaction."""
        with self.reading() as connection:
            before, self._viewed.connection = self._shared(), connection
            try:
                yield
            finally:
                self._viewed.connection = before

    def _shared(self) -> Connection | None:
        return getattr(self._viewed, "connection", None)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One consistent view of the library, undisturbed by writers."""
        try:
            if (shared := self._shared()) is not None:
                yield shared
                return
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise self._explain(error) from error
        except sqlite3.Error as error:  # from a statement on the driver's own cursor
            raise self._reason(error) from error

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction: all of it is on disk when the block ends, or none where it raises."""
        try:
            with self._engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise self._explain(error) from error
        except sqlite3.Error as error:
            raise self._reason(error) from error

    def prepare(self) -> None:
        """Turn the write-ahead log on; it stays on for the file."""
        try:
            with self._engine.connect() as connection:
                connection.connection.execute("PRAGMA journal_mode=WAL")
        except DBAPIError as error:
            raise self._explain(error) from error
        except sqlite3.Error as error:
            raise self._reason(error) from error

    def forget(self) -> None:
        """Empty the write-ahead log, so that what was removed leaves the disk; done later where a reader holds it."""
        connection = self._engine.raw_connection()
        try:
            connection.execute("PRAGMA busy_timeout=0")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:
            if _code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise self._reason(error) from error
        finally:
            connection.execute(f"PRAGMA busy_timeout={round(self._wait * 1000)}")
            connection.close()

    def close(self) -> None:
        self._engine.dispose()

    def _explain(self, error: DBAPIError) -> Exception:
        return self._reason(error.orig) if isinstance(error.orig, sqlite3.Error) else error

    def _reason(self, error: sqlite3.Error) -> Exception:
        path = self.path
        match _code(error):
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                said = (
                    f"another process kept the library at {path} busy for {self._wait:g} s; try again when it is done"
                )
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                said = f"the library at {path} cannot be opened; check the folder and its permissions"
            case sqlite3.SQLITE_READONLY:
                said = f"the library at {path} cannot be written to; check its permissions and the disk"
            case sqlite3.SQLITE_FULL:
                said = f"the disk that holds {path} is full; nothing of this step was kept; make room and try again"
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                said = f"the library at {path} is damaged or not a library; restore a backup of it"
            case sqlite3.SQLITE_IOERR:
                said = f"the disk failed under {path} ({error}); check the disk"
            case _:
                return error  # a defect of ours: let it be seen whole
        return LibraryError(said)


def _code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its detail


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say, see _begin
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what a person removed does not linger in free pages
    connection.execute("PRAGMA cache_size=-16384")


def _begin(connection: Connection) -> None:
    writing: Any = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
