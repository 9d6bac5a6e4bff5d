"""Search over a library: keeps the index in step with the change feed, asks it, and explains each hit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from wenyuan.errors import IndexDamaged
from wenyuan.library.records import DEFAULT_COLLECTION, DocumentRecord
from wenyuan.library.store import Store
from wenyuan.models.reranking import Reranker
from wenyuan.search.everything import Chosen, Everything, Matched, Matches, bare
from wenyuan.search.filters import Condition, Filters, answers, resolved, to_the_letter, verified
from wenyuan.search.following import Following
from wenyuan.search.hit import Hit, Named
from wenyuan.search.lexical import Found, LexicalIndex
from wenyuan.search.query import Query, parse
from wenyuan.search.ranking import Ranking
from wenyuan.search.showing import Showing, answers_in
from wenyuan.search.spaces import Progress, Spaces
from wenyuan.search.syntax import Understood, read

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
        self._following = Following(store, self._index)
        self._showing = Showing(store, self._index)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is held open but memory maps; here so that callers need not know."""

    def leading(self) -> AbstractContextManager[None]:
        """Keep the writing of the index in this process for a while, so that nobody who only searches gets the work.

        Where another process has it already, that one goes on with it and this one waits for it in `follow`.
        """
        return self._following.leading()

    def follow(self, wait_seconds: float = 60.0) -> int:
        """Apply what the library has changed since the index last looked; returns the number of changes applied.

        Where another process is doing so already it is waited for, `wait_seconds` at most, and 0 is returned: its
        work serves this one too, and what the library has removed is filtered out of results meanwhile.
        """
        return self._following.follow(wait_seconds)

    def forget(self, documents: Sequence[str]) -> None:
        """Have documents that were removed take no place among the nearest any more."""
        if self._spaces:
            self._spaces.forget(documents)

    def rebuild(self, wait_seconds: float = 60.0) -> int:
        """Make the index again from the library, whatever is in its place; returns the number of documents indexed.

        Until it is done, searches get the index as it was. Raises LibraryError while another process writes to it
        longer than `wait_seconds`.
        """
        return self._following.rebuild(wait_seconds)

    def embed(self, progress: Progress | None = None, wait_seconds: float = 0.0, *, look_closely: bool = False) -> int:
        """Bring the vectors in step with the library; returns the number of passages embedded.

        look_closely: look first whether all that are there are undamaged. Searches do not wait for it: what has no
        vector yet is found by its words. It can be broken off at any time and goes on from there. Raises ModelError
        where a model cannot be used.
        """
        return self._spaces.follow(progress, wait_seconds, look_closely=look_closely) if self._spaces else 0

    def search(
        self, question: str, limit: int = 10, collection: str | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """The best passages for a question, best first. An empty question finds nothing.

        The question may hold phrases, fields and exclusions (`search.syntax`). Raises UsageError for filters that
        mean nothing.
        """
        asked, conditions = resolved(self._store, read(question), filters)
        query = parse(asked.words)
        if self._spaces:
            self._spaces.mend(query.language)

        def answered(*, only_level: bool) -> list[Hit] | None:
            with self._store.viewing():
                if only_level and not self._following.level:
                    return None
                found = self._find(query, limit, collection, None, conditions)
                return self._showing.hits(query, found, self._index.weights(query.terms))

        hits = self._following.mended(lambda: answered(only_level=True))
        if hits is None:
            self._following.catch_up()
            hits = self._following.mended(lambda: answered(only_level=False))
        return hits or []

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
        self._following.catch_up()
        if self._spaces:
            self._spaces.mend(query.language)

        def found() -> list[tuple[Found, DocumentRecord]]:
            with self._store.viewing():
                return self._find(query, limit, collection, documents, conditions)

        return self._following.mended(found)

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
        self._following.catch_up()

        def choose() -> Chosen:
            return self._everything().choose(query, self.weights(query.terms), conditions, collection, limit, offset)

        chosen = self._following.mended(choose)
        records = self._store.records(one.document for one, _ in chosen.page)
        page = [(one, passages) for one, passages in chosen.page if one.document in records]
        hits = self.hits(query, [(one, records[one.document]) for one, _ in page])
        counts = {(one.document, one.start): passages for one, passages in page}
        matched = tuple(Matched(hit, counts[hit.span.document, hit.span.start]) for hit in hits)
        return Matches(matched, chosen.documents, chosen.passages, offset, chosen.rule)

    def _everything(self) -> Everything:
        return Everything(self._store, self._index, current=self._following.level)

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
                and answers_in(records[one.document], collection)
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
        weights = self.weights(query.terms)
        with self._store.viewing():
            return self._showing.hits(query, found, weights)

    def named(self, query: Query, collection: str | None = None, most: int = 6) -> list[Named]:
        """The documents a question names by words of their titles or opening lines, in the order of how much each adds.

        Words in the openings of many documents ("Annual report") name none of them.
        """
        return self._following.mended(lambda: self._showing.named(query, collection, most))

    def unknown(self, terms: Iterable[str]) -> list[str]:
        """Those of the terms that stand nowhere in the library."""
        wanted = list(terms)
        return self._following.mended(lambda: [term for term in wanted if not self._index.document_frequency(term)])

    def weights(self, query: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each term over the whole index (the BM25 form, never negative)."""
        terms = list(query)
        return self._following.mended(lambda: self._index.weights(terms))
