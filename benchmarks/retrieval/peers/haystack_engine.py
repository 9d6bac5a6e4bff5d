"""Haystack: InMemoryDocumentStore and InMemoryBM25Retriever with their defaults (BM25L, its own tokens)."""

# pyright: reportMissingImports=false
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from serving import Text, serve


class Haystack:
    def __init__(self) -> None:
        from haystack import Document
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._document: Any = Document
        self._store: Any = InMemoryDocumentStore
        self._retriever: Any = InMemoryBM25Retriever
        self._ready: Any = None

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        store = self._store()
        store.write_documents([self._document(id=one.id, content=one.text) for one in texts])
        store.save_to_disk(str(folder / "store.json"))

    def open(self, folder: Path) -> None:
        self._ready = self._retriever(self._store.load_from_disk(str(folder / "store.json")))

    def ask(self, question: str, limit: int) -> list[str]:
        return [one.id for one in self._ready.run(query=question, top_k=limit)["documents"]]


if __name__ == "__main__":
    serve(Haystack)
