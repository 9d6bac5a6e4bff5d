"""A piece of a date as it is written, before the pieces around it are known: "Q3", "去年", "March 5", a bare "2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

SECOND_HALF_OF_CENTURY = 50


@dataclass(slots=True)
class Part:
    """`folded[start:end]`; what is None may still come from a neighbour ("第三季度" takes its year from "2023年").

    year: of the calendar, or of the accounts where `fiscal`. shift: years from the document's own ("去年" is -1).
    months, days: first and last of them. fixed: days known without more. relative: as in `Period`.
    edge: the first or the last of its days alone ("年底"). bare: four digits that are a year only in company.
    weak: says nothing alone ("first half"). rolling: no days can be told from it ("近五年", "上年").
    """

    start: int
    end: int
    year: int | None = None
    shift: int | None = None
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    fixed: tuple[date | None, date | None] | None = None
    single: bool = False
    relative: str | None = None
    edge: Literal["start", "end"] | None = None
    about: bool = False
    fiscal: bool = False
    bare: bool = False
    weak: bool = False
    rolling: bool = False

    @property
    def whole_year(self) -> bool:
        """A year and nothing in it."""
        return (
            (self.year is not None or self.shift is not None)
            and self.months is None
            and self.fixed is None
            and self.edge is None
            and not self.rolling
        )

    @property
    def in_no_year(self) -> bool:
        """A month, a quarter, a day of a month, with no year."""
        return self.months is not None and self.year is None and self.shift is None and self.fixed is None


def two_digits(year: str) -> int:
    """The year that "23" or "1998" stands for."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (2000 if number < SECOND_HALF_OF_CENTURY else 1900)


def quarter(number: int) -> tuple[int, int]:
    """The months of a quarter."""
    return 3 * number - 2, 3 * number


def half(number: int) -> tuple[int, int]:
    """The months of a half."""
    return 6 * number - 5, 6 * number


_COUNTED = re.compile(
    r" ?(?:%|percent|per ?cent|(?:thousand|million|billion|trillion|mn|bn|dozen|basis|people|persons?|men|"
    r"women|children|"
    r"patients?|employees|workers|staff|members|students|users|customers|clients|units?|stores|shops|shares|"
    r"votes|pages|"
    r"words|items|cases|points|copies|times|years|months|weeks|days|hours|minutes|seconds|miles?|feet|meters|metres|"
    r"dollars|euros|pounds|yuan|rmb|usd|tons|tonnes|kg|km|mm|cm|mb|gb|rpm|cc|hp|kcal|calories|companies|"
    r"countries|cities|"
    r"participants|subjects|samples|vehicles|cars|houses|homes|rooms|seats|beds|jobs|soldiers|troops|species|others|"
    r"respondents|families|households|residents|firms|branches|locations|restaurants|hotels|schools|projects)\b|"
    r"[元万亿千百个人家次名套台件张只吨米辆户股克块点位条页字倍号份项颗艘架座所种公平毫级届学赛])"
)


# The characters of dates that differ in traditional writing, one for one.
_SIMPLIFIED = str.maketrans(
    "個財會計間後過來週從與約內農曆陰號禮歲開給頭達機為結終", "个财会计间后过来周从与约内农历阴号礼岁开给头达机为结终"
)


def simplified(text: str) -> str:
    """The text in the characters that the patterns here are written in; as long as it was."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def counts(text: str, end: int) -> bool:
    """Whether the number that ends here counts what follows ("2023 units", "2000元")."""
    return _COUNTED.match(text, end) is not None
