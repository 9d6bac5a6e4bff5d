"""Running a question set through search and ask, and what came of it, by language, domain and type."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wenyuan.answering.answer import Answer
from wenyuan.evaluating.metrics import auroc, mean, quantile
from wenyuan.evaluating.questions import Case
from wenyuan.search.hit import Hit

Searcher = Callable[[str, int], list[Hit]]
Asker = Callable[[str], Answer]
AT = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave. found, cited: for each piece of evidence, whether it stood in the first ten hits, and
    in a cited statement."""

    case: Case
    found: tuple[bool, ...]
    cited: tuple[bool, ...]
    statements: int
    refused: bool
    evidence: float
    search_ms: float
    ask_ms: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report. Shares are over answerable questions: `any` piece of evidence, `all`, the mean `share`."""

    group: str
    questions: int
    found_any: float
    found_all: float
    found_share: float
    cited_any: float
    cited_share: float
    statements: float
    refused: float


@dataclass(frozen=True, slots=True)
class Report:
    """refusal_auroc: how well low evidence tells unanswerable questions; refused_unanswerable: of them, refused."""

    rows: tuple[Row, ...]
    questions: int
    unanswerable: int
    refused_unanswerable: float
    refusal_auroc: float | None
    refusal_auroc_by_language: dict[str, float | None]
    search_p50_ms: float
    search_p95_ms: float
    ask_p50_ms: float
    ask_p95_ms: float


def run(case: Case, search: Searcher, ask: Asker) -> Outcome:
    began = time.perf_counter()
    hits = search(case.question, AT)
    search_ms = (time.perf_counter() - began) * 1000
    answer = ask(case.question)
    citations = [citation for statement in answer.statements for citation in statement.citations]
    found = tuple(any(gold.stands_in(hit.text, hit.record.source) for hit in hits) for gold in case.evidence)
    cited = tuple(any(gold.stands_in(one.quote, one.source) for one in citations) for gold in case.evidence)
    return Outcome(
        case, found, cited, len(answer.statements), answer.refused, answer.evidence, search_ms, answer.milliseconds
    )


def report(outcomes: Sequence[Outcome]) -> Report:
    answerable = [one for one in outcomes if not one.case.unanswerable]
    unanswerable = [one for one in outcomes if one.case.unanswerable]
    groups = dict[str, list[Outcome]]({"all": answerable})
    for one in answerable:
        case = one.case
        for kind in dict.fromkeys(("", case.domain, case.type)):
            groups.setdefault(f"{case.language} {kind}".strip(), []).append(one)
    languages = sorted({one.case.language for one in outcomes})
    return Report(
        rows=tuple(_row(name, members) for name, members in groups.items() if members),
        questions=len(answerable),
        unanswerable=len(unanswerable),
        refused_unanswerable=mean([one.refused for one in unanswerable]),
        refusal_auroc=_auroc(answerable, unanswerable),
        refusal_auroc_by_language={
            name: _auroc(
                [one for one in answerable if one.case.language == name],
                [one for one in unanswerable if one.case.language == name],
            )
            for name in languages
        },
        search_p50_ms=quantile([one.search_ms for one in outcomes], 0.5),
        search_p95_ms=quantile([one.search_ms for one in outcomes], 0.95),
        ask_p50_ms=quantile([one.ask_ms for one in outcomes], 0.5),
        ask_p95_ms=quantile([one.ask_ms for one in outcomes], 0.95),
    )


def _auroc(answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> float | None:
    return auroc([one.evidence for one in answerable], [one.evidence for one in unanswerable])


def _row(group: str, members: Sequence[Outcome]) -> Row:
    return Row(
        group=group,
        questions=len(members),
        found_any=mean([any(one.found) for one in members]),
        found_all=mean([bool(one.found) and all(one.found) for one in members]),
        found_share=mean([mean(one.found) for one in members]),
        cited_any=mean([any(one.cited) for one in members]),
        cited_share=mean([mean(one.cited) for one in members]),
        statements=mean([one.statements for one in members]),
        refused=mean([one.refused for one in members]),
    )
