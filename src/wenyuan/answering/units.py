"""Units: the stretches that may be quoted — a sentence, a table row, or a label with the value after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wenyuan.text.sentences import sentences

_LABEL = re.compile(r"[:：]\s*[*_\\]*\s*$")
_LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` stands at `start:end` of its document; `label` is the line it stands under, if one introduces it."""

    start: int
    end: int
    text: str
    label: str = ""


def units(passage: str, start: int) -> Iterator[Unit]:
    """The units of a passage that begins at `start` of its document.

    A line that only announces ("Chief complaint:") is quoted together with the sentence it announces.
    """
    label, pending, header = "", -1, ""
    for first, last in sentences(passage):
        text = passage[first:last]
        if "\t" in text:
            # A row stands under the first row of its table.
            yield Unit(start + first, start + last, text, header)
            header = header or text
            continue
        header = ""
        announces = len(text) <= _LONGEST_LABEL and _LABEL.search(text) is not None
        if announces:
            if pending >= 0:
                yield Unit(start + pending, start + last, passage[pending:last])
            label, pending = text, first
            continue
        begin = pending if pending >= 0 else first
        yield Unit(start + begin, start + last, passage[begin:last], label)
        pending = -1
    if pending >= 0:
        yield Unit(start + pending, start + len(passage), passage[pending:])
