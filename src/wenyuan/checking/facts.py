"""The figures that the sentences near a claim give: each with what it is about and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from wenyuan.checking.evidence import Cell
from wenyuan.checking.headers import bare_years
from wenyuan.checking.laid import Near
from wenyuan.checking.matching import ELSEWHERE, said
from wenyuan.checking.reading import Atom, Reading, read
from wenyuan.text.period import Period
from wenyuan.text.quantity import Quantity

# How far, in atoms, a word may stand from a figure and tell half as much of what it is about.
_HALF = 3.0
_IN = (
    r"(?:\bin\b|\(|\bof\b|[$€£]|\bUS\$|\bRMB|\bEUR|\bUSD|\bdollars?,?)\s*"
    r"(?:[A-Z]{2,3}\s*)?(?:U\.?S\.?\s+dollars\s+(?:in\s+)?)?[$€£]?\s*"
)
_MONEY = r"\s+(?:of\s+)?(?:U\.?S\.?\s+)?(?:euros?|dollars?|pounds?|francs?|yuan|yen|rmb|eur|usd|gbp|cny|chf|jpy)\b"
# How a header, a label or a note says in what scale figures are given.
_SCALES = (
    (
        re.compile(
            rf"{_IN}thousands?\b|\bthousands?{_MONEY}|['’]\s?(?:000s?|thousands?)\b|\b000['’]?s\b|[$€£]\s?000\b|\((?:1,)?000s?\)|千元|千美元|千股",
            re.IGNORECASE,
        ),
        1_000,
    ),
    (
        re.compile(
            rf"{_IN}millions?\b|\bmillions?{_MONEY}|['’]\s?(?:millions?|m)\b|\(?[$€£]\s?m(?:m|n|illions?)?\b|\bmillions?\s+of\b|百万",
            re.IGNORECASE,
        ),
        1_000_000,
    ),
    (re.compile(rf"{_IN}billions?\b|\bbillions?{_MONEY}|[$€£]\s?bn\b|十亿", re.IGNORECASE), 1_000_000_000),
    (re.compile(r"亿"), 100_000_000),
    (re.compile(r"万"), 10_000),
)
_CURRENCIES = (
    (re.compile(r"US\s?\$|\$|\bdollars?\b|\bUSD\b|美元", re.IGNORECASE), "USD"),
    (re.compile(r"人民币|RMB|CNY|元"), "CNY"),
    (re.compile(r"€|\beuros?\b|\bEUR\b|欧元", re.IGNORECASE), "EUR"),
    (re.compile(r"£|\bGBP\b|英镑"), "GBP"),
)
# A figure with a scale of its own, and rows that no note of scale is meant for.
_SCALED = re.compile(r"[a-z]{2,}|[kmb]\b|[万亿千百]", re.IGNORECASE)
_UNSCALED = re.compile(
    r"per[\s-]+(?:\w+\s+)?(?:share|unit)|percent|%|\bratio\b|\bnumber of\b|每股|比率|[占比]率", re.IGNORECASE
)
# What may be below nought as well as above: there a minus says something.
_EITHER_WAY = re.compile(
    r"income|profit|earnings|cash|net\b|change|margin|results?|equity|position|balance|variance|difference|利润|盈利|收益|净额|变动|现金|差",
    re.IGNORECASE,
)
# What sets one figure beside another, with a time of its own.
_COMPARES = re.compile(r"\b(?:compared (?:with|to)|versus|vs|against|(?:up|down) from)\b|相比|对比|而", re.IGNORECASE)
_BRACKETED = re.compile(r"\(\d[\d,.]*\)")
# Columns that count time are in no scale.
_TIME = re.compile(r"\((?:in\s+)?(?:years?|months?|days?)\)|[（(][年月天][)）]", re.IGNORECASE)
_NOT_UNIT = re.compile(r"\b(?:except|unless)\b.*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a source. start, end: where it stands in the sentence. periods: the times it may be of."""

    near: Near
    quantity: Quantity
    start: int
    end: int
    periods: tuple[Period, ...]
    cell: Cell | None = None

    @property
    def deducted(self) -> bool:
        """Whether it is a cell in brackets under a label that does not say which way: "Forfeited (12,632)"."""
        label = self.near.sentence.text[: self.near.sentence.cells[0].end] if self.cell else ""
        return self.quantity.value < 0 and bool(label) and not _EITHER_WAY.search(label)

    @property
    def scaled(self) -> bool:
        """Whether anything says in what scale the figures of its table are."""
        sentence = self.near.sentence
        headers = " ".join(header for cell in sentence.cells for header in cell.headers)
        return any(pattern.search(f"{sentence.above}\n{headers}\n{sentence.text}") for pattern, _ in _SCALES)

    @property
    def shown(self) -> str:
        """The figure as it is written."""
        return self.near.sentence.text[self.start : self.end]


def facts(near: Near) -> list[Fact]:
    """The figures of a sentence or row, those of a table in the scale that the table names."""
    if near.sentence.cells:
        return list(_of_row(near))
    out = list[Fact]()
    for one in near.reading.quantities:
        out.append(Fact(near, one, one.start, one.end, governing(near.reading, one.start) or near.above.periods))
    return out


