"""The lexical index: a projection of the library on tantivy, which can be deleted and rebuilt at any time.

Each passage is one entry, ranked by one field, `all`: its own words and its context — document title, headings, the
document's opening words — repeated by weight. BM25 over it is BM25F (Robertson, Zaragoza & Taylor 2004) with one length
normalisation for all fields. Its own words alone are in `text`, for phrases.

Each document has a card, a part of its first passage: title and opening words alone, to tell which documents a
question names.

One more entry holds the state: the library's identity and the number of the last change applied. It is replaced in
the commit that applies the change, so that the index and its number can never part, whatever is killed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, cast

import tantivy

from wenyuan.errors import IndexDamaged
from wenyuan.search.fields import TOKENIZER, by_spaces, schema, version
from wenyuan.search.filters import Condition
from wenyuan.search.folder import Opened, alone, created, identity, opened, replacing, said
from wenyuan.search.hit import Part
from wenyuan.search.intact import check
from wenyuan.search.matching import Matching, any_of
from wenyuan.search.naming import Called, rarity
from wenyuan.search.writing import State, Writer
from wenyuan.text.span import Span

# In a library of so many passages only so many terms are walked, and none that weighs less than this part of the
# heaviest: on the sets of docs/retrieval.md the latter costs up to .009 nDCG@10; the time of a walk halves.
LARGE, FEW, TELLING = 100_000, 8, 0.25
_FREQUENCIES, _NAMES = 20_000, 4_096
LONE_CHARACTER = 1.5


class Found(NamedTuple):
    """A passage as the index knows it: `body` is where its headings end, `context` the header of its table."""

    document: str
    start: int
    end: int
    score: float
    body: int
    context: str = ""
    parts: tuple[Part, ...] = ()
    address: tantivy.DocAddress | None = None

    @property
    def span(self) -> Span:
        return Span(self.document, self.start, self.end)


class Passing(NamedTuple):
    """A passage of an enumeration: `document` is the number that the document's id is in hex."""

    document: int
    start: int
    end: int
    score: float
    address: tantivy.DocAddress


