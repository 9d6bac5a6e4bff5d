"""A figure looked up in the sources: the cell or the sentence that a step of a rule asks for, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wenyuan.checking.evidence import Sentence
from wenyuan.checking.facts import Fact, facts
from wenyuan.checking.laid import Near
from wenyuan.checking.reading import Atom, Reading, read
from wenyuan.checking.rules.model import Step
from wenyuan.checking.rules.pattern import Pattern
from wenyuan.checking.rules.reckoning import Value, money
from wenyuan.checking.rules.shelf import Shelf
from wenyuan.checking.rules.times import of_time, times
from wenyuan.checking.sources import Placed
from wenyuan.text.normalise import fold_text
from wenyuan.text.period import Period
from wenyuan.text.span import Span

# What was looked at is shown for a figure that is not found, or may be one of several: so many places.
SHOWN = 4
# What a header says of a time or a scale and not of a thing.
_ASIDE = re.compile(
    r"\([^()]*\)|（[^（）]*）|\b(?:as|of|at|(?:fiscal|financial)?\s*years?|(?:\w+\s+)?months?|ended|ending)\b|/|年度?|本|期|单位"
)
_BRACKETS = re.compile(r"[(（][^()（）]{2,60}[)）]")
_KINDS = {
    "amount": frozenset(("amount",)),
    "percentage": frozenset(("ratio", "percentage_points", "basis_points")),
    "count": frozenset(("count",)),
}
# How well a place fits the words asked for; the smaller the better, and a row before a sentence.
_LABEL_IS, _LABEL_SAYS, _ROW_SAYS, _SENTENCE_SAYS = range(4)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure found. when: the time it is of, in words, where that is known."""

    value: Value
    written: str
    span: Span
    when: str


@dataclass(frozen=True, slots=True)
class Missed:
    """Why there is no figure, and what was looked at."""

    reason: str
    looked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    placed: Placed
    fact: Fact
    rank: tuple[int, ...]
    times: tuple[Period, ...]
    when: str

    @property
    def value(self) -> Fraction:
        """A fall counts as negative: "fell by 5%" is -5 %."""
        number = Fraction(self.fact.quantity.value)
        return -number if self.fact.quantity.direction == "down" and number > 0 else number

    @property
    def worth(self) -> Value:
        """The figure as it is reckoned with."""
        return Value(self.value, self.fact.quantity.unit if self.fact.quantity.kind == "amount" else None)

    @property
    def said(self) -> str:
        """The figure as written, what it comes to, and its time, for whoever must choose."""
        worth = f" = {money(self.worth)}" if self.fact.cell is not None else ""
        return f"{self.fact.shown}{worth}{f' ({self.when})' if self.when else ''}"

    @property
    def slack(self) -> Fraction:
        return Fraction(self.fact.quantity.step) / 2


def look_up(step: Step, shelf: Shelf) -> Figure | Missed:
    """The figure that a step with `find` asks for."""
    records = shelf.named(step.document)
    if not records:
        among = f"of the {len(shelf.records)} documents none is" if step.document else "there is no document"
        return Missed(f"{among} called “{step.document}”" if step.document else among)
    asked = _Asked(step)
    placed = list(shelf.placed(records, f"{step.find} {step.document} {step.period}"))
    found = [one for each in placed for one in asked.candidates(each)]
    where = f"{len(records)} document{'s' * (len(records) > 1)}"
    if not found:
        near = tuple(one.span for one in placed if asked.mentions(one))[:SHOWN]
        return Missed(f"no row or sentence of {where} gives a figure for “{step.find}”", near)
    timely = list(asked.timely(found))
    if not timely:
        found.sort(key=lambda one: one.rank)
        given = ", ".join(dict.fromkeys(one.when for one in found if one.when)) or "no time"
        return Missed(f"“{step.find}” is given, but not for {step.period}: {given}", _spans(found))
    return _only(timely)


