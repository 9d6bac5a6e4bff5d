"""Conditions as queries of the lexical index, so that they hold within its walk and never after it.

A condition is of the passage (its words, its headings) or of the document. Type, language, collection and dates stand
with every passage. Titles and sources stand once, on the document's card: a condition on them is a set of documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import tantivy

from wenyuan.search.filters import Condition
from wenyuan.search.periods import Period
from wenyuan.search.phrases import broken, joined, places

_JOINT = re.compile(r"[\W_]")
_RAW = {"document": "document", "type": "type", "collection": "collection", "language": "language"}


class Matching:
    """Builds queries for one schema. `documents_of` finds the documents whose cards match a query."""

    def __init__(self, schema: tantivy.Schema, documents_of: Callable[[tantivy.Query], Sequence[str]]) -> None:
        self._schema = schema
        self._documents_of = documents_of

    def within(self, query: tantivy.Query, conditions: Iterable[Condition], *, cards: bool = False) -> tantivy.Query:
        """The query, unchanged in its scores, where the conditions hold; over `cards` those of documents alone."""
        parts = [(tantivy.Occur.Must, query)]
        for condition in conditions:
            if not cards or not condition.of_passage:
                one = tantivy.Query.const_score_query(self.one(condition, cards=cards), 0.0)
                parts.append((tantivy.Occur.MustNot if condition.excluded else tantivy.Occur.Must, one))
        return tantivy.Query.boolean_query(parts) if len(parts) > 1 else query

    def settled(self, condition: Condition) -> Condition:
        """A condition that only cards can tell, as the documents whose cards match; any other as it is."""
        if condition.field not in ("title", "source"):
            return condition
        return Condition(
            "document", tuple(self._documents_of(self.one(condition, cards=True))), excluded=condition.excluded
        )

    def one(self, condition: Condition, *, cards: bool = False) -> tantivy.Query:
        """What has one of the condition's values, without a look at whether it is to be excluded."""
        if not cards:
            condition = self.settled(condition)
        if raw := _RAW.get(condition.field):
            return tantivy.Query.term_set_query(self._schema, raw, list(condition.values))
        each = [self._value(condition, value) for value in condition.values]
        return each[0] if len(each) == 1 else any_of(each)

    def _value(self, condition: Condition, value: str | Period) -> tantivy.Query:
        if isinstance(value, Period):
            return self._dated(condition.field, value)
        whole = joined(apart(value) if condition.field == "source" else value)
        others = broken(whole) if condition.exact and condition.field == "text" else []
        each = [self.phrase(condition.field, one) for one in (whole, *others)]
        return each[0] if len(each) == 1 else any_of(each)

    def _dated(self, field: str, period: Period) -> tantivy.Query:
        """Days that overlap the period: a document that says 2024 may be of any day of it."""
        first, last = ("added", "added") if field == "added" else ("date_first", "date_last")
        bounds = [
            tantivy.Query.range_query(self._schema, name, tantivy.FieldType.Integer, lower, upper)
            for name, lower, upper in ((last, period.first, None), (first, None, period.last))
            if lower is not None or upper is not None
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, bound) for bound in bounds])

    def phrase(self, field: str, phrase: str) -> tantivy.Query:
        """Words that follow one another in a field, in any of their forms; nothing, for a phrase without words."""
        found = places(phrase)
        if not found:
            return tantivy.Query.empty_query()
        skips = sum(place.skips for place in found)
        edges = any(place.open_before or place.open_after for place in found)
        if len(found) == 1:
            if edges:
                return tantivy.Query.regex_query(self._schema, field, found[0].pattern)
            return tantivy.Query.term_query(self._schema, field, found[0].term, index_option="freq")
        if edges:
            return tantivy.Query.regex_phrase_query(self._schema, field, [place.pattern for place in found], skips)
        return tantivy.Query.phrase_query(self._schema, field, [place.term for place in found], skips)


def any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def apart(path: str) -> str:
    """A path as words: what joins its names joins nothing here."""
    return _JOINT.sub(" ", path)
