"""What a question is about: the documents it names, and the terms that are left to ask something of them.

A question holds terms that name a document (found in its title, file name or opening words) and terms that ask for
something in it. The naming terms decide how far a document is meant at all; the asking terms decide, later, which of
its sentences answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wenyuan.answering.question import Question
from wenyuan.search.hit import Hit, Named

# Part of a term's weight that is spent once the term alone has chosen the document.
SPENT = 0.8
# A document that only mentions what the question names, against one that is called so.
MENTIONED = 0.8


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents a question names.

    named: in the order found, each explaining terms the ones before did not. asking: the terms that ask, with the
    part of their weight that is not spent on naming. affinity: for every document considered, how far it is one that
    is meant, 0 to 1.
    """

    named: tuple[str, ...]
    asking: Mapping[str, float]
    affinity: Mapping[str, float]


def scope(question: Question, named: Sequence[Named], hits: Sequence[Hit], weights: Mapping[str, float]) -> Scope:
    """Split the question's terms into naming and asking ones and say how far each document is meant."""
    titled, called, within = set[str](), dict[str, set[str]](), dict[str, set[str]]()
    for hit in hits:
        for match in hit.why:
            within.setdefault(hit.span.document, set()).add(match.term)
            if "title" in match.places:
                titled.add(match.term)
            if "title" in match.places or "opening" in match.places:
                called.setdefault(hit.span.document, set()).add(match.term)
    affinity = {
        document: max((_meant(one, called.get(document, set()), held, weights) for one in named), default=1.0)
        for document, held in within.items()
    }
    # An opening clause ("According to the annual report of …") says where to look; elsewhere only words of a title do:
    # what stands in the first lines of a record may be just what is asked for.
    naming = set[str]().union(*(one.terms for one in named))
    where = (question.preamble & set[str]().union(*called.values())) | (naming & titled)
    # A name that already chose the document need hardly be said again by the sentence.
    identifying = {term: value for one in named for term, value in one.terms.items()}
    asking = {term: 1 - SPENT * identifying.get(term, 0.0) ** 2 for term in weights if term not in where}
    return Scope(tuple(one.document for one in named), asking or dict.fromkeys(weights, 1.0), affinity)


def _meant(named: Named, called: set[str], held: set[str], weights: Mapping[str, float]) -> float:
    whole = _weigh(named.terms, weights) or 1.0
    return (
        max(_weigh(called & named.terms.keys(), weights), MENTIONED * _weigh(held & named.terms.keys(), weights))
        / whole
    )


def _weigh(held: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(term, 0.0) for term in held)
