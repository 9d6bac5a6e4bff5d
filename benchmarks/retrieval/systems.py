"""Who is compared, and how: by documented defaults, and where those cannot be had, by what is documented instead."""

from __future__ import annotations

from dataclasses import dataclass

WENYUAN = "wenyuan"
MODEL = "all-minilm-l6-v2"


@dataclass(frozen=True, slots=True)
class System:
    """peer: whose environment it runs in (`requirements-<peer>.txt`). kind: the engine's argument.

    embeds: it runs a model. serious: worth growing to a million passages.
    """

    name: str
    peer: str
    kind: str
    setup: str
    embeds: bool = False
    serious: bool = False

    @property
    def ours(self) -> bool:
        return self.peer == WENYUAN


SYSTEMS = (
    System("wenyuan", WENYUAN, "", "the default install, no model", serious=True),
    System(f"wenyuan + {MODEL}", WENYUAN, MODEL, f"after `wenyuan models pull {MODEL}`", embeds=True),
    System("txtai keyword", "txtai", "keyword", "`Embeddings(keyword=True)`", serious=True),
    System(
        "txtai hybrid",
        "txtai",
        "hybrid",
        "`Embeddings(hybrid=True)`; its default model, all-MiniLM-L6-v2, given by path",
        embeds=True,
    ),
    System(
        "LlamaIndex BM25",
        "llamaindex",
        "keyword",
        "`BM25Retriever`: what it documents for search by words; the document's name as metadata",
        serious=True,
    ),
    System(
        "LlamaIndex default",
        "llamaindex",
        "vector",
        "`VectorStoreIndex`; its default model needs an OpenAI key, so all-MiniLM-L6-v2 is given",
        embeds=True,
    ),
    System(
        "LlamaIndex hybrid",
        "llamaindex",
        "hybrid",
        "`QueryFusionRetriever` (reciprocal rank) over both, no generated queries, all-MiniLM-L6-v2 given",
        embeds=True,
    ),
    System(
        "LangChain BM25",
        "langchain",
        "keyword",
        "`BM25Retriever` (rank_bm25): words split at white space, their case kept (NPL asks in capitals)",
        serious=True,
    ),
    System(
        "LangChain + Chroma",
        "langchain",
        "ensemble",
        "`EnsembleRetriever` of both, half and half, as Open WebUI's hybrid search; all-MiniLM-L6-v2 given by path",
        embeds=True,
    ),
    System("Haystack BM25", "haystack", "", "`InMemoryDocumentStore`, `InMemoryBM25Retriever`", serious=True),
    System("tantivy default", "tantivy", "default", "tokenizer `default`, the query parser"),
    System("tantivy en_stem", "tantivy", "en_stem", "tokenizer `en_stem`, the query parser"),
    System(
        "tantivy bigrams",
        "tantivy",
        "bigrams",
        "tokenizer n-gram 2 to 2, any of the question's pairs: the floor for Chinese",
        serious=True,
    ),
)
