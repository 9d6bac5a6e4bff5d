"""The main content of a web page: which of its pieces are the article and which are the frame around it.

trafilatura decides what is content; the pieces of our own walk that its text contains are kept. So headings, lists
and tables come out of the page itself and not out of a summary of it. What stands between two kept pieces is
filled in where it is no list of links, because a table or a list is what extraction loses most.
"""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from itertools import pairwise

from wenyuan.reading.readers.html_pieces import Piece, hidden
from wenyuan.reading.xml import Element

_SHORT = 25
_NEAR = 400
_MOST_FILLED = 30
_TOO_LITTLE = 0.4
# No article is longer than this; finding the main content of a book-sized page would take minutes.
_LARGEST_PAGE = 1_000_000
_FILLS = frozenset(("heading", "list_item", "table", "code"))


def main_pieces(root: Element, found: list[Piece]) -> list[Piece]:
    """The pieces of a page's main content; all of them where the page is a document rather than a web page."""
    visible = sum(len(piece.text) for piece in found)
    whole = [piece for piece in found if not piece.outside] or found
    if not visible or visible > _LARGEST_PAGE or (not is_published(root) and _is_document(found, visible)):
        return whole
    text = _extracted(root)
    kept = _matched(found, text) if text else set[int]()
    share = sum(len(found[i].text) for i in kept) / visible
    if not kept or (share < _TOO_LITTLE and _is_document(found, visible)):
        return whole
    _fill(found, kept)
    _head(found, kept)
    return [piece for i, piece in enumerate(found) if i in kept]


def is_published(root: Element) -> bool:
    """True for a page that describes itself to search engines, as those of web sites do."""
    return root.find(".//meta[@property='og:title']") is not None or root.find(".//link[@rel='canonical']") is not None


def _is_document(found: list[Piece], visible: int) -> bool:
    """True for a report, a filing, a saved note: no navigation, hardly a line that is only a link elsewhere."""
    framed = sum(len(piece.text) for piece in found if piece.outside)
    links = sum(1 for piece in found if piece.linked >= 0.8 * len(piece.text))
    return framed <= 0.02 * visible and links <= 0.1 * len(found)


def _extracted(root: Element) -> str:
    """trafilatura's text of the page without white space; empty where it finds none."""
    from trafilatura import bare_extraction

    tree = deepcopy(root)
    for element in list(tree.iter()):
        if element.tag not in {"head", "title"} and hidden(element) and element.getparent() is not None:
            element.drop_tree()
    result = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(result, "body", None)
    return _squeezed("".join(body.itertext())) if body is not None else ""


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _matched(found: list[Piece], text: str) -> set[int]:
    """Indexes of the pieces that the extracted text contains, in order."""
    kept, at = set[int](), 0
    for i, piece in enumerate(found):
        wanted = _squeezed(piece.text)
        if len(wanted) < _SHORT:
            # A short one ("Home", "2024") may stand anywhere by chance: it counts only where it is due.
            place = text.find(wanted, at, at + _NEAR)
            if place >= 0:
                kept.add(i)
                at = place + len(wanted)
            continue
        place = text.find(wanted, at)
        if place < 0:
            place = text.find(wanted)
        if place >= 0:
            kept.add(i)
            at = place + len(wanted)
            continue
        cells = [cell for row in piece.grid.rows for cell in row if cell] if piece.grid else _chunks(wanted)
        hits = [text.find(_squeezed(cell)) for cell in cells]
        if cells and sum(len(cell) for cell, hit in zip(cells, hits, strict=True) if hit >= 0) >= 0.5 * len(wanted):
            kept.add(i)
            at = max(at, *hits)
    return kept


def _chunks(text: str) -> list[str]:
    return [text[i : i + _SHORT] for i in range(0, len(text), _SHORT)]


def _fill(found: list[Piece], kept: set[int]) -> None:
    order = sorted(kept)
    for left, right in pairwise(order):
        gap = range(left + 1, right)
        if not gap or len(gap) > _MOST_FILLED:
            continue
        if all(found[i].kind in _FILLS and not found[i].outside and not found[i].linked for i in gap):
            kept.update(gap)


def _head(found: list[Piece], kept: set[int]) -> None:
    """The page's own first heading belongs to its text, though extraction often takes it for a title only."""
    first = min(kept)
    for i in range(first - 1, max(first - 15, -1), -1):
        piece = found[i]
        if piece.kind == "heading" and piece.level == 1 and not piece.outside and piece.linked < 0.5 * len(piece.text):
            kept.add(i)
            return
