"""What limits a search: the options of a caller and the clauses of a query, resolved against the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar

from wenyuan.errors import UsageError
from wenyuan.library.arriving import collection_name
from wenyuan.library.records import DocumentRecord
from wenyuan.library.store import Store
from wenyuan.search.formats import language_code, media_types
from wenyuan.search.periods import Period, period
from wenyuan.search.phrases import exact_by_terms, stands
from wenyuan.search.syntax import Asked, Clause, Field
from wenyuan.text.span import Span

# A document has one of each of these: several clauses for one of them mean any of their values.
_ONE_OF: frozenset[Field] = frozenset({"document", "type", "collection", "language"})


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_Kept = TypeVar("_Kept", bound=tuple[_Placed, object])


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents may answer, as the options of a caller. Within one filter any value will do; all filters hold.

    documents: ids or unique beginnings of them. types: "pdf", "word", "mail", … or media types. languages: "zh", "en".
    since, until: the day a document says it is from, as 2024, 2024-03 or 2024-03-15, both included; one that states
    no date is outside. added: when it came into the library: a date, "2024-01..2024-06", ">=2024-03".
    """

    documents: Sequence[str] = ()
    types: Sequence[str] = ()
    languages: Sequence[str] = ()
    since: str = ""
    until: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that holds of every hit, or with `excluded` of none: that `field` has one of the `values`.

    Of its passage: "text" and "heading", words that follow one another there in any of their forms; with `exact` the
    text holds them to the letter, width, case, spaces and the shape of quotes and dashes aside. Of its document: the
    rest; types as media types, ids whole, dates as Period.
    """

    field: Field
    values: tuple[str | Period, ...]
    exact: bool = False
    excluded: bool = False

    def __str__(self) -> str:
        said = " or ".join(f'"{value}"' if self.exact else str(value) for value in self.values)
        return f"{'not ' if self.excluded else ''}{self.field}: {said}"

    @property
    def of_passage(self) -> bool:
        return self.field in ("text", "heading")


def conditions(store: Store, filters: Filters | None) -> tuple[Condition, ...]:
    """The conditions of filters alone. Raises UsageError, which says what is accepted, for one that means nothing."""
    return tuple(_of_options(store, filters)) if filters else ()


def resolved(store: Store, asked: Asked, filters: Filters | None = None) -> tuple[Asked, tuple[Condition, ...]]:
    """The query and its conditions, those of the filters first.

    A clause that names no document or collection of the library is words, and noted. A filter that means nothing
    raises UsageError, which says what is accepted.
    """
    given = conditions(store, filters)
    pieces, notes, clauses = list[str | Clause](), list(asked.notes), list[Condition]()
    for piece in asked.pieces:
        if isinstance(piece, Clause):
            try:
                clauses.append(_of_clause(store, piece))
            except UsageError as error:
                notes.append(f"{piece.written} is searched for as words: {error}")
                piece = piece.written
        pieces.append(piece)
    return Asked(tuple(pieces), tuple(notes)), (*given, *_merged(clauses))


def known_collection(store: Store, collection: str) -> str:
    """The collection's name as it is kept. Raises UsageError where there is none of that name."""
    name = collection_name(collection)
    if not store.has_collection(name):
        known = [name for name, _ in store.collections()]
        raise UsageError(f"there is no collection {name!r}; there are: {', '.join(known) or 'none yet'}")
    return name


def answers(record: DocumentRecord, conditions: Iterable[Condition]) -> bool:
    """Whether the document is, by the library's word, in the collections it must be in, and not in the others.

    For an index that has not followed yet: nothing else of a document can change.
    """
    return all(
        any(value in record.collections for value in one.values) != one.excluded
        for one in conditions
        if one.field == "collection"
    )


def to_the_letter(conditions: Iterable[Condition]) -> list[str]:
    """The phrases that a passage's text is to be looked at for: those that its terms alone do not prove."""
    phrases = [str(one.values[0]) for one in conditions if one.exact and one.field == "text" and not one.excluded]
    return [phrase for phrase in phrases if not exact_by_terms(phrase)]


def verified(store: Store, found: Sequence[_Kept], conditions: Iterable[Condition]) -> list[_Kept]:
    """Those passages whose stored text holds every phrase that is meant to the letter.

    The index has found them by terms, which are the same for "rent" and "rents".
    """
    exact = to_the_letter(conditions)
    if not exact or not found:
        return list(found)
    texts = store.slices([one.span for one, _ in found])
    return [
        one
        for one, text in zip(found, texts, strict=True)
        if text is not None and all(stands(phrase, text) for phrase in exact)
    ]


def _of_options(store: Store, filters: Filters) -> Iterable[Condition]:
    if filters.documents:
        yield Condition("document", tuple(dict.fromkeys(map(store.resolve, filters.documents))))
    if filters.types:
        yield Condition("type", tuple(dict.fromkeys(one for name in filters.types for one in media_types(name))))
    if filters.languages:
        yield Condition("language", tuple(dict.fromkeys(map(language_code, filters.languages))))
    first, last = _bound(filters.since, "since"), _bound(filters.until, "until")
    if first and last and first.first is not None and last.last is not None and first.first > last.last:
        raise UsageError(
            f"nothing is since {filters.since} and until {filters.until}: the first is later; exchange them"
        )
    for bound in (first, last):
        if bound:
            yield Condition("date", (bound,))
    if filters.added:
        yield Condition("added", (period(filters.added),))


def _bound(text: str, side: Literal["since", "until"]) -> Period | None:
    if not text:
        return None
    found = period(text)
    if found.first is None or found.last is None:
        raise UsageError(f"{text!r} is no single date for {side!r}; say 2024, 2024-03 or 2024-03-15")
    return Period(first=found.first) if side == "since" else Period(last=found.last)


def _of_clause(store: Store, clause: Clause) -> Condition:
    values: tuple[str | Period, ...]
    match clause.field:
        case "document":
            values = (store.resolve(clause.value),)
        case "collection":
            values = (known_collection(store, clause.value),)
        case "type":
            values = media_types(clause.value)
        case "language":
            values = (language_code(clause.value),)
        case "added" | "date":
            values = (period(clause.value),)
        case _:
            return Condition(clause.field, (clause.value,), clause.exact, clause.excluded)
    return Condition(clause.field, values, excluded=clause.excluded)


def _merged(conditions: Iterable[Condition]) -> list[Condition]:
    out = dict[object, Condition]()
    for number, one in enumerate(conditions):
        key = one.field if one.field in _ONE_OF and not one.excluded else number
        before = out.get(key)
        out[key] = replace(one, values=tuple(dict.fromkeys((*before.values, *one.values)))) if before else one
    return list(out.values())
