"""Choosing the sentences that answer: the documents a question names, then the sentences that say what it asks.

A question holds terms that name a document (found in its title or opening words) and terms that ask for something
in it. The naming terms decide how far a document is meant at all; the asking terms, weighted by how rare they are
among the sentences considered, decide which of its sentences answers. A unit earns an asking term in full where it
says it, in part where the term stands above it (heading, label) or beside it in its passage. Units are then taken
greedily, each for what it adds to those already taken (submodular coverage, after Lin & Bilmes 2011).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wenyuan.answering.question import Question, designators, shape
from wenyuan.answering.units import Unit, units
from wenyuan.search.hit import Hit, Named
from wenyuan.search.search import name
from wenyuan.text.analyser import terms

# How much of an asking term's weight a unit earns by where the term stands.
OWN, TOPIC, ABOVE, ALIKE, BESIDE = 1.0, 0.9, 0.7, 0.35, 0.2
# A list or summary is made of what stands under the heading asked for.
ABOVE_OF_MANY = 0.95
_STEM = 4
HOLDS_BONUS, LACKS_PENALTY, ECHO_PENALTY, HEADING_PENALTY = 0.12, 0.10, 0.10, 0.10
# Between equals, the one that a person can be shown on a page.
PAGE_BONUS = 0.02
# Between equals, the one that says little else.
BRIEF_BONUS, BRIEF_TERMS = 0.06, 40
SIBLING = 0.4
KINSHIP = 0.6
# What a term already said is worth when another unit of the same document says it again.
REPEATED = 0.5
# Units are taken while they score at least this part of the best one.
WORTH = 0.45
ADDS = 0.1
SPENT = 0.8


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit: the credit it has for each asking term (0 to 1), what each adds to its score, and the score."""

    hit: Hit
    unit: Unit
    credit: dict[str, float]
    parts: dict[str, float]
    score: float


def scope(question: Question, named: Sequence[Named], hits: Sequence[Hit], weights: Mapping[str, float]) -> Scope:
    """Split the question's terms into naming and asking ones and say how far each document is meant."""
    naming = set[str]().union(*(one.terms for one in named))
    titled, standing, within = set[str](), set[str](), dict[str, set[str]]()
    for hit in hits:
        for match in hit.why:
            within.setdefault(hit.span.document, set()).add(match.term)
            if "title" in match.places:
                titled.add(match.term)
            if "title" in match.places or "opening" in match.places:
                standing.add(match.term)
    affinity = {
        document: max(
            (_weigh(held & one.terms.keys(), weights) / _weigh(one.terms, weights) for one in named), default=1.0
        )
        for document, held in within.items()
    }
    # An opening clause ("According to the annual report of …") says where to look; elsewhere only words of a title do:
    # what stands in the first lines of a record may be just what is asked for.
    where = (question.preamble & standing) | (naming & titled)
    # A name that already chose the document need hardly be said again by the sentence.
    identifying = {term: value for one in named for term, value in one.terms.items()}
    asking = {term: 1 - SPENT * identifying.get(term, 0.0) ** 2 for term in weights if term not in where}
    return Scope(tuple(one.document for one in named), asking or dict.fromkeys(weights, 1.0), affinity)


def candidates(question: Question, hits: Sequence[Hit], meant: Scope, weights: Mapping[str, float]) -> list[Candidate]:
    """Every unit of the hits, best first; a stretch that stands in two hits is taken once."""
    asking = set(meant.asking)
    # 刑期 and 有期徒刑 share both characters and no bigram.
    words = [term for term in asking if len(term) >= _STEM and term.isascii() and term.isalpha()]
    beginnings = {term[:_STEM] for term in words}
    lone = [term for term in asking if len(term) == 1 and not term.isascii()]
    pairs = [term for term in asking if len(term) == 2 and not term.isascii()]
    topics = _topics(hits, asking)
    seen, earned = set[tuple[str, int]](), list[tuple[Hit, Unit, dict[str, float]]]()
    for hit in hits:
        beside = {match.term for match in hit.why if "text" in match.places} & asking
        headings = asking.intersection(terms(" ".join(hit.locator.heading)))
        for unit in units(hit.text, hit.span.start):
            key = (hit.span.document, unit.start)
            if key in seen:
                continue
            seen.add(key)
            own = asking.intersection(terms(unit.text)).union(term for term in lone if term in unit.text)
            above = headings.union(asking.intersection(terms(unit.label)) if unit.label else ())
            near = [other for other in set(terms(unit.text)) if other[:_STEM] in beginnings]
            alike = {term for term in pairs if term not in own and term[0] in unit.text and term[1] in unit.text}
            alike |= {term for term in words if term not in own and any(_kin(term, other) for other in near)}
            credit = (
                {term: value for term, value in topics[hit.span.document].items() if value > BESIDE}
                | {term: BESIDE for term in beside if topics[hit.span.document].get(term, 0.0) <= BESIDE}
                | dict.fromkeys(alike, ALIKE)
                | dict.fromkeys(above, ABOVE_OF_MANY if question.broad else ABOVE)
                | dict.fromkeys(own, OWN)
            )
            earned.append((hit, unit, credit))
    local = _local_weights(weights, meant.asking, [credit for _, _, credit in earned])
    total = sum(local.values()) or 1.0
    out = list[Candidate]()
    for hit, unit, credit in earned:
        meaning = meant.affinity.get(hit.span.document, 0.0) ** 2
        if _of_a_sibling(question, hit, unit):
            meaning *= SIBLING
        parts = {term: meaning * local[term] * value / total for term, value in credit.items()}
        out.append(
            Candidate(hit, unit, credit, parts, sum(parts.values()) + meaning * _bonus(question, hit, unit, credit))
        )
    return sorted(out, key=lambda one: -one.score)


