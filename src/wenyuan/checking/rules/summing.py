"""Whether totals equal the sum of their parts, row by row and column by column, as far as rounding can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wenyuan.checking.citation import Citation
from wenyuan.checking.rules.grid import Figure, Grid, Line, grids, turned
from wenyuan.checking.rules.model import Sum
from wenyuan.checking.rules.outcome import RuleOutcome, RuleResult, RuleStep, worst
from wenyuan.checking.rules.pattern import Pattern
from wenyuan.checking.rules.reckoning import shown
from wenyuan.checking.rules.shelf import Shelf
from wenyuan.reading.document import Document
from wenyuan.text.span import Span

# What a row says that is a part of the one above it, and is counted there.
_OF_WHICH = re.compile(r"^\W*(?:其中|of which|thereof|including)", re.IGNORECASE)
# Columns whose figures are not to be added, by what heads them.
_NOT_ADDED = re.compile(
    r"%|\b(?:per|average|avg|price|rate|ratio|margin|share of|change|growth|yoy|note)\b"
    r"|率|比重|占比|同比|环比|增减|增长|增幅|平均|单价|均价|每|附注",
    re.IGNORECASE,
)
_PARTS_SHOWN = 12
# A total whose parts begin elsewhere is looked for among so many lines.
_FURTHEST = 60
_MOST_WAYS = 6
Cite = Callable[[int, int], Citation | None]


@dataclass(frozen=True, slots=True)
class _Item:
    line: Line
    total: bool
    group: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A total in one column: the cell, its parts, what they come to. slack: by how much rounding may part them."""

    name: str
    cell: Figure
    parts: tuple[Figure, ...]
    slack: Fraction

    @property
    def sum(self) -> Fraction:
        return sum((one.number for one in self.parts), Fraction(0))

    @property
    def off(self) -> Fraction:
        return self.cell.number - self.sum

    @property
    def right(self) -> bool:
        return abs(self.off) <= self.slack


@dataclass(frozen=True, slots=True)
class _Parted:
    """A total and its parts, column by column. start: where among the lines above it they begin.

    unread: the names of columns in which a part is no number.
    """

    start: int
    columns: tuple[_Column, ...]
    unread: tuple[str, ...]

    @property
    def wrong(self) -> int:
        return sum(not one.right for one in self.columns)

    @property
    def sure(self) -> bool:
        """Whether so many figures agree that it is no chance."""
        return not self.wrong and sum(len(one.parts) - 1 for one in self.columns if one.cell.number) > 1

    def outcome(self, one: _Column, *, bare: bool) -> RuleOutcome:
        """A total of which no column is near the sum of anything may be none of what stands above it.

        bare: it is called a total and nothing else.
        """
        if one.right:
            return "passed"
        others = any(each.right and len(each.parts) > 1 and each.cell.number for each in self.columns)
        near = all(abs(each.off) * 4 <= abs(each.sum) for each in self.columns)
        alike = all(part.step >= one.cell.step for part in one.parts if part.number)  # "1.48" is no part of "174,472"
        return "failed" if len(one.parts) > 1 and alike and (others or near or bare) else "unsure"


def add_up(rule: Sum, draft: Document, shelf: Shelf) -> RuleResult:
    """Every total of the tables that the rule is about."""
    steps, seen = list[RuleStep](), 0
    for name, grid, cite in _tables(rule, draft, shelf):
        seen += 1
        steps += _of_table(rule, name, grid, cite)
    if not steps:
        found = f"{seen} table{'s' * (seen != 1)}"
        return RuleResult(rule.name, rule.kind, "unsure", f"no total was found in {found} with figures")
    wrong = [one for one in steps if one.outcome != "passed"]
    count = f"{len(steps)} total{'s' * (len(steps) != 1)}"
    if not wrong:
        return RuleResult(rule.name, rule.kind, "passed", f"{count}: each is the sum of its parts", tuple(steps))
    outcome = worst(one.outcome for one in steps)
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    first = next(one for one in wrong if one.outcome == outcome)
    return RuleResult(rule.name, rule.kind, outcome, f"{first.name}: {first.detail}{more}", tuple(steps))


