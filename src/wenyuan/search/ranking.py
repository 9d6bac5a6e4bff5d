"""Ranking: the passages of the index for a question, best first.

By words; where the question names documents, within them by what it asks; and by meaning, where there are vectors in
its language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wenyuan.library.store import Store
from wenyuan.models.reranking import Reranker
from wenyuan.search.clause import parted
from wenyuan.search.counting import count
from wenyuan.search.filters import Condition
from wenyuan.search.fusion import POOL, WORDS, Ranked, fused, spread
from wenyuan.search.hit import Part
from wenyuan.search.kinds import figures, kind_of, shows
from wenyuan.search.lexical import Found, LexicalIndex
from wenyuan.search.naming import CANDIDATES, Naming, can_name, led, naming, rarity, stands_out
from wenyuan.search.nearness import Nearness
from wenyuan.search.occurring import Wanted
from wenyuan.search.query import Query, without
from wenyuan.search.reranking import Reranking
from wenyuan.search.spaces import Spaces
from wenyuan.search.within import SCALE, characters, scores

# How many passages of each named document are looked at closely, and of all of them together.
_OF_EACH, _OF_ALL = 24, 64
_INITIAL = 0.2
# Of what is asked, how much nearness may add within the documents named.
NEAR_WITHIN = 0.3
NAME, KIND = "name", "kind"


class Ranking:
    """Ranks passages of one library."""

    def __init__(
        self,
        index: LexicalIndex,
        store: Store,
        spaces: Spaces | None = None,
        reranker: Callable[[], Reranker | None] = lambda: None,
    ) -> None:
        self._index = index
        self._store = store
        self._nearness = Nearness(spaces)
        self._reranking = Reranking(store, reranker)

    def rank(
        self,
        query: Query,
        limit: int,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
        conditions: Sequence[Condition] = (),
    ) -> list[Found]:
        """The best `limit` passages; without terms, any that the conditions let through."""
        if not query.terms or documents is not None:
            found = self._index.search(query.terms, limit, collection, documents, conditions)
            return self._index.with_context(found)
        if named := self.naming(query, collection, conditions):
            within = self._within(query, named, collection, conditions)
            places = {(one.document, one.start) for one in within}
            found = self._index.search(query.terms, limit, collection, None, conditions)
            found = within + [one for one in found if (one.document, one.start) not in places]
            found.sort(key=lambda one: -one.score)
        else:
            found = self._index.search(query.terms, max(POOL, limit), collection, None, conditions)
            found = self._with_meaning(query, found, max(limit, self._reranking.depth), collection, conditions)
        found = self._reranking.reranked(query, found[: max(limit, self._reranking.depth)])
        return self._index.with_context(found[:limit])

    def naming(self, query: Query, collection: str | None = None, conditions: Sequence[Condition] = ()) -> Naming:
        """Which documents the question names."""
        terms = [term for term in query.names or query.terms if can_name(term)]
        count, frequencies = self._index.name_frequencies(terms)
        weights = {
            term: rarity(frequency, count) for term, frequency in zip(terms, frequencies, strict=True) if frequency
        }
        leading = led(weights, query.where)
        weights = leading or weights
        marked = query.language == "zh" or bool(query.proper)

        def searched(candidates: Sequence[object]) -> int:
            return len(candidates) if collection or conditions else count

        def worth(scores: Sequence[float]) -> bool:
            return stands_out(scores, searched(scores), marked=marked)

        called = self._index.called(weights, CANDIDATES, collection, conditions, worth)
        named = naming(weights, called, searched(called), marked=marked)
        return replace(named, where=query.where) if named and leading else named

    def _with_meaning(
        self,
        query: Query,
        found: Sequence[Found],
        limit: int,
        collection: str | None,
        conditions: Sequence[Condition],
    ) -> list[Found]:
        # What is asked of a passage itself was asked of its words, and holds of those found by them alone.
        of_passages = any(one.of_passage for one in conditions)
        of_documents = any(not one.of_passage for one in conditions)
        documents = self._index.documents(conditions, collection) if of_documents else None
        near = self._nearness.rankings(query, found, collection, documents)
        if not near:
            return list(found)
        rest = max(0.0, 1 - sum(one.weight for one in near))
        words = Ranked(WORDS, rest if found else 0.0, found, len(found) >= max(POOL, limit))
        among = frozenset((one.document, one.start) for one in found) if of_passages else None
        return fused([words, *near], limit, among)

    def _within(
        self, query: Query, named: Naming, collection: str | None, conditions: Sequence[Condition]
    ) -> list[Found]:
        """Passages of the documents named, each by what it says of what is asked."""
        explained = named.terms | named.where | query.proper.keys()
        asking = [term for term in query.terms if term not in explained]
        each = max(8, min(_OF_EACH, _OF_ALL // len(named.documents)))
        short = [one for one in named.documents if one.passages <= each]
        found = self._index.all_of([one.document for one in short], len(short) * each, collection, conditions)
        long = [one.document for one in named.documents if one.passages > each]
        found += self._best_of(long, each, asking or query.terms, query.terms, collection, conditions)
        texts = self._store.slices([one.span for one in found])
        kept = [(one, text) for one, text in zip(found, texts, strict=True) if text is not None]
        weights = self._weights(query.terms)
        asked = SCALE * sum(weights[term] for term in asking)
        singles = characters(asking, weights)
        wanted, kind, repeated = Wanted(weights | singles), kind_of(parted(query.text)[1]), figures(query.text)
        counts = [(one.document, count(text, wanted)) for one, text in kept]
        showing = [bool(shows(kind, text, repeated)) for _, text in kept]
        ranked = scores(weights, named, explained, counts, showing, singles)
        out = [
            one._replace(
                score=sum(earned),
                parts=(Part(NAME, earned.name), Part(WORDS, earned.words), Part(KIND, earned.kind)),
            )
            for (one, _), earned in zip(kept, ranked, strict=True)
        ]
        for key, weight, near in self._nearness.of(replace(query, text=without(query.text, explained)), out):
            values, share = spread(near), weight * NEAR_WITHIN * asked
            out = [
                one._replace(
                    score=one.score + share * values.get((one.document, one.start), 0.0),
                    parts=(*one.parts, Part(key, values.get((one.document, one.start), 0.0), share)),
                )
                for one in out
            ]
        return out

    def _best_of(
        self,
        documents: Sequence[str],
        each: int,
        asking: Sequence[str],
        terms: Sequence[str],
        collection: str | None,
        conditions: Sequence[Condition],
    ) -> list[Found]:
        """The best of each document by what asks; where they are too few, filled up by all of the terms."""
        held = {document: list[Found]() for document in documents}
        for one in self._index.search(asking, len(documents) * each, collection, documents, conditions):
            if len(held[one.document]) < each:
                held[one.document].append(one)
        for document, best in held.items():
            if len(best) < each:
                have = {one.start for one in best}
                more = self._index.search(terms, each, collection, [document], conditions)
                best += [one for one in more if one.start not in have][: each - len(best)]
        return [one for best in held.values() for one in best]

    def _weights(self, terms: Sequence[str]) -> dict[str, float]:
        """Of terms within a document, where an initial tells next to nothing."""
        weights = self._index.weights(terms)
        return {term: weight * (1.0 if can_name(term) else _INITIAL) for term, weight in weights.items()}
