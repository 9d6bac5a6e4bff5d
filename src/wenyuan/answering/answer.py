"""An answer and its parts, as the Python API, the command line and every export show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wenyuan.checking.citation import Citation
from wenyuan.checking.verdict import Check, Verdict

__all__ = ["Answer", "Check", "Citation", "Looked", "Mode", "Statement", "Verdict"]

Mode = Literal["quote", "write", "research"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with its verdict, the places it stands on and the checks it went through."""

    text: str
    verdict: Verdict
    citations: tuple[Citation, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A document that was read for an answer and how much of the question it covers, 0 to 1."""

    document: str
    title: str
    source: str
    share: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns. A refused answer has no statements, a reason, and names what was looked at.

    evidence: how well the best evidence covers the question, 0 to 1; an answer is refused below a threshold.
    """

    question: str
    mode: Mode
    refused: bool
    reason: str
    statements: tuple[Statement, ...]
    looked: tuple[Looked, ...]
    evidence: float
    milliseconds: float
