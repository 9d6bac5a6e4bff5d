"""Every document with evidence, not the best few: for "which contracts …", where one left out is a wrong answer.

Which documents are meant is a rule, said with the result:

- Where the query requires words or phrases ("…", +word, text:, heading:), each stands somewhere in the document. Its
  passages that count are those that hold one of them; the other words only order.
- Where it has words alone, one passage of the document holds all that tell apart, its title and headings counted as
  part of it. Those are the words at least half as heavy as the heaviest: among contracts, "contract" tells none apart.
  What only asks ("every contract that mentions") is left out before.
- Where it has neither, every document under the conditions.
- What is excluded stands nowhere in the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from wenyuan.library.store import Store
from wenyuan.search.filters import Condition, answers, to_the_letter
from wenyuan.search.highlights import highlights
from wenyuan.search.hit import Hit
from wenyuan.search.lexical import Found, LexicalIndex, Passing
from wenyuan.search.phrases import stands
from wenyuan.search.query import Query
from wenyuan.text.language import HAN
from wenyuan.text.span import Span

# Of the heaviest word's weight, the inverse document frequency.
TELLS_APART = 0.5
_VERIFIED_AT_ONCE = 4096
# The kind of document asked for ("every contract that …", "…的合同"): a contract need not say that it is one.
_KIND = re.compile(
    r"\b(?:all|each|every|any|which|what)\s+(?:of\s+)?(?:the\s+)?\w+\s+"
    r"(?=(?:that|which|with|where|ha(?:s|ve)|mention|contain|includ|about)\w*\b)"
    rf"|(?:所有|全部|哪些|每一?[份个篇件]|任何|凡是?)的?[{HAN}]{{2,4}}?(?=提[到及]|包[含括]|含有|涉及|规定|约定|有)"
    rf"|(?<=的)[{HAN}]{{2,4}}(?=[\s?？。！]*$)",
    re.IGNORECASE,
)
_ASKS_IN_CHINESE = re.compile("所有|全部|哪些|每一?[份个篇件]|任何|凡")
# Words that ask for all and say nothing of what: dropped here only.
_ASKS_FOR_ALL = re.compile(
    r"\b(?:all|each|every|any|documents?|files?|that|which|mention(?:s|ed|ing)?|contain(?:s|ed|ing)?|"
    r"includ(?:e|es|ed|ing)|find|show)\b"
    r"|所有|全部|每一?[份个篇件]|任何|凡是?|提[到及]|包[含括]|含有|涉及|[约规]定了|查找|找出|文[档件]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Matched:
    """A document that matches: its best passage, and how many of its passages match."""

    hit: Hit
    passages: int


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of all documents that match, best first. `total_documents` and `total_passages` count all, exactly.

    rule: in words, what made a document match.
    """

    documents: tuple[Matched, ...]
    total_documents: int
    total_passages: int
    offset: int
    rule: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best passage of each document of the page with its number of passages; the totals; the rule."""

    page: list[tuple[Found, int]]
    documents: int
    passages: int
    rule: str


def bare(text: str) -> str:
    """A query without the words that ask for all and the kind of document asked for; as it was, were nothing left."""
    asks = _ASKS_IN_CHINESE.search(text) or text.isascii()
    left = _ASKS_FOR_ALL.sub(" ", _KIND.sub(" ", text) if asks else text)
    return left if any(map(str.isalnum, left)) else text


class Everything:
    """Enumerates. `current`: whether the index holds the library as it is now, so that it alone can count."""

    def __init__(self, store: Store, index: LexicalIndex, *, current: bool) -> None:
        self._store = store
        self._index = index
        self._current = current

    def choose(
        self,
        query: Query,
        weights: Mapping[str, float],
        conditions: Sequence[Condition],
        collection: str | None,
        limit: int,
        offset: int,
    ) -> Chosen:
        """The page `offset` to `offset + limit` of all documents that match."""
        required = [one for one in conditions if one.of_passage and not one.excluded]
        banned = [one for one in conditions if one.of_passage and one.excluded]
        about = [one for one in conditions if not one.of_passage]
        within = self._index.settled(about)
        decisive = () if required else tuple(telling(weights))
        each = [self._places(query.terms, decisive, [*within, *one], collection) for one in _alone(required)]
        documents = set.intersection(*({place.document for place in places} for places in each))
        for one in banned:
            documents -= {place.document for place in self._places((), (), [*within, _wanted(one)], collection)}
        documents &= self._there(documents, collection, conditions)
        ordered = _once(each) if len(each) > 1 else each[0]
        if len(each) > 1 or banned or not self._current:
            ordered = [place for place in ordered if place.document in documents]
        counts = Counter([place.document for place in ordered])  # in the order in which it meets them
        chosen = list(counts)[offset : offset + limit]
        first = dict[int, Passing]()
        for place in ordered:
            if len(first) == offset + limit:
                break
            first.setdefault(place.document, place)
        page = [first[number] for number in chosen]
        found = self._index.at(page)
        again = [(one, counts[place.document]) for place, one in zip(page, found, strict=True)]
        return Chosen(again, len(counts), len(ordered), rule(query, decisive, required, banned, about))

    def holding(self, conditions: Sequence[Condition], collection: str | None) -> Condition:
        """As a condition, the documents with a passage that holds every phrase to the letter, under the conditions."""
        numbers = {place.document for place in self._places((), (), conditions, collection)}
        return Condition("document", tuple(f"{number:016x}" for number in sorted(numbers)))

    def _places(
        self, terms: Sequence[str], decisive: Sequence[str], conditions: Sequence[Condition], collection: str | None
    ) -> list[Passing]:
        """All passages under the conditions that hold the decisive terms, and every exact phrase to the letter."""
        found = self._index.every(terms, decisive, conditions, collection)
        exact = to_the_letter(conditions)
        if not exact:
            return found
        kept = list[Passing]()
        found.sort(key=lambda place: (place.document, place.start))  # so that each piece of text is read once
        for at in range(0, len(found), _VERIFIED_AT_ONCE):
            some = found[at : at + _VERIFIED_AT_ONCE]
            texts = self._store.slices([Span(f"{one.document:016x}", one.start, one.end) for one in some])
            kept += [
                one
                for one, text in zip(some, texts, strict=True)
                if text is not None and all(stands(phrase, text) for phrase in exact)
            ]
        kept.sort(key=attrgetter("score"), reverse=True)
        return kept

    def _there(self, documents: set[int], collection: str | None, conditions: Sequence[Condition]) -> set[int]:
        """Those that the library still has as the index says."""
        if self._current:
            return documents
        records = self._store.records(f"{number:016x}" for number in documents)
        return {
            int(record.id, 16)
            for record in records.values()
            if record.current
            and (collection is None or collection in record.collections)
            and answers(record, conditions)
        }


def _once(each: Sequence[Sequence[Passing]]) -> list[Passing]:
    """The passages of several lists, each once, best first."""
    places = {(place.document, place.start): place for places in each for place in places}
    return sorted(places.values(), key=attrgetter("score"), reverse=True)


def telling(weights: Mapping[str, float]) -> list[str]:
    """The terms that tell apart."""
    heaviest = max(weights.values(), default=0.0)
    return [term for term, weight in weights.items() if weight >= TELLS_APART * heaviest]


def rule(
    query: Query,
    decisive: Sequence[str],
    required: Sequence[Condition],
    banned: Sequence[Condition],
    about: Sequence[Condition],
) -> str:
    """What made a document match, in words."""
    said = list[str]()
    if required:
        said.append("each document holds " + " and ".join(_said(one) for one in required))
    elif decisive:
        words = _surfaces(query.text, decisive)
        said.append(f"one passage of each document, with its title and headings, holds {', '.join(words)}")
        if others := _surfaces(query.text, [term for term in query.terms if term not in decisive]):
            said.append(f"{', '.join(others)} {'orders' if len(others) == 1 else 'order'} only")
    if banned:
        said.append("no document holds " + " or ".join(_said(one) for one in banned))
    if about:
        said.append(", ".join(map(str, about)))
    return "; ".join(said) or "no words to search for"


def _said(condition: Condition) -> str:
    value = str(condition.values[0])
    where = " in a heading" if condition.field == "heading" else ""
    return (f'"{value}"' if condition.exact else f"{value} in any form") + where


def _surfaces(text: str, terms: Sequence[str]) -> list[str]:
    """The terms as they were written."""
    written = (text[start:end] for start, end in highlights(text, terms))
    return list({one.casefold(): one for one in written}.values())


def _alone(required: Sequence[Condition]) -> list[list[Condition]]:
    return [[one] for one in required] or [[]]


def _wanted(condition: Condition) -> Condition:
    return Condition(condition.field, condition.values, condition.exact)