def _tables(rule: Sum, draft: Document, shelf: Shelf) -> Iterator[tuple[str, Grid, Cite]]:
    if rule.where != "sources":
        for number, grid in enumerate(grids(draft.text, draft.tables, draft.blocks), 1):
            yield grid.caption or f"table {number}", grid, lambda start, end: None
    if rule.where != "draft":
        for content in shelf.contents(shelf.named(rule.document)):
            document = content.record.id

            def cite(start: int, end: int, document: str = document) -> Citation:
                return shelf.citation(Span(document, start, end))

            for number, grid in enumerate(grids(content.text, content.tables, content.blocks), 1):
                yield f"{content.record.title}, {grid.caption or f'table {number}'}", grid, cite


def _of_table(rule: Sum, name: str, grid: Grid, cite: Cite) -> Iterator[RuleStep]:
    pattern = Pattern(rule.total)
    for line, parted in _totals(rule, grid, lambda label: pattern.find(label) is not None):
        yield from _steps(f"{name}, “{line.label}”", line, parted, cite, bare=pattern.all(line.label))
    # A column is a total where it is called so and nothing else: "Total revenue" beside "Costs" is no sum of it.
    for line, parted in _totals(rule, turned(grid), pattern.all):
        yield from _steps(f"{name}, column “{line.label}”", line, parted, cite, bare=True)


def _totals(rule: Sum, grid: Grid, is_total: Callable[[str], bool]) -> Iterator[tuple[Line, _Parted]]:
    """Each total with its parts.

    A total takes the place of its parts among those of the next. Where it is not their sum, the next one may have been
    reckoned from either, so that one error is not found again in every total above it.
    """
    ways, group = [list[_Item]()], 0
    for at, line in enumerate(grid.lines):
        if not line.figures and not line.unread:
            group += 1  # a label alone heads those below it
        elif not is_total(line.label):
            if not _OF_WHICH.match(line.label):
                _further(rule, grid, ways, _Item(line, False, group))
        elif not ways[0]:
            # It stands above its parts, which a total below them may sum up again.
            if parted := _parted(rule, grid, line, _below(grid.lines[at + 1 :], is_total)):
                yield line, parted
        else:
            own, after, best = _Item(line, True, group), list[list[_Item]](), list[_Parted]()
            for way in ways:
                tried = (_parted(rule, grid, line, way, start) for start in _starts(way))
                parted = min(filter(None, tried), key=lambda one: one.wrong, default=None)
                after.append([*way[: parted.start if parted else len(way)], own])
                if parted:
                    best.append(parted)
                    after += [way] * bool(parted.wrong)
            ways = after[:_MOST_WAYS]
            if best:
                yield line, min(best, key=lambda one: one.wrong)


def _further(rule: Sum, grid: Grid, ways: list[list[_Item]], item: _Item) -> None:
    """One more part. Where it is the sum of some before it ("Licensed content, net"), they may be counted in it."""
    way, counted = ways[0], None
    for start in _likely(way, item):
        parted = _parted(rule, grid, item.line, way, start)
        if parted and parted.sure:
            counted = [*way[:start], _Item(item.line, True, item.group)]
            break
    for one in ways:
        one.append(item)
    if counted and len(ways) < _MOST_WAYS:
        ways.append(counted)


def _likely(way: Sequence[_Item], item: _Item) -> Iterator[int]:
    """From where on the parts add up in one column: a quick look, since most lines are the sum of nothing."""
    found = next(((at, one) for at, one in item.line.figures.items() if one.number), None)
    if found is None:
        return
    column, cell = found
    total, slack = 0.0, cell.fine
    for start in range(len(way) - 1, max(-1, len(way) - _FURTHEST), -1):
        if part := way[start].line.figures.get(column):
            total += part.rough
            slack += part.fine
            if abs(total - cell.rough) <= slack + 1e-9 * abs(total) and (
                slack < 0.5 * abs(total) or total == cell.rough
            ):
                yield start


def _starts(items: Sequence[_Item]) -> Iterator[int]:
    """Where the parts of a total may begin, the likeliest first: at its heading, after the last total, at the top."""
    last = max((at + 1 for at, one in enumerate(items) if one.total), default=0)
    grouped = next((at for at, one in enumerate(items) if one.group == items[-1].group), 0)
    likely = [max(last, grouped), last, 0] if last < len(items) else [0]
    yield from dict.fromkeys((*likely, *range(max(0, len(items) - _FURTHEST), len(items) - 1)))


