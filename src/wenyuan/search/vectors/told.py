"""What goes wrong in the folder of a vector index, in words."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from wenyuan.errors import IndexDamaged
from wenyuan.search.folder import said
from wenyuan.search.vectors.seal import Damage


@contextmanager
def told(folder: Path) -> Generator[None]:
    """Damage and missing files as IndexDamaged, the disk's reasons as Unreachable."""
    with said(folder):
        try:
            yield
        except (Damage, FileNotFoundError) as error:
            raise IndexDamaged(
                f"the vectors in {folder} are damaged ({_file(error)}); run `wenyuan reindex`: "
                "those of undamaged files are kept, the others made again"
            ) from error


def _file(error: Damage | FileNotFoundError) -> str:
    return str(error) if isinstance(error, Damage) else f"{Path(str(error.filename)).name} is missing"
