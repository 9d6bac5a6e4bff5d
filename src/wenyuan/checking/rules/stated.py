"""A checked claim with what it leans on: the labels of its row and column, the words that open its list, its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wenyuan.checking.claims import claims
from wenyuan.checking.reading import LONGEST
from wenyuan.checking.report import CheckedClaim
from wenyuan.reading.document import Document


@dataclass(frozen=True, slots=True)
class Stated:
    """text: the claim, of a cell with its labels, which make a claim of it. said: that and what it leans on."""

    checked: CheckedClaim
    text: str
    said: str
    marks: tuple[str, ...] = ()


def stated(draft: Document, checked: Sequence[CheckedClaim]) -> list[Stated]:
    """The claims of a draft in order."""
    known = {(one.start, one.end): one for one in claims(draft.text, draft.blocks, draft.tables)}
    out = list[Stated]()
    for one in checked:
        text = one.text[:LONGEST]
        if claim := known.get((one.start, one.end)):
            whole = " ".join((*claim.context, text))[:LONGEST]
            marks = tuple(draft.text[start:end] for start, end in claim.marks)
            out.append(Stated(one, whole if claim.kind in ("cell", "row") else text, whole, marks))
        else:
            out.append(Stated(one, text, text))
    return out
