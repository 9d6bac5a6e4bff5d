"""Results kept between runs: a long run goes on where it stopped, and peers that stay as they are need no second."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from growth import Grown
from measuring import Cost, Outcome, Quality
from sets import Size
from systems import System


class Kept:
    """One file a result in `folder`; None keeps nothing. again: results of these systems are not taken from there.

    only: nothing else is measured.
    """

    def __init__(self, folder: Path | None, again: set[str], only: bool = False) -> None:
        self._folder, self._again, self.only = folder, again, only
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def outcome(self, system: System, corpus: str, questions: int) -> Outcome | None:
        held = self._read(system, f"{corpus} {questions}")
        if held is None:
            return None
        quality = {
            group: Quality(*(np.array(values[name]) for name in ("ndcg10", "recall10", "recall100")))
            for group, values in held["quality"].items()
        }
        return Outcome(system, corpus, held["failed"], _cost(held), quality)

    def keep(self, outcome: Outcome, questions: int) -> None:
        quality = {
            group: {name: values.tolist() for name, values in asdict(found).items()}
            for group, found in outcome.quality.items()
        }
        self._write(outcome.system, f"{outcome.corpus} {questions}", outcome.failed, outcome.cost, {"quality": quality})

    def grown(self, system: System, wanted: int) -> Grown | None:
        held = self._read(system, f"grown {wanted}")
        return Grown(system, Size(*held["size"]), _cost(held), held["failed"]) if held else None

    def keep_grown(self, one: Grown, wanted: int) -> None:
        self._write(one.system, f"grown {wanted}", one.failed, one.cost, {"size": one.size})

    def _read(self, system: System, name: str) -> dict[str, Any] | None:
        path = self._path(system, name)
        if path is None or system.name in self._again or not path.exists():
            return None
        return json.loads(path.read_text(encoding="utf-8"))

    def _write(self, system: System, name: str, failed: str, cost: Cost | None, more: dict[str, Any]) -> None:
        if path := self._path(system, name):
            held = {"failed": failed, "cost": asdict(cost) if cost else None, **more}
            path.write_text(json.dumps(held), encoding="utf-8")

    def _path(self, system: System, name: str) -> Path | None:
        return self._folder / (re.sub(r"\W+", "-", f"{name} {system.name}") + ".json") if self._folder else None


def _cost(held: dict[str, Any]) -> Cost | None:
    return Cost(**held["cost"]) if held["cost"] else None
