"""The claims of a text: what it states, sentence by sentence and cell by cell, each in its own words and place.

A sentence that joins several facts is one claim: nothing is rewritten, `text[start:end]` is the claim to the letter.
Headings, captions, labels, questions, greetings, sources and what stands above a letter claim nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wenyuan.checking.marks import blanked, marks
from wenyuan.checking.rows import of_table
from wenyuan.checking.stating import lists_sources, states
from wenyuan.reading.document import Block, Table
from wenyuan.reading.readers.plain import blocks_of
from wenyuan.text.sentences import sentences

ClaimKind = Literal["sentence", "list_item", "cell", "row"]


# A line end within a sentence: after a line of some length that ends in a word or a comma, before one that goes on.
_WRAPPED = re.compile(r"(?<=[^\n]{40}[\w,，、;；%'’)）])\n(?=[^\s\-*+•#>|])")


@dataclass(frozen=True, slots=True)
class Claim:
    """`text` is what stands at `start:end`; `heading` the headings above it, outermost first.

    context: what it leans on: the words that announce its list or table, then the labels of its row and its column.
    marks: the places of its own citation marks, within it or right after it.
    """

    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    kind: ClaimKind
    context: tuple[str, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


def claims(text: str, blocks: Sequence[Block] = (), tables: Sequence[Table] = ()) -> list[Claim]:
    """The claims of a document in order; none overlaps another. Without blocks the text is read as a plain one."""
    found = list[Claim]()
    by_start = {table.start: table for table in tables}
    path = list[tuple[int, str]]()
    opening, openings = "", dict[int, str]()
    for block in blocks or blocks_of(text):
        if block.kind == "heading":
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, " ".join(text[block.start : block.end].split())))
            opening, openings = "", {}
            continue
        heading = tuple(name for _, name in path)
        if any(map(lists_sources, heading)):
            continue
        match block.kind:
            case "paragraph":
                opening, openings = _opens(text[block.start : block.end]), {}
                found += _sentences(text, block, heading, "sentence", ())
            case "list_item":
                above = (openings[level] for level in sorted(openings) if level < block.level)
                context = tuple(words for words in (opening, *above) if words)
                openings = {level: words for level, words in openings.items() if level < block.level}
                openings[block.level] = _opens(text[block.start : block.end])
                found += _sentences(text, block, heading, "list_item", context)
            case "table":
                above = (opening,) if opening else ()
                for start, end, kind, labels in of_table(text, block, by_start.get(block.start)):
                    own = tuple(marks(text, start, end))
                    found.append(Claim(start, end, text[start:end], heading, kind, (*above, *labels), own))
            case "caption":
                # It may hold the unit of the table below it.
                opening, openings = " ".join(text[block.start : block.end].split()), {}
            case _:
                pass  # notes, code, running heads
    return found


def _opens(text: str) -> str:
    """The last sentence, where it announces what follows: "The company reports:"."""
    if not text.rstrip(" \t\n*_").endswith((":", "：")):
        return ""
    start, end = list(sentences(text))[-1]
    return text[start:end]


def _sentences(
    text: str, block: Block, heading: tuple[str, ...], kind: ClaimKind, context: tuple[str, ...]
) -> Iterator[Claim]:
    plain = _unwrapped(blanked(text, block.start, block.end))
    own = list(marks(text, block.start, block.end))
    cut = [(block.start + start, block.start + end) for start, end in sentences(plain)]
    for at, (start, end) in enumerate(cut):
        following = cut[at + 1][0] if at + 1 < len(cut) else block.end
        # A mark after the stop belongs to the sentence it follows; one on a line of its own opens a note.
        near = own[bisect_left(own, (start, 0)) : bisect_left(own, (following, 0))]
        mine = tuple(mark for mark in near if "\n" not in text[end : mark[0]])
        opens_note = at == 0 and not mine and bool(own) and own[0][0] == block.start + _indent(text, block)
        if states(plain[start - block.start : end - block.start]) and not opens_note:
            yield Claim(start, end, text[start:end], heading, kind, context, mine)


def _unwrapped(text: str) -> str:
    """The text with a space where a line was only broken by its width: as long as it was, so that places stay.

    Readers join what a page has broken; in Markdown and plain text a paragraph's lines are as somebody typed them.
    """
    return _WRAPPED.sub(" ", text)


def _indent(text: str, block: Block) -> int:
    piece = text[block.start : block.end]
    return len(piece) - len(piece.lstrip())
