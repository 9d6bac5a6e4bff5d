"""Writing the lexical index: documents in, and with them, in the same commit, how far the index has come."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tantivy

from wenyuan.search.folder import said
from wenyuan.search.passages import Passage
from wenyuan.text.analyser import terms
from wenyuan.text.language import language

TITLE_WEIGHT, HEADING_WEIGHT, OPENING_WEIGHT = 2, 1, 1
FRONT = 1200
_HEAP_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds: changes of `library` up to and with `sequence`, which was one of `document`."""

    library: str
    sequence: int
    document: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to index; `title` is all it is called by."""

    document: str
    title: str
    text: str
    passages: Sequence[Passage]
    collections: Sequence[str]


class Writer:
    """Applies documents; nothing is visible before `commit`, which makes all of it visible at once."""

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self.index = index
        self._folder = folder
        self._writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)

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
        with said(self._folder):
            self._writer.add_document(document)

    def remove(self, document: str) -> None:
        with said(self._folder):
            self._writer.delete_documents_by_term("document", document)

    def clear(self) -> None:
        """Forget everything, as of the next commit."""
        with said(self._folder):
            self._writer.delete_all_documents()

    def commit(self, state: State) -> None:
        document: Any = tantivy.Document()
        document.add_text("kind", "state")
        document.add_text("state", json.dumps(asdict(state)))
        with said(self._folder):
            self._writer.delete_documents_by_term("kind", "state")
            self._writer.add_document(document)
            self._writer.commit()

    def close(self) -> None:
        """Finish merging and release the lock; what was not committed is dropped."""
        with said(self._folder):
            try:
                self._writer.rollback()
            finally:
                self._writer.wait_merging_threads()


def opening(text: str) -> str:
    """A document's opening words: about a line of title matter."""
    return text[: 300 if language(text[:300]) == "en" else 120]


def front(text: str) -> str:
    """A document's front matter, where it says what it is: about half a page."""
    return text[: FRONT if language(text[:FRONT]) == "en" else FRONT // 3]
