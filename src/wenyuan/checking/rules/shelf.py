"""The documents that a rule may look into: which there are, which are meant, and where in them something stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from wenyuan.checking.citation import Citation
from wenyuan.checking.finding import Finding
from wenyuan.checking.sources import Placed
from wenyuan.library.records import DocumentRecord, StoredDocument
from wenyuan.library.store import Store
from wenyuan.search.filters import Condition
from wenyuan.search.periods import Period, own_period
from wenyuan.text.analyser import IDEOGRAPHIC
from wenyuan.text.normalise import fold_text
from wenyuan.text.span import Span

# So many documents are read through for a figure; of more, what search finds.
_THROUGH = 40
_PART = re.compile(rf"{IDEOGRAPHIC}+|\d+|(?:(?!{IDEOGRAPHIC})[^\W\d_])+")


class Shelf:
    """The documents of one library that pass the filters of a check."""

    def __init__(
        self, store: Store, finding: Finding, collection: str | None = None, conditions: Sequence[Condition] = ()
    ) -> None:
        self._store, self._finding = store, finding
        self.records = [
            record
            for record in store.documents(collection)
            if record.status != "failed" and all(self._holds(record, one) for one in conditions)
        ]

    def named(self, words: str) -> list[DocumentRecord]:
        """Those whose title or file name says all of the words; all, where none are given."""
        asked = _PART.findall(fold_text(words))
        return [record for record in self.records if _says(record, asked)]

    def placed(self, records: Sequence[DocumentRecord], words: str) -> Iterator[Placed]:
        """All that the documents say; where they are many, what search finds in them for the words."""
        if len(records) <= _THROUGH:
            for record in records:
                yield from self._finding.source(record.id).all()
            return
        ids = {record.id for record in records}
        yield from (one for one in self._finding.evidence(words) if one.span.document in ids)

    def contents(self, records: Sequence[DocumentRecord]) -> Iterator[StoredDocument]:
        """The documents as stored."""
        yield from self._store.contents([record.id for record in records])

    def citation(self, span: Span) -> Citation:
        """The place as reports show it."""
        record = self._store.record(span.document)
        quote = self._store.slice(span.document, span.start, span.end)
        locator = self._store.locate(span)
        return Citation(record.id, record.title, record.source, span.start, span.end, quote, locator)

    def _holds(self, record: DocumentRecord, condition: Condition) -> bool:
        """Whether a condition of documents holds; those of passages say nothing of a document as a whole."""
        match condition.field:
            case "document":
                found = record.id in condition.values
            case "type":
                found = record.media_type in condition.values
            case "language":
                found = record.language in condition.values
            case "date":
                own = own_period(self._store.content(record.id).metadata)
                found = own is not None and any(isinstance(one, Period) and _meet(own, one) for one in condition.values)
            case _:
                return True
        return found != condition.excluded


def _meet(one: Period, other: Period) -> bool:
    starts = other.last is None or one.first is None or one.first <= other.last
    return starts and (other.first is None or one.last is None or other.first <= one.last)


def _says(record: DocumentRecord, asked: Sequence[str]) -> bool:
    named = fold_text(f"{record.title} {PurePath(record.source).name}")
    parts = set(_PART.findall(named))
    return all(part in parts or (not part.isascii() and part in named) for part in asked)
