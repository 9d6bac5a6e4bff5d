"""A text against a library: its claims, evidence for each, the verdict, and the places in the sources."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from wenyuan.checking.citation import Citation
from wenyuan.checking.claims import Claim, claims
from wenyuan.checking.finding import Finding
from wenyuan.checking.judge import judge
from wenyuan.checking.report import CheckedClaim, Report
from wenyuan.checking.rows import is_bare, unit
from wenyuan.checking.sources import Placed
from wenyuan.checking.verdict import Judgement
from wenyuan.library.store import Store
from wenyuan.reading.document import Block, Table

# Places shown of a claim: what its checks rest on, and the nearest.
_SHOWN = 4


class Checker:
    """Checks texts against one library. Not safe for use by several threads at once."""

    def __init__(self, store: Store, finding: Finding, documents: int) -> None:
        self._store, self._finding, self._documents = store, finding, documents

    def check(self, text: str, blocks: Sequence[Block] = (), tables: Sequence[Table] = (), title: str = "") -> Report:
        """Every claim of the text, judged."""
        began = time.perf_counter()
        done = tuple(self._judged(claim, _unit(claim, text, tables)) for claim in claims(text, blocks, tables))
        return Report(title, text, done, self._documents, (time.perf_counter() - began) * 1000)

    def _judged(self, claim: Claim, unit: str) -> CheckedClaim:
        # A cell alone says nothing: it is judged under its row and column, an item under what announces it.
        before = " ".join((*claim.context, ""))
        stated = " ".join(filter(None, (before + claim.text, unit)))
        evidence = self._finding.evidence(stated, claim.heading)
        judgement = judge(stated, [one.sentence for one in evidence])
        cited, judgement = _shown(judgement, len(before), len(claim.text))
        return CheckedClaim(
            claim.text,
            claim.start,
            claim.end,
            judgement.verdict,
            self._citations([evidence[at] for at in cited]),
            judgement.checks,
        )

    def _citations(self, placed: Sequence[Placed]) -> tuple[Citation, ...]:
        spans = [one.span for one in placed]
        records = self._store.records({span.document for span in spans})
        out = list[Citation]()
        for one, locator in zip(placed, self._store.locate_many(spans), strict=True):
            span, record = one.span, records[one.span.document]
            out.append(
                Citation(record.id, record.title, record.source, span.start, span.end, one.sentence.text, locator)
            )
        return tuple(out)


def _unit(claim: Claim, text: str, tables: Sequence[Table]) -> str:
    """What the table of a cell says its figures are in, where the cell itself does not."""
    at = bisect_right(tables, claim.start, key=lambda table: table.start) - 1
    if claim.kind != "cell" or at < 0 or claim.end > tables[at].end or not is_bare(claim.text):
        return ""
    return unit(text, tables[at], " ".join(claim.context))


def _shown(judgement: Judgement, before: int, length: int) -> tuple[list[int], Judgement]:
    """Which of the evidence is shown, and the judgement with its checks counting in that, and in the claim itself.

    before: how many characters stood before the claim, of this length, when it was judged.
    """
    resting = dict.fromkeys(at for check in judgement.checks for at in check.sources)
    shown = list(dict.fromkeys((*resting, *judgement.cited)))[: max(_SHOWN, len(resting))]
    place = {at: number for number, at in enumerate(shown)}
    checks = tuple(
        replace(
            check,
            part=_part(check.part, before, length),
            sources=tuple(place[at] for at in check.sources if at in place),
        )
        for check in judgement.checks
    )
    return shown, replace(judgement, checks=checks)


def _part(part: tuple[int, int] | None, before: int, length: int) -> tuple[int, int] | None:
    start, end = (part[0] - before, min(part[1] - before, length)) if part else (0, 0)
    return (start, end) if 0 <= start < end else None
