"""The lexical index: a projection of the library on tantivy, which can be deleted and rebuilt at any time.

Each passage is one entry with two scored fields: `text`, its own words, and `all`, those words and its
context — document title, headings, the document's opening words — repeated by weight. BM25 over `all` is BM25F
(Robertson, Zaragoza & Taylor 2004) with one length normalisation for all fields; a little of `text` on top keeps
a passage that says it before one that merely stands under such a title.

Each document has a card besides: title and opening words alone, to tell which documents a question names.

One more entry holds the state: the library's identity and the number of the last change applied. It is replaced in
the commit that applies the change, so that the index and its number can never part, whatever is killed.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tantivy

from wenyuan.errors import IndexDamaged
from wenyuan.search.passages import Passage
from wenyuan.text.analyser import VERSION as ANALYSER_VERSION
from wenyuan.text.analyser import terms
from wenyuan.text.language import language
from wenyuan.text.span import Span

# Raise it when fields, weights or the cutting of passages change: an index of another version is built anew.
VERSION = "6"
TITLE_WEIGHT, HEADING_WEIGHT, OPENING_WEIGHT = 2, 1, 1
TEXT_BOOST = 0.3
FRONT = 1200
_TOKENIZER = "terms"
# What tantivy says of files that are missing, cut short or not its own: such an index is made again.
_TORN = ("corrupt", "filedoesnotexist", "incompatible")


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds: changes of `library` up to and with `sequence`, which was one of `document`."""

    library: str
    sequence: int
    document: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as the index knows it: `body` is where its headings end, `context` the header of its table."""

    document: str
    start: int
    end: int
    score: float
    body: int
    context: str = ""

    @property
    def span(self) -> Span:
        return Span(self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to index; `title` is all it is called by."""

    document: str
    title: str
    text: str
    passages: Sequence[Passage]
    collections: Sequence[str]


class LexicalIndex:
    """Opened at `folder`; made there when missing, emptied when made by another version or damaged.

    Any number of processes may read; one at a time writes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        self._index = self._open()
        self._searcher = self._index.searcher()

    def state(self) -> State | None:
        """The state of the last commit, or None for an index that holds nothing yet."""
        query = tantivy.Query.term_query(self._schema, "kind", "state")
        hits = self._searcher.search(query, 1, count=False).hits
        if not hits:
            return None
        value = json.loads(str(self._searcher.doc(hits[0][1])["state"][0]))
        return State(value["library"], value["sequence"], value["document"])

    def reload(self) -> None:
        """See what other processes have committed."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def writer(self, wait_seconds: float = 0.0) -> Writer | None:
        """The one writer, or None while another process holds it longer than `wait_seconds`."""
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                return Writer(self._index.writer(heap_size=64_000_000, num_threads=1))
            except ValueError as error:
                if "lock" not in str(error).lower():
                    raise IndexDamaged(
                        f"the search index cannot be written: {error}. Run `wenyuan reindex`."
                    ) from error
            if time.monotonic() >= deadline:
                return None
            time.sleep(0.05)

    def search(
        self,
        query: Sequence[str],
        limit: int,
        collection: str | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Found]:
        """The best passages for the terms, best first; only those of the collection or documents given are walked."""
        if not query or limit < 1 or documents == []:
            return []
        scored = self._within(self._scored(query), collection, documents)
        hits = self._searcher.search(scored, limit, count=False).hits
        addresses = [address for _, address in hits]
        starts = self._searcher.fast_field_values("start", addresses)
        ends = self._searcher.fast_field_values("end", addresses)
        bodies = self._searcher.fast_field_values("body", addresses)
        found = list[Found]()
        for (score, address), start, end, body in zip(hits, starts, ends, bodies, strict=True):
            stored = self._searcher.doc(address)
            context = str(stored.get_first("context") or "")
            place = (int(start or 0), int(end or 0))
            found.append(Found(str(stored["document"][0]), *place, float(score), int(body or 0), context))
        return found

    def cards(self, query: Sequence[str], limit: int, collection: str | None = None) -> list[str]:
        """Documents whose title or opening words hold the terms, best first."""
        if not query or limit < 1:
            return []
        each = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "card", term, index_option="freq"))
            for term in query
        ]
        hits = self._searcher.search(self._within(tantivy.Query.boolean_query(each), collection), limit, count=False)
        return [str(self._searcher.doc(address)["document"][0]) for _, address in hits.hits]

    def card_frequency(self, term: str) -> int:
        """How many documents have the term in their title or opening words."""
        return self._searcher.doc_freq("card", term)

    def document_frequency(self, term: str) -> int:
        """In how many passages (context included) a term occurs."""
        return self._searcher.doc_freq("all", term)

    @property
    def size(self) -> int:
        """Passages held, counted as `document_frequency` counts: removed ones until they are merged away."""
        return self._searcher.doc_freq("kind", "passage")

    def _within(
        self, query: tantivy.Query, collection: str | None = None, documents: Sequence[str] | None = None
    ) -> tantivy.Query:
        filters = list[tantivy.Query]()
        if collection is not None:
            filters.append(tantivy.Query.term_query(self._schema, "collection", collection))
        if documents is not None:
            filters.append(tantivy.Query.term_set_query(self._schema, "document", documents))
        if not filters:
            return query
        unscored = [(tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in filters]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *unscored])

    def _scored(self, query: Sequence[str]) -> tantivy.Query:
        parts = list[tuple[tantivy.Occur, tantivy.Query]]()
        for term in query:
            for field, boost in (("all", 1.0), ("text", TEXT_BOOST)):
                one = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
                parts.append((tantivy.Occur.Should, tantivy.Query.boost_query(one, boost)))
            if len(term) == 1 and not term.isascii():
                # In `text` a single character stands only inside pairs.
                one = tantivy.Query.term_query(self._schema, "characters", term, index_option="basic")
                parts.append((tantivy.Occur.Should, tantivy.Query.const_score_query(one, 1.0)))
        return tantivy.Query.boolean_query(parts)

    def _open(self) -> tantivy.Index:
        stamp = self._folder / "version"
        version = f"{VERSION}.{ANALYSER_VERSION}.{TITLE_WEIGHT}.{HEADING_WEIGHT}.{OPENING_WEIGHT}"
        index = self._made(stamp, version)
        if index is None:
            with _alone(self._folder):
                index = self._made(stamp, version) or self._make(stamp, version)
        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        index.config_reader("manual")
        index.reload()
        return index

    def _made(self, stamp: Path, version: str) -> tantivy.Index | None:
        """The index as it is, or None where there is none of this version that can be opened."""
        try:
            if stamp.read_text() != version:
                return None
            index = tantivy.Index.open(str(self._folder))
            index.searcher()
        except FileNotFoundError:
            return None
        except ValueError as error:
            if any(word in str(error).lower() for word in _TORN):
                return None
            raise IndexDamaged(f"the search index in {self._folder} cannot be opened: {error}") from error
        return index

    def _make(self, stamp: Path, version: str) -> tantivy.Index:
        """An empty index. The stamp comes last: a kill before it leaves a folder that is made again."""
        try:
            if self._folder.exists():
                shutil.rmtree(self._folder)
            self._folder.mkdir(parents=True)
            index = tantivy.Index(self._schema, path=str(self._folder), reuse=False)
            fresh = stamp.with_suffix(".new")
            fresh.write_text(version)
            fresh.replace(stamp)
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"the search index in {self._folder} cannot be made: {error}") from error
        return index


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Hold off other processes that would make the same index at the same time."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise IndexDamaged(f"the search index in {folder} cannot be made: {error}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _said() -> Generator[None]:
    """What the disk does to a writer, in words."""
    try:
        yield
    except ValueError as error:
        raise IndexDamaged(
            f"the search index could not be written: {error}. What was added is kept; "
            "searches find all of it once the index can be written again (check the disk)"
        ) from error


