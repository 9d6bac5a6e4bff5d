"""LlamaIndex: BM25Retriever (bm25s), its default vector index, or both fused.

    python llamaindex_engine.py keyword|vector|hybrid

Its default embeds with OpenAI, which needs a key; here all-MiniLM-L6-v2 is given to it. Metadata are part of what is
indexed by default, so the document's name is given as `title`.
"""

# pyright: reportMissingImports=false
from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from minilm import MiniLM
from serving import Text, serve


class LlamaIndex:
    def __init__(self, kind: str) -> None:
        from llama_index.core.schema import TextNode

        self._node: Any = TextNode
        self._words = kind in ("keyword", "hybrid")
        self._dense = kind in ("vector", "hybrid")
        self._ready: Any = None
        self._retriever: Any = None
        self._index: Any = None
        if self._words:
            from llama_index.retrievers.bm25 import BM25Retriever

            self._bm25: Any = BM25Retriever
        if self._dense:
            from llama_index.core import Settings, StorageContext, VectorStoreIndex, load_index_from_storage
            from llama_index.core.retrievers import QueryFusionRetriever

            self._minilm = MiniLM()
            Settings.embed_model = _given(self._minilm)
            Settings.llm = None
            self._vector_index: Any = VectorStoreIndex
            self._storage: Any = StorageContext
            self._load: Any = load_index_from_storage
            self._fusion: Any = QueryFusionRetriever

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> dict[str, float]:
        folder.mkdir(parents=True)
        nodes = [
            self._node(text=one.text, id_=one.id, metadata={"title": one.title} if one.title else {}) for one in texts
        ]
        if self._words:
            self._bm25.from_defaults(nodes=nodes).persist(str(folder / "bm25"))
        if self._dense:
            self._vector_index(nodes).storage_context.persist(str(folder / "vectors"))
            return {"saved_seconds": self._minilm.saved}
        return {}

    def open(self, folder: Path) -> None:
        if self._words:
            self._retriever = self._bm25.from_persist_dir(str(folder / "bm25"))
        if self._dense:
            self._index = self._load(self._storage.from_defaults(persist_dir=str(folder / "vectors")))

    def ask(self, question: str, limit: int) -> list[str]:
        if self._words:
            self._retriever.similarity_top_k = min(limit, len(self._retriever.corpus))
        found: Any = self._retriever
        if self._dense:
            found = self._index.as_retriever(similarity_top_k=limit)
            if self._words:
                found = self._fusion(
                    [found, self._retriever],
                    similarity_top_k=limit,
                    num_queries=1,
                    mode="reciprocal_rerank",
                    use_async=False,
                )
        return [one.node.node_id for one in found.retrieve(question)]


def _given(model: MiniLM) -> Any:
    from llama_index.core.embeddings import BaseEmbedding

    class Given(BaseEmbedding):  # pyright: ignore[reportUntypedBaseClass]
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return model.passages(texts).tolist()

        def _get_query_embedding(self, query: str) -> list[float]:
            return model.query(query).tolist()

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Given(model_name="all-MiniLM-L6-v2", embed_batch_size=1000)


if __name__ == "__main__":
    serve(lambda: LlamaIndex(sys.argv[1]))
