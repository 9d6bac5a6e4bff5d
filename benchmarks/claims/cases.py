"""A claim with its evidence and what should come of it; and the figures of many."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenyuan.checking.evidence import Sentence
from wenyuan.checking.judge import judge
from wenyuan.checking.verdict import Judgement
from wenyuan.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Case:
    """wanted: "supported", "not_supported" or "contradicted". kind: what was changed.

    That is what the failing check must name; "quantity|period" where either does.
    """

    id: str
    lang: str
    claim: str
    evidence: Sequence[Sentence]
    wanted: str
    group: str = ""
    kind: str = ""

    @property
    def aside(self) -> bool:
        """Whether the case belongs to the half that is not looked at."""
        return zlib.crc32(self.id.encode()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Judged:
    case: Case
    judgement: Judgement
    seconds: float

    @property
    def said(self) -> str:
        """The verdict in the words of the sets."""
        verdict = self.judgement.verdict
        if verdict in ("supported", "derivable"):
            return "supported"
        return "contradicted" if verdict == "contradicted" else "not_supported"


def split(text: str, **above: Any) -> list[Sentence]:
    """The sentences of a text as evidence."""
    return [Sentence(text[start:end], **above) for start, end in sentences(text)]


def load(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def claims(path: Path) -> list[Case]:
    """The cases of a set of claims."""
    return [
        Case(f"{row['ds']}-{row['id']}", row["lang"], row["claim"], split(row["source"]), row["label"])
        for row in load(path)
    ]


def run(cases: Iterable[Case]) -> list[Judged]:
    out = list[Judged]()
    for case in cases:
        began = time.perf_counter()
        judgement = judge(case.claim, case.evidence)
        out.append(Judged(case, judgement, time.perf_counter() - began))
    return out


def accuracy(judged: Sequence[Judged]) -> float:
    """Of three labels."""
    return _share(judged, lambda one: one.said == one.case.wanted)


def balanced(judged: Sequence[Judged]) -> float:
    """Balanced accuracy of supported or not."""
    yes = [one for one in judged if one.case.wanted == "supported"]
    no = [one for one in judged if one.case.wanted != "supported"]
    right = _share(yes, lambda one: one.said == "supported"), _share(no, lambda one: one.said != "supported")
    return sum(right) / 2


def supported(judged: Sequence[Judged]) -> float:
    return _share(judged, lambda one: one.said == "supported")


def rejected(judged: Sequence[Judged]) -> float:
    return _share(judged, lambda one: one.said != "supported")


def named(judged: Sequence[Judged]) -> float:
    """Of those rejected, how many by a check of the kind that was changed."""
    out = [one for one in judged if one.said != "supported"]
    return _share(out, lambda one: failing(one.judgement) & set(one.case.kind.split("|")))


def failing(judgement: Judgement) -> set[str]:
    """The kinds of the checks that decided: of those that speak against the claim, the hardest."""
    for outcome in ("contradicted", "failed", "unsure"):
        if kinds := {check.kind for check in judgement.checks if check.outcome == outcome}:
            return kinds
    return set()


def verdicts(judged: Sequence[Judged]) -> str:
    return ", ".join(
        f"{verdict} {number}" for verdict, number in Counter(j.judgement.verdict for j in judged).most_common()
    )


def _share(judged: Sequence[Judged], right: Callable[[Judged], object]) -> float:
    return sum(1 for one in judged if right(one)) / len(judged) if judged else float("nan")
