"""What search returns: a span, its score, and why it ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wenyuan.library.records import DocumentRecord
from wenyuan.text.span import Locator, Span

Place = Literal["text", "heading", "title", "opening"]


@dataclass(frozen=True, slots=True)
class Match:
    """A term of the query that this hit has, its weight (inverse document frequency) and where it stands."""

    term: str
    weight: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched. `text` is exactly `span` of the document; `why` lists its matches, heaviest first.

    body: where the headings that open it end. context: the header of the table it is a part of.
    share: the part of the query's weight that this hit covers, 0 to 1; unlike `score` it compares across queries.
    """

    span: Span
    score: float
    text: str
    record: DocumentRecord
    locator: Locator
    why: tuple[Match, ...]
    share: float
    body: int = 0
    context: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A document that a question names: by which of its terms, and what they weigh together.

    terms: for each, how identifying it is: 1 for a word that one document alone opens with, near 0 for a common one.
    """

    document: str
    terms: Mapping[str, float]
    weight: float
