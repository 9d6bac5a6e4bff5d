"""Ranking: the passages of the index for a question, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wenyuan.library.store import Store
from wenyuan.search.counting import Counter
from wenyuan.search.filters import Condition
from wenyuan.search.lexical import Found, LexicalIndex
from wenyuan.search.naming import CANDIDATES, Naming, can_name, naming, rarity
from wenyuan.search.query import Query
from wenyuan.search.within import scores

# How many passages of each named document are looked at closely, and of all of them together.
_OF_EACH, _OF_ALL = 24, 64


class Ranking:
    """Ranks passages of one library."""

    def __init__(self, index: LexicalIndex, store: Store) -> None:
        self._index = index
        self._store = store

    def rank(
        self,
        query: Query,
        limit: int,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
        conditions: Sequence[Condition] = (),
    ) -> list[Found]:
        """The best `limit` passages; without terms, any that the conditions let through."""
        found = self._index.search(query.terms, limit, collection, documents, conditions)
        if documents is None and (named := self.naming(query, collection, conditions)):
            within = self._within(query, named, collection, conditions)
            places = {(one.document, one.start) for one in within}
            found = within + [one for one in found if (one.document, one.start) not in places]
            found.sort(key=lambda one: -one.score)
        return self._index.with_context(found[:limit])

    def naming(self, query: Query, collection: str | None = None, conditions: Sequence[Condition] = ()) -> Naming:
        """Which documents the question names."""
        terms = [term for term in query.terms if can_name(term)]
        count, frequencies = self._index.name_frequencies(terms)
        weights = {
            term: rarity(frequency, count) for term, frequency in zip(terms, frequencies, strict=True) if frequency
        }
        return naming(weights, self._index.called(weights, CANDIDATES, collection, conditions), count)

    def _within(
        self, query: Query, named: Naming, collection: str | None, conditions: Sequence[Condition]
    ) -> list[Found]:
        """Passages of the documents named, each by what it says of what is asked."""
        explained = named.terms | query.proper.keys()
        asking = [term for term in query.terms if term not in explained] or list(query.terms)
        each = max(8, min(_OF_EACH, _OF_ALL // len(named.documents)))
        found = list[Found]()
        for one in named.documents:
            best = self._index.search(asking, each, collection, [one.document], conditions)
            if len(best) < each:
                have = {passage.start for passage in best}
                more = self._index.search(query.terms, each, collection, [one.document], conditions)
                best += [passage for passage in more if passage.start not in have][: each - len(best)]
            found += best
        texts = self._store.slices([one.span for one in found])
        kept = [(one, text) for one, text in zip(found, texts, strict=True) if text is not None]
        counter = Counter(query.terms)
        weights = self._weights(query.terms)
        ranked = scores(weights, named, explained, [(one.document, counter.count(text)) for one, text in kept])
        return [replace(one, score=score) for (one, _), score in zip(kept, ranked, strict=True)]

    def _weights(self, terms: Sequence[str]) -> dict[str, float]:
        size = self._index.size
        weights = {term: rarity(self._index.document_frequency(term), size) for term in terms}
        return {term: weight * (1.0 if can_name(term) else 0.2) for term, weight in weights.items()}
