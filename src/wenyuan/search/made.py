"""Which vector spaces were whole once, noted outside their folders: so that one that is gone is missed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import cast


class Made:
    """Names in a small file. One lost to two processes that write at once is noted again when it is next seen whole;
    where nothing can be written, nothing is noted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[tuple[int, int], frozenset[str]] | None = None

    def __contains__(self, name: str) -> bool:
        return name in self._names()

    def add(self, name: str) -> None:
        if name not in (names := self._names()):
            self._write(names | {name})

    def keep(self, wanted: Iterable[str]) -> None:
        """Forget all others."""
        if (names := self._names()) - (kept := names.intersection(wanted)):
            self._write(kept)

    def _names(self) -> frozenset[str]:
        try:
            status = self._path.stat()
            identity = (status.st_ino, status.st_mtime_ns)
            if self._seen is None or self._seen[0] != identity:
                self._seen = (identity, frozenset(cast("list[str]", json.loads(self._path.read_bytes()))))
            return self._seen[1]
        except (OSError, ValueError, TypeError):
            return frozenset()

    def _write(self, names: frozenset[str]) -> None:
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            new.write_text(json.dumps(sorted(names)), encoding="ascii")
            new.replace(self._path)
        except OSError:
            with suppress(OSError):
                new.unlink()
