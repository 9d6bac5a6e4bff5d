"""Models behind an HTTP endpoint: OpenAI-compatible embeddings, and rerankers as Jina, Cohere and TEI offer them."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from wenyuan.errors import SettingsError
from wenyuan.models.embedding import Vectors
from wenyuan.models.posting import Endpoint, patience
from wenyuan.settings import EmbeddingEndpoint, RerankEndpoint
from wenyuan.text.language import Language

_NAME = "endpoint"


class EndpointEmbedder:
    """An OpenAI-compatible `/embeddings` endpoint as an embedder; see `Embedder`. Texts are sent to it as they are."""

    def __init__(
        self,
        settings: EmbeddingEndpoint,
        languages: frozenset[Language],
        pause: Callable[[float], None] = patience,
    ) -> None:
        for name in ("base_url", "model", "dimension"):
            if not getattr(settings, name):
                raise SettingsError(f"setting models.endpoint.{name} is needed to use the endpoint, and is not given")
        self._settings = settings
        self._endpoint = Endpoint(f"{settings.base_url}/embeddings", settings.key, settings.timeout, pause)
        self.dimension = settings.dimension
        self.languages = languages

    @property
    def key(self) -> str:
        matters = (self._settings.base_url, self._settings.model, self.dimension, self._settings.passage_prefix)
        digest = hashlib.sha256(json.dumps(matters).encode()).hexdigest()
        names = (re.sub(r"[^a-z0-9]+", "-", name.lower())[:40] for name in (self._endpoint.host, self._settings.model))
        return "-".join((_NAME, *names, str(self.dimension), digest[:12]))

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1, or all zeros for a blank one, which is not sent. Raises ModelError."""
        return self._vectors(texts, self._settings.passage_prefix)

    def query(self, text: str) -> Vectors:
        """The vector, of shape `(dimension,)`, of a question. Raises ModelError."""
        return self._vectors([text], self._settings.query_prefix)[0]

    def _vectors(self, texts: Sequence[str], prefix: str) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        for start in range(0, len(rows), self._settings.batch):
            batch = rows[start : start + self._settings.batch]
            vectors[batch] = self._ask([prefix + texts[row] for row in batch])
        return vectors

    def _ask(self, texts: Sequence[str]) -> Vectors:
        asked: dict[str, Any] = {"model": self._settings.model, "input": texts, "encoding_format": "float"}
        if self._settings.shorten:
            asked["dimensions"] = self.dimension
        given = _indexed(self._endpoint, self._endpoint.post(asked), "data", "embedding", len(texts))
        try:
            vectors = np.array(given, np.float32)
        except (ValueError, TypeError, OverflowError):
            raise self._endpoint.wrong("its vectors are not lists of numbers of one length") from None
        if vectors.ndim != 2 or vectors.shape[1] != self.dimension:
            raise self._endpoint.wrong(
                f"its vectors have {vectors.shape[-1]} numbers where models.endpoint.dimension says {self.dimension}"
            )
        lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise self._endpoint.wrong("its vectors hold what is no number")
        return (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)


class EndpointReranker:
    """A `/rerank` endpoint; see `Reranker`."""

    def __init__(self, settings: RerankEndpoint, pause: Callable[[float], None] = patience) -> None:
        if not settings.base_url:
            raise SettingsError(
                "setting models.rerank_endpoint.base_url is needed to use the endpoint, and is not given"
            )
        if settings.speaks == "jina" and not settings.model:
            raise SettingsError("setting models.rerank_endpoint.model is needed to use the endpoint, and is not given")
        self._settings = settings
        self._endpoint = Endpoint(f"{settings.base_url}/rerank", settings.key, settings.timeout, pause)
        self.name = f"{_NAME} {settings.model or self._endpoint.host}"

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        """The scores the endpoint gives, in the order of the passages; 0 for a blank one. Raises ModelError."""
        scores = [0.0] * len(passages)
        rows = [row for row, text in enumerate(passages) if text.strip()]
        if not rows:
            return scores
        texts = [passages[row] for row in rows]
        if self._settings.speaks == "tei":
            answer = self._endpoint.post({"query": query, "texts": texts, "truncate": True})
            given = _indexed(self._endpoint, {"results": answer}, "results", "score", len(texts))
        else:
            body = {"model": self._settings.model, "query": query, "documents": texts, "top_n": len(texts)}
            given = _indexed(self._endpoint, self._endpoint.post(body), "results", "relevance_score", len(texts))
        for row, score in zip(rows, given, strict=True):
            if not isinstance(score, int | float) or not math.isfinite(score):
                raise self._endpoint.wrong("its scores hold what is no number")
            scores[row] = float(score)
        return scores


def _indexed(endpoint: Endpoint, answer: Any, list_name: str, value_name: str, wanted: int) -> list[Any]:
    """The values of a list of objects, by the `index` of each (its place where it has none). Raises ModelError."""
    listed = answer.get(list_name) if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        raise endpoint.wrong(f"its answer holds no list `{list_name}`")
    values = {
        one.get("index", place): one[value_name]
        for place, one in enumerate(listed)
        if isinstance(one, dict) and value_name in one and isinstance(one.get("index", place), int)
    }
    if len(listed) != wanted or set(values) != set(range(wanted)):
        raise endpoint.wrong(f"it answers {len(values)} of {wanted} texts")
    return [values[place] for place in range(wanted)]
