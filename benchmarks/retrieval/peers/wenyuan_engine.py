"""Wenyuan through its public door: `Library.add` over files, `Library.search`.

    python wenyuan_engine.py documents|passages

A hit counts as its document, named by its file without the suffix, each once; or as a passage of a document.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from serving import Text, serve


class Wenyuan:
    def __init__(self, unit: str) -> None:
        from wenyuan.api import Library

        self._make = Library
        self._passages = unit == "passages"
        self._library: Library | None = None

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> dict[str, float]:
        """`source` is a folder of files. index_seconds: making the index of words again from what is stored."""
        began = time.perf_counter()
        with self._make(folder) as library:
            for one in library.add([source]):
                if one.outcome != "added":
                    print(f"{one.path}: {one.outcome} {one.record.reason}", file=sys.stderr)
            added = time.perf_counter()
            library.index.rebuild()
            return {"seconds": added - began, "index_seconds": time.perf_counter() - added}

    def open(self, folder: Path) -> None:
        self._library = self._make(folder, create=False)

    def ask(self, question: str, limit: int) -> list[str]:
        assert self._library is not None
        found = dict[str, None]()
        for hit in self._library.search(question, limit):
            name = Path(hit.record.source).stem
            found[f"{name}:{hit.span.start}" if self._passages else name] = None
        return list(found)


if __name__ == "__main__":
    serve(lambda: Wenyuan(sys.argv[1]))
