"""Claims about tables and the text beside them, written by a template from TAT-QA's questions and answers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.cases import Case, load, split
from wenyuan.checking.evidence import Sentence, rows

_WHAT = re.compile(
    r"^\s*what (?P<verb>is|was|are|were) (?P<what>(?:the|its|their|a|an)?\b.*?)\s*\?*\s*$", re.IGNORECASE | re.DOTALL
)
_SCALE = re.compile(
    r"\b(?:in|of|US|expressed in)\b.{0,20}\b(?:thousands|millions|billions)\b"
    r"|\b000['’]?s?\b|['’]000|\((?:thousands|millions)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\(?-?[$€£]?\s*\(?\s*\d[\d,]*(?:\.\d+)?\)?\s*%?")
_OTHER = {"thousand": "million", "million": "billion", "billion": "million"}
_LONGEST_NOTE = 400


def cases(path: Path) -> Iterator[Case]:
    """Each answer that is one figure, as it is, and with another value or scale."""
    for number, row in enumerate(load(path)):
        found = _value(row)
        match = _WHAT.match(row["question"])
        if found is None or match is None:
            continue
        figure, scale = found
        evidence = list(_evidence(row))
        luck = random.Random(number)
        what = match["what"][0].upper() + match["what"][1:]
        say = f"{what} {match['verb']} {{}}."
        group = "arithmetic" if row["type"] == "arithmetic" else "given"
        name = f"tatqa-{number}"
        yield Case(name, "en", say.format(_written(figure, scale)), evidence, "supported", group)
        other = _other(figure, luck)
        if not _stands(other, row):
            yield Case(
                f"{name}-value",
                "en",
                say.format(_written(other, scale)),
                evidence,
                "not_supported",
                f"{group} value",
                "quantity",
            )
        if scale in _OTHER:
            wrong = say.format(_written(figure, _OTHER[scale]))
            yield Case(f"{name}-scale", "en", wrong, evidence, "not_supported", f"{group} scale", "quantity")


def _value(row: dict[str, Any]) -> tuple[str, str] | None:
    """The answer as one figure, and its scale."""
    answer = row["answer"]
    if isinstance(answer, list):
        if len(answer) != 1:
            return None
        answer = answer[0]
    text = str(answer).strip()
    if row["type"] == "arithmetic" or _NUMBER.fullmatch(text):
        if re.fullmatch(r"(?:19|20)\d\d", text):
            return None
        return text, row["scale"]
    return None


def _written(figure: str, scale: str) -> str:
    if scale == "percent":
        return figure if figure.endswith("%") else f"{figure}%"
    return f"{figure} {scale}".strip()


def _other(figure: str, luck: random.Random) -> str:
    places = [at for at, sign in enumerate(figure) if sign.isdigit()]
    at = places[0] if len(places) == 1 else luck.choice(places[:2])
    return figure[:at] + luck.choice([digit for digit in "123456789" if digit != figure[at]]) + figure[at + 1 :]


def _stands(figure: str, row: dict[str, Any]) -> bool:
    bare = re.sub(r"[^\d.]", "", figure)
    return any(bare == re.sub(r"[^\d.]", "", cell) for line in row["table"] for cell in line)


def _evidence(row: dict[str, Any]) -> Iterator[Sentence]:
    """The rows of the table under what stands beside it on its scale, and the sentences of the text."""
    beside = [sentence.text for para in row["paras"] for sentence in split(para)]
    notes = [text for text in beside if len(text) < _LONGEST_NOTE and _SCALE.search(text)]
    yield from rows(row["table"], note="\n".join(notes))
    for para in row["paras"]:
        yield from split(para)
