"""A text against a library: its claims, evidence for each, the verdict, and the places in the sources."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from wenyuan.checking.citation import Citation
from wenyuan.checking.claims import Claim, claims
from wenyuan.checking.finding import Finding
from wenyuan.checking.judge import judge
from wenyuan.checking.report import CheckedClaim, Report
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
        done = tuple(self._judged(claim) for claim in claims(text, blocks, tables))
        return Report(title, text, done, self._documents, (time.perf_counter() - began) * 1000)

    def _judged(self, claim: Claim) -> CheckedClaim:
        # A cell alone says nothing: it is judged under its row and column, an item under what announces it.
        before = " ".join((*claim.context, ""))
        evidence = self._finding.evidence(before + claim.text, claim.heading)
        judgement = judge(before + claim.text, [one.sentence for one in evidence])
        cited, judgement = _shown(judgement, len(before))
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


def _shown(judgement: Judgement, before: int) -> tuple[list[int], Judgement]:
    """Which of the evidence is shown, and the judgement with its checks counting in that, and in the claim itself.

    before: how many characters stood before the claim when it was judged.
    """
    resting = dict.fromkeys(at for check in judgement.checks for at in check.sources)
    shown = list(dict.fromkeys((*resting, *judgement.cited)))[: max(_SHOWN, len(resting))]
    place = {at: number for number, at in enumerate(shown)}
    checks = tuple(
        replace(check, part=_part(check.part, before), sources=tuple(place[at] for at in check.sources if at in place))
        for check in judgement.checks
    )
    return shown, replace(judgement, checks=checks)


def _part(part: tuple[int, int] | None, before: int) -> tuple[int, int] | None:
    return (part[0] - before, part[1] - before) if part and part[0] >= before else None
