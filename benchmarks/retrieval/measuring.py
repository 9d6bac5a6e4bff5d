"""One system over one corpus: it builds in one process and answers in another."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from children import Child, Failed
from environments import Environments, Unavailable
from measures import Values, ndcg, recall
from sets import Corpus, Unit
from systems import System

_WARM = 10
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """seconds: what one system may take to build one corpus, and again to answer it.

    depth: texts asked for where rankings are judged. limit: texts asked for where time is taken, which is done for
    `timed` questions of each corpus, in `passes`; of each question's times the shortest counts, since what else the
    machine does only adds.
    """

    seconds: float
    depth: int = 100
    limit: int = 10
    timed: int = 100
    passes: int = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, MiB and milliseconds. further: what the engine itself said, in seconds.

    import_seconds is the library's own import; open_seconds from then to the first answer, in a new process.
    """

    build_seconds: float
    build_mib: float
    disk_mib: float
    import_seconds: float
    open_seconds: float
    serve_mib: float
    p50: float
    p95: float
    further: dict[str, float]


@dataclass(frozen=True, slots=True)
class Quality:
    """One value a question, in the order of the corpus."""

    ndcg10: Values
    recall10: Values
    recall100: Values


@dataclass
class Outcome:
    """failed: why there are no figures, or why only some."""

    system: System
    corpus: str
    failed: str = ""
    cost: Cost | None = None
    quality: dict[str, Quality] = field(default_factory=dict[str, Quality])


def measure(system: System, corpus: Corpus, plan: Plan, environments: Environments, scratch: Path) -> Outcome:
    """Build, open, time and judge. scratch: where the corpus has been laid out."""
    outcome = Outcome(system, corpus.name)
    try:
        running = Running(system, corpus.unit, environments, scratch)
        built = running.build(plan.seconds)
        with running.start() as child:
            outcome.cost = running.cost(built, child, [one.text for one in corpus.questions], plan)
            outcome.quality = _judged(child, system, corpus, plan)
    except (Failed, Unavailable) as error:
        outcome.failed = str(error)
    return outcome


class Running:
    """A system at one corpus's folder. Raises Unavailable where it cannot be installed."""

    def __init__(self, system: System, unit: Unit, environments: Environments, scratch: Path) -> None:
        self._command, self._variables = environments.command(system, unit), environments.variables(system)
        self.home = scratch / f"{system.peer}-{system.kind or 'default'}"
        self._source = scratch / ("files" if system.ours else "texts.jsonl")

    def start(self) -> Child:
        return Child(self._command, self._variables, self.home.with_suffix(".log"))

    def build(self, seconds: float) -> dict[str, Any]:
        with self.start() as child:
            return child.call({"do": "build", "texts": str(self._source), "folder": str(self.home)}, seconds)

    def cost(self, built: Mapping[str, Any], child: Child, questions: Sequence[str], plan: Plan) -> Cost:
        """Open in the new process, warm up, and take the time of some questions, evenly drawn."""
        opened = child.call({"do": "open", "folder": str(self.home), "question": questions[0]}, plan.seconds)
        asked = questions[:: max(1, len(questions) // plan.timed)][: plan.timed]
        child.call({"do": "ask", "questions": asked[:_WARM], "limit": plan.limit}, plan.seconds)
        times, peak = list[list[float]](), 0.0
        for _ in range(plan.passes):
            timed = child.call({"do": "ask", "questions": asked, "limit": plan.limit}, plan.seconds)
            times.append(timed["milliseconds"])
            peak = timed["peak_mib"]
        p50, p95 = np.quantile(np.min(times, axis=0), (0.5, 0.95))
        return Cost(
            build_seconds=built["seconds"],
            build_mib=built["peak_mib"],
            further=built["further"],
            disk_mib=sum(path.stat().st_size for path in self.home.rglob("*") if path.is_file()) / 1024 / 1024,
            import_seconds=opened["import_seconds"],
            open_seconds=opened["seconds"],
            serve_mib=peak,
            p50=float(p50),
            p95=float(p95),
        )


def _judged(child: Child, system: System, corpus: Corpus, plan: Plan) -> dict[str, Quality]:
    # Wenyuan returns passages: three times as many make about as many documents as its peers return.
    depth = plan.depth * (3 if system.ours and corpus.unit == "documents" else 1)
    until, rankings = time.monotonic() + plan.seconds, list[list[str]]()
    for at in range(0, len(corpus.questions), _AT_ONCE):
        asked = [one.text for one in corpus.questions[at : at + _AT_ONCE]]
        if until <= time.monotonic():
            raise Failed(f"answered {at} of {len(corpus.questions)} questions in {plan.seconds:.0f} s")
        rankings += child.call({"do": "ask", "questions": asked, "limit": depth}, until - time.monotonic())["rankings"]
    rows = defaultdict[str, list[Sequence[float]]](list)
    for question, found in zip(corpus.questions, rankings, strict=True):
        relevant = question.relevant
        rows[question.group].append((ndcg(found, relevant), recall(found, relevant, 10), recall(found, relevant, 100)))
    return {group: Quality(*np.array(values, dtype=np.float64).T) for group, values in rows.items()}
