"""Span and Locator: where something stands in a text, and where a person looks to see it.

A `Span` is the atom of Wenyuan: code-point offsets into a document's stored text, half-open, so that
`quote == text[start:end]` to the letter. A `Locator` is what the span looks like in the original file.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]` of one document, in code points."""

    document: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: start {self.start}, end {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True where both spans share at least one character of the same document."""
        return self.document == other.document and self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where the other span lies wholly inside this one."""
        return self.document == other.document and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in PDF points, measured from the page's top left corner; `page` counts from 1."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a person looks: only what the format has is set.

    page: page of the span's first character, from 1. boxes: one per line touched, in reading order.
    heading: path of headings above the span, outermost first. slide: from 1. sheet and cell: as the
    spreadsheet names them ("Q3", "B7"); for other tables cell is "row R, column C" counted from 1.
    seconds: start and end in audio or video.
    """

    page: int | None = None
    boxes: tuple[Box, ...] = ()
    heading: tuple[str, ...] = ()
    slide: int | None = None
    sheet: str | None = None
    cell: str | None = None
    seconds: tuple[float, float] | None = None
