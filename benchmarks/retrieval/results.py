"""What a run found, in one structure: what the tables, the charts and the JSON file are made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from growth import Grown
from measures import Interval, Values, difference, interval
from measuring import Outcome, Plan, Quality
from sets import Size
from systems import SYSTEMS, System

MEASURES = {"ndcg10": "nDCG@10", "recall10": "recall@10", "recall100": "recall@100"}


@dataclass(frozen=True, slots=True)
class Corpora:
    """sizes: of each corpus, by name. questions: of each group, those asked and all there are."""

    sizes: dict[str, Size]
    questions: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Results:
    """Filled as the run goes on."""

    plan: Plan
    corpora: Corpora
    outcomes: list[Outcome]
    growth: list[Grown]
    machine: str

    @property
    def systems(self) -> list[System]:
        present = {one.system for one in self.outcomes} | {one.system for one in self.growth}
        return [one for one in SYSTEMS if one in present]

    def quality(self, system: System, group: str) -> Quality | None:
        return next(
            (one.quality[group] for one in self.outcomes if one.system == system and group in one.quality), None
        )

    def value(self, system: System, group: str, measure: str) -> Interval | None:
        found = self.quality(system, group)
        return interval(values(found, measure)) if found else None

    def best_peer(self, group: str, measure: str = "ndcg10") -> System | None:
        """The peer with the highest mean."""
        means = {one: float(values(found, measure).mean()) for one in self.systems
                 if not one.ours and (found := self.quality(one, group))}  # fmt: skip
        return max(means, key=lambda one: means[one], default=None)

    def ahead(self, system: System, group: str, measure: str = "ndcg10") -> tuple[System, Interval] | None:
        """The best peer, and how far a system of ours is ahead of it, paired by question."""
        peer, found = self.best_peer(group, measure), self.quality(system, group)
        theirs = self.quality(peer, group) if peer else None
        if not (peer and found and theirs):
            return None
        return peer, difference(values(found, measure), values(theirs, measure))

    def as_json(self) -> dict[str, Any]:
        rows = list[dict[str, Any]]()
        for one in self.outcomes:
            groups = {
                group: {name: asdict(interval(values(found, name))) for name in MEASURES}
                for group, found in one.quality.items()
            }
            cost = asdict(one.cost) if one.cost else None
            rows.append({"system": one.system.name, "corpus": one.corpus, "failed": one.failed, "cost": cost,
                         "quality": groups})  # fmt: skip
        grown = [
            {"system": one.system.name, **one.size._asdict(), "failed": one.failed,
             "cost": asdict(one.cost) if one.cost else None}
            for one in self.growth
        ]  # fmt: skip
        ahead = [
            {"system": system.name, "group": group, "peer": found[0].name, "ndcg10": asdict(found[1])}
            for system in self.systems
            if system.ours
            for group in self.corpora.questions
            if (found := self.ahead(system, group))
        ]
        return {
            "machine": self.machine,
            "plan": asdict(self.plan),
            "corpora": {name: size._asdict() for name, size in self.corpora.sizes.items()},
            "questions": {
                name: {"asked": asked, "all": total} for name, (asked, total) in self.corpora.questions.items()
            },
            "systems": [asdict(one) for one in self.systems],
            "results": rows,
            "ahead": ahead,
            "growth": grown,
        }


def values(found: Quality, measure: str) -> Values:
    return {"ndcg10": found.ndcg10, "recall10": found.recall10, "recall100": found.recall100}[measure]