class LexicalIndex:
    """The index at `folder`, opened when first used: made there when missing, of another version or not to be opened.

    Any number of processes may read; one at a time writes. Every method raises IndexDamaged for an index that turns
    out to be damaged, which `remake` cures, and Unreachable, one of its kind, where the disk is in the way.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._schema = schema()
        self._opened: Opened | None = None
        self._counted: tantivy.Searcher | None = None
        self._frequencies = dict[str, int]()
        self._names = dict[str, frozenset[str]]()
        self._size = 0
        self._matching = Matching(self._schema, self._ids)

    def state(self) -> State | None:
        """The state of the last commit, or None for an index that holds nothing yet."""
        query = tantivy.Query.term_query(self._schema, "kind", "state")
        with self._read() as searcher:
            hits = searcher.search(query, 1, count=False).hits
            if not hits:
                return None
            value = json.loads(str(searcher.doc(hits[0][1])["state"][0]))
            return State(value["library"], value["sequence"], value["document"])

    def reload(self) -> None:
        """See what other processes have committed, or put in the place of the index that was opened."""
        before, now = self._opened, self._now()
        if now is before:
            with said(self._folder):
                now.reload()

    def writer(self, wait_seconds: float = 0.0) -> Writer | None:
        """The one writer, or None while another process holds it longer than `wait_seconds`."""
        deadline = time.monotonic() + wait_seconds
        while True:
            now = self._now()
            if now.fault:
                raise now.fault
            try:
                with said(self._folder):
                    now.index.register_tokenizer(TOKENIZER, by_spaces())
                    return Writer(now.index, self._folder)
            except IndexDamaged as damage:
                if "LockBusy" not in str(damage.__cause__):
                    raise
            if time.monotonic() >= deadline:
                return None
            time.sleep(0.05)

    def seal(self) -> None:
        """Note that what was just written is whole, so that the next to open it need not read it."""
        with said(self._folder):
            check(self._folder)

    def owns(self, writer: Writer) -> bool:
        """Whether a writer writes to the index that is at the folder now."""
        return writer.index is self._now().index

    def remake(self, fill: Callable[[Writer], None], wait_seconds: float, *, damaged: bool = False) -> None:
        """Make the index again, without a look at the old one: `fill` writes and commits all of it.

        Until that is done, and where it fails, the index stays as it was. One that was found `damaged` is left alone
        where another process has made it again meanwhile. Raises LibraryError while another process writes longer
        than `wait_seconds`.
        """
        with alone(self._folder, wait_seconds):
            before = self._opened and self._opened.identity
            self._opened = None
            if damaged and before != identity(self._folder):
                return
            with replacing(self._folder, wait_seconds) as new:
                index = created(new, self._schema, version())
                index.register_tokenizer(TOKENIZER, by_spaces())
                with said(self._folder):
                    writer = Writer(index, self._folder)
                try:
                    fill(writer)
                finally:
                    writer.close()
                with said(self._folder):
                    check(new)

    def _now(self) -> Opened:
        """The index that is at the folder now."""
        if self._opened and not self._opened.fault and self._opened.identity == identity(self._folder):
            return self._opened
        self._opened = opened(self._folder, self._schema, version())
        return self._opened

    @contextmanager
    def _read(self) -> Generator[tantivy.Searcher]:
        """What was committed when the index was opened or last reloaded."""
        now = self._opened or self._now()
        with said(self._folder):
            yield now.searcher

    def search(
        self,
        query: Sequence[str],
        limit: int,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
        conditions: Sequence[Condition] = (),
    ) -> list[Found]:
        """The best passages for the terms, best first; only those of the collection or documents given, and under the
        conditions, are walked. Without terms, all of those, with nothing to rank them by."""
        if not (query or conditions) or documents == []:
            return []
        return self._best(self._scored(query) if query else self._passages(), limit, collection, documents, conditions)

    def all_of(
        self,
        documents: Sequence[str],
        limit: int,
        collection: str | None = None,
        conditions: Sequence[Condition] = (),
    ) -> list[Found]:
        """The passages of documents, in no order that means anything."""
        return self._best(self._passages(), limit, collection, documents, conditions) if documents else []

    def _best(
        self,
        query: tantivy.Query,
        limit: int,
        collection: str | None,
        documents: Sequence[str] | None,
        conditions: Sequence[Condition],
    ) -> list[Found]:
        if limit < 1:
            return []
        scored = self._within(query, collection, documents, conditions)
        with self._read() as searcher:
            # The engine makes room for as many as are asked for, before it looks.
            return _found(searcher, searcher.search(scored, min(limit, max(searcher.num_docs, 1)), count=False).hits)

    def every(
        self,
        query: Sequence[str],
        decisive: Sequence[str] = (),
        conditions: Sequence[Condition] = (),
        collection: str | None = None,
    ) -> list[Passing]:
        """All passages under the conditions that hold every decisive term, one of them at least in their own words.

        Best first by the query's terms; as numbers alone, so that a hundred thousand are counted in no time.
        """
        if not (query or decisive or conditions):
            return []
        parts = [(tantivy.Occur.Must, self._passages())]
        parts += [(tantivy.Occur.Should, self._scored(query))] if query else []
        parts += [(tantivy.Occur.Must, self._holds(term, everywhere=True)) for term in decisive]
        parts += [(tantivy.Occur.Must, any_of([self._holds(term) for term in decisive]))] if decisive else []
        within = self._within(tantivy.Query.boolean_query(parts), collection, None, conditions)
        with self._read() as searcher:
            hits = searcher.search(within, max(searcher.num_docs, 1), count=False).hits
            addresses = [address for _, address in hits]
            columns = [searcher.fast_field_values(name, addresses) for name in ("number", "start", "end")]
        rows = zip(*columns, [score for score, _ in hits], addresses, strict=True)
        return [Passing._make(row) for row in rows if row[0] is not None]

    def at(self, places: Sequence[Passing]) -> list[Found]:
        """The passages of an enumeration, whole; before the index is looked at again."""
        with self._read() as searcher:
            found = _found(searcher, [(place.score, place.address) for place in places])
        return self.with_context(found)

    def with_context(self, found: Sequence[Found]) -> list[Found]:
        """What this index has just found, with the headers of tables: those lie apart, and are slow to read."""
        with self._read() as searcher:
            return [
                one._replace(context=str(searcher.doc(one.address).get_first("context") or "")) if one.address else one
                for one in found
            ]

    def called(
        self,
        weights: Mapping[str, float],
        limit: int,
        collection: str | None = None,
        conditions: Sequence[Condition] = (),
        worth: Callable[[Sequence[float]], bool] = bool,
    ) -> list[Called]:
        """The documents that are called by most of the terms' weights: by title, file name or opening words.

        None of them where their scores alone, best first, are not `worth` it: to read names takes longer than to rank.
        """
        if not weights or limit < 1:
            return []
        each = [
            (
                tantivy.Occur.Should,
                tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, "name", term), weight),
            )
            for term, weight in weights.items()
        ]
        within = self._within(tantivy.Query.boolean_query(each), collection, None, conditions, cards=True)
        with self._read() as searcher:
            hits = searcher.search(within, min(limit, max(searcher.num_docs, 1)), count=False).hits
            scores = [float(score) for score, _ in hits]
            if not worth(scores):
                return []
            addresses = [address for _, address in hits]
            sizes = searcher.fast_field_values("passages", addresses)
            ids = _documents(searcher, addresses)
            names = self._names_in(searcher, ids, addresses)
        return [
            Called(document, score, names[document] & weights.keys(), int(size or 0))
            for score, document, size in zip(scores, ids, sizes, strict=True)
        ]

    def _names_in(
        self, searcher: tantivy.Searcher, ids: Sequence[str], addresses: Sequence[tantivy.DocAddress]
    ) -> dict[str, frozenset[str]]:
        """What documents are called by, kept for one commit."""
        self._counted_in(searcher)
        for document, address in zip(ids, addresses, strict=True):
            if document not in self._names:
                self._names[document] = frozenset(str(searcher.doc(address).get_first("name") or "").split())
        return self._names

    def name_frequencies(self, terms: Sequence[str]) -> tuple[int, list[int]]:
        """How many documents there are, and how many of them are called by each term."""
        with self._read() as searcher:
            return searcher.doc_freq("kind", "card"), [searcher.doc_freq("name", term) for term in terms]

    def cards(
        self, query: Sequence[str], limit: int, collection: str | None = None, conditions: Sequence[Condition] = ()
    ) -> list[str]:
        """Documents whose title or opening words hold the terms, best first; those under the conditions alone, as far
        as they are of documents."""
        if not query or limit < 1:
            return []
        each = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "card", term, index_option="freq"))
            for term in query
        ]
        within = self._within(tantivy.Query.boolean_query(each), collection, None, conditions, cards=True)
        with self._read() as searcher:
            hits = searcher.search(within, min(limit, max(searcher.num_docs, 1)), count=False).hits
            return [str(searcher.doc(address)["document"][0]) for _, address in hits]

    def card_frequency(self, term: str) -> int:
        """How many documents have the term in their title or opening words."""
        with self._read() as searcher:
            return searcher.doc_freq("card", term)

    def document_frequency(self, term: str) -> int:
        """In how many passages (context included) a term occurs."""
        return self.document_frequencies([term])[0]

    def document_frequencies(self, terms: Iterable[str]) -> list[int]:
        """In how many passages (context included) each term occurs."""
        with self._read() as searcher:
            known, wanted = self._counted_in(searcher), list(terms)
            for term in wanted:
                if term not in known:
                    known[term] = searcher.doc_freq("all", term)
            return [known[term] for term in wanted]

    def _counted_in(self, searcher: tantivy.Searcher) -> dict[str, int]:
        """What was counted in this commit before."""
        if self._counted is not searcher or len(self._frequencies) > _FREQUENCIES or len(self._names) > _NAMES:
            self._counted, self._frequencies, self._names = searcher, {}, {}
            self._size = searcher.doc_freq("kind", "passage")
        return self._frequencies

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Inverse document frequency of each term over the whole index (the BM25 form, never negative)."""
        size, wanted = self.size, list(terms)
        counted = zip(wanted, self.document_frequencies(wanted), strict=True)
        out = {term: rarity(frequency, size) for term, frequency in counted}
        # A lone character is counted only where it stands alone; it is never as rare as that looks.
        lone = (term for term in out if len(term) == 1 and not term.isascii())
        return out | {term: min(out[term], LONE_CHARACTER) for term in lone}

    @property
    def size(self) -> int:
        """Passages held, counted as `document_frequency` counts: removed ones until they are merged away."""
        with self._read() as searcher:
            self._counted_in(searcher)
            return self._size

    def settled(self, conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        """The conditions, those on titles and sources looked up: as the documents they leave."""
        return tuple(self._matching.settled(one) for one in conditions)

    def documents(self, conditions: Sequence[Condition], collection: str | None = None) -> list[str]:
        """All documents under the conditions, as far as those are of documents, in no order that means anything."""
        card = tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, "kind", "card"), 1.0)
        return self._ids(self._within(card, collection, None, conditions, cards=True))

    def _ids(self, cards: tantivy.Query) -> list[str]:
        """The documents of all cards that match."""
        with self._read() as searcher:
            addresses = [at for _, at in searcher.search(cards, max(searcher.num_docs, 1), count=False).hits]
            numbers = searcher.fast_field_values("number", addresses)
            return [f"{number:016x}" for number in numbers if number is not None]

    def _passages(self) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, "kind", "passage"), 0.0)

    def _within(
        self,
        query: tantivy.Query,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
        conditions: Sequence[Condition] = (),
        *,
        cards: bool = False,
    ) -> tantivy.Query:
        query = self._matching.within(query, conditions, cards=cards)
        filters = list[tantivy.Query]()
        if collection is not None:
            filters.append(tantivy.Query.term_query(self._schema, "collection", collection))
        if documents is not None:
            filters.append(tantivy.Query.term_set_query(self._schema, "document", documents))
        if not filters:
            return query
        unscored = [(tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in filters]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *unscored])

    def _holds(self, term: str, *, everywhere: bool = False) -> tantivy.Query:
        """Passages whose own words, or `everywhere` what stands above them too, hold a term."""
        fields = ["text", *["characters"] * (len(term) == 1 and not term.isascii()), *["all"] * everywhere]
        return any_of([tantivy.Query.term_query(self._schema, one, term, index_option="basic") for one in fields])

    def _scored(self, query: Sequence[str]) -> tantivy.Query:
        parts = list[tuple[tantivy.Occur, tantivy.Query]]()
        for term in self._telling(query):
            one = tantivy.Query.term_query(self._schema, "all", term, index_option="freq")
            parts.append((tantivy.Occur.Should, one))
            if len(term) == 1 and not term.isascii():
                # In `all` a single character stands only inside pairs.
                one = tantivy.Query.term_query(self._schema, "characters", term, index_option="basic")
                parts.append((tantivy.Occur.Should, tantivy.Query.const_score_query(one, 1.0)))
        return tantivy.Query.boolean_query(parts)

    def _telling(self, query: Sequence[str]) -> Sequence[str]:
        """In a large library the few that tell most: the lists of the others are long, and add little to a rank."""
        if self.size < LARGE:
            return query
        counted = zip(query, self.document_frequencies(query), strict=True)
        # A lone character, which has the longest list of all, tells little: it is walked where nothing else was asked.
        weights = self.weights(term for term, frequency in counted if frequency)
        least = TELLING * max(weights.values(), default=0.0)
        best = sorted((term for term in weights if weights[term] >= least), key=lambda term: -weights[term])
        return best[:FEW] or query


def _found(searcher: tantivy.Searcher, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> list[Found]:
    addresses = [address for _, address in hits]
    ids = _documents(searcher, addresses)
    starts, ends, bodies = (
        cast("list[int | None]", searcher.fast_field_values(name, addresses)) for name in ("start", "end", "body")
    )
    return [
        Found(document, start or 0, end or 0, score, body or 0, "", (), address)
        for (score, address), document, start, end, body in zip(hits, ids, starts, ends, bodies, strict=True)
    ]


def _documents(searcher: tantivy.Searcher, addresses: Sequence[tantivy.DocAddress]) -> list[str]:
    numbers = searcher.fast_field_values("number", list(addresses))
    return [
        str(searcher.doc(address)["document"][0]) if number is None else f"{number:016x}"
        for address, number in zip(addresses, numbers, strict=True)
    ]
