"""Characters into runs, and runs into rows.

A run is an unbroken stretch of one visual line: it ends at a gap wide enough to be a column's edge. A row is the runs
that stand side by side.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

from wenyuan.reading.builder import clean
from wenyuan.reading.readers.pdf.glyphs import Glyphs

_GAP = 0.85  # of the line's height (about one em): wider is a new run
_DOUBLE = re.compile(r"(\S)\1")
_CJK = re.compile("[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")


def is_cjk(character: str) -> bool:
    """Ideographs, kana, and their full-width punctuation: written without spaces (Hangul is not)."""
    return character > "\u2e7f" and _CJK.match(character) is not None


@dataclass(slots=True)
class Run:
    """`edges` has one x before each character of `text` and one after the last. Coordinates as displayed, points."""

    text: str
    edges: array[float]
    x0: float
    x1: float
    top: float
    bottom: float
    bold: bool = False
    sideways: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    def cut(self, start: int, end: int) -> Run:
        """The part `text[start:end]`, which must not be empty."""
        edges = self.edges[start : end + 1]
        low, high = min(edges), max(edges)
        return Run(self.text[start:end], edges, low, high, self.top, self.bottom, self.bold, self.sideways)


@dataclass(slots=True)
class Row:
    """Runs side by side, from left to right."""

    runs: list[Run]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    bold: bool = False
    height: float = 0.0  # of its longest run: stands for the type size
    text: str = field(default="")

    def __post_init__(self) -> None:
        runs = self.runs
        if len(runs) > 1:
            runs.sort(key=lambda run: run.x0)
            longest = max(runs, key=lambda run: len(run.text))
            self.x0, self.x1 = runs[0].x0, max(run.x1 for run in runs)
            self.top, self.bottom = min(run.top for run in runs), max(run.bottom for run in runs)
            self.bold = all(run.bold for run in runs)
            self.height = longest.bottom - longest.top
            self.text = " ".join(run.text for run in runs)
        else:
            run = runs[0]
            self.x0, self.x1, self.top, self.bottom, self.bold = run.x0, run.x1, run.top, run.bottom, run.bold
            self.height = run.bottom - run.top
            self.text = run.text


def overlap(top: float, bottom: float, other_top: float, other_bottom: float) -> float:
    """Shared height as a share of the smaller one."""
    shared = min(bottom, other_bottom) - max(top, other_top)
    smaller = min(bottom - top, other_bottom - other_top)
    return shared / smaller if smaller > 0 else float(shared >= 0)


def make_runs(glyphs: Glyphs) -> list[Run]:
    """The runs of a page in the order drawn, without characters that are drawn twice to look bold."""
    runs, words = list[Run](), list[int]()
    left, right, top, bottom = glyphs.left, glyphs.right, glyphs.top, glyphs.bottom
    last_x = last_top = last_bottom = 0.0
    for word, (text, at) in enumerate(zip(glyphs.words, glyphs.offsets, strict=True)):
        end = at + len(text) - 1
        x0, y0, y1 = left[at], top[at], bottom[at]
        if len(text) > 1 and (bottom[end] - y1 > y1 - y0 or y0 - top[end] > y1 - y0):
            if words:
                _close(glyphs, words, runs)
                words = []
            runs.append(_sideways(glyphs, word))
            continue
        if words:
            height = last_bottom - last_top
            gap = x0 - last_x
            limit = height * _GAP
            shared = min(last_bottom, y1) - max(last_top, y0)
            if gap > limit or gap < -limit or shared < 0.5 * min(height, y1 - y0):
                _close(glyphs, words, runs)
                words = []
        words.append(word)
        last_x = right[end]
        if len(text) > 2 or len(words) == 1:  # a raised figure must not move the line
            last_top, last_bottom = y0, y1
    if words:
        _close(glyphs, words, runs)
    return _without_doubles(runs)


def _close(glyphs: Glyphs, words: list[int], runs: list[Run]) -> None:
    edges, parts = array("f"), list[str]()
    left, right, offsets = glyphs.left, glyphs.right, glyphs.offsets
    previous, last = "", 0.0
    for word in words:
        text, at = glyphs.words[word], offsets[word]
        end = at + len(text)
        if previous:
            gap = left[at] - last
            em = glyphs.bottom[at] - glyphs.top[at]
            tight = glyphs.breaks[word] and gap < 0.12 * em
            if not (tight or (gap < 0.3 * em and is_cjk(previous[-1]) and is_cjk(text[0]))):
                parts.append(" ")
                edges.append(last)
        edges.extend(left[at:end])
        parts.append(text)
        previous, last = text, right[end - 1]
    edges.append(last)
    text = "".join(parts)
    if not text.isascii():
        text = clean(text).replace("\ufffe", "-")
    if "\x02" in text:
        text = text.replace("\x02", "-")
    first, final = offsets[words[0]], offsets[words[-1]] + len(glyphs.words[words[-1]])
    longest = max(words, key=lambda word: len(glyphs.words[word])) if len(words) < 8 else words[len(words) // 2]
    at = offsets[longest]
    x0, x1 = edges[0], edges[-1]
    if x1 < x0 or any("\u0590" <= c <= "\u08ff" for c in (text[0], text[-1])):
        x0, x1 = min(left[first:final]), max(right[first:final])
    bold = glyphs.bold(words[0]) and (len(words) == 1 or glyphs.bold(words[-1]))
    run = Run(text, edges, x0, x1, glyphs.top[at], glyphs.bottom[at], bold)
    runs.append(_single(run) if _DOUBLE.search(text) else run)


def _single(run: Run) -> Run:
    """Drop a character that stands (nearly) where the one before it stands: bold by drawing twice."""
    near = 0.12 * run.height
    drop = {
        match.start() + 1
        for match in _DOUBLE.finditer(run.text)
        if abs(run.edges[match.start() + 1] - run.edges[match.start()]) < near
        and run.edges[match.start() + 2] - run.edges[match.start()] > near
    }
    if not drop:
        return run
    keep = [i for i in range(len(run.text)) if i not in drop]
    run.edges = array("f", [*(run.edges[i] for i in keep), run.edges[-1]])
    run.text = "".join(run.text[i] for i in keep)
    return run


def _sideways(glyphs: Glyphs, word: int) -> Run:
    """Text drawn across the page: every character gets its word's whole box."""
    text, at = glyphs.words[word], glyphs.offsets[word]
    end = at + len(text)
    x0, x1 = min(glyphs.left[at:end]), max(glyphs.right[at:end])
    edges = array("f", [x1 if i % 2 else x0 for i in range(len(text) + 1)])
    top, bottom = min(glyphs.top[at:end]), max(glyphs.bottom[at:end])
    return Run(clean(text).replace("\ufffe", "-"), edges, x0, x1, top, bottom, sideways=True)


