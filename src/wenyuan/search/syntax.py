"""What a person can write in a query beside words: "a phrase", +word, -word, field:value.

Nothing is ever an error: what does not read as one of these, or has a value that means nothing, is words like the
rest. `notes` then say so where a field's name shows that more was meant. So a pasted question keeps its meaning: a
hyphen within a word, a negative number, an inch sign, a colon before a space and 《a title》 are no syntax.

Full-width signs read as their ASCII twins, and “ ”, 「 」 and 『 』 as quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wenyuan.errors import UsageError
from wenyuan.search.formats import language_code, media_types
from wenyuan.search.periods import period

Field = Literal["text", "heading", "title", "source", "document", "type", "collection", "language", "added", "date"]

_NAMES: dict[str, Field] = {
    **dict.fromkeys(("text", "正文"), "text"),
    **dict.fromkeys(("heading", "小标题"), "heading"),
    **dict.fromkeys(("title", "标题"), "title"),
    **dict.fromkeys(("source", "file", "来源", "文件"), "source"),
    **dict.fromkeys(("document", "文档"), "document"),
    **dict.fromkeys(("type", "类型"), "type"),
    **dict.fromkeys(("collection", "集合"), "collection"),
    **dict.fromkeys(("lang", "language", "语言"), "language"),
    **dict.fromkeys(("added", "添加"), "added"),
    **dict.fromkeys(("date", "日期"), "date"),
}
# The words of these are ranked too, since they are what is looked for; those of the others only limit.
RANKED: frozenset[Field] = frozenset({"text", "heading", "title"})

_QUOTED = r'(?:["＂](?P<{0}a>[^"＂]+)["＂]|“(?P<{0}b>[^”]+)”|「(?P<{0}c>[^」]+)」|『(?P<{0}d>[^』]+)』)'
_FIELD = "|".join(sorted(_NAMES, key=len, reverse=True))
_WORD = r"(?=[^\W\d_])[^\s\"＂“”「」『』]+"
_PIECE = re.compile(
    # All but a bare phrase begins a word.
    rf"(?<!\S)(?P<sign>[-+－＋])?(?P<field>{_FIELD})[:：](?:{_QUOTED.format('v')}(?!\w)|(?P<value>\S+))"
    rf"|(?<!\S)(?P<marked>[-+－＋])(?:{_QUOTED.format('m')}|(?P<word>{_WORD}))"
    # 5" is a measure, and nobody quotes without a space or a sign before it but in Chinese.
    rf"|(?<![0-9A-Za-z]){_QUOTED.format('p')}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_TRAILING = ",.;!?，。；！？、)）]】"


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition as it was written. `exact`: in quotation marks, so meant to the letter."""

    field: Field
    value: str
    exact: bool = False
    excluded: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, read: `pieces` in their order are words (strings) and clauses; `notes` say what was taken for words."""

    pieces: tuple[str | Clause, ...]
    notes: tuple[str, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Clause))

    @property
    def words(self) -> str:
        """What is ranked: the words, and those of the clauses that say what is looked for."""
        said = list[str]()
        for piece in self.pieces:
            if isinstance(piece, str):
                said.append(piece)
            elif piece.field in RANKED and not piece.excluded:
                said.append(f" {piece.value} ")
        return "".join(said).strip()


@dataclass(frozen=True, slots=True)
class Understood:
    """How a query was read: the words that rank, the conditions on every hit in words, and what was taken for words."""

    words: str
    conditions: tuple[str, ...]
    notes: tuple[str, ...]


def read(text: str) -> Asked:
    """Read a query. Raises nothing."""
    pieces, notes = list[str | Clause](), list[str]()
    for piece in _pieces(text):
        if isinstance(piece, Clause) and (note := _amiss(piece)):
            notes.append(note)
            piece = piece.written
        elif isinstance(piece, Clause) and not any(map(str.isalnum, piece.value)):
            piece = piece.written
        pieces.append(piece)
    return Asked(tuple(pieces), tuple(notes))


def _pieces(text: str) -> Iterator[str | Clause]:
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        at = match.end()
        rest = ""
        if match["word"] or match["value"]:
            # A question may end right after it.
            rest = match.group()[len(_kept(match.group())) :]
        yield _clause(match)
        if rest:
            yield rest
    if at < len(text):
        yield text[at:]


def _kept(written: str) -> str:
    """Without what ends a sentence; "2024.." is open at its end."""
    kept = written.rstrip(_TRAILING)
    return f"{kept}.." if written[len(kept) :].startswith("..") else kept


def _clause(match: re.Match[str]) -> Clause:
    quoted = next((match[f"{kind}{way}"] for kind in "vmp" for way in "abcd" if match[f"{kind}{way}"]), None)
    value = quoted if quoted is not None else _kept(match["value"] or match["word"])
    field = _NAMES[match["field"].lower()] if match["field"] else "text"
    excluded = (match["sign"] or match["marked"] or "") in ("-", "－")
    return Clause(field, value.strip(), quoted is not None, excluded, match.group())


def _amiss(clause: Clause) -> str:
    """Why the value of a clause means nothing; "" where it does."""
    checks = {"type": media_types, "language": language_code, "added": period, "date": period}
    try:
        if check := checks.get(clause.field):
            check(clause.value)
    except UsageError as error:
        return f"{clause.written} is searched for as words: {error}"
    return ""