def _of_row(near: Near) -> Iterator[Fact]:
    sentence = near.sentence
    label = sentence.text[: sentence.cells[0].end]
    about = f"{label} {sentence.headings[-1] if sentence.headings else ''}"
    above = _times_above(near)
    for cell, header in zip(sentence.cells[1:], near.headers[1:], strict=True):
        for one in near.reading.quantities:
            if cell.start <= one.start and one.end <= cell.end:
                one = _in_brackets(one, sentence.text, cell)
                periods = header.periods or bare_years(label).periods or above
                scaled = in_scale(one, sentence.text[one.start : one.end], header.text, about, sentence.above)
                yield Fact(near, scaled, one.start, one.end, periods, cell)
                if "%" in cell.headers and one.kind == "count" and one.unit is None:
                    share = replace(one, kind="ratio", value=one.value / 100, step=one.step / 100)
                    yield Fact(near, share, one.start, one.end, periods, cell)


def _in_brackets(one: Quantity, text: str, cell: Cell) -> Quantity:
    """A figure of a cell that is nothing but it in brackets: below nought, though elsewhere "(598)" may be a mark."""
    if one.value > 0 and _BRACKETED.fullmatch(text[cell.start : cell.end].strip()):
        return replace(one, value=-one.value, upper=None, start=one.start - 1, end=one.end + 1)
    return one


def _times_above(near: Near) -> tuple[Period, ...]:
    """The times that the nearest heading names, or what else stands above."""
    for heading in reversed(near.sentence.headings):
        if found := read(heading, near.sentence.dated, near.sentence.year_end).periods:
            return found
    return near.above.periods


def in_scale(one: Quantity, written: str, header: str, label: str, note: str) -> Quantity:
    """The figure of a cell in the scale and currency that its column, its row or the table names."""
    if one.kind not in ("amount", "count"):
        return one
    if one.kind == "count" and one.unit is None and _percent(header, label):
        return replace(one, kind="ratio", value=one.value / 100, step=one.step / 100, unit=None)
    if _SCALED.search(written) or _UNSCALED.search(label) or _TIME.search(header):
        return one
    for place in (header, label, note):
        place = _NOT_UNIT.sub("", place)
        factor = next((factor for pattern, factor in _SCALES if pattern.search(place)), 1)
        currency = next((code for pattern, code in _CURRENCIES if pattern.search(place)), None)
        if factor > 1:
            upper = one.upper * factor if one.upper is not None else None
            one = replace(one, value=one.value * factor, upper=upper, step=one.step * Decimal(factor))
        if currency and one.kind == "count" and one.unit is None:
            one = replace(one, kind="amount", unit=currency)
        if factor > 1:
            return one
    return one


def unscaled(fact: Fact) -> bool:
    """Whether a cell's own words say that no scale is meant for it, or its figure is written with one."""
    sentence = fact.near.sentence
    label = sentence.text[: sentence.cells[0].end] if sentence.cells else ""
    header = " ".join(fact.cell.headers) if fact.cell else ""
    return bool(_SCALED.search(fact.shown) or _UNSCALED.search(f"{label} {header}") or _TIME.search(header))


def _percent(header: str, label: str) -> bool:
    header = _NOT_UNIT.sub("", header)
    return bool(re.search(r"%|\bpercent", header, re.IGNORECASE)) or label.rstrip(" :").endswith(("%", "(%)", "（%）"))


def governing(reading: Reading, at: int) -> tuple[Period, ...]:
    """The period of a text that a figure at a place is of: the only one, or the nearest in its clause.

    In "48,845, compared with 45,822 in 2023" the year is that of the second figure alone.
    """
    found = reading.periods
    if len(found) == 1:
        return () if _COMPARES.search(_between(reading.text, found[0], at)) else found
    if not found:
        return found
    return (min(found, key=lambda one: (_clauses(reading.text, one, at), _distance(one, at))),)


def _clauses(text: str, one: Period, at: int) -> int:
    between = _between(text, one, at)
    return sum(map(between.count, ",;，；、。")) + (_COMPARES.search(between) is not None)


def _between(text: str, one: Period, at: int) -> str:
    return text[one.end : at] if one.end <= at else text[at : one.start]


def _distance(one: Period, at: int) -> int:
    return at - one.end if one.end <= at else one.start - at


def closeness(claim: Reading, part: Atom, fact: Fact) -> float:
    """0 to 1: how much of what stands around a part of the claim stands around the figure too."""
    place = next((at for at, atom in enumerate(claim.content) if atom.start >= part.start), 0)
    near = _around(fact)
    total = found = 0.0
    for at, atom in enumerate(claim.content):
        if atom.start < part.end and part.start < atom.end:
            continue
        weight = atom.weight / (1 + abs(at - place) / _HALF)
        if claim.parts[at] != claim.parts[place]:
            weight *= ELSEWHERE
        total += weight
        if atom.key in near:
            found += weight * near[atom.key]
        elif atom.kind == "word":
            found += weight * 0.5 * (max(said(atom, one) for one in fact.near.readings) if fact.cell is None else 0.0)
    return found / total if total else 1.0


def _around(fact: Fact) -> dict[str, float]:
    """What stands around a figure, 1 beside it and less far from it; of a cell what stands above and before it."""
    out = dict[str, float]()
    for atom in fact.near.above.content:
        out[atom.key] = 0.5
    content = fact.near.reading.content
    if fact.cell is not None:
        at = fact.near.sentence.cells.index(fact.cell)
        for atom in fact.near.headers[at].content:
            out[atom.key] = 1.0
        for heading in fact.near.sentence.headings:
            for atom in read(heading).content:
                out[atom.key] = 0.8
        label = fact.near.sentence.cells[0]
        for atom in content:
            if label.start <= atom.start < label.end:
                out[atom.key] = 1.0
        return out
    place = next((at for at, atom in enumerate(content) if atom.start >= fact.start), 0)
    for at, atom in enumerate(content):
        out[atom.key] = max(out.get(atom.key, 0.0), 1 / (1 + max(0, abs(at - place) - 1) / _HALF))
    return out
