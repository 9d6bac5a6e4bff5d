from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wenyuan.api import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "home") as opened:
        yield opened
