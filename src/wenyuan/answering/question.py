"""What a question asks for: the kind of answer, which decides what a sentence must hold to be one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenyuan.search.clause import parted
from wenyuan.search.kinds import Kind, figures, kind_of, shows
from wenyuan.search.query import Query, parse
from wenyuan.text.normalise import fold_text

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CODE = re.compile(r"(?<![^\W_])(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*(?![^\W_])", re.ASCII)
_DIGIT, _LETTER = re.compile(r"\d"), re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question analysed. `breadth` is how many statements an answer of its kind may have.

    preamble: the terms of an opening clause that says where to look. designators: the years and
    codes it names ("2023", "A-0417", "4B"). figures: its numbers as written.
    """

    text: str
    query: Query
    kind: Kind
    preamble: frozenset[str] = frozenset()
    designators: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()

    @property
    def breadth(self) -> int:
        return {"summary": 12, "list": 8, "count": 6, "why": 6}.get(self.kind, 5)

    @property
    def broad(self) -> bool:
        """True for kinds whose answer is many sentences, or counted from many."""
        return self.kind in ("summary", "list", "count", "why")

    def held_by(self, text: str) -> bool | None:
        """True where the text shows what the kind asks for, None for kinds that any sentence may answer."""
        return shows(self.kind, text, self.figures)


def analyse(text: str) -> Question:
    """Analyse a question in Chinese or English."""
    query, (_, body) = parse(text), parted(text)
    return Question(text, query, kind_of(body), query.where, designators(text), figures(text))


def designators(text: str) -> frozenset[str]:
    """The years (1900 to 2099, "FY2023" included) and codes of letters and digits that a text names, folded."""
    folded = fold_text(text)
    return frozenset(_YEAR.findall(folded)) | frozenset(_CODE.findall(folded))


def shape(designator: str) -> str:
    """Its form, by which two designators are of one kind: "a-0417" and "a-0471" are "a-0000"."""
    return _DIGIT.sub("0", _LETTER.sub("a", designator))
