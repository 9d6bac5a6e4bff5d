"""What a figure is a figure of: the words before it in its clause, or behind it where none stand before."""

from __future__ import annotations

from collections.abc import Sequence

from wenyuan.checking import lexicon
from wenyuan.checking.reading import Atom, Reading

_CLAUSE = frozenset(",;:，；：。、|\n")
_LEAST = 0.5
_WAYS = lexicon.UP | lexicon.DOWN


def metric(reading: Reading, start: int) -> dict[str, float]:
    """The words that say what a figure at a place is of, the nearer the weightier."""
    content = reading.content
    at = next((at for at, atom in enumerate(content) if atom.start <= start < atom.end), None)
    if at is None:
        return {}
    before = _run(reading, content[:at][::-1], start)
    return before or _run(reading, content[at + 1 :], start)


def agreement(ours: dict[str, float], theirs: dict[str, float]) -> float:
    """0 to 1: how much of what the claim's figure is of the source's is of too."""
    total = sum(ours.values())
    return sum(weight for key, weight in ours.items() if key in theirs) / total if total else 0.0


def _run(reading: Reading, atoms: Sequence[Atom], start: int) -> dict[str, float]:
    out = dict[str, float]()
    for atom in atoms:
        between = reading.text[atom.end : start] if atom.end <= start else reading.text[start : atom.start]
        if atom.quantity or any(mark in between for mark in _CLAUSE):
            break
        if atom.kind == "word" and atom.weight >= _LEAST and atom.key not in _WAYS:
            out.setdefault(atom.key, 1 / (1 + len(out)))
    return out