def _only(found: list[_Candidate]) -> Figure | Missed:
    """The figure that all of the best places give."""
    best = min(one.rank for one in found)
    group = [one for one in found if one.rank == best]
    exact = min(group, key=lambda one: one.slack)
    others = [one for one in group if not _agree(one, exact)]
    if others:
        shown = {one.value: one for one in (exact, *others)}.values()
        listed = "; ".join(one.said for one in list(shown)[:SHOWN])
        return Missed(f"it may be any of {len(shown)} figures: {listed}", _spans([exact, *others]))
    quantity = exact.fact.quantity
    if quantity.bound not in (None, "about"):
        return Missed(f"{exact.fact.shown!r} is a bound and no figure to reckon with", _spans([exact]))
    return Figure(exact.worth, exact.fact.shown, exact.placed.span, exact.when)


def _agree(one: _Candidate, other: _Candidate) -> bool:
    """Whether two figures are one, as far as their digits tell."""
    units = one.fact.quantity.unit, other.fact.quantity.unit
    money = {one.fact.quantity.kind, other.fact.quantity.kind} == {"amount"}
    return abs(one.value - other.value) <= max(one.slack, other.slack) and not (money and units[0] != units[1])


def _spans(found: Sequence[_Candidate]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(one.placed.span for one in found))[:SHOWN]


class _Asked:
    """What a step asks for, read once."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._pattern = Pattern(step.find or "")
        self._ways = [read(way.replace("*", " ")) for way in self._pattern.ways]
        self._kinds = _KINDS.get(step.kind)
        self._under = Pattern(step.under) if step.under else None

    def mentions(self, placed: Placed) -> bool:
        """Whether it says the words, or all of them in some order."""
        text = placed.sentence.text
        return bool(self._pattern.find(text)) or any(_covered(way, [read(text)]) for way in self._ways)

    def candidates(self, placed: Placed) -> Iterator[_Candidate]:
        """The figures of a row or sentence that may be meant."""
        sentence = _scaled(placed.sentence)
        if not any(map(str.isdigit, sentence.text)) and sentence.cells:
            return
        if self._under and not self._under.find(sentence.above):
            return
        if not self._touched(fold_text(" ".join((sentence.text, *sentence.headings, *_headers(placed))))):
            return
        near = Near(0, sentence, read(sentence.text, sentence.dated, sentence.year_end), self._ways[0])
        given = [one for one in facts(near) if self._kinds is None or one.quantity.kind in self._kinds]
        yield from self._of_row(placed, near, given) if sentence.cells else self._of_sentence(placed, near, given)

    def _touched(self, folded: str) -> bool:
        """Whether any word asked for may be there at all: quick, before a text is analysed."""
        return any(_opening(atom) in folded for way in self._ways for atom in way.content)

    def _of_row(self, placed: Placed, near: Near, given: Sequence[Fact]) -> Iterator[_Candidate]:
        sentence = near.sentence
        # What stands before the first cell with a figure is the label, whatever number of cells that is.
        first = min((one.cell.start for one in given if one.cell and one.cell.start), default=0)
        label = sentence.text[:first].strip()
        if not label:
            return
        for fact in given:
            if fact.cell is None or fact.start < first:
                continue
            header = " ".join(fact.cell.headers)
            rank = self._label_rank(label, header, sentence.headings)
            if rank is not None:
                found, kept, when = self._when(placed, header, label)
                yield _Candidate(placed, fact, (rank, kept, self._beside(header, found)), found, when)

    def _label_rank(self, label: str, header: str, headings: Sequence[str]) -> int | None:
        if self._pattern.all(label):
            return _LABEL_IS
        if self._pattern.find(label):
            return _LABEL_SAYS
        texts = [read(label), read(header), *map(read, headings)]
        if any(_covered(way, texts) and _some(way, texts[0]) for way in self._ways):
            return _ROW_SAYS
        return None

    def _beside(self, header: str, found: Sequence[Period]) -> int:
        """How many words a column's header says besides times and what is asked for: "2024 Domestic"."""
        for one in sorted(found, key=lambda one: -one.start):
            header = header[: one.start] + " " + header[one.end :] if one.end <= len(header) else header
        reading = read(_ASIDE.sub(" ", header))
        return sum(not any(_in(atom, way) for way in self._ways) for atom in reading.content)

    def _of_sentence(self, placed: Placed, near: Near, given: Sequence[Fact]) -> Iterator[_Candidate]:
        text = near.sentence.text
        at = self._pattern.find(text)
        if not at and not any(_covered(way, [near.reading]) for way in self._ways):
            return
        for fact in given:
            whole = times(text, near.sentence.dated, near.sentence.year_end)
            nearest = sorted(whole, key=lambda one: abs(one.start - fact.start))[:1]
            found = fact.periods or tuple(nearest)
            kept = 0 if whole else 1
            when = ", ".join(dict.fromkeys(text[one.start : one.end] for one in found if one.end <= len(text)))
            yield _Candidate(placed, fact, (_SENTENCE_SAYS, kept, _apart(text, at, fact)), found, when if whole else "")

    def _when(self, placed: Placed, header: str, label: str) -> tuple[tuple[Period, ...], int, str]:
        """The times of a cell: what its column says, else its row, else what stands above; and which of them it is."""
        sentence = placed.sentence
        for kept, text in enumerate((header, label, *reversed(sentence.headings), sentence.note, sentence.title)):
            if found := times(text, sentence.dated, sentence.year_end):
                return tuple(found), min(kept, 2), header if not kept else text
        return (), 3, header

    def timely(self, found: Sequence[_Candidate]) -> Iterator[_Candidate]:
        """Those of the time asked for; where none is asked for, all."""
        if not self._step.period:
            yield from (replace(one, rank=(one.rank[0], *one.rank[2:])) for one in found)
            return
        for one in found:
            sentence = one.placed.sentence
            asked = times(self._step.period, sentence.dated, sentence.year_end)
            fit = of_time(asked[0], one.times) if asked else None
            if fit is not None:
                several = min(len(one.times) - 1, 1)  # "2024 compared with 2023" is of neither
                yield replace(one, rank=(one.rank[0], several, fit, *one.rank[1:]))


