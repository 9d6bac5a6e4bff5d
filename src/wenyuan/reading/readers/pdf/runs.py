"""Characters into runs, and runs into rows.

A run is an unbroken stretch of one visual line: it ends at a gap wide enough to be a column's edge. A row is the runs
that stand side by side.
"""

from __future__ import annotations

import itertools
import re
from array import array
from dataclasses import dataclass, field
from itertools import pairwise

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
            leftward = sum(1 if run.edges[0] > run.edges[-1] else -1 for run in runs) > 0
            runs.sort(key=lambda run: run.x0, reverse=leftward)
            longest = max(runs, key=lambda run: len(run.text))
            self.x0, self.x1 = min(run.x0 for run in runs), max(run.x1 for run in runs)
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
    runs = list[Run]()
    words, turned, sideways = glyphs.words, glyphs.turned, glyphs.sideways
    odd = turned | sideways.keys()
    begin = 0  # of the run, which is open where it has words at all
    last_x = run_top = run_bottom = near = 0.0
    leftward = False
    ends = zip(glyphs.first, glyphs.last, glyphs.tops, glyphs.bottoms, strict=True)
    for word, (x0, x1, top, bottom) in enumerate(ends):
        if top == run_top and bottom == run_bottom and 0.0 <= x0 - last_x < near and word not in odd and not leftward:
            last_x = x1  # by far the most words
            continue
        if word in sideways:
            if begin < word:
                runs.append(_run(glyphs, begin, word, run_top, run_bottom, leftward))
            runs.append(_sideways(glyphs, word))
            begin, run_top, run_bottom = word + 1, 0.0, 0.0
            continue
        if len(words[word]) == 1 and leftward and begin < word:  # right to left, or upside down
            left, x0, x1 = True, x1, x0
        else:
            left = word in turned
        if begin < word:
            em, height = run_bottom - run_top, bottom - top
            gap = last_x - x0 if left else x0 - last_x
            if left != leftward:
                gap = em
            shared = (run_bottom if run_bottom < bottom else bottom) - (run_top if run_top > top else top)
            if not -em * _GAP < gap < em * _GAP or shared < 0.5 * (em if em < height else height):
                runs.append(_run(glyphs, begin, word, run_top, run_bottom, leftward))
                begin = word
        # A run is as high as its longest word: a raised figure must not move the line.
        if begin == word or (
            (top != run_top or bottom != run_bottom) and len(words[word]) > max(map(len, words[begin:word]))
        ):
            run_top, run_bottom, near = top, bottom, (bottom - top) * _GAP
        leftward = left
        last_x = x1
    if begin < len(words):
        runs.append(_run(glyphs, begin, len(words), run_top, run_bottom, leftward))
    return _without_doubles(runs)


def _run(glyphs: Glyphs, begin: int, end: int, top: float, bottom: float, turned: bool) -> Run:
    """The words `begin:end` as a run. `turned`: they follow one another to the left."""
    text = " ".join(glyphs.words[begin:end])
    start, stop = glyphs.starts[begin], glyphs.starts[end - 1] + len(glyphs.words[end - 1])
    plain = stop - start == len(text) and not turned and (text.isascii() or max(text) < "\u2e80")
    if plain and 1 not in glyphs.breaks[begin + 1 : end]:
        edges = glyphs.edges[start:stop]
        edges.append(glyphs.last[end - 1])
    else:
        text, edges = _joined(glyphs, begin, end, bottom - top, turned)
    if not text.isascii():
        text = clean(text).replace("\ufffe", "-")
    elif "\x02" in text:
        text = text.replace("\x02", "-")
    x0, x1 = (edges[-1], edges[0]) if turned else (edges[0], edges[-1])
    if x1 < x0:
        x0, x1 = min(edges), max(edges)
    bold = glyphs.bold(begin) and (begin + 1 == end or glyphs.bold(end - 1))
    run = Run(text, edges, x0, x1, top, bottom, bold)
    return _single(run) if 1 in glyphs.doubled[begin:end] and len(_DOUBLE.findall(text)) * 3 >= len(text) else run


def _joined(glyphs: Glyphs, begin: int, end: int, em: float, turned: bool) -> tuple[str, array[float]]:
    """Text and edges of a run in which some words may follow one another without a space: where pdfium ends a line
    inside a word, and between Chinese characters."""
    parts, edges = list[str](), array("f")
    for word in range(begin, end):
        text = glyphs.words[word]
        own = glyphs.edges[glyphs.starts[word] : glyphs.starts[word] + len(text)]
        own.append(glyphs.last[word])
        if len(text) == 1 and turned != (word in glyphs.turned):
            own.reverse()
        if parts:
            gap = abs(own[0] - edges[-1])
            joined = glyphs.breaks[word] and gap < 0.12 * em
            if not joined and gap < 0.3 * em and is_cjk(parts[-1][-1]) and is_cjk(text[0]):
                joined = glyphs.after_generated_space(word)
            if joined:
                edges.pop()
            else:
                parts.append(" ")
        edges.extend(own)
        parts.append(text)
    return "".join(parts), edges


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
    text = glyphs.words[word]
    x0, top, x1, bottom = glyphs.sideways[word]
    edges = array("f", [x1 if i % 2 else x0 for i in range(len(text) + 1)])
    return Run(clean(text).replace("\ufffe", "-").replace("\x02", "-"), edges, x0, x1, top, bottom, sideways=True)


def _without_doubles(runs: list[Run]) -> list[Run]:
    seen: dict[str, list[Run]] = {}
    kept: list[Run] = []
    for run in runs:
        others = seen.get(run.text)
        if others is None:
            seen[run.text] = [run]
        else:
            near = 0.2 * (run.bottom - run.top)
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
        overlap(above.top, above.bottom, below.top, below.bottom) < 0.4 for above, below in itertools.pairwise(down)
    )
    return down if clear else rows


def side_by_side(runs: list[Run]) -> bool:
    """Do at least two pairs of runs share a line? Without that there is no table, drawn grid or not."""
    down = sorted(runs, key=lambda run: run.top)
    pairs = 0
    for above, below in pairwise(down):
        if below.top < above.bottom - 0.5 * above.height and (below.x0 >= above.x1 or below.x1 <= above.x0):
            pairs += 1
            if pairs == 2:
                return True
    return False


def _beside(group: list[Run], run: Run) -> bool:
    first, x0, x1, top, bottom = group[0], run.x0, run.x1, run.top, run.bottom
    height, other = bottom - top, first.bottom - first.top
    shared = (bottom if bottom < first.bottom else first.bottom) - (top if top > first.top else first.top)
    if shared < 0.5 * (other if other < height else height):
        return False
    slack = 0.3 * height
    for member in group:  # noqa: SIM110 -- twice as fast as a generator, and asked for every run
        if x0 < member.x1 - slack and x1 > member.x0 + slack:
            return False
    return True