def _without_doubles(runs: list[Run]) -> list[Run]:
    seen: dict[str, list[Run]] = {}
    kept: list[Run] = []
    for run in runs:
        others = seen.setdefault(run.text, [])
        near = 0.2 * run.height
        if any(abs(run.x0 - other.x0) < near and abs(run.top - other.top) < near for other in others):
            continue
        others.append(run)
        kept.append(run)
    return kept


def make_rows(runs: list[Run], width: float) -> list[Row]:
    """Runs of one column into rows, in the order drawn, or from the top down where that is beyond doubt.

    Runs join a row when they follow one another in the order drawn; a short one (a cell of a table drawn column by
    column) also joins an earlier row beside it.
    """
    groups: list[list[Run]] = []
    for run in runs:
        if groups:
            if _beside(groups[-1], run):
                groups[-1].append(run)
                continue
            if run.top < groups[-1][0].top and run.x1 - run.x0 < 0.35 * width:
                for group in reversed(groups[:-1]):
                    if _beside(group, run) and all(other.x1 - other.x0 < 0.5 * width for other in group):
                        group.append(run)
                        break
                else:
                    groups.append([run])
                continue
        groups.append([run])
    rows = [Row(group) for group in groups]
    down = sorted(rows, key=lambda row: row.top)
    clear = all(
        overlap(above.top, above.bottom, below.top, below.bottom) < 0.4
        for above, below in zip(down, down[1:], strict=False)
    )
    return down if clear else rows


def _beside(group: list[Run], run: Run) -> bool:
    first = group[0]
    shared = min(first.bottom, run.bottom) - max(first.top, run.top)
    if shared < 0.5 * min(first.bottom - first.top, run.bottom - run.top):
        return False
    slack = 0.3 * (run.bottom - run.top)
    return all(run.x0 >= other.x1 - slack or run.x1 <= other.x0 + slack for other in group)