def _apart(text: str, at: tuple[int, int] | None, fact: Fact) -> int:
    """How far a figure stands from the words asked for: within them, after them, before them, by clauses."""
    if at is None:
        return 100
    if fact.start < at[1] and at[0] < fact.end:
        return 0
    after = fact.start >= at[1]
    between = text[at[1] : fact.start] if after else text[fact.end : at[0]]
    return (1 if after else 2) + 2 * sum(map(between.count, ",;，；、。"))


def _scaled(sentence: Sentence) -> Sentence:
    """A row with what any column's header says in brackets as a note of the whole table: "(in thousands)"."""
    said = dict.fromkeys(
        note for cell in sentence.cells for header in cell.headers for note in _BRACKETS.findall(header)
    )
    return replace(sentence, note="\n".join(filter(None, (sentence.note, *said)))) if said else sentence


def _headers(placed: Placed) -> list[str]:
    return [header for cell in placed.sentence.cells for header in cell.headers]


def _opening(atom: Atom) -> str:
    """What of a word stands in each of its forms."""
    return atom.key[:4] if atom.key.isascii() else atom.key


def _covered(asked: Reading, texts: Sequence[Reading]) -> bool:
    return bool(asked.content) and all(any(_in(atom, one) for one in texts) for atom in asked.content)


def _some(asked: Reading, text: Reading) -> bool:
    return any(_in(atom, text) for atom in asked.content)


def _in(atom: Atom, text: Reading) -> bool:
    return atom.key in text.keys or (not atom.key.isascii() and atom.key in text.lower)
