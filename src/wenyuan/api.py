"""`Library`: the Python door to everything. The command line is a thin layer over it.

with Library("my-library") as library:
    library.add(["filings/"])
    answer = library.ask("What was net income in 2022?")
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from wenyuan.answering.answer import Answer
from wenyuan.answering.quoting import Quoting
from wenyuan.checking.checker import Checker
from wenyuan.checking.dating import dating
from wenyuan.checking.finding import Finding
from wenyuan.checking.report import Report
from wenyuan.checking.rules.loading import load as load_rules
from wenyuan.checking.rules.model import Rules
from wenyuan.checking.rules.running import run
from wenyuan.checking.rules.shelf import Shelf
from wenyuan.errors import ModelError, ReadingFailed, UsageError
from wenyuan.library.adding import add
from wenyuan.library.records import DEFAULT_COLLECTION, Added, DocumentRecord
from wenyuan.library.store import Store
from wenyuan.models.chosen import embedders, others, reranker
from wenyuan.reading.document import Document
from wenyuan.reading.pool import ReaderPool
from wenyuan.reading.protocol import Limits
from wenyuan.search.everything import Matches
from wenyuan.search.filters import Filters, conditions, known_collection
from wenyuan.search.hit import Hit
from wenyuan.search.search import Search
from wenyuan.search.spaces import Progress, Spaces
from wenyuan.search.syntax import Understood
from wenyuan.settings import Settings, load

if TYPE_CHECKING:
    from types import TracebackType

# While files are being added the index follows in steps, so that little is left to do at the end.
_FOLLOW_EVERY = 2000
_WAIT_SECONDS = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text` is exactly characters `start` to `end` of a document."""

    id: str
    title: str
    text: str
    start: int
    end: int


