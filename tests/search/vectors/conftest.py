from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from shelves import DIMENSION

from wenyuan.search.vectors import VectorIndex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index" / "vectors" / "model"


@pytest.fixture
def opened(folder: Path) -> Callable[[], VectorIndex]:
    """The index opened anew."""
    return lambda: VectorIndex(folder, "model", DIMENSION)