class Writer:
    """Applies documents; nothing is visible before `commit`, which makes all of it visible at once."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def put(self, entry: Entry) -> None:
        """Index a document in place of whatever was indexed under its id."""
        self.remove(entry.document)
        title = terms(entry.title)
        context = title * TITLE_WEIGHT + terms(opening(entry.text)) * OPENING_WEIGHT
        self._add("card", entry, card=" ".join(title + terms(front(entry.text))))
        for passage in entry.passages:
            own = terms(entry.text[passage.start : passage.end])
            heading = terms(" ".join((*passage.heading, passage.context)))
            everything = " ".join(own + heading * HEADING_WEIGHT + context)
            self._add(
                "passage",
                entry,
                text=" ".join(own),
                characters=" ".join(set("".join([term for term in own if len(term) == 2 and not term.isascii()]))),
                all=everything,
                start=passage.start,
                end=passage.end,
                body=passage.body,
                **({"context": passage.context} if passage.context else {}),
            )

    def _add(self, kind: str, entry: Entry, **fields: str | int) -> None:
        document: Any = tantivy.Document()
        document.add_text("kind", kind)
        document.add_text("document", entry.document)
        for collection in entry.collections:
            document.add_text("collection", collection)
        for name, value in fields.items():
            if isinstance(value, int):
                document.add_integer(name, value)
            else:
                document.add_text(name, value)
        with _said():
            self._writer.add_document(document)

    def remove(self, document: str) -> None:
        self._writer.delete_documents_by_term("document", document)

    def clear(self) -> None:
        """Forget everything, as of the next commit."""
        self._writer.delete_all_documents()

    def commit(self, state: State) -> None:
        self._writer.delete_documents_by_term("kind", "state")
        document: Any = tantivy.Document()
        document.add_text("kind", "state")
        document.add_text("state", json.dumps(asdict(state)))
        with _said():
            self._writer.add_document(document)
            self._writer.commit()

    def close(self) -> None:
        """Finish merging and release the lock; what was not committed is dropped."""
        with _said():
            self._writer.rollback()
            self._writer.wait_merging_threads()


def opening(text: str) -> str:
    """A document's opening words: about a line of title matter."""
    return text[: 300 if language(text[:300]) == "en" else 120]


def front(text: str) -> str:
    """A document's front matter, where it says what it is: about half a page."""
    return text[: FRONT if language(text[:FRONT]) == "en" else FRONT // 3]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for raw in ("kind", "collection"):
        builder.add_text_field(raw, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("context", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name=_TOKENIZER, index_option="position")
    builder.add_text_field("characters", tokenizer_name=_TOKENIZER, index_option="basic")
    builder.add_text_field("all", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("card", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_integer_field("start", fast=True)
    builder.add_integer_field("end", fast=True)
    builder.add_integer_field("body", fast=True)
    return builder.build()
