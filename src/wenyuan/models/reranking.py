"""The seam for reranking models: how well each of a few passages answers a question, read together with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Reranker(Protocol):
    """Scores passages against a question. name: which model it is, for messages. Several threads may share one."""

    @property
    def name(self) -> str: ...

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        """One score a passage, in their order; higher is better, comparable within one call. Raises ModelError."""
        ...
