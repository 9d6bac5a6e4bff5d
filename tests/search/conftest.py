from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from wenyuan.library.store import Store
from wenyuan.search.search import Search


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def search(store: Store) -> Search:
    return Search(store, store.home / "index" / "lexical")
