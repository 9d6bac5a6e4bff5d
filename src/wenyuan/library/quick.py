"""Statements that every search sends, compiled once and run on the driver's own cursor.

SQLAlchemy takes ten times as long to prepare such a statement, cached as it is, as the database takes to answer it.
The statements stay SQLAlchemy's, so that they are written once for every database.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, SelectBase

from wenyuan.errors import LibraryError

_MOST = 512
_Key = TypeVar("_Key", bound=Hashable)


def rows(
    connection: Connection, make: Callable[[int], SelectBase], size: int, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """The rows of the statement that `make`, a function of its module's top level, gives for a size.

    values: by the names of the statement's parameters.
    """
    sql, names = _compiled(make, size, connection.dialect)
    driver = connection.connection.driver_connection
    if driver is None:
        raise LibraryError("the connection to the library was lost; try again")
    return driver.execute(sql, [values[name] for name in names] if names is not None else values).fetchall()


def shaped(keys: Sequence[_Key], most: int = _MOST) -> Iterator[list[_Key]]:
    """Keys in lists whose lengths are powers of two, the last key repeated: few shapes of statement to compile."""
    for at in range(0, len(keys), most):
        some = list(keys[at : at + most])
        size = 1 << (len(some) - 1).bit_length()
        yield some + some[-1:] * (size - len(some))


@lru_cache(maxsize=128)
def _compiled(make: Callable[[int], SelectBase], size: int, dialect: Dialect) -> tuple[str, list[str] | None]:
    """The text and, where the driver counts its parameters, their names in order."""
    compiled = make(size).compile(dialect=dialect)
    return str(compiled), compiled.positiontup
