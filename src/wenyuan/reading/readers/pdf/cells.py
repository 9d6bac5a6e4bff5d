"""The cells of one row: pieces of text with white between them, currency signs and brackets with their number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenyuan.reading.readers.pdf.runs import Row, Run

_CURRENCY = r"(?:US|HK|NT|C|A|S|R)?[$＄]|[€£¥￥₩₹]|RMB|CNY|USD|EUR|GBP"
_OPENER = re.compile(rf"^(?:{_CURRENCY})?\s*[(（]?(?:{_CURRENCY})?$")
_CLOSER = re.compile(r"^[)）]?\s?[%％]?[)）]?$|^(?:pts?|bps|x|[*†‡]+|\(\w\))$")
_FIGURE = re.compile(
    rf"^[(（\-–—+~<>≈]*\s*(?:{_CURRENCY})?\s*[(（\-–—]*\s*\d[\d,.，\s]*(?:[)）%％xX]|\s|pts?|bps|[*†‡]|\(\w\)|万|亿|元)*$"
    r"|^(?:[$€£¥]\s*)?[-–—]+\s*[%％]?$|^(?:N/?[AM]|nm|\*+)$"
)
YEAR = re.compile(r"^(?:FY\s?)?(?:19|20)\d\d(?:年(?:度)?|E|A)?(?:\s*\(\w+\))?$")
_SPLIT = re.compile(rf"(?<=[\d)）%％—–-])\s+(?=(?:{_CURRENCY})\s*(?:[(（\d—–-]|$))")
_NUMBERS = re.compile(r"^(?:[(（]?[\d][\d,.]*[)）]?[%％]?|[—–-])(?:\s+(?:[(（]?\d[\d,.]*[)）]?[%％]?|[—–-]))+$")
_LEADERS = re.compile(r"((?:\s?[.·…_]){4,})\s*(?=[\divxIVX\-–]+$)")
_TICK = re.compile(r"^(?:[☐☑☒□■✓✗\uf06f\uf078\uf0a8\uf0fe]|[ox])$")
# Bullets by their place in a symbol font, which in any other show nothing. U+FFFD stands for a glyph without meaning.
_SYMBOLS = "\uf06c\uf06e\uf071\uf076\uf0a7\uf0b7\uf0d8\uf0fc"
UNSHOWN = _SYMBOLS + "\ufffd"
MARKER = re.compile(
    rf"^(?:[•●▪■□◦‣⁃○◆◇►▸✓➢·*{_SYMBOLS}]"
    r"|\ufffd(?=\s+[^\s\ufffd]|$)"
    r"|[–—-](?=\s|$)"
    r"|[(（]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?:\d{1,3}|[a-zA-Z])\.(?=\s|$)|[①-⑳])\s*"
)


@dataclass(slots=True)
class Piece:
    """The runs of one cell, from left to right. figure: a number as tables print it, or the dash for none."""

    runs: list[Run]
    x0: float
    x1: float
    text: str
    figure: bool

    @property
    def height(self) -> float:
        return self.runs[0].bottom - self.runs[0].top


def is_figure(text: str) -> bool:
    return len(text) < 48 and _FIGURE.match(text) is not None


def piece(runs: list[Run]) -> Piece:
    text = runs[0].text if len(runs) == 1 else " ".join(run.text for run in runs)
    return Piece(runs, runs[0].x0, runs[-1].x1, text, is_figure(text))


def cells_of(row: Row) -> list[Piece]:
    """The cells of one row, from left to right."""
    pieces = row.runs if len(row.runs) == 1 and ".." not in row.text and ". ." not in row.text else _cut(row.runs)
    if len(pieces) == 1:
        return [piece(pieces)]
    cells: list[list[Run]] = []
    opened = False
    for run in pieces:
        text = run.text
        brief = len(text) < 6
        if opened or (brief and cells and _CLOSER.match(text) and _closes(cells[-1][-1], run)):
            cells[-1].append(run)
            opened = False
        else:
            cells.append([run])
            opened = brief and _OPENER.match(text) is not None
    return [piece(cell) for cell in cells]


def is_marker(cell: Piece) -> bool:
    """A bullet, a number or a box to tick that stands before its text."""
    if len(cell.runs) > 1:
        return False
    match = MARKER.match(cell.text)
    return _TICK.match(cell.text) is not None or (match is not None and match.end() == len(cell.text))


def _closes(left: Run, right: Run) -> bool:
    return right.x0 - left.x1 < 2.5 * left.height and left.text[-1:].isalnum() | (left.text[-1:] in ")）—–-")


def _cut(runs: list[Run]) -> list[Run]:
    pieces = list[Run]()
    for run in runs:
        pieces.extend(_pieces(run))
    return pieces


def _pieces(run: Run) -> list[Run]:
    text = run.text
    if len(text) < 3:
        return [run]
    if (".." in text or ". ." in text) and (match := _LEADERS.search(text)):
        return [run.cut(0, match.end(1)), run.cut(match.end(), len(text))] if match.start() else [run]
    if _NUMBERS.match(text):
        cuts = [match.span() for match in re.finditer(r"\s+", text)]
    else:
        cuts = [match.span() for match in _SPLIT.finditer(text)]
    if not cuts:
        return [run]
    parts, start = list[Run](), 0
    for left, right in [*cuts, (len(text), len(text))]:
        parts.append(run.cut(start, left))
        start = right
    return parts
