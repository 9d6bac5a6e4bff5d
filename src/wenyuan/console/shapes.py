"""The JSON of the command line, field by field: scripts depend on it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

import typer

from wenyuan.answering.answer import Answer
from wenyuan.checking.citation import Citation
from wenyuan.checking.report import Report
from wenyuan.checking.rules.outcome import RuleResult
from wenyuan.checking.verdict import Check
from wenyuan.library.records import DocumentRecord
from wenyuan.search.everything import Matches
from wenyuan.search.hit import Hit
from wenyuan.text.span import Locator

Json = dict[str, Any]


def write(value: Json) -> None:
    """Print one JSON object on stdout: UTF-8, whatever the terminal's encoding."""
    # What a command line held that is no text (a lone surrogate) stays, escaped; JSON itself cannot say it.
    said = re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
    typer.echo(said.encode("utf-8"))


def document(record: DocumentRecord) -> Json:
    return {
        "id": record.id,
        "title": record.title,
        "source": record.source,
        "media_type": record.media_type,
        "status": record.status,
        "pages": record.pages,
        "characters": record.characters,
        "reason": record.reason,
        "version": record.version,
        "collections": list(record.collections),
    }


def locator(value: Locator) -> Json:
    return {
        "page": value.page,
        "boxes": [
            {
                "page": box.page,
                "x0": round(box.x0, 2),
                "y0": round(box.y0, 2),
                "x1": round(box.x1, 2),
                "y1": round(box.y1, 2),
            }
            for box in value.boxes
        ],
        "heading": list(value.heading),
        "slide": value.slide,
        "sheet": value.sheet,
        "cell": value.cell,
        "seconds": list(value.seconds) if value.seconds else None,
    }


def hit(rank: int, value: Hit, *, explain: bool = False) -> Json:
    shown = {
        "rank": rank,
        "score": round(value.score, 4),
        "document": value.span.document,
        "title": value.record.title,
        "source": value.record.source,
        "start": value.span.start,
        "end": value.span.end,
        "text": value.text,
        "locator": locator(value.locator),
        "why": [{"term": one.term, "weight": one.weight, "places": list(one.places)} for one in value.why],
        "highlights": [[one.start, one.end] for one in value.highlights],
    }
    if explain:
        shown["explanation"] = [asdict(part) for part in value.explanation.parts]
    return shown


def matches(value: Matches, *, explain: bool = False) -> Json:
    """Each document's best passage is a hit as everywhere, with the number of its passages that match."""
    return {
        "hits": [
            hit(rank, one.hit, explain=explain) | {"passages": one.passages}
            for rank, one in enumerate(value.documents, value.offset + 1)
        ],
        "documents": value.total_documents,
        "passages": value.total_passages,
        "offset": value.offset,
        "rule": value.rule,
    }


def citation(value: Citation) -> Json:
    return {
        "document": value.document,
        "title": value.title,
        "source": value.source,
        "start": value.start,
        "end": value.end,
        "quote": value.quote,
        "locator": locator(value.locator),
    }


def check(value: Check) -> Json:
    """`part` is what of the claim it is about, `sources` the citations it rests on, both counted from 0."""
    return {
        "kind": value.kind,
        "outcome": value.outcome,
        "detail": value.detail,
        "part": list(value.part) if value.part else None,
        "sources": list(value.sources),
    }


def rule(value: RuleResult) -> Json:
    """`part` is where a step stands in the text that is checked, `citations` where it stands in the sources."""
    return {
        "name": value.name,
        "kind": value.kind,
        "outcome": value.outcome,
        "detail": value.detail,
        "steps": [
            {
                "name": one.name,
                "outcome": one.outcome,
                "detail": one.detail,
                "value": one.value,
                "formula": one.formula,
                "part": list(one.part) if one.part else None,
                "citations": [citation(cited) for cited in one.citations],
            }
            for one in value.steps
        ],
    }


def report(value: Report) -> Json:
    return {
        "title": value.title,
        "claims": [
            {
                "text": one.text,
                "start": one.start,
                "end": one.end,
                "verdict": one.verdict,
                "citations": [citation(cited) for cited in one.citations],
                "checks": [check(made) for made in one.checks],
            }
            for one in value.claims
        ],
        "counts": dict(value.counts),
        "rules": [rule(one) for one in value.rules],
        "documents": value.documents,
        "milliseconds": value.milliseconds,
    }


def answer(value: Answer) -> Json:
    return {
        "question": value.question,
        "mode": value.mode,
        "refused": value.refused,
        "reason": value.reason,
        "statements": [
            {
                "text": one.text,
                "verdict": one.verdict,
                "citations": [citation(cited) for cited in one.citations],
                "checks": [{"kind": made.kind, "outcome": made.outcome, "detail": made.detail} for made in one.checks],
            }
            for one in value.statements
        ],
        "looked_at": [asdict(one) for one in value.looked],
        "evidence": value.evidence,
        "milliseconds": value.milliseconds,
    }
