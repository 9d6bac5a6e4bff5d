"""A place in a source, as every answer and report shows it."""

from __future__ import annotations

from dataclasses import dataclass

from wenyuan.text.span import Locator


@dataclass(frozen=True, slots=True)
class Citation:
    """`quote` is exactly `text[start:end]` of the document."""

    document: str
    title: str
    source: str
    start: int
    end: int
    quote: str
    locator: Locator
