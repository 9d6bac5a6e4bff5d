"""Units: the stretches that may be quoted — a sentence, a table row, or a label with the value after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenyuan.text.sentences import sentences

_ANNOUNCES = re.compile(r"[:：]\s*[*_\\]*\s*$")
_LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` stands at `start:end` of its document; `label` is the line it stands under, if one introduces it."""

    start: int
    end: int
    text: str
    label: str = ""


def units(passage: str, start: int, header: str = "") -> Iterator[Unit]:
    """The units of a passage that begins at `start` of its document; `header` is that of the table it is a part of.

    A line that only announces ("Chief complaint:") is quoted together with the sentence it announces. A table
    row stands under its header, or the first row seen where none is known.
    """
    label, known = "", header
    pending: tuple[int, int] | None = None
    for first, last in sentences(passage):
        text = passage[first:last]
        row = "\t" in text
        announces = not row and len(text) <= _LONGEST_LABEL and _ANNOUNCES.search(text) is not None
        joins = pending is not None and not row and not announces
        if pending is not None and not joins:
            yield Unit(start + pending[0], start + pending[1], passage[pending[0] : pending[1]])
        if announces:
            label, pending = text, (first, last)
            continue
        begin = pending[0] if pending is not None and joins else first
        pending = None
        yield Unit(start + begin, start + last, passage[begin:last], header if row else label)
        header = (header or text) if row else known
    if pending is not None:
        yield Unit(start + pending[0], start + pending[1], passage[pending[0] : pending[1]])
