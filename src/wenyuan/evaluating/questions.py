"""A question set: JSON lines, one question each, with the sentences that answer it.

    {"id": "q1", "question": "…", "type": "factual", "language": "en", "domain": "law", "unanswerable": false,
     "evidence": [{"source": "lease-2024.docx", "text": "The rent is due on the first day of each month."}]}

Only `question` is required; one without evidence is unanswerable. `source` is the name of the file the evidence stands
in; without it any document counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from wenyuan.errors import UsageError
from wenyuan.text.language import language
from wenyuan.text.normalise import fold_text


@dataclass(frozen=True, slots=True)
class Gold:
    """A stretch that answers: its text, and the name of the file it stands in ("" for any)."""

    text: str
    source: str = ""

    def stands_in(self, text: str, source: str) -> bool:
        """True where a quoted or found text of that source holds this one; white space and width do not count."""
        if self.source and self.source != PurePath(source).name:
            return False
        return squeeze(self.text) in squeeze(text)


@dataclass(frozen=True, slots=True)
class Case:
    """One question of a set."""

    id: str
    question: str
    evidence: tuple[Gold, ...]
    unanswerable: bool
    type: str
    language: str
    domain: str


def squeeze(text: str) -> str:
    """Folded text without white space, so that line ends and width decide nothing."""
    return "".join(fold_text(text).split())


def read_set(path: Path) -> list[Case]:
    """Read a question set. Raises UsageError naming the file and line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(f"the question set {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"the question set {path} cannot be read: it is not UTF-8") from error
    cases = list[Case]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line), number))
        except KeyError as error:
            raise UsageError(f"{path}, line {number}: not a question of a set: {error} is missing") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise UsageError(f"{path}, line {number}: not a question of a set: {error}") from error
    if not cases:
        raise UsageError(f"the question set {path} holds no questions")
    return cases


def _case(raw: dict[str, Any], number: int) -> Case:
    question = _said(raw, "question")
    evidence = tuple(_gold(one) for one in raw.get("evidence", ()))
    unanswerable = bool(raw.get("unanswerable", not evidence))
    if not unanswerable and not evidence:
        raise ValueError("it is answerable and has no evidence to judge an answer by")
    return Case(
        id=str(raw.get("id", number)),
        question=question,
        evidence=evidence,
        unanswerable=unanswerable,
        type=str(raw.get("type", "")),
        language=str(raw.get("language", "")) or language(question),
        domain=str(raw.get("domain", "")),
    )


def _gold(raw: dict[str, Any]) -> Gold:
    # A key that is not known would be one that is not heeded: evidence meant for one file would count in any.
    if unknown := raw.keys() - {"text", "source"}:
        raise ValueError(f"evidence has 'text' and 'source', and not {', '.join(map(repr, sorted(unknown)))}")
    return Gold(_said(raw, "text"), str(raw.get("source", "")))


def _said(raw: dict[str, Any], name: str) -> str:
    value = raw[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name!r} must be text that is not blank, and is {value!r}")
    return value
