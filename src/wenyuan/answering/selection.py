"""Taking the sentences that answer, one by one, each for what it adds to those already taken.

Greedy submodular coverage (after Lin & Bilmes 2011): a question with two parts, or about two documents, gets
sentences for each before it gets a second one for either.
"""

from __future__ import annotations

from collections.abc import Sequence

from wenyuan.answering.credit import OWN
from wenyuan.answering.question import Question
from wenyuan.answering.scope import Scope
from wenyuan.answering.scoring import Candidate

# What a term already said is worth when another unit of the same document says it again.
REPEATED = 0.5
# Units are taken while they score at least this part of the best one, or this much for something not yet said.
WORTH = 0.45
ADDS = 0.1
_CONSIDERED = 120
_MOST_DOCUMENTS = 3


def choose(question: Question, ranked: Sequence[Candidate], meant: Scope) -> list[Candidate]:
    """At most `question.breadth` candidates (for each named document, where several are), in the order taken."""
    if not ranked or ranked[0].score <= 0:
        return []
    covered = set[tuple[str, str]]()
    taken, pool = list[Candidate](), list(ranked[:_CONSIDERED])
    floor = WORTH * ranked[0].score
    most = question.breadth * max(1, min(len(meant.named), _MOST_DOCUMENTS))
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