def _below(lines: Sequence[Line], is_total: Callable[[str], bool]) -> list[_Item]:
    out = list[_Item]()
    for line in lines:
        if is_total(line.label):
            break
        if (line.figures or line.unread) and not _OF_WHICH.match(line.label):
            out.append(_Item(line, False, 0))
    return out


def _parted(rule: Sum, grid: Grid, line: Line, items: Sequence[_Item], start: int = 0) -> _Parted | None:
    """A total beside parts from some place on; None where no column can be added."""
    parts = items[start:]
    columns = tuple(_columns(rule, grid, line, parts))
    return _Parted(start, columns, tuple(_unread(grid, line, parts))) if columns else None


def _columns(rule: Sum, grid: Grid, line: Line, parts: Sequence[_Item]) -> Iterator[_Column]:
    for column, cell in line.figures.items():
        name = grid.names.get(column, "")
        figures = [one.line.figures[column] for one in parts if column in one.line.figures]
        counted = [one for one in figures if one.kind != "nil"]
        if not counted or _NOT_ADDED.search(name) or any(column in one.line.unread for one in parts):
            continue
        if len({(one.kind, one.unit) for one in (cell, *counted) if one.kind != "nil" and one.unit}) > 1:
            continue  # 3 vessels and 40 sailings make no 43
        if cell.kind == "ratio" and cell.number != 1:
            continue  # shares add up to 100 %, other rates to nothing
        yield _Column(name, cell, tuple(figures), _slack(rule, grid, cell, counted))


def _slack(rule: Sum, grid: Grid, cell: Figure, parts: Sequence[Figure]) -> Fraction:
    """What rounding can explain: half of the last place of each figure. Whole numbers of no scale are not rounded."""
    if rule.tolerance is not None:
        return Fraction(str(rule.tolerance))
    rounded = [one.step / 2 for one in (cell, *parts)]
    exact = not grid.scaled and all(one.step.denominator == 1 and one.step == 1 for one in (cell, *parts))
    return Fraction(0) if exact else sum(rounded, Fraction(0))


def _unread(grid: Grid, line: Line, parts: Sequence[_Item]) -> list[str]:
    columns = [column for column in line.figures if any(column in one.line.unread for one in parts)]
    names = [grid.names.get(column, "") for column in columns]
    return [name for name in names if not _NOT_ADDED.search(name)]


def _steps(name: str, line: Line, parted: _Parted, cite: Cite, *, bare: bool) -> Iterator[RuleStep]:
    for one in parted.columns:
        cited = cite(line.start, line.end)
        formula = " + ".join(part.written for part in one.parts[:_PARTS_SHOWN])
        if len(one.parts) > _PARTS_SHOWN:
            formula += f" + … ({len(one.parts)} figures)"
        outcome = parted.outcome(one, bare=bare)
        yield RuleStep(
            f"{name}, {one.name}" if one.name else name,
            outcome,
            _difference(one) if outcome != "unsure" else f"{_difference(one)}; it may not be their sum",
            one.cell.written,
            f"{formula} = {shown(one.sum)}",
            None if cited else (one.cell.start, one.cell.end),
            (cited,) if cited else (),
        )
    if parted.unread:
        listed = ", ".join(parted.unread)
        yield RuleStep(name, "unsure", f"not every cell of {listed} holds a number", part=(line.start, line.end))


def _difference(one: _Column) -> str:
    if not one.off:
        parts = f"the sum of its {len(one.parts)} parts" if len(one.parts) > 1 else "what its only part is"
        return f"{one.cell.written} is {parts}"
    way = "more" if one.off > 0 else "less"
    parts = f"its {len(one.parts)} parts, which come" if len(one.parts) > 1 else "its only part, which comes"
    by = f"{shown(abs(one.off))} {way} than {parts} to {shown(one.sum)}"
    if one.right:
        return f"{one.cell.written} is {by}: rounding can explain it"
    return f"{one.cell.written} is {by}"
