"""Search over a library: keeps the index in step with the change feed, asks it, and explains each hit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self

from wenyuan.library.records import DEFAULT_COLLECTION, Change, DocumentRecord
from wenyuan.library.store import Store
from wenyuan.search.hit import Hit, Match, Named, Place
from wenyuan.search.lexical import FRONT, Entry, Found, LexicalIndex, State, Writer, front
from wenyuan.search.passages import passages
from wenyuan.search.query import Query, parse
from wenyuan.text.analyser import terms
from wenyuan.text.span import Locator

_CHANGES_A_COMMIT = 2000
# A word names a document if at most this part of all documents open with it.
COMMON = 0.34
NAMES = 0.4
LONE_CHARACTER = 1.5

__all__ = ["DEFAULT_COLLECTION", "Search"]


class Search:
    """Searches one library. The index lives in `folder` and may be deleted at any time.

    Not safe for use by several threads at once; open one a thread.
    """

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._index = LexicalIndex(folder)
        self._followed = -1
        self._cards = dict[str, tuple[set[str], set[str]]]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held open but memory maps; here so that callers need not know."""

    def follow(self, wait_seconds: float = 60.0) -> int:
        """Apply what the library has changed since the index last looked; returns the number of changes applied.

        Where another process is doing so already and does not finish in `wait_seconds`, returns 0: its work will
        serve this one too, and what the library has removed is filtered out of results meanwhile.
        """
        latest = self._store.last_change()
        if latest == self._followed:
            return 0
        self._index.reload()
        if self._sequence() == latest:
            self._followed = latest
            return 0
        writer = self._index.writer(wait_seconds)
        if writer is None:
            return 0
        try:
            self._index.reload()
            return self._apply(writer)
        finally:
            writer.close()
            self._index.reload()
            self._followed = self._sequence() or 0

    def rebuild(self) -> int:
        """Forget the index and make it again from the library; returns the number of documents indexed."""
        writer = self._index.writer(60.0)
        if writer is None:
            return 0
        try:
            writer.clear()
            writer.commit(State(self._store.identity(), 0))
            self._index.reload()
            return self._apply(writer)
        finally:
            writer.close()
            self._index.reload()
            self._followed = self._sequence() or 0

    def search(self, question: str, limit: int = 10, collection: str | None = None) -> list[Hit]:
        """The best passages for a question, best first. An empty question finds nothing."""
        query = parse(question)
        return self.hits(query, self.find(query, limit, collection))

    def find(
        self,
        query: Query,
        limit: int,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[tuple[Found, DocumentRecord]]:
        """Ranked passages as the index knows them, without text or reasons; removed documents never among them."""
        self.follow(wait_seconds=0.0)
        asked = limit
        while True:
            found = self._index.search(query.terms, asked, collection, documents)
            records = self._store.records({one.document for one in found})
            kept = [
                (one, records[one.document])
                for one in found
                if one.document in records and _answers(records[one.document], collection)
            ]
            if len(kept) >= limit or len(found) < asked:
                return kept[:limit]
            asked *= 2

    def hits(self, query: Query, found: Sequence[tuple[Found, DocumentRecord]]) -> list[Hit]:
        """Text, place and reasons for ranked passages."""
        spans = [one.span for one, _ in found]
        texts = self._store.slices(spans)
        locators = self._store.locate_many(spans)
        weights = self.weights(query.terms)
        total = sum(weights.values()) or 1.0
        out = list[Hit]()
        for (one, record), span, text, locator in zip(found, spans, texts, locators, strict=True):
            if text is None:
                continue  # removed since it was found
            why = _why(weights, text, locator, *self._card(record))
            share = sum(match.weight for match in why) / total
            out.append(Hit(span, one.score, text, record, locator, why, share))
        return out

    def named(self, query: Query, collection: str | None = None, most: int = 6) -> list[Named]:
        """The documents a question names by words of their titles or opening lines, in the order of how much each adds.

        A greedy cover: each explains words that the ones before do not, and at least `NAMES` of what the first does.
        Words in the openings of many documents ("Annual report") name none of them.
        """
        count = max(self._store.counts().documents, 1)
        distinctive = dict[str, float]()
        for term in query.terms:
            frequency = self._index.card_frequency(term)
            if 0 < frequency <= max(1.0, COMMON * count) and count > 1:
                distinctive[term] = math.log(1 + (max(count - frequency, 0) + 0.5) / (frequency + 0.5))
        ids = self._index.cards(list(distinctive), 4 * most, collection)
        records = self._store.records(ids)
        held = {
            one: set[str]().union(*self._card(records[one])) & distinctive.keys()
            for one in ids
            if one in records and _answers(records[one], collection)
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

    def _card(self, record: DocumentRecord) -> tuple[set[str], set[str]]:
        """Terms of a document's title and of its opening words."""
        if record.id not in self._cards:
            if len(self._cards) > 4096:
                self._cards.clear()
            start = front(self._store.slice(record.id, 0, min(record.characters, FRONT)))
            self._cards[record.id] = (set(terms(name(record))), set(terms(start)))
        return self._cards[record.id]

    def weights(self, query: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each term over the whole index (the BM25 form, never negative)."""
        size = self._index.size
        out = dict[str, float]()
        for term in query:
            count = self._index.document_frequency(term)
            out[term] = math.log(1 + (max(size - count, 0) + 0.5) / (count + 0.5))
            if len(term) == 1 and not term.isascii():
                # A lone character is counted only where it stands alone; it is never as rare as that looks.
                out[term] = min(out[term], LONE_CHARACTER)
        return out

    def _sequence(self) -> int | None:
        state = self._index.state()
        return state.sequence if state and state.library == self._store.identity() else None

    def _apply(self, writer: Writer) -> int:
        identity, applied = self._store.identity(), 0
        done = self._sequence()
        if done is None:
            writer.clear()
            done = 0
        while changes := self._store.changes(done, _CHANGES_A_COMMIT):
            for change in changes:
                self._apply_one(writer, change)
            done = changes[-1].sequence
            writer.commit(State(identity, done))
            applied += len(changes)
        return applied

    def _apply_one(self, writer: Writer, change: Change) -> None:
        if change.kind == "remove" or not self._store.records([change.document]):
            writer.remove(change.document)
            return
        content = self._store.content(change.document)
        record = content.record
        cut = list(passages(content.text, content.blocks, content.tables))
        writer.put(Entry(record.id, name(record), content.text, cut, record.collections))


def name(record: DocumentRecord) -> str:
    """What a document is called: its title and the name of its file, which often says what the title does not."""
    return f"{record.title} {PurePath(record.source).stem}"


def _answers(record: DocumentRecord, collection: str | None) -> bool:
    return record.current and (collection is None or collection in record.collections)


def _why(
    weights: dict[str, float], text: str, locator: Locator, title: set[str], opening_terms: set[str]
) -> tuple[Match, ...]:
    places: list[tuple[Place, set[str]]] = [
        ("text", set(terms(text))),
        ("heading", set(terms(" ".join(locator.heading)))),
        ("title", title),
        ("opening", opening_terms),
    ]
    matches = list[Match]()
    for term, weight in weights.items():
        standing: tuple[Place, ...] = tuple(place for place, held in places if term in held)
        if standing:
            matches.append(Match(term, round(weight, 3), standing))
    return tuple(sorted(matches, key=lambda match: -match.weight))
