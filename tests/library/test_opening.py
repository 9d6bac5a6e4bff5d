"""Opening: new, known, older, newer, damaged, or not to be had."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from library_material import arrival
from sqlalchemy import create_engine

from wenyuan.errors import LibraryError
from wenyuan.library.schema import metadata
from wenyuan.library.store import DATABASE, Store


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    with Store.open(tmp_path / "deep" / "home") as store:
        record = store.put(arrival("/a", "one")).record
        identity = store.identity()
    with Store.open(tmp_path / "deep" / "home", create=False) as store:
        assert store.documents() == [record]
        assert store.identity() == identity
    with Store.open(tmp_path / "other") as other:
        assert other.identity() != identity


def test_migrations_build_the_tables_the_code_declares(store: Store) -> None:
    engine = create_engine(f"sqlite:///{store.home / DATABASE}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_known_library_opens_without_alembic(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path; from wenyuan.library.store import Store; "
        "Store.open(Path(sys.argv[1])).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(store.home)]).returncode == 0


def test_a_newer_library_is_refused(store: Store) -> None:
    with sqlite3.connect(store.home / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="newer version of Wenyuan"):
        Store.open(store.home)


def test_a_library_left_empty_by_a_kill_is_finished(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()
    with Store.open(tmp_path) as store:
        assert store.put(arrival("/a", "one")).outcome == "added"


def test_none_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library"):
        Store.open(tmp_path / "home", create=False)
    assert not (tmp_path / "home").exists()


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(LibraryError, match="cannot be used"):
        Store.open(tmp_path / "home")
    with pytest.raises(LibraryError, match="cannot be used"):
        Store.open(tmp_path / "home" / "below")


def test_a_database_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / DATABASE).mkdir()
    with pytest.raises(LibraryError, match="cannot be opened"):
        Store.open(tmp_path)


def test_a_damaged_database(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"this was never a library" * 200)
    with pytest.raises(LibraryError, match="damaged"):
        Store.open(tmp_path)


def test_a_database_that_cannot_be_written(store: Store) -> None:
    store.close()
    with sqlite3.connect(store.home / DATABASE) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    # A database that only allows an older writer is how SQLite lets a test see "read only", even as root.
    with (store.home / DATABASE).open("r+b") as file:
        file.seek(18)
        file.write(b"\x09")
    with pytest.raises(LibraryError, match="cannot be written"):
        store.put(arrival("/a", "one"))


def test_several_open_a_new_home_at_once(tmp_path: Path) -> None:
    def open_and_put(number: int) -> str:
        with Store.open(tmp_path / "home") as store:
            store.put(arrival(f"/{number}", f"text {number}"))
            return store.identity()

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(open_and_put, range(6)))) == 1
    with Store.open(tmp_path / "home") as store:
        assert len(store.documents()) == 6