def choose(question: Question, ranked: Sequence[Candidate], meant: Scope) -> list[Candidate]:
    """At most `question.breadth` candidates (for each named document, where several are), in the order taken.

    A unit is taken while it says something of the question that none before it in its document said, or is worth
    nearly as much as the best.
    """
    if not ranked or ranked[0].score <= 0:
        return []
    covered = set[tuple[str, str]]()
    taken, pool = list[Candidate](), list(ranked[:120])
    floor = WORTH * ranked[0].score
    most = question.breadth * max(1, min(len(meant.named), 3))
    while pool and len(taken) < most:
        gain, best = max(((_gain(one, covered), one) for one in pool), key=lambda pair: pair[0])
        if taken and gain < (ADDS if _new(best, covered) else floor):
            break
        pool.remove(best)
        taken.append(best)
        covered.update((best.hit.span.document, term) for term, value in best.credit.items() if value == OWN)
    return taken


def _gain(one: Candidate, covered: set[tuple[str, str]]) -> float:
    document = one.hit.span.document
    repeated = sum(part for term, part in one.parts.items() if (document, term) in covered)
    return one.score - (1 - REPEATED) * repeated


def _new(one: Candidate, covered: set[tuple[str, str]]) -> bool:
    document = one.hit.span.document
    return any(value == OWN and (document, term) not in covered for term, value in one.credit.items())


def _topics(hits: Sequence[Hit], asking: set[str]) -> dict[str, dict[str, float]]:
    """What each document is about throughout: terms in most of its passages, which no sentence needs to repeat."""
    passages, counts = Counter[str](), dict[str, Counter[str]]()
    for hit in hits:
        passages[hit.span.document] += 1
        said = (match.term for match in hit.why if "text" in match.places and match.term in asking)
        counts.setdefault(hit.span.document, Counter()).update(said)
    return {
        document: {term: TOPIC * (count / passages[document]) ** 2 for term, count in held.items()}
        if passages[document] > 2
        else {}
        for document, held in counts.items()
    }


def _local_weights(
    weights: Mapping[str, float], asking: Mapping[str, float], credits: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """Weight of each asking term: its rarity in the library times its rarity among the units considered."""
    counts = Counter(term for credit in credits for term, value in credit.items() if value == OWN)
    size = len(credits)
    return {
        term: weights[term] ** 0.5 * math.log(1 + (size - counts[term] + 0.5) / (counts[term] + 0.5)) for term in asking
    }


def _bonus(question: Question, hit: Hit, unit: Unit, credit: Mapping[str, float]) -> float:
    held = question.held_by(unit.text)
    bonus = 0.0 if held is None else HOLDS_BONUS if held else -LACKS_PENALTY
    # A unit that says nothing but the question's own words is a heading, a label or the question itself.
    said = set(terms(unit.text))
    if (said and all(credit.get(term) == OWN for term in said)) or unit.text.endswith(("?", "？")):
        bonus -= ECHO_PENALTY
    if any(unit.text == heading for heading in hit.locator.heading):
        bonus -= HEADING_PENALTY
    if hit.locator.page is not None:
        bonus += PAGE_BONUS
    return bonus + BRIEF_BONUS * max(0.0, 1 - len(said) / BRIEF_TERMS)


def _kin(term: str, other: str) -> bool:
    """True for words of one family that stemming keeps apart: "admit" and "admission", "judge" and "judgment"."""
    if other[:_STEM] != term[:_STEM] or not other.isalpha():
        return False
    same = next((i for i, (a, b) in enumerate(zip(term, other, strict=False)) if a != b), min(len(term), len(other)))
    return same >= KINSHIP * max(len(term), len(other))


def _of_a_sibling(question: Question, hit: Hit, unit: Unit) -> bool:
    """True where the question names a year or code and the document is called by another of the same form.

    Near-identical siblings (the 2023 and the 2024 report, leases 4A and 4B) differ in little else. A unit that says
    what was asked for itself is not meant.
    """
    if not question.designators or question.designators & designators(unit.text):
        return False
    own = designators(name(hit.record))
    forms = {shape(one) for one in question.designators}
    return not own & question.designators and any(shape(one) in forms for one in own)


def _weigh(held: Iterable[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(term, 0.0) for term in held) or 1e-9
