"""Writing the lexical index: documents in, and with them, in the same commit, how far the index has come."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import tantivy

from wenyuan.library.records import DocumentRecord
from wenyuan.library.store import Store
from wenyuan.search.folder import said
from wenyuan.search.matching import apart
from wenyuan.search.passages import Passage
from wenyuan.search.periods import Period, own_period
from wenyuan.text.analyser import ideographs, line
from wenyuan.text.language import language

TITLE_WEIGHT, HEADING_WEIGHT, OPENING_WEIGHT = 2, 1, 1
FRONT = 1200
# How much of a short document may be what it is called.
SHARE = 0.125
_HEAP_BYTES = 64_000_000
_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class State:
    """What the index holds: changes of `library` up to and with `sequence`, which was one of `document`."""

    library: str
    sequence: int
    document: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What of a document a search may be limited by.

    added: the day, as `date.toordinal` numbers it; dated: the days it says it is of.
    """

    media_type: str = ""
    language: str = ""
    source: str = ""
    added: int | None = None
    dated: Period | None = None


def about(record: DocumentRecord, metadata: Mapping[str, str]) -> About:
    """What the library knows of a document."""
    added = date.fromisoformat(record.added[:10]).toordinal()
    return About(record.media_type, record.language, record.source, added, own_period(metadata))


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to index; `title` is all it is called by."""

    document: str
    title: str
    text: str
    passages: Sequence[Passage]
    collections: Sequence[str]
    about: About = field(default_factory=About)


class _Analysed(dict[str, str]):
    """Texts of one document as lines of their terms; each but once, whatever white space is around it."""

    def __missing__(self, text: str) -> str:
        bare = text.strip()
        found = self[text] = line(text) if bare == text else self[bare]
        return found


def _joined(*lines: str) -> str:
    return " ".join(filter(None, lines))


class Writer:
    """Applies documents; nothing is visible before `commit`, which makes all of it visible at once."""

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self.index = index
        self._folder = folder
        self._writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)

    def put(self, entry: Entry, *, new: bool = False) -> None:
        """Index a document in place of whatever was indexed under its id; nothing was, for one that is `new`."""
        if not new:
            self.remove(entry.document)
        # What opens a short document is all of it, and passages stand under the same headings.
        analysed = _Analysed()
        title = analysed[entry.title]
        context, first = [title] * TITLE_WEIGHT, opening(entry.text)
        if len(entry.passages) > 1:  # a passage that is the whole says its opening itself
            context += [analysed[first]] * OPENING_WEIGHT
        # The card is a part of the first passage: an entry of its own would count where lengths are averaged.
        card: dict[str, str | int] = {
            "card": _joined(title, analysed[front(entry.text)]),
            "name": " ".join(dict.fromkeys(_joined(title, line(first[: math.ceil(len(entry.text) * SHARE)])).split())),
            "title": title,
            "source": line(apart(entry.about.source)),
            "passages": len(entry.passages),
        }
        for number, passage in enumerate(entry.passages):
            text = entry.text[passage.start : passage.end]
            own = analysed[text]
            heading = analysed[" ".join((*passage.heading, passage.context))]
            self._add(
                ("passage",) if number else ("passage", "card"),
                entry,
                text=own,
                characters=" ".join(ideographs(text)),
                all=_joined(own, *[heading] * HEADING_WEIGHT, *context),
                heading=analysed["\n".join(passage.heading)],
                start=passage.start,
                end=passage.end,
                body=passage.body,
                **({"context": passage.context} if passage.context else {}),
                **({} if number else card),
            )
        if not entry.passages:
            self._add(("card",), entry, **card)

    def _add(self, kinds: Sequence[str], entry: Entry, **fields: str | int) -> None:
        document: Any = tantivy.Document()
        for kind in kinds:
            document.add_text("kind", kind)
        document.add_text("document", entry.document)
        if _ID.fullmatch(entry.document):
            document.add_unsigned("number", int(entry.document, 16))
        for collection in entry.collections:
            document.add_text("collection", collection)
        about = entry.about
        document.add_text("type", about.media_type)
        document.add_text("language", about.language)
        if about.added is not None:
            document.add_integer("added", about.added)
        if about.dated and about.dated.first is not None and about.dated.last is not None:
            document.add_integer("date_first", about.dated.first)
            document.add_integer("date_last", about.dated.last)
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


def reached(store: Store, state: State | None) -> int | None:
    """The last change that an index in this state holds of the library; None where it must be made anew.

    That is so for another library's index, and for one that has gone another way since: where the library was put
    back from an older copy, its numbers end before the index's, or mean other changes.
    """
    if state is None or state.library != store.identity() or state.sequence > store.last_change():
        return None
    at = store.changes(state.sequence - 1, 1)
    same = not at or at[0].sequence != state.sequence or at[0].document == state.document
    return state.sequence if same else None


def called(record: DocumentRecord) -> str:
    """What a document is called: its title and the name of its file, which often says what the title does not."""
    name = record.source.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f"{record.title} {stem if stem and dot and suffix else name}"


def opening(text: str) -> str:
    """A document's opening words: about a line of title matter."""
    return text[: 300 if language(text[:300]) == "en" else 120]


def front(text: str) -> str:
    """A document's front matter, where it says what it is: about half a page."""
    return text[: FRONT if len(text) > FRONT // 3 and language(text[:FRONT]) == "en" else FRONT // 3]