class Library:
    """A library folder, opened. Several processes may have the same folder open; threads open one each.

    `store` holds the documents, their texts, places and originals; `index` is the search over it, which follows it by
    itself. The methods here are all that most callers need.
    """

    def __init__(
        self, path: str | Path | None = None, settings: Settings | None = None, *, create: bool = True
    ) -> None:
        self.settings = settings or load(Path(path).expanduser().absolute() if path else None)
        self.home = Path(path).expanduser().absolute() if path else self.settings.home
        self.store = Store.open(self.home, create=create)
        self._search: Search | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    @property
    def index(self) -> Search:
        """The search over this library, opened when first asked for."""
        if self._search is None:
            folder = self.home / "index" / "vectors"
            spaces = Spaces(self.store, folder, lambda: embedders(self.settings), lambda: others(self.settings))
            lexical = self.home / "index" / "lexical"
            self._search = Search(self.store, lexical, spaces, lambda: reranker(self.settings))
        return self._search

    def add(
        self,
        paths: Iterable[str | Path],
        collection: str = DEFAULT_COLLECTION,
        progress: Callable[[int, str], None] | None = None,
        embedding: Progress | None = None,
    ) -> Iterator[Added]:
        """Add files and folders, yielding what became of each once it is on disk; searchable when this ends.

        embedding: told, while vectors are made at the end, of what, and how many changes of the library are done of
        how many. An embedding model that cannot be used is logged, and the next addition tries again. Raises
        UsageError, before anything is done, for a path that does not exist.
        """
        reading = self.settings.reading
        limits = Limits(**reading.model_dump(exclude={"workers"}))
        pending = 0
        self.index.follow(wait_seconds=0.0)
        with self.index.leading(), ReaderPool(limits, reading.workers) as pool:
            for one in add(
                self.store, list(paths), pool, collection=collection, largest=limits.bytes, progress=progress
            ):
                pending += one.outcome in ("added", "updated")
                if pending >= _FOLLOW_EVERY:
                    self.index.follow(wait_seconds=0.0)
                    pending = 0
                yield one
            pool.close()
            self.index.follow()
            try:
                self.index.embed(embedding)
            except ModelError as error:
                _log.warning("what was added is found by its words, and not by its meaning yet: %s", error)

    def documents(self, collection: str | None = None) -> list[DocumentRecord]:
        """The current documents, oldest first. Raises UsageError for a collection that does not exist."""
        return self.store.documents(self._known(collection))

    def collections(self) -> list[tuple[str, int]]:
        """Each collection's name and number of documents."""
        return self.store.collections()

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove documents, by id or the beginning of one, with their older versions; returns all ids removed."""
        gone = self.store.remove(ids)
        self.index.follow(wait_seconds=5.0)
        self.index.forget(gone)
        return gone

    def show(self, document: str, start: int = 0, end: int | None = None) -> Excerpt:
        """The stored text of a document, or characters `start` to `end` of it, exactly.

        An `end` beyond the text means its end. Raises UsageError for an unknown id, and where there is no such part.
        """
        record = self.store.record(self.store.resolve(document))
        stop = record.characters if end is None else min(end, record.characters)
        if start < 0 or start > stop:
            asked = f"{start} to {'its end' if end is None else end}"
            raise UsageError(f"there is no part {asked} of a text that runs from character 0 to {record.characters}")
        return Excerpt(record.id, record.title, self.store.slice(record.id, start, stop), start, stop)

    def search(
        self, query: str, limit: int = 10, collection: str | None = None, filters: Filters | None = None
    ) -> list[Hit]:
        """The passages that match best, each with its place and the reasons it ranked.

        The query may hold "a phrase", +word, -word and fields such as title:report or date:2024 (docs/searching.md).
        Raises UsageError for filters that mean nothing and a collection that does not exist.
        """
        return self.index.search(query, limit, self._known(collection), filters)

    def matches(
        self,
        query: str,
        limit: int = 100,
        offset: int = 0,
        collection: str | None = None,
        filters: Filters | None = None,
    ) -> Matches:
        """Every document with evidence, each once with its best passage, best first, and how many there are in all.

        `rule` of the result says what made a document match. `limit` and `offset` give a page of them.
        """
        if limit < 0 or offset < 0:
            raise UsageError("limit and offset count documents, from 0")
        return self.index.matches(query, limit, offset, self._known(collection), filters)

    def understand(self, query: str, filters: Filters | None = None) -> Understood:
        """How `search` and `matches` read a query: its words, its conditions, and what was taken for words."""
        return self.index.understand(query, filters)

    def ask(self, question: str, collection: str | None = None, filters: Filters | None = None) -> Answer:
        """An answer in sentences quoted from the sources, or a refusal that names what was looked at.

        Only documents that pass the filters are looked at. Raises UsageError for filters that mean nothing.
        """
        quoting = Quoting(self.store, self.index, self.settings.answering.refuse_below)
        return quoting.ask(question, self._known(collection), conditions(self.store, filters))

    def check(
        self,
        draft: str | Document,
        collection: str | None = None,
        filters: Filters | None = None,
        title: str = "",
        rules: Rules | str | Path | None = None,
    ) -> Report:
        """What the library says to each claim of a draft: a text, or a file as `read` gives it.

        rules: a file of the caller's own checks (docs/rules.md), or what `checking.rules.loading` makes of one. Raises
        UsageError for rules and filters that mean nothing and a collection that does not exist.
        """
        wanted = load_rules(rules) if isinstance(rules, (str, Path)) else rules
        document = Document(draft, "text/plain") if isinstance(draft, str) else draft
        known, narrowed = self._known(collection), conditions(self.store, filters)
        finding = Finding(self.store, self.index, dating, known, narrowed)
        checker = Checker(self.store, finding, len(self.store.documents(known)))
        report = checker.check(document.text, document.blocks, document.tables, title or document.title)
        if wanted is None:
            return report
        shelf = Shelf(self.store, finding, known, narrowed)
        return replace(report, rules=run(wanted, document, report.claims, shelf))

    def read(self, path: str | Path) -> Document:
        """A file as it would be stored, without storing it. Raises UsageError where it cannot be read."""
        return read(path, self.settings)

    def reindex(self) -> int:
        """Make the search index again from the library; returns the number of documents in it, failed ones aside.

        Vectors take long to make: all of them are read, and those lost or damaged made anew. Raises ModelError where
        that needs an embedding model which cannot be used.
        """
        self.index.rebuild()
        self.index.embed(wait_seconds=_WAIT_SECONDS, look_closely=True)
        held = self.store.counts()
        return held.ready + held.partial

    def _known(self, collection: str | None) -> str | None:
        """The collection's name as it is kept."""
        return None if collection is None else known_collection(self.store, collection)


def read(path: str | Path, settings: Settings) -> Document:
    """A file as its reader gives it, in a process of its own. Raises UsageError with the reason where it cannot be."""
    limits = Limits(**settings.reading.model_dump(exclude={"workers"}))
    try:
        data = Path(path).expanduser().read_bytes()
        with ReaderPool(limits) as pool:
            return pool.read(data, Path(path).name)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except ReadingFailed as failed:
        raise UsageError(f"{path} cannot be read: {failed}") from failed


@contextmanager
def against(paths: Sequence[str | Path], settings: Settings) -> Generator[tuple[Library, list[Added]]]:
    """A library of these files alone, for as long as the block lasts, and what became of each."""
    with tempfile.TemporaryDirectory(prefix="wenyuan-") as folder, Library(folder, settings) as library:
        yield library, list(library.add(paths))
