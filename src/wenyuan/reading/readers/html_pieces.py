"""A parsed page as a flat list of pieces (headings, paragraphs, list items, tables), in the order they stand in.

Only what a reader of the page sees: scripts, styles, comments and hidden elements are left out. The walk keeps its
own stack, so a page nested ten thousand deep costs no recursion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import BlockKind
from wenyuan.reading.readers.html_table import Grid, grid_of, leads_away, text_of
from wenyuan.reading.xml import Element

_INVISIBLE = frozenset(
    "script style noscript template svg head title iframe object embed canvas audio video select option datalist"
    " input textarea map area rp annotation annotation-xml".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table"
    " tbody td tfoot th thead tr ul".split()
)
_LISTS = frozenset(("ul", "ol", "menu", "dl"))
_OUTSIDE = frozenset(("nav", "footer", "aside", "form"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile("[ \t\r\n\f\v]+")
_LONGEST_HEADING = 300


@dataclass(slots=True)
class Piece:
    """One block to be. `linked` counts its characters inside links; `outside` is True in navigation and the like."""

    kind: BlockKind
    text: str
    level: int = 0
    linked: int = 0
    outside: bool = False
    grid: Grid | None = None


def hidden(element: Element) -> bool:
    """True for an element that a browser does not show, with all it holds."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _INVISIBLE:
        return True
    if element.get("hidden") is not None or (tag == "dialog" and element.get("open") is None):
        return True
    if element.get("aria-hidden") == "true" and tag in {"i", "span"}:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style[:4096]) is not None


def pieces(root: Element) -> list[Piece]:
    """Everything visible under `root`."""
    walk = _Walk()
    walk.over(root)
    return walk.found


def write(found: list[Piece], builder: TextBuilder) -> None:
    """Append pieces to a document being built."""
    for piece in found:
        if piece.grid is not None:
            builder.table(piece.grid.rows, piece.grid.header_rows, spans=piece.grid.spans)
        else:
            builder.block(piece.kind, piece.text, piece.level)


@dataclass(slots=True)
class _Walk:
    found: list[Piece] = field(default_factory=list[Piece])
    _buffer: list[str] = field(default_factory=list[str])
    _linked: int = 0
    _links: int = 0
    _lists: int = 0
    _items: list[bool] = field(default_factory=list[bool])  # per open item: has it had its first text?
    _headings: list[int] = field(default_factory=list[int])
    _captions: int = 0
    _outside: int = 0

    def over(self, root: Element) -> None:
        walk, passed = etree.iterwalk(root, events=("start", "end")), None
        for event, element in walk:
            if event == "start":
                if hidden(element) or (element.tag == "button" and not self._headings) or self._whole(element):
                    passed = element
                    walk.skip_subtree()
                else:
                    self._enter(element)
                    self._add(element.text)
                continue
            if element is passed:
                passed = None
            else:
                self._leave(element)
            if element is not root:
                self._add(element.tail)
        self._flush()

    def _whole(self, element: Element) -> bool:
        """Take an element that is one piece as a whole; False where its children are to be walked."""
        if element.tag == "pre":
            self._flush()
            self._piece("code", "".join(text_of(element, line_end="\n")), 0, 0)
            return True
        if element.tag != "table":
            return False
        grid = grid_of(element, hidden)
        if grid is None:
            return False
        self._flush()
        if grid.caption:
            self._piece("caption", grid.caption, 0, 0)
        for row in grid.lines:
            self._piece("list_item", row, self._lists + 1, 0)
        if grid.rows:
            text = "\n".join("\t".join(row) for row in grid.rows)
            self.found.append(Piece("table", text, 0, grid.linked, self._outside > 0, grid))
        return True

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links += leads_away(element)
        elif tag == "br":
            self._buffer.append("\n")
        elif tag in _BLOCKS:
            self._flush()
            if tag in _LISTS:
                self._lists += 1
            elif tag in {"li", "dd"}:
                self._items.append(False)
            if _is_heading(element):
                self._headings.append(_level(element))
            elif tag in {"figcaption", "caption"}:
                self._captions += 1
            if _is_outside(element):
                self._outside += 1

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links -= leads_away(element)
        elif tag in _BLOCKS:
            self._flush()
            if tag in _LISTS:
                self._lists -= 1
            elif tag in {"li", "dd"}:
                self._items.pop()
            if _is_heading(element):
                self._headings.pop()
            elif tag in {"figcaption", "caption"}:
                self._captions -= 1
            if _is_outside(element):
                self._outside -= 1

    def _add(self, text: str | None) -> None:
        if text:
            text = _SPACE.sub(" ", text)
            self._buffer.append(text)
            if self._links:
                self._linked += len(text.strip())

    def _flush(self) -> None:
        if not self._buffer:
            return
        lines = [_SPACE.sub(" ", line).strip(" ") for line in "".join(self._buffer).split("\n")]
        linked, self._linked = self._linked, 0
        self._buffer.clear()
        # An empty line between two <br> is how old pages part their paragraphs.
        for part in re.split("\n{2,}", "\n".join(lines).strip("\n")):
            if not part.strip():
                continue
            if self._headings and len(part) <= _LONGEST_HEADING:
                self._piece("heading", part.replace("\n", " "), self._headings[-1], linked)
            elif self._captions:
                self._piece("caption", part, 0, linked)
            elif self._items and not self._items[-1]:
                self._items[-1] = True
                self._piece("list_item", part, max(self._lists, 1), linked)
            else:
                self._piece("paragraph", part, 0, linked)
            linked = 0

    def _piece(self, kind: BlockKind, text: str, level: int, linked: int) -> None:
        if text.strip():
            self.found.append(Piece(kind, text, level, min(linked, len(text)), self._outside > 0))


def _is_heading(element: Element) -> bool:
    tag = element.tag
    return (len(tag) == 2 and tag[0] == "h" and tag[1] in "123456") or element.get("role") == "heading"


def _level(element: Element) -> int:
    tag, stated = element.tag, element.get("aria-level", "")
    if len(tag) == 2 and tag[1].isdigit():
        return int(tag[1])
    return min(int(stated), 6) if stated.isascii() and stated.isdigit() and len(stated) < 3 and int(stated) else 2


def _is_outside(element: Element) -> bool:
    return element.tag in _OUTSIDE or element.get("role") in {"navigation", "contentinfo", "complementary", "search"}
