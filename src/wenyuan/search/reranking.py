"""The best passages read once more together with the question, where a reranking model is set."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from wenyuan.errors import ModelError
from wenyuan.library.store import Store
from wenyuan.models.reranking import Reranker
from wenyuan.search.fusion import spread
from wenyuan.search.hit import Part
from wenyuan.search.lexical import Found
from wenyuan.search.query import Query

# How many of the best are read, and how much what they are read as counts beside how they were found.
READ, WEIGHT = 20, 0.7

_log = logging.getLogger(__name__)


class Reranking:
    """Reorders the best of a ranking. `model` gives the model in use, and is asked once, at the first question."""

    def __init__(self, store: Store, model: Callable[[], Reranker | None] = lambda: None) -> None:
        self._store, self._get = store, model
        self._model: Reranker | None = None
        self._asked = False

    @property
    def depth(self) -> int:
        """How many of the best it reads: none without a model."""
        return READ if self._ready() else 0

    def reranked(self, query: Query, found: Sequence[Found]) -> list[Found]:
        """The same passages, the first few in the order of both; as they were where there is no model, or it fails."""
        model = self._ready()
        if model is None or len(found) < 2:
            return list(found)
        head, tail = found[:READ], found[READ:]
        texts = self._store.slices([one.span for one in head])
        try:
            read = model.score(query.text, [text or "" for text in texts])
        except ModelError as error:
            self._model = None
            _log.warning("searching without the reranking model: %s", error)
            return list(found)
        places = [(one.document, one.start) for one in head]
        as_read = spread(dict(zip(places, read, strict=True)))
        as_found = spread({place: one.score for place, one in zip(places, head, strict=True)})
        out = [
            one._replace(
                score=WEIGHT * as_read[place] + (1 - WEIGHT) * as_found[place],
                parts=(Part("found", as_found[place], 1 - WEIGHT), Part(model.name, as_read[place], WEIGHT)),
            )
            for one, place in zip(head, places, strict=True)
        ]
        # What is read stays before what is not.
        least = min(one.score for one in out)
        most = max((one.score for one in tail), default=0.0) or 1.0
        return [
            *sorted(out, key=lambda one: -one.score),
            *(one._replace(score=one.score / most * least) for one in tail),
        ]

    def _ready(self) -> Reranker | None:
        if not self._asked:
            self._asked = True
            try:
                self._model = self._get()
            except ModelError as error:
                _log.warning("searching without the reranking model: %s", error)
        return self._model
