"""Pulled models as embedders and rerankers, run in this process by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wenyuan.errors import ModelError
from wenyuan.models.embedding import Vectors
from wenyuan.models.installed import Installed
from wenyuan.models.session import Ran, Session
from wenyuan.text.language import Language


class OnnxEmbedder:
    """A pulled embedding model; see `Embedder`. languages: those of the model it is used for."""

    def __init__(self, installed: Installed, languages: frozenset[Language], threads: int = 0) -> None:
        self._model = installed.model
        self._session = Session(installed, threads)
        self.key = installed.key
        self.dimension = installed.model.dimension
        self.languages = languages

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length 1, or all zeros for a text without a known token. Raises ModelError."""
        return self._vectors(texts, self._model.passage_prefix)

    def query(self, text: str) -> Vectors:
        """The vector, of shape `(dimension,)`, of a question. Raises ModelError."""
        return self._vectors([text], self._model.query_prefix)[0]

    def _vectors(self, texts: Sequence[str], prefix: str) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        rows = [row for row, text in enumerate(texts) if text.strip()]
        for ran in self._session.run([prefix + texts[row] for row in rows], len(prefix)):
            pooled = self._pooled(ran)
            if pooled.shape[1] != self.dimension:
                raise ModelError(f"model {self._model.name} gives {pooled.shape[1]} numbers, not {self.dimension}")
            vectors[[rows[row] for row in ran.rows]] = pooled
        return vectors

    def _pooled(self, ran: Ran) -> Vectors:
        """Mean over the tokens or the first token's state (a model may have done this itself), made of length 1."""
        if ran.output.ndim == 2:
            pooled = ran.output
        elif self._model.pooling == "cls":
            pooled = ran.output[:, 0]
        else:
            weights = ran.mask[:, :, None].astype(np.float32)
            pooled = (ran.output * weights).sum(axis=1) / weights.sum(axis=1)
        return pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)


class OnnxReranker:
    """A pulled cross-encoder; see `Reranker`."""

    def __init__(self, installed: Installed, threads: int = 0) -> None:
        self.name = installed.model.name
        self._session = Session(installed, threads)

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        """One score a passage, from 0 to 1, in their order; 0 for an empty one. Raises ModelError."""
        scores = np.zeros(len(passages), np.float64)
        rows = [row for row, text in enumerate(passages) if text.strip()]
        for ran in self._session.run([(query, passages[row]) for row in rows]):
            if ran.output.ndim != 2 or ran.output.shape[1] != 1:
                raise ModelError(f"model {self.name} does not give one score a pair, so it does not rerank")
            scores[[rows[row] for row in ran.rows]] = 1 / (1 + np.exp(-ran.output[:, 0].astype(np.float64)))
        return scores.tolist()
