"""Quote mode: an answer made of sentences that stand in the sources to the letter. Needs no model."""

from __future__ import annotations

import time
from collections.abc import Sequence

from wenyuan.answering.answer import Answer, Check, Citation, Looked, Statement
from wenyuan.answering.credit import ALIKE
from wenyuan.answering.question import Question, analyse
from wenyuan.answering.scope import Scope, scope
from wenyuan.answering.scoring import Candidate, candidates
from wenyuan.answering.selection import choose
from wenyuan.library.records import DocumentRecord
from wenyuan.library.store import Store
from wenyuan.search.filters import Condition
from wenyuan.search.hit import Hit
from wenyuan.search.query import Query
from wenyuan.search.search import Search
from wenyuan.text.span import Span

_PASSAGES = 30
_PASSAGES_OF_A_NAMED_DOCUMENT, _PASSAGES_FOR_MANY = 12, 20
_LOOKED = 5
UNSHOWN = 0.6


class Quoting:
    """Answers from one library. `refuse_below`: the evidence, 0 to 1, under which it says that it found none."""

    def __init__(self, store: Store, search: Search, refuse_below: float) -> None:
        self._store = store
        self._search = search
        self._refuse_below = refuse_below

    def ask(self, text: str, collection: str | None = None, conditions: Sequence[Condition] = ()) -> Answer:
        """Answer a question from the documents under the conditions, or refuse with the reason and those looked at."""
        began = time.perf_counter()
        question = analyse(text)
        hits, meant, weights = self._gather(question, collection, conditions)
        chosen = choose(question, candidates(question, hits, meant, weights), meant)
        score = evidence(question, chosen, meant, weights)
        looked = _looked(hits) or (() if conditions else self._some(collection))
        reason = self._refusal(question, hits, score, collection, conditions)
        statements = () if reason else self._statements(chosen)
        took = (time.perf_counter() - began) * 1000
        return Answer(text, "quote", bool(reason), reason, statements, looked, round(score, 4), round(took, 2))

    def _gather(
        self, question: Question, collection: str | None, conditions: Sequence[Condition]
    ) -> tuple[list[Hit], Scope, dict[str, float]]:
        """Passages for the question, then more from each document it names, for what it asks of them."""
        query = question.query
        hits = self._search.hits(query, self._search.find(query, _PASSAGES, collection, conditions=conditions))
        weights = self._search.weights(query.terms)
        meant = scope(question, self._search.named(query, collection), hits, weights)
        have = {hit.span for hit in hits}
        asked = Query(query.text, tuple(meant.asking), query.language)
        most = _PASSAGES_FOR_MANY if question.broad else _PASSAGES_OF_A_NAMED_DOCUMENT
        for document in meant.named:
            found = self._search.find(asked, most, collection, [document], conditions)
            hits += self._search.hits(query, [one for one in found if one[0].span not in have])
        return hits, meant, weights

    def _refusal(
        self,
        question: Question,
        hits: Sequence[Hit],
        score: float,
        collection: str | None,
        conditions: Sequence[Condition],
    ) -> str:
        if not question.query.terms:
            return "the question is empty"
        held = len(self._store.documents(collection))
        where = f"collection {collection!r}" if collection else "the library"
        if not held:
            return f"{where} holds no documents yet"
        where = f"the {held} document{'s' * (held > 1)} of {where}"
        if conditions:
            where = f"what {', '.join(map(str, conditions))} leaves of {where}"
        proper = question.query.proper
        if proper and len(self._search.unknown(proper)) == len(proper):
            return f"{' '.join(proper.values())} stands nowhere in {where}"
        if not hits:
            return f"nothing in {where} matches the question"
        if score < self._refuse_below:
            return (
                f"no sentence in {where} covers enough of the question (evidence {score:.2f}, "
                f"{self._refuse_below:.2f} needed); those that came nearest are listed"
            )
        return ""

    def _some(self, collection: str | None) -> tuple[Looked, ...]:
        """Where no document comes near, the first few that were searched."""
        records = self._store.documents(collection)[:_LOOKED]
        return tuple(Looked(record.id, record.title, record.source, 0.0) for record in records)

    def _statements(self, chosen: Sequence[Candidate]) -> tuple[Statement, ...]:
        spans = [Span(one.hit.span.document, one.unit.start, one.unit.end) for one in chosen]
        stored = self._store.slices(spans)
        locators = self._store.locate_many(spans)
        out = list[Statement]()
        for one, span, text, locator in zip(chosen, spans, stored, locators, strict=True):
            if text is None or text != one.unit.text:
                # Removed since it was found: what is deleted never answers again.
                continue
            record = one.hit.record
            citation = Citation(record.id, record.title, record.source, span.start, span.end, text, locator)
            check = Check("quote", "passed", f"verbatim: characters {span.start}–{span.end} of the stored text")
            out.append(Statement(text, "supported", (citation,), (check,)))
        return tuple(out)


def evidence(question: Question, chosen: Sequence[Candidate], meant: Scope, weights: dict[str, float]) -> float:
    """How much of what is asked the chosen sentences say, 0 to 1.

    The mean of two shares of the asking terms' weight: what all of them cover together, and what the best one
    covers alone; words scattered over unrelated sentences are half an answer at most. Less where none shows what the
    kind of question asks for: no date for *when*, no figure for *how much*.
    """
    asked = {term: weights[term] * part for term, part in meant.asking.items()}
    total = sum(asked.values())
    if not chosen or not total:
        return 0.0
    together, alone = dict[str, float](), 0.0
    for one in chosen:
        meaning = meant.affinity.get(one.hit.span.document, 0.0)
        said = {term: value * meaning for term, value in one.credit.items() if value >= ALIKE}
        alone = max(alone, sum(asked[term] * value for term, value in said.items()))
        for term, value in said.items():
            together[term] = max(together.get(term, 0.0), value)
    covered = min(1.0, (sum(asked[term] * value for term, value in together.items()) + alone) / (2 * total))
    shown = any(question.held_by(one.unit.text) is not False for one in chosen)
    return covered if shown else covered * UNSHOWN


def _looked(hits: Sequence[Hit]) -> tuple[Looked, ...]:
    best = dict[str, tuple[float, DocumentRecord]]()
    for hit in hits:
        share, _ = best.get(hit.span.document, (0.0, hit.record))
        best[hit.span.document] = (max(share, hit.share), hit.record)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])[:_LOOKED]
    return tuple(Looked(record.id, record.title, record.source, round(share, 4)) for share, record in ranked)
