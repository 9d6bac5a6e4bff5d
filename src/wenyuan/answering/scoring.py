"""Scoring every sentence that might be quoted: what it earns of the question, and whether it looks like an answer."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wenyuan.answering.credit import OWN, Asked
from wenyuan.answering.question import Question, designators, shape
from wenyuan.answering.scope import Scope
from wenyuan.answering.units import Unit, units
from wenyuan.search.hit import Hit
from wenyuan.search.writing import called
from wenyuan.text.analyser import terms
from wenyuan.text.language import HAN

# Added to or taken from a score between 0 and 1. The first two: what the kind of question wants, shown or not.
HOLDS_BONUS, LACKS_PENALTY = 0.12, 0.10
# Says nothing but the question's own words; only names what follows; breaks off.
ECHO_PENALTY, BARE_PENALTY, BROKEN_PENALTY = 0.10, 0.10, 0.06
# Part of their weight that two neighbours of the question earn again where they stand together: "current liabilities"
# is not "current" and "liabilities". Chinese terms overlap and need no such help.
PHRASE = 0.25
# Between equals, the one that a person can be shown on a page, and the one that says little else.
PAGE_BONUS, BRIEF_BONUS, BRIEF_TERMS = 0.05, 0.06, 40
# What is left to a document that is called by another year or code than the question names.
SIBLING = 0.4

_WORD = re.compile(rf"[{HAN}]|[^\W\d_]{{2}}")
_ENDED = re.compile(r"[\d.!?:;。！？：；…%)）\]】\"”’」』*|]\s*$")
_PROSE_TERMS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit: the credit it has for each asking term (0 to 1), what each adds to its score, and the score."""

    hit: Hit
    unit: Unit
    credit: dict[str, float]
    parts: dict[str, float]
    score: float


def candidates(question: Question, hits: Sequence[Hit], meant: Scope, weights: Mapping[str, float]) -> list[Candidate]:
    """Every unit of the hits, best first. What stands in two hits is taken once.

    Figures without a word say nothing, what asks does not answer, and neither does a heading, label or caption, but
    for a list or summary or one that shows what is asked for ("Judgment, 5 May 2023"): none of these is taken.
    """
    asked = Asked(meant.asking, question.broad)
    topics = asked.topics(hits)
    seen, earned = set[tuple[str, int]](), list[tuple[Hit, Unit, list[str], dict[str, float]]]()
    for hit in hits:
        beside = {match.term for match in hit.why if "text" in match.places} & asked.terms
        # A heading that asks ("What is the notice period?") is in the words of the question whatever stands under it.
        own_heading = hit.text[: max(0, hit.body - hit.span.start)]
        said_above = (one for one in (*hit.locator.heading, own_heading) if "?" not in one and "？" not in one)
        headings = asked.terms.intersection(terms(" ".join(said_above)))
        for unit in units(hit.text, hit.span.start, hit.body, hit.context):
            key = (hit.span.document, unit.start)
            if key in seen or not _WORD.search(unit.text) or unit.text.endswith(("?", "？")):
                continue
            if unit.bare and not question.broad and not question.held_by(unit.text):
                continue
            seen.add(key)
            spoken = terms(unit.text)
            credit = asked.credit(unit, set(spoken), set(headings), beside, topics[hit.span.document])
            earned.append((hit, unit, spoken, credit))
    local = _local_weights(weights, meant.asking, [credit for _, _, _, credit in earned])
    total = sum(local.values()) or 1.0
    out = list[Candidate]()
    phrases = set(pairwise(term for term in question.query.terms if term in local))
    for hit, unit, spoken, credit in earned:
        meaning = meant.affinity.get(hit.span.document, 0.0) ** 2
        if _of_a_sibling(question, hit, unit):
            meaning *= SIBLING
        parts = {term: meaning * local[term] * value / total for term, value in credit.items()}
        together = sum(local[a] + local[b] for a, b in phrases.intersection(pairwise(spoken)) if a.isascii()) / total
        score = sum(parts.values()) + meaning * (_bonus(question, hit, unit, set(spoken), credit) + PHRASE * together)
        out.append(Candidate(hit, unit, credit, parts, score))
    return sorted(out, key=lambda one: -one.score)


def _local_weights(
    weights: Mapping[str, float], asking: Mapping[str, float], credits: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """Weight of each asking term: its rarity in the library times its rarity among the units considered."""
    counts = Counter(term for credit in credits for term, value in credit.items() if value == OWN)
    size = len(credits)
    return {
        term: part * weights[term] ** 0.5 * math.log(1 + (size - counts[term] + 0.5) / (counts[term] + 0.5))
        for term, part in asking.items()
    }


def _bonus(question: Question, hit: Hit, unit: Unit, said: set[str], credit: Mapping[str, float]) -> float:
    held = question.held_by(unit.text)
    bonus = 0.0 if held is None else HOLDS_BONUS if held else -LACKS_PENALTY
    if said and all(credit.get(term) == OWN for term in said):
        bonus -= ECHO_PENALTY
    if len(said) > _PROSE_TERMS and "\t" not in unit.text and not _ENDED.search(unit.text):
        bonus -= BROKEN_PENALTY
    if unit.bare:
        bonus -= BARE_PENALTY
    if hit.locator.page is not None:
        bonus += PAGE_BONUS
    return bonus + BRIEF_BONUS * max(0.0, 1 - len(said) / BRIEF_TERMS)


def _of_a_sibling(question: Question, hit: Hit, unit: Unit) -> bool:
    """True where the question names a year or code and the document is called by another of the same form.

    Near-identical siblings (the 2023 and the 2024 report, leases 4A and 4B) differ in little else. A unit that says
    what was asked for itself is not meant.
    """
    if not question.designators or question.designators & designators(unit.text):
        return False
    own = designators(called(hit.record))
    forms = {shape(one) for one in question.designators}
    return not own & question.designators and any(shape(one) in forms for one in own)
