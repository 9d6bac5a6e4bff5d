"""The kinds of answer: how a question asks for one, and what a sentence must show to hold one.

Question words decide before nouns do: "why did costs rise" asks for a reason, though it names an amount.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["when", "amount", "count", "who", "where", "why", "list", "summary", "other"]

_COUNTED = "[个次项种名位家人份件处条只艘辆台]"
_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
)
_NUMBER_WORD = r"\b(one|two|three|four|five|six|seven|eight|nine|ten|half)\b"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# In order: the first that matches names the kind. Words that ask, then orders, then nouns that tell what is asked for.
_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("summary", _any(r"\b(summari[sz]e|summary|describe|overview|outline)\b", "总结|概括|概述|简述|介绍|描述|梳理")),
    ("why", _any(r"\bwhy\b|\bwhat (drove|drives|caused|led to)\b", "为什么|为何|何故|什么原因")),
    (
        "when",
        _any(r"\bwhen\b|\b(what|which) (date|year|day|month|time)\b", "什么时候|何时|哪一?[年月日天]|几[年月日号点]"),
    ),
    ("count", _any(r"\bhow many\b", f"几{_COUNTED}|多少{_COUNTED}|有几")),
    ("amount", _any(r"\bhow (much|large|big|high|long|old|far)\b", "多少|多大|多高|多长|多久|几岁")),
    # "Who was admitted earlier?" asks for dates, "who is older" for figures: not for a name.
    (
        "when",
        _any(r"\b(who|whose|which)\b.*\b(earlier|later|first)\b", "(谁|哪个|哪一?[家位方]).{0,8}(更|较|最)?[早晚]"),
    ),
    (
        "amount",
        _any(
            r"\b(who|whose|which)\b.*\b(longer|shorter|higher|lower|older|younger|heavier|larger|smaller)\b",
            "(谁|哪个|哪一?[家位方]).{0,8}(更|较|最)[长短高低大小重轻多少]",
        ),
    ),
    ("who", _any(r"\bwho(m|se)?\b", "谁|哪位|何人")),
    ("where", _any(r"\bwhere\b|\b(which|what) (city|country|place|state)\b", "哪里|何处|哪儿|什么地方")),
    ("list", _any(r"^\W*(list|name|enumerate)\b|\blist (all|the|every)\b", "列出|列举|哪些|哪几")),
    ("when", _any(r"\bdates?\b|\bbirthda(te|y)s?\b", "时间|日期|生日")),
    ("count", _any(r"\bnumber of\b")),
    ("why", _any(r"\b(reasons?|causes?|drivers?|due to|because)\b", "原因|缘故|导致|依据")),
    (
        "who",
        _any(r"\b(names?|judge|clerk|defender|lawyer|attorney|author|director|ceo)\b", "姓名|辩护人|审判长|书记员"),
    ),
    ("where", _any(r"\b(address|location|residence)\b", "地址|地点|住址|住所|居住地|位于")),
    (
        "amount",
        _any(
            r"\b(amount|percent(age)?|rate|ratio|price|cost|revenue|margin|income|sales|total|age|growth|value|liabilities)\b",
            "金额|数额|比例|占比|年龄|费用|价格|增长率|收入|利润",
        ),
    ),
    ("list", _any(r"\b(which|what are|what were|all)\b", "所有|全部|分别")),
)

# A date, told from its digits: those are few in a text, and the engine goes from one to the next at once.
_DATE = re.compile(
    r"\d(?:\d{3}\s*[-/.年]|\d?\s*[月日号]|\d?[:：]\d{2}|(?<=\b1)9\d\d\b|(?<=\b2)0\d\d\b"
    rf"|(?i:st|nd|rd|th)?\s*,?\s+(?i:of\s+)?(?i:{_MONTH})\b)"
)
_DATE_ZH = re.compile("[〇零一二三四五六七八九十][〇零一二三四五六七八九十]+年")
_BEFORE_DAY = re.compile(rf"\b(?:{_MONTH})\b\.?\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# What a sentence must show to hold an answer of the kind; a date is looked for apart.
_HOLDS: dict[Kind, re.Pattern[str]] = {
    "amount": _any(r"\d|[一二三四五六七八九十百千万亿]+[元年月个%岁倍成天日]", _NUMBER_WORD),
    "count": _any(rf"\d|[一二两三四五六七八九十]+{_COUNTED}", _NUMBER_WORD),
    # Names are told by their capitals: no folding of case here.
    "who": re.compile(
        r"某|[:：]\s*\S|\b[A-Z][\w.'-]*\s+[A-Z][\w'-]+|[\u4e00-\u9fff]{2,4}(先生|女士|教授|医生|法官|律师)"
    ),
    "where": _any(r"\b(street|avenue|road|city|county|district|court|hospital|st\.)", "[省市区县镇街路号院]"),
    "why": _any(
        r"\b(because|due to|driven|reflect|result(ed|s|ing)? (of|from|in)|caused?|reasons?|owing|primarily)\b",
        "因|由于|导致|致|故|所以|依据",
    ),
}
# Numbers that count nothing asked for: "Table 2", "Note 5", "表1", "第七条", "the first six months", and years.
_NUMBERING = _any(
    r"\b(first|last|past|next|prior)\s+\w+\s+(days|weeks|months|quarters|years)\b",
    r"\b(table|figure|fig|note|item|exhibit|section|part|chapter|page|article)s?\.?\s*\d+(\.\d+)*\*?",
    r"[表图]\s*\d+|第\s*[\d一二三四五六七八九十百]+\s*[章节条款项页]",
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|\.\d|,\d)年?")
# A number that this stands right before may be one of those, or a part of another.
_NUMBERED = _any(
    r"\b(first|last|past|next|prior|table|figure|fig|note|item|exhibit|section|part|chapter|page|article)s?\.?\s*$",
    r"[表图第]\s*$|[\w.]$",
)
# More than the longest of those words.
_LONGEST_BEFORE = 16
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s*[年月日号%]?")


def kind_of(question: str) -> Kind:
    """The kind a question asks for, "other" where none shows."""
    for kind, pattern in _ASKS:
        if pattern.search(question):
            return kind
    return "other"


def holds(kind: Kind, text: str) -> bool | None:
    """True where a text shows what the kind asks for, None for kinds that any sentence may answer."""
    if kind == "when":
        return _dated(text)
    pattern = _HOLDS.get(kind)
    if pattern is None:
        return None
    if kind in ("amount", "count"):
        if any(map(_plain, _NUMBER.finditer(text))):
            return True
        text = _YEAR.sub(" ", _NUMBERING.sub(" ", text))
    return pattern.search(text) is not None


def _plain(number: re.Match[str]) -> bool:
    """Whether a number is, at the first look, neither a year nor one that counts nothing."""
    at, text = number.start(), number.string
    year = number.end() - at == 4 and number.group()[:2] in ("19", "20")
    return not year and not _NUMBERED.search(text[max(0, at - _LONGEST_BEFORE) : at])


def _dated(text: str) -> bool:
    if _DATE.search(text) or _DATE_ZH.search(text):
        return True
    starts = (number.start() for number in _NUMBER.finditer(text))
    return any(_BEFORE_DAY.search(text[max(0, at - _LONGEST_BEFORE) : at]) for at in starts)


def figures(question: str) -> frozenset[str]:
    """The numbers of a question, as written."""
    return frozenset(match.group() for match in _FIGURE.finditer(question))


def shows(kind: Kind, text: str, repeated: frozenset[str]) -> bool | None:
    """As `holds`; the figures of the question ("in 2024") answer nothing where a text only repeats them."""
    if repeated:
        text = _FIGURE.sub(lambda figure: "" if figure.group() in repeated else figure.group(), text)
    return holds(kind, text)
