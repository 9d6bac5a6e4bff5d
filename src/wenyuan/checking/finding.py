"""Evidence for a claim, found by search: the sentences and rows of the passages nearest to it, in few documents."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from heapq import nlargest

from wenyuan.checking.sources import Placed, Source
from wenyuan.library.records import StoredDocument
from wenyuan.library.store import Store
from wenyuan.search.filters import Condition
from wenyuan.search.query import parse
from wenyuan.search.search import Search
from wenyuan.text.analyser import terms

# Passages looked into for a claim, and how many of their sentences and rows are kept: to read one closely takes a
# millisecond, to count its words a fiftieth of that.
PASSAGES, KEPT = 10, 32
_DOCUMENTS_KEPT = 64

Dating = Callable[[StoredDocument], tuple[date | None, tuple[int, int] | None]]


class Finding:
    """Finds evidence in one library. Not safe for use by several threads at once.

    dating: the day a document is from and where its fiscal years end.
    """

    def __init__(
        self,
        store: Store,
        search: Search,
        dating: Dating,
        collection: str | None = None,
        conditions: Sequence[Condition] = (),
    ) -> None:
        self._store, self._search, self._dating = store, search, dating
        self._collection, self._conditions = collection, conditions
        self._sources = OrderedDict[str, Source]()

    def evidence(self, claim: str, heading: Sequence[str] = ()) -> list[Placed]:
        """What may bear on a claim, the likeliest passages first. heading: what stands above the claim."""
        found = dict[tuple[str, int], Placed]()
        for asked in dict.fromkeys((claim, " ".join((*heading[-1:], claim)))):
            for one, record in self._search.find(parse(asked), PASSAGES, self._collection, conditions=self._conditions):
                for placed in self.source(record.id).within(one.start, one.end):
                    found.setdefault((placed.span.document, placed.span.start), placed)
        if len(found) <= KEPT:
            return list(found.values())
        weights = self._search.weights(set(terms(claim)))
        worth = {key: sum(weights[term] for term in weights.keys() & one.terms) for key, one in found.items()}
        best = set(nlargest(KEPT, found, key=lambda key: worth[key]))
        return [one for key, one in found.items() if key in best]

    def source(self, document: str) -> Source:
        """A document of the library, to be asked for its sentences and rows."""
        if (source := self._sources.get(document)) is None:
            content = self._store.content(document)
            source = self._sources[document] = Source(content, *self._dating(content))
            if len(self._sources) > _DOCUMENTS_KEPT:
                self._sources.popitem(last=False)
        self._sources.move_to_end(document)
        return source
