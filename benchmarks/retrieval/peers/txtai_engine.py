"""txtai: Embeddings with keyword=True (its BM25), or hybrid=True with all-MiniLM-L6-v2, its default model.

python txtai_engine.py keyword|hybrid
"""

# pyright: reportMissingImports=false
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from minilm import MiniLM
from serving import Text, serve


class Txtai:
    def __init__(self, kind: str) -> None:
        from txtai import Embeddings

        self._make: Any = Embeddings
        self._model = MiniLM() if kind == "hybrid" else None
        self._embeddings: Any = None

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> dict[str, float]:
        if self._model:
            made = self._make(hybrid=True, method="external", transform=_function(self._model.passages))
        else:
            made = self._make(keyword=True)
        made.index((one.id, one.text, None) for one in texts)
        made.config.pop("transform", None)
        made.save(str(folder))
        return {"saved_seconds": self._model.saved} if self._model else {}

    def open(self, folder: Path) -> None:
        self._embeddings = self._make()
        self._embeddings.load(str(folder))
        if self._model:
            self._embeddings.model.transform = _each(self._model.query)

    def ask(self, question: str, limit: int) -> list[str]:
        return [found for found, _ in self._embeddings.search(question, limit)]


def _function(method: Callable[[Sequence[str]], Any]) -> Callable[[Sequence[str]], Any]:
    """txtai calls what is not a plain function once, to get one."""

    def transform(texts: Sequence[str]) -> Any:
        return method(texts)

    return transform


def _each(method: Callable[[str], Any]) -> Callable[[Sequence[str]], Any]:
    return lambda texts: [method(text) for text in texts]


if __name__ == "__main__":
    serve(lambda: Txtai(sys.argv[1]))
