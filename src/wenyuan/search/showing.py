"""What a search shows: ranked passages with their text, their place and the reasons; and which documents are named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from wenyuan.library.records import DocumentRecord
from wenyuan.library.store import Store
from wenyuan.search.fusion import WORDS
from wenyuan.search.hit import Explanation, Hit, Named, Part
from wenyuan.search.lexical import Found, LexicalIndex
from wenyuan.search.naming import rarity
from wenyuan.search.occurring import Wanted
from wenyuan.search.query import Query
from wenyuan.search.reasons import Place, Reasons, Words
from wenyuan.search.writing import FRONT, called, front
from wenyuan.text.span import Span

_CARDS = 2048
# A word names a document if at most this part of all documents open with it.
COMMON = 0.34
NAMES = 0.4


class Showing:
    """Reads from the library what is shown of hits; keeps the words that documents are called by."""

    def __init__(self, store: Store, index: LexicalIndex) -> None:
        self._store = store
        self._index = index
        self._cards = dict[str, tuple[Words, Words]]()

    def hits(
        self, query: Query, found: Sequence[tuple[Found, DocumentRecord]], weights: Mapping[str, float]
    ) -> list[Hit]:
        """Ranked passages with text and place, and with reasons to be asked for; `weights` are those of the terms."""
        spans = [one.span for one, _ in found]
        records = {record.id: record for _, record in found}
        fronts = [front for front in map(_front, records.values()) if front.document not in self._cards]
        texts = self._store.slices([*spans, *fronts])
        self._keep_cards(records, fronts, texts[len(spans) :])
        del texts[len(spans) :]
        locators = self._store.locate_many(spans)
        wanted = Wanted(weights)
        out = list[Hit]()
        for (one, record), span, text, locator in zip(found, spans, texts, locators, strict=True):
            if text is None:
                continue  # removed since it was found
            title, opening = self._cards[record.id]
            heading = Words(" ".join(locator.heading))
            places: dict[Place, Words] = {"text": Words(text), "heading": heading, "title": title, "opening": opening}
            why = Reasons(weights, wanted, places)
            explanation = Explanation(one.parts or (Part(WORDS, one.score),))
            out.append(Hit(span, one.score, text, record, locator, why, one.body, one.context, explanation))
        return out

    def named(self, query: Query, collection: str | None, most: int) -> list[Named]:
        """The documents a question names by words of their titles or opening lines, in the order of how much each adds.

        A greedy cover: each explains words that the ones before do not, and at least `NAMES` of what the first does.
        Words in the openings of many documents ("Annual report") name none of them.
        """
        count = max(self._store.counts().documents, 1)
        distinctive = dict[str, float]()
        for term in query.names:
            frequency = self._index.card_frequency(term)
            if 0 < frequency <= max(1.0, COMMON * count) and count > 1:
                distinctive[term] = rarity(frequency, count)
        ids = self._index.cards(list(distinctive), 4 * most, collection)
        records = self._store.records(ids)
        self._read_cards(records)
        wanted = Wanted(distinctive)
        held = {
            one: set[str]().union(*(words.held(wanted) for words in self._cards[one]))
            for one in ids
            if one in records and answers_in(records[one], collection)
        }
        alone = math.log(1 + (count - 0.5) / 1.5)
        out, rest = list[Named](), dict(distinctive)
        while held and len(out) < most:
            gains = {one: sum(rest.get(term, 0.0) for term in words) for one, words in held.items()}
            best = max(gains, key=lambda one: gains[one])
            if gains[best] <= 0 or (out and gains[best] < NAMES * out[0].weight):
                break
            part = [term for term in held.pop(best) if term in rest]
            out.append(Named(best, {term: rest.pop(term) / alone for term in part}, gains[best]))
        return out

    def _read_cards(self, records: Mapping[str, DocumentRecord]) -> None:
        fronts = [front for front in map(_front, records.values()) if front.document not in self._cards]
        self._keep_cards(records, fronts, self._store.slices(fronts) if fronts else [])

    def _keep_cards(
        self, records: Mapping[str, DocumentRecord], fronts: Sequence[Span], texts: Sequence[str | None]
    ) -> None:
        """Keep the words of documents' titles and of their opening words: of `records`, for certain."""
        if len(self._cards) + len(fronts) > _CARDS:
            self._cards = {key: card for key, card in self._cards.items() if key in records}
        for span, text in zip(fronts, texts, strict=True):
            self._cards[span.document] = (
                Words(called(records[span.document]), kept=True),
                Words(front(text or ""), kept=True),
            )


def answers_in(record: DocumentRecord, collection: str | None) -> bool:
    """Whether a document may answer there: it is current, and in the collection."""
    return record.current and (collection is None or collection in record.collections)


def _front(record: DocumentRecord) -> Span:
    return Span(record.id, 0, min(record.characters, FRONT))
