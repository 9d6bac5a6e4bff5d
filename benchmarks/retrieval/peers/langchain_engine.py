"""LangChain: BM25Retriever (rank_bm25) alone, or with Chroma in an EnsembleRetriever, half and half.

    python langchain_engine.py keyword|ensemble

The second is the design that Open WebUI ships for its hybrid search, with its default model, all-MiniLM-L6-v2.
BM25Retriever keeps nothing on disk: it is made again at each start, from the texts.
"""

# pyright: reportMissingImports=false
from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from minilm import MiniLM
from serving import Reading, Text, serve

_BATCH = 1000


class LangChain:
    def __init__(self, kind: str) -> None:
        from langchain_community.retrievers import BM25Retriever
        from langchain_core.documents import Document

        self._document: Any = Document
        self._bm25: Any = BM25Retriever
        self._chroma: Any = None
        self._ensemble: Any = None
        self._embedding: Any = None
        self._words: Any = None
        self._vectors: Any = None
        if kind == "ensemble":
            from langchain_chroma import Chroma
            from langchain_classic.retrievers import EnsembleRetriever
            from langchain_core.embeddings import Embeddings

            class Given(Embeddings):  # pyright: ignore[reportUntypedBaseClass]
                def __init__(self) -> None:
                    self.model = MiniLM()

                def embed_documents(self, texts: list[str]) -> list[list[float]]:
                    return self.model.passages(texts).tolist()

                def embed_query(self, text: str) -> list[float]:
                    return self.model.query(text).tolist()

            self._chroma, self._ensemble = Chroma, EnsembleRetriever
            self._embedding = Given()

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> dict[str, float]:
        folder.mkdir(parents=True)
        documents = self._documents(texts)
        if self._chroma:
            vectors = self._store(folder)
            for at in range(0, len(documents), _BATCH):
                vectors.add_documents(documents[at : at + _BATCH])
            return {"saved_seconds": self._embedding.model.saved}
        self._bm25.from_documents(documents)
        shutil.copyfile(source, folder / "texts.jsonl")
        return {}

    def open(self, folder: Path) -> None:
        if not self._chroma:
            self._words = self._bm25.from_documents(self._documents(Reading(folder / "texts.jsonl")))
            return
        self._vectors = self._store(folder)
        held = self._vectors.get()
        self._words = self._bm25.from_texts(held["documents"], metadatas=held["metadatas"])

    def ask(self, question: str, limit: int) -> list[str]:
        self._words.k = limit
        found: Any = self._words
        if self._chroma:
            vectors = self._vectors.as_retriever(search_kwargs={"k": limit})
            found = self._ensemble(retrievers=[self._words, vectors], weights=[0.5, 0.5], id_key="id")
        return [one.metadata["id"] for one in found.invoke(question)[:limit]]

    def _documents(self, texts: Iterable[Text]) -> list[Any]:
        return [self._document(page_content=one.text, metadata={"id": one.id}) for one in texts]

    def _store(self, folder: Path) -> Any:
        return self._chroma(embedding_function=self._embedding, persist_directory=str(folder))


if __name__ == "__main__":
    serve(lambda: LangChain(sys.argv[1]))
