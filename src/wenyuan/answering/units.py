"""Units: the stretches that may be quoted — a sentence, a table row, or a label with the value after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenyuan.text.sentences import sentences

_ANNOUNCES = re.compile(r"[:：]\s*[*_\\]*\s*$")
_LONGEST_LABEL = 80
# "Table 2. Operating costs", "表1 营业收入构成": without a stop at the end, or it would be a sentence.
_CAPTION = re.compile(r"(?:(?:Table|Figure|Fig|Chart|Exhibit)\.?\s*\d|[表图]\s*\d)[^\n]{0,120}(?<![。！？!?.])$")
_OUTLINE = 3
_BULLETS = "•▪●◦‣■□➢"


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` stands at `start:end` of its document; `label` is the line it stands under, if one introduces it.

    outline: the last few labels before it, of which some may be above it: "Examination:" before "General condition:".
    bare: it announces or names what follows, and says nothing itself: a heading, caption, lone label or table header.
    """

    start: int
    end: int
    text: str
    label: str = ""
    outline: str = ""
    bare: bool = False


def units(passage: str, start: int, body: int = 0, header: str = "") -> Iterator[Unit]:
    """The units of a passage that begins at `start` of its document.

    body: where the headings that open it end; header: that of the table it is a part of.

    A line that only announces ("Chief complaint:") is quoted together with the sentence it announces, but not with the
    first of several points, which would then seem to be all of it. A table
    row stands under its header, or the first row seen where none is known.
    """
    labels, known = list[str](), header
    pending: tuple[int, int] | None = None
    for first, last in sentences(passage):
        text = passage[first:last]
        row = "\t" in text
        announces = not row and len(text) <= _LONGEST_LABEL and _ANNOUNCES.search(text) is not None
        joins = pending is not None and not row and not announces and text[0] not in _BULLETS
        if pending is not None and not joins:
            yield Unit(start + pending[0], start + pending[1], passage[pending[0] : pending[1]], bare=True)
        if announces:
            labels.append(text)
            pending = (first, last)
            continue
        begin = pending[0] if pending is not None and joins else first
        pending = None
        label = header if row else labels[-1] if labels else ""
        outline = " ".join(labels[-_OUTLINE:])
        bare = start + last <= body or _CAPTION.match(text) is not None or (row and text in header)
        yield Unit(start + begin, start + last, passage[begin:last], label, outline, bare)
        header = (header or text) if row else known
    if pending is not None:
        yield Unit(start + pending[0], start + pending[1], passage[pending[0] : pending[1]], bare=True)
