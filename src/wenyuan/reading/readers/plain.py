"""Plain text, stored exactly as decoded; blocks are ranges of it.

Blank lines part paragraphs. Inside such a stanza lines are one paragraph where the text was wrapped by hand, and a
paragraph each where every line is a statement of its own (records, lists of labels). Text is wrapped where each line
ends because the next word would not have fitted. Headings are claimed only where the line itself says so.
"""

from __future__ import annotations

from itertools import pairwise

from wenyuan.reading.document import Block, Document
from wenyuan.reading.encoding import decode
from wenyuan.reading.naming import stem_of
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.plain_lines import (
    SENTENCE_END,
    Line,
    counted_heading,
    is_counted,
    is_item,
    plain_heading,
    rule,
    standing_heading,
    stanzas,
    width_of,
)

_NARROWEST, _WIDEST = 40, 130


class PlainReader(BuiltInReader):
    """Reads text files as they are."""

    media_types = ("text/plain",)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        decoded = decode(data)
        document = Document(decoded.text, "text/plain", metadata={"encoding": decoded.encoding})
        if decoded.problem:
            document.problems.append(decoded.problem)
        document.blocks = blocks_of(decoded.text)
        first = document.blocks[0] if document.blocks else None
        # A heading further down names a section and not the text.
        titled = first is not None and first.kind == "heading"
        words = decoded.text[first.start : first.end].strip("*_# ") if first and titled else ""
        document.title = words or stem_of(name)
        return document


def blocks_of(text: str) -> list[Block]:
    """Headings, list items and paragraphs of a plain text, in order."""
    groups = stanzas(text)
    width = _wrap_width(groups)
    blocks = list[Block]()
    for at, group in enumerate(groups):
        after = groups[at + 1][0] if at + 1 < len(groups) else None
        if len(group) == 1:
            level = _standing_level(group[0], after, first=at == 0)
            if level:
                blocks.append(Block("heading", group[0].start, group[0].end, level))
                continue
        blocks += _stanza(group, width, after)
    return blocks


def _standing_level(line: Line, after: Line | None, first: bool) -> int:
    if after is None or plain_heading(line):
        return 0
    level = standing_heading(line)
    if level and not (is_item(line) and is_item(after)):
        return level
    # The first line of a text, short and alone, is its title.
    titled = first and line.width <= 60 and line.text[-1] not in SENTENCE_END + "，,:：" and not is_item(line)
    return 1 if titled and not standing_heading(after) and not is_counted(line) else 0


def _stanza(group: list[Line], width: int, after: Line | None) -> list[Block]:
    blocks, at = list[Block](), 0
    while at < len(group):
        line = group[at]
        below = group[at + 1] if at + 1 < len(group) else None
        ruled = rule(below) if below and at == 0 and line.width <= 80 and not rule(line) else 0
        if below and ruled and 2 * below.width >= line.width:
            blocks.append(Block("heading", line.start, line.end, ruled))
            at += 2
            continue
        if rule(line):
            at += 1
            continue
        level, start = _heading(line, below or after, group[at - 1] if at else None)
        if level:
            blocks.append(Block("heading", start, line.end, level))
            at += 1
            continue
        end = at + 1
        while end < len(group) and _continues(group[end - 1], group[end], line, width):
            end += 1
        kind = "list_item" if is_item(line) or is_counted(line) else "paragraph"
        depth = min(line.indent // 2 + 1, 6) if kind == "list_item" else 0
        blocks.append(Block(kind, line.start, group[end - 1].end, depth))
        at = end
    return blocks


def _heading(line: Line, below: Line | None, above: Line | None) -> tuple[int, int]:
    plain = plain_heading(line)
    if plain:
        return plain
    level = counted_heading(line)
    # 一、二、三、 line after line is a list.
    alone = not (below and is_counted(below)) and not (above and is_counted(above))
    return (level, line.start) if level and below and alone else (0, line.start)


def _continues(line: Line, below: Line, first: Line, width: int) -> bool:
    """True where `below` goes on with the sentence that `line` broke off."""
    if not width or is_item(below) or plain_heading(below) or rule(below) or is_counted(below):
        return False
    if below.indent > line.indent and not is_item(first):
        return False
    return _broke_off(line, below, width)


def _broke_off(line: Line, below: Line, width: int) -> bool:
    """True where the first word of `below` would not have fitted at the end of `line`."""
    word = below.text.split(None, 1)[0]
    room = min(width_of(word), 2 if not word[0].isascii() else 20) + (1 if word[0].isascii() else 0)
    return line.indent + line.width + room > width - 2


def _wrap_width(groups: list[list[Line]]) -> int:
    """The column the text was wrapped at; 0 where it was not."""
    pairs = [pair for group in groups for pair in pairwise(group) if not is_item(pair[1]) and not rule(pair[1])]
    if not pairs:
        return 0
    widths = sorted(above.indent + above.width for above, _ in pairs)
    width = widths[int(0.98 * (len(widths) - 1))]
    if not _NARROWEST <= width <= _WIDEST or (len(pairs) == 1 and pairs[0][0].text[-1] in SENTENCE_END):
        return 0
    broken = sum(1 for above, below in pairs if _broke_off(above, below, width))
    open_ends = sum(1 for above, _ in pairs if above.text[-1] not in SENTENCE_END)
    return width if broken >= 0.6 * len(pairs) and open_ends >= 0.4 * len(pairs) else 0
