"""The day on which a document says that its accounts close."""

from __future__ import annotations

import re
from calendar import monthrange

from wenyuan.text.dates.english import MONTH, month_number
from wenyuan.text.dates.numerals import number
from wenyuan.text.dates.part import simplified
from wenyuan.text.normalise import fold_text

_DAY_MONTH = rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})"
_ENGLISH = re.compile(
    r"(?:fiscal|financial|accounting)[- ]years?(?:'s)?[^.;]{0,60}?\b(?:end(?:s|ed|ing)?|close[sd]?)\b[^.;]{0,60}?"
    rf"(?:(?P<first>{MONTH}) (?P<first_day>[0-9]{{1,2}})(?![0-9])|{_DAY_MONTH}|"
    rf"(?:last (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|day)(?: (?:in|of))?|end of) (?P<last>{MONTH}))"
)
_NUMBER = r"[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_CHINESE = re.compile(
    r"(?:会计|财政|财务)年度[^。;\n]{0,40}?(?:至|到|截至|截止|结束于|终结于|结算日)[^。;\n]{0,8}?"
    rf"(?P<month>{_NUMBER}) ?月 ?(?:(?P<day>{_NUMBER}) ?日|(?P<last>底|末))"
)


def declared_year_end(text: str) -> tuple[int, int] | None:
    """Month and day of the close: "fiscal year ended June 30, 2023"; "the last Saturday in January" is its last day."""
    folded = simplified(fold_text(text))
    for found in _ENGLISH.finditer(folded):
        if name := found["last"]:
            month = month_number(name)
            return month, monthrange(2023, month)[1]
        month = month_number(found["first"] or found["month"])
        if end := _valid(month, int(found["first_day"] or found["day"])):
            return end
    for found in _CHINESE.finditer(folded):
        if (month := number(found["month"])) > 12:
            continue
        if end := _valid(month, number(found["day"]) if found["day"] else monthrange(2023, month)[1]):
            return end
    return None


def _valid(month: int, day: int) -> tuple[int, int] | None:
    return (month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(2024, month)[1] else None
