"""Search over a library: keeps the index in step with the change feed, asks it, and explains each hit."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from types import TracebackType
from typing import Self, TypeVar

from wenyuan.errors import IndexDamaged
from wenyuan.library.records import DEFAULT_COLLECTION, Change, DocumentRecord
from wenyuan.library.store import Store
from wenyuan.models.reranking import Reranker
from wenyuan.search.everything import Chosen, Everything, Matched, Matches, bare
from wenyuan.search.filters import Condition, Filters, answers, resolved, to_the_letter, verified
from wenyuan.search.folder import Unreachable
from wenyuan.search.hit import Explanation, Hit, Named, Part, Place
from wenyuan.search.lexical import Found, LexicalIndex
from wenyuan.search.occurring import Wanted
from wenyuan.search.passages import passages
from wenyuan.search.query import Query, parse
from wenyuan.search.ranking import Ranking
from wenyuan.search.reasons import Words, reasons
from wenyuan.search.spaces import Progress, Spaces
from wenyuan.search.syntax import Understood, read
from wenyuan.search.writing import FRONT, Entry, State, Writer, about, front, reached
from wenyuan.text.span import Span

_CHANGES_A_COMMIT = 2000
_CARDS = 4096
_POLL_SECONDS = 0.05
_HEAL_SECONDS = 10.0
# A word names a document if at most this part of all documents open with it.
COMMON = 0.34
NAMES = 0.4
LONE_CHARACTER = 1.5

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

__all__ = ["DEFAULT_COLLECTION", "Search"]


class Search:
    """Searches one library. The index lives in `folder` and may be deleted at any time.

    An index found damaged is made again from the library at once, and the log says so; IndexDamaged is raised only
    where that does not help.

    Not safe for use by several threads at once; open one a thread.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        spaces: Spaces | None = None,
        reranker: Callable[[], Reranker | None] = lambda: None,
    ) -> None:
        self._store = store
        self._index = LexicalIndex(folder)
        self._spaces = spaces
        self._ranking = Ranking(self._index, store, spaces, reranker)
        self._followed = -1
        self._leading = False
        self._held: Writer | None = None
        self._told = ""
        self._cards = dict[str, tuple[Words, Words]]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held open but memory maps; here so that callers need not know."""

    @contextmanager
    def leading(self) -> Generator[None]:
        """Keep the writing of the index in this process for a while, so that nobody who only searches gets the work.

        Where another process has it already, that one goes on with it and this one waits for it in `follow`.
        """
        self._held, self._leading = self._mended(self._index.writer), True
        try:
            yield
        finally:
            self._leading = False
            self._let_go()
        self._mended(self._index.seal)

    def follow(self, wait_seconds: float = 60.0) -> int:
        """Apply what the library has changed since the index last looked; returns the number of changes applied.

        Where another process is doing so already it is waited for, `wait_seconds` at most, and 0 is returned: its
        work serves this one too, and what the library has removed is filtered out of results meanwhile.
        """
        return self._mended(lambda: self._follow(wait_seconds))

    def _follow(self, wait_seconds: float) -> int:
        latest = self._store.last_change()
        if latest == self._followed:
            return 0
        deadline = time.monotonic() + wait_seconds
        while not self._is_level(latest):
            if writer := self._writer():
                return self._write(writer)
            if time.monotonic() >= deadline:
                break
            time.sleep(_POLL_SECONDS)
        return 0

    def embed(self, progress: Progress | None = None, wait_seconds: float = 0.0, *, look_closely: bool = False) -> int:
        """Bring the vectors in step with the library; returns the number of passages embedded.

        look_closely: look first whether all that are there are undamaged. Searches do not wait for it: what has no
        vector yet is found by its words. It can be broken off at any time and goes on from there. Raises ModelError
        where a model cannot be used.
        """
        return self._spaces.follow(progress, wait_seconds, look_closely=look_closely) if self._spaces else 0

    def rebuild(self, wait_seconds: float = 60.0) -> int:
        """Make the index again from the library, whatever is in its place; returns the number of documents indexed.

        Until it is done, searches get the index as it was. Raises LibraryError while another process writes to it
        longer than `wait_seconds`.
        """
        return self._make_again(wait_seconds)

    def _make_again(self, wait_seconds: float, *, damaged: bool = False) -> int:
        applied = 0

        def fill(writer: Writer) -> None:
            nonlocal applied
            applied = self._apply(writer, anew=True)

        self._let_go()
        self._followed = -1
        self._index.remake(fill, wait_seconds, damaged=damaged)
        self._look()
        if self._leading:
            self._held = self._index.writer()
        return applied

    def _mended(self, call: Callable[[], _T]) -> _T:
        """What `call` does or finds; where the index turns out to be damaged, on an index made again, once."""
        try:
            return call()
        except Unreachable:
            raise
        except IndexDamaged:
            _log.warning(
                "the search index is damaged: it is made again from the library",
                exc_info=_log.isEnabledFor(logging.DEBUG),
            )
        self._make_again(_HEAL_SECONDS, damaged=True)
        return call()

    def _is_level(self, latest: int) -> bool:
        """Look again at what has been committed: whether it holds the library's changes up to `latest`."""
        self._look()
        return self._followed >= latest

    def _look(self) -> None:
        self._index.reload()
        self._followed = -1 if (sequence := self._sequence()) is None else sequence

    def _writer(self) -> Writer | None:
        """The writer held or, for this once, another; one whose index has been put away is let go."""
        if self._held and not self._index.owns(self._held):
            self._let_go()
            self._held = self._index.writer()
        return self._held or self._index.writer()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held:
            _close(held)

    def _write(self, writer: Writer) -> int:
        try:
            self._index.reload()
            applied = self._apply(writer)
        except BaseException:
            if writer is self._held:
                self._let_go()  # it may have ended with what it was given to write
            else:
                _close(writer)
            raise
        if writer is not self._held:
            writer.close()
            self._index.seal()
        self._look()
        return applied

    def search(
        self, question: str, limit: int = 10, collection: str | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """The best passages for a question, best first. An empty question finds nothing.

        The question may hold phrases, fields and exclusions (`search.syntax`). Raises UsageError for filters that
        mean nothing.
        """
        asked, conditions = resolved(self._store, read(question), filters)
        query = parse(asked.words)
        return self.hits(query, self.find(query, limit, collection, conditions=conditions))

    def understand(self, question: str, filters: Filters | None = None) -> Understood:
        """How `search` reads a question. Raises UsageError for filters that mean nothing."""
        asked, conditions = resolved(self._store, read(question), filters)
        return Understood(asked.words, tuple(map(str, conditions)), asked.notes)

    def find(
        self,
        query: Query,
        limit: int,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
        conditions: Sequence[Condition] = (),
    ) -> list[tuple[Found, DocumentRecord]]:
        """Ranked passages as the index knows them, without text or reasons; removed documents never among them."""
        self._catch_up()

        def found() -> list[tuple[Found, DocumentRecord]]:
            with self._store.viewing():
                return self._find(query, limit, collection, documents, conditions)

        return self._mended(found)

    def matches(
        self,
        question: str,
        limit: int = 10,
        offset: int = 0,
        collection: str | None = None,
        filters: Filters | None = None,
    ) -> Matches:
        """Every document with evidence, each once with its best passage, a page at a time, and how many there are.

        `search.everything` says which documents match. Raises UsageError for filters that mean nothing.
        """
        asked, conditions = resolved(self._store, read(question), filters)
        query = parse(bare(asked.words))
        self._catch_up()

        def choose() -> Chosen:
            return self._everything().choose(query, self.weights(query.terms), conditions, collection, limit, offset)

        chosen = self._mended(choose)
        records = self._store.records(one.document for one, _ in chosen.page)
        page = [(one, passages) for one, passages in chosen.page if one.document in records]
        hits = self.hits(query, [(one, records[one.document]) for one, _ in page])
        counts = {(one.document, one.start): passages for one, passages in page}
        matched = tuple(Matched(hit, counts[hit.span.document, hit.span.start]) for hit in hits)
        return Matches(matched, chosen.documents, chosen.passages, offset, chosen.rule)

    def _everything(self) -> Everything:
        level = self._followed >= 0 and self._followed == self._store.last_change()
        return Everything(self._store, self._index, current=level)

    def _catch_up(self) -> None:
        """Bring the index up to date where that can be done at once; else say what that means."""
        try:
            self.follow(wait_seconds=0.0)
            if self._followed < 0:
                self.follow(_HEAL_SECONDS)  # another process is making it: before its first commit nothing is found
                if self._followed < 0:
                    _log.warning("another process is still making the search index: not all can be found yet")
        except Unreachable as error:
            if self._told != str(error):
                _log.warning("%s. Until then the index is searched as it stands", error)
                self._told = str(error)

    def _find(
        self,
        query: Query,
        limit: int,
        collection: str | None,
        documents: Sequence[str] | None,
        conditions: Sequence[Condition],
    ) -> list[tuple[Found, DocumentRecord]]:
        asked, conditions = limit, self._index.settled(conditions)
        while True:
            found = self._ranking.rank(query, asked, collection, documents, conditions)
            records = self._store.records({one.document for one in found})
            for one in found:
                if one.document in records and not 0 <= one.start < one.end <= records[one.document].characters:
                    raise IndexDamaged("the search index names passages that are not there; run `wenyuan reindex`")
            kept = [
                (one, records[one.document])
                for one in found
                if one.document in records
                and _answers(records[one.document], collection)
                and answers(records[one.document], conditions)
            ]
            kept = verified(self._store, kept, conditions)
            if len(kept) >= limit or len(found) < asked:
                return kept[:limit]
            if asked == limit and to_the_letter(conditions):
                # Few of many hold a phrase as it is written: those are looked for once, not by asking for ever more.
                conditions = (*conditions, self._everything().holding(conditions, collection))
            asked *= 2

    def hits(self, query: Query, found: Sequence[tuple[Found, DocumentRecord]]) -> list[Hit]:
        """Text, place and reasons for ranked passages."""
        with self._store.viewing():
            return self._hits(query, found)

    def _hits(self, query: Query, found: Sequence[tuple[Found, DocumentRecord]]) -> list[Hit]:
        spans = [one.span for one, _ in found]
        records = {record.id: record for _, record in found}
        fronts = [front for front in map(_front, records.values()) if front.document not in self._cards]
        texts = self._store.slices([*spans, *fronts])
        self._keep_cards(records, fronts, texts[len(spans) :])
        del texts[len(spans) :]
        locators = self._store.locate_many(spans)
        weights = self.weights(query.terms)
        total, wanted = sum(weights.values()) or 1.0, Wanted(weights)
        out = list[Hit]()
        for (one, record), span, text, locator in zip(found, spans, texts, locators, strict=True):
            if text is None:
                continue  # removed since it was found
            title, opening = self._cards[record.id]
            heading = Words(" ".join(locator.heading))
            places: dict[Place, Words] = {"text": Words(text), "heading": heading, "title": title, "opening": opening}
            why = reasons(weights, places, wanted)
            share = min(1.0, sum(weights[match.term] for match in why) / total)
            explanation = Explanation(one.parts or (Part("lexical", one.score),))
            out.append(Hit(span, one.score, text, record, locator, why, share, one.body, one.context, explanation))
        return out

    def named(self, query: Query, collection: str | None = None, most: int = 6) -> list[Named]:
        """The documents a question names by words of their titles or opening lines, in the order of how much each adds.

        A greedy cover: each explains words that the ones before do not, and at least `NAMES` of what the first does.
        Words in the openings of many documents ("Annual report") name none of them.
        """
        return self._mended(lambda: self._named(query, collection, most))

    def _named(self, query: Query, collection: str | None, most: int) -> list[Named]:
        count = max(self._store.counts().documents, 1)
        distinctive = dict[str, float]()
        for term in query.names:
            frequency = self._index.card_frequency(term)
            if 0 < frequency <= max(1.0, COMMON * count) and count > 1:
                distinctive[term] = math.log(1 + (max(count - frequency, 0) + 0.5) / (frequency + 0.5))
        ids = self._index.cards(list(distinctive), 4 * most, collection)
        records = self._store.records(ids)
        self._read_cards(records)
        wanted = Wanted(distinctive)
        held = {
            one: set[str]().union(*(words.held(wanted) for words in self._cards[one]))
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
            self._cards[span.document] = Words(name(records[span.document])), Words(front(text or ""))

    def unknown(self, terms: Iterable[str]) -> list[str]:
        """Those of the terms that stand nowhere in the library."""
        wanted = list(terms)
        return self._mended(lambda: [term for term in wanted if not self._index.document_frequency(term)])

    def weights(self, query: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each term over the whole index (the BM25 form, never negative)."""
        terms = list(query)
        size, *counts = self._mended(
            lambda: [self._index.size, *(self._index.document_frequency(term) for term in terms)]
        )
        out = dict[str, float]()
        for term, count in zip(terms, counts, strict=True):
            out[term] = math.log(1 + (max(size - count, 0) + 0.5) / (count + 0.5))
            if len(term) == 1 and not term.isascii():
                # A lone character is counted only where it stands alone; it is never as rare as that looks.
                out[term] = min(out[term], LONE_CHARACTER)
        return out

    def _sequence(self) -> int | None:
        """The last change that the index holds of this library; None where it must be made anew."""
        return reached(self._store, self._index.state())

    def _apply(self, writer: Writer, anew: bool = False) -> int:
        identity, applied = self._store.identity(), 0
        done = None if anew else self._sequence()
        if done is None:
            writer.clear()
            done = 0
        last = ""
        while changes := self._store.changes(done, _CHANGES_A_COMMIT):
            self._apply_all(writer, changes)
            done, last = changes[-1].sequence, changes[-1].document
            applied += len(changes)
            if not anew:
                writer.commit(State(identity, done, last))
        if anew or not applied:
            writer.commit(State(identity, done, last))
        return applied

    def _apply_all(self, writer: Writer, changes: Sequence[Change]) -> None:
        """The order within does not matter: the feed has one change a document."""
        put = {change.document for change in changes if change.kind == "put"}
        for content in self._store.contents(list(put)):
            record = content.record
            put.discard(record.id)
            cut = list(passages(content.text, content.blocks, content.tables))
            known = about(record, content.metadata)
            writer.put(Entry(record.id, name(record), content.text, cut, record.collections, known))
        for document in put.union(change.document for change in changes if change.kind == "remove"):
            writer.remove(document)


def _close(writer: Writer) -> None:
    """Give up a writer after something else went wrong, or may have: that is said already, or will be."""
    try:
        writer.close()
    except IndexDamaged as error:
        _log.warning("%s", error)


def name(record: DocumentRecord) -> str:
    """What a document is called: its title and the name of its file, which often says what the title does not."""
    return f"{record.title} {PurePath(record.source).stem}"


def _answers(record: DocumentRecord, collection: str | None) -> bool:
    return record.current and (collection is None or collection in record.collections)


def _front(record: DocumentRecord) -> Span:
    return Span(record.id, 0, min(record.characters, FRONT))
