"""Asking the vector spaces: which passages are near to a question in meaning, and how near given ones are."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from wenyuan.errors import IndexDamaged, ModelError
from wenyuan.models.embedding import Vectors
from wenyuan.search.fusion import POOL, Ranked
from wenyuan.search.lexical import Found
from wenyuan.search.lsa import Lsa
from wenyuan.search.query import Query
from wenyuan.search.spaces import Space, Spaces

# Against the ranking by words, which has the rest of 1: a model with and without what was learnt beside it, and that
# alone. Fitted on half the questions of six sets, see docs/retrieval.md.
MODEL, BESIDE, ALONE = 0.45, 0.15, 0.35
# The question is moved towards the passages that are best by words (Rocchio 1971): how far where a model gives the
# vectors and where they were learnt from the library, and by how many passages.
TOWARDS, TOWARDS_LEARNT, BEST = 0.5, 1.0, 5
# Nearer than this is what a question may be answered by whose words stand nowhere.
NEAR = 0.3

_log = logging.getLogger(__name__)


class Nearness:
    """A question in each space that knows its language. Not safe for use by several threads at once."""

    def __init__(self, spaces: Spaces | None) -> None:
        self._spaces = spaces
        self._silent = set[str]()

    def rankings(
        self,
        query: Query,
        best: Sequence[Found],
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Ranked]:
        """The nearest passages in each space; `best`, best first, are those that were found by words."""
        out = list[Ranked]()
        for space, weight, vector in self._asked(query, best):
            try:
                near = space.index.search(vector, POOL, collection, documents)
            except IndexDamaged as error:
                self._say(space, error)
                continue
            if not best:
                near = [one for one in near if one.score >= NEAR]
            if near and not (space.learnt and not best):
                out.append(Ranked(space.embedder.key, weight, near, len(near) == POOL))
        return out

    def of(self, query: Query, found: Sequence[Found]) -> list[tuple[str, float, dict[tuple[str, int], float]]]:
        """For each model its key, its weight, and how near the passages found are.

        What was learnt from the library says little within a document: its passages are all of the same.
        """
        out = list[tuple[str, float, dict[tuple[str, int], float]]]()
        places = [(one.document, one.start) for one in found]
        for space, weight, vector in self._asked(query, ()):
            if space.learnt:
                continue
            try:
                scores = space.index.scores(vector, places)
            except IndexDamaged as error:
                self._say(space, error)
                continue
            held = {place: score for place, score in zip(places, scores, strict=True) if score is not None}
            if held:
                out.append((space.embedder.key, weight, held))
        return out

    def _asked(self, query: Query, best: Sequence[Found]) -> list[tuple[Space, float, Vectors]]:
        spaces = self._spaces.of(query.language) if self._spaces else []
        modelled = any(not space.learnt for space in spaces)
        out = list[tuple[Space, float, Vectors]]()
        for space in spaces:
            try:
                vector = _vector(space, query)
                if best and vector.any():
                    vector = _moved(space, vector, best)
            except (ModelError, IndexDamaged) as error:
                self._say(space, error)
                continue
            if vector.any():
                out.append((space, (BESIDE if modelled else ALONE) if space.learnt else MODEL, vector))
        return out

    def _say(self, space: Space, error: Exception) -> None:
        """Once a space: the search goes on without it."""
        if space.embedder.key not in self._silent:
            self._silent.add(space.embedder.key)
            _log.warning("searching without %s: %s", space.embedder.key, error)


def _vector(space: Space, query: Query) -> Vectors:
    return space.embedder.asked(query.terms) if isinstance(space.embedder, Lsa) else space.embedder.query(query.text)


def _moved(space: Space, vector: Vectors, best: Sequence[Found]) -> Vectors:
    best = best[:BEST]
    held = space.index.vectors([(one.document, one.start) for one in best])
    sum_of = np.array([one.score for one in best], np.float32) @ held
    length = float(np.linalg.norm(sum_of))
    if not length:
        return vector
    moved = vector + np.float32((TOWARDS_LEARNT if space.learnt else TOWARDS) / length) * sum_of
    return (moved / np.linalg.norm(moved)).astype(np.float32)
