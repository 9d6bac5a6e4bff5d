"""What search returns: a span, its score, and why it ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wenyuan.library.records import DocumentRecord
from wenyuan.search.highlights import highlights
from wenyuan.search.reasons import Match, Reasons
from wenyuan.text.span import Locator, Span


@dataclass(frozen=True, slots=True)
class Part:
    """What one ranking says of a hit: `value` on its own scale, and the `weight` with which it counts."""

    name: str
    value: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a score is made of."""

    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched. `text` is exactly `span` of the document.

    body: where the headings that open it end. context: the header of the table it is a part of.
    explanation: what the score is made of.
    """

    span: Span
    score: float
    text: str
    record: DocumentRecord
    locator: Locator
    reasons: Reasons = field(repr=False, compare=False)
    body: int = 0
    context: str = ""
    explanation: Explanation = Explanation()

    @property
    def why(self) -> tuple[Match, ...]:
        """Its matches, heaviest first. Made when asked for."""
        return self.reasons.why

    @property
    def share(self) -> float:
        """The part of the query's weight that this hit covers, 0 to 1; unlike `score` it compares across queries."""
        return self.reasons.share

    @property
    def highlights(self) -> list[Span]:
        """The words of the passage that matched, in order; Chinese words that touch are one. Made when asked for."""
        own = [match.term for match in self.why if "text" in match.places]
        at = self.span.start
        return [Span(self.span.document, at + start, at + end) for start, end in highlights(self.text, own)]


@dataclass(frozen=True, slots=True)
class Named:
    """A document that a question names: by which of its terms, and what they weigh together.

    terms: for each, how identifying it is: 1 for a word that one document alone opens with, near 0 for a common one.
    """

    document: str
    terms: Mapping[str, float]
    weight: float
