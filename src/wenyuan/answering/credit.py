"""What a sentence earns for each asking term: in full where it says it, in part where it stands near it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from wenyuan.answering.units import Unit
from wenyuan.search.hit import Hit
from wenyuan.text.analyser import terms

# In order of strength: said by the sentence; what its document is about throughout; in a heading, label or table
# header above it; a word of the same family; elsewhere in its passage.
OWN, TOPIC, ABOVE, ALIKE, BESIDE = 1.0, 0.9, 0.7, 0.35, 0.2
# A list or summary is made of what stands under the heading asked for.
ABOVE_OF_MANY = 0.95
KINSHIP = 0.6
# Who asks for a change is told of a rise or a fall.
_CHANGES = frozenset(["chang", "变化", "变动"])
_DIRECTIONS = frozenset(
    """increas decreas declin rise fall grow growth drop reduc reduct gain loss higher lower up down
    增长 下降 上升 减少 增加 下滑 提高 降低""".split()
)
_STEM = 4


class Asked:
    """The asking terms of a question, prepared for many sentences."""

    def __init__(self, asking: Iterable[str], broad: bool) -> None:
        self.terms = frozenset(asking)
        self._broad = broad
        self._above = ABOVE_OF_MANY if broad else ABOVE
        self._lone = [term for term in self.terms if len(term) == 1 and not term.isascii()]
        # 刑期 and 有期徒刑 share both characters and no bigram.
        self._pairs = [term for term in self.terms if len(term) == 2 and not term.isascii()]
        self._words = [term for term in self.terms if len(term) >= _STEM and term.isascii() and term.isalpha()]
        self._beginnings = {term[:_STEM] for term in self._words}

    def credit(
        self, unit: Unit, said: set[str], headings: set[str], beside: set[str], topics: dict[str, float]
    ) -> dict[str, float]:
        """Credit, 0 to 1, for each term that the unit has any for. `said`: the unit's own terms."""
        own = self.terms.intersection(said).union(term for term in self._lone if term in unit.text)
        label = unit.outline or unit.label if self._broad else unit.label
        above = headings.union(self.terms.intersection(terms(label)) if label else ())
        return (
            {term: max(BESIDE, topics.get(term, 0.0)) for term in beside}
            | {term: value for term, value in topics.items() if value > BESIDE}
            | dict.fromkeys(self._alike(unit.text, said, own), ALIKE)
            | dict.fromkeys(above, self._above)
            | dict.fromkeys(self.terms & _CHANGES if said & _DIRECTIONS else (), ABOVE)
            | dict.fromkeys(own, OWN)
        )

    def topics(self, hits: Sequence[Hit]) -> dict[str, dict[str, float]]:
        """What each document is about throughout: terms in most of its passages, which no sentence needs to repeat."""
        passages, counts = Counter[str](), dict[str, Counter[str]]()
        for hit in hits:
            passages[hit.span.document] += 1
            said = (match.term for match in hit.why if "text" in match.places and match.term in self.terms)
            counts.setdefault(hit.span.document, Counter()).update(said)
        return {
            document: {term: TOPIC * (count / passages[document]) ** 2 for term, count in held.items()}
            if passages[document] > 2
            else {}
            for document, held in counts.items()
        }

    def _alike(self, text: str, said: set[str], own: frozenset[str]) -> set[str]:
        alike = {term for term in self._pairs if term not in own and term[0] in text and term[1] in text}
        near = [other for other in said if other[:_STEM] in self._beginnings]
        return alike | {term for term in self._words if term not in own and any(_kin(term, other) for other in near)}


def _kin(term: str, other: str) -> bool:
    """True for words of one family that stemming keeps apart: "admit" and "admission", "judge" and "judgment"."""
    if other[:_STEM] != term[:_STEM] or not other.isalpha():
        return False
    same = next((i for i, (a, b) in enumerate(zip(term, other, strict=False)) if a != b), min(len(term), len(other)))
    return same >= KINSHIP * max(len(term), len(other))
