"""What a question asks for: the kind of answer, which decides what a sentence must hold to be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from wenyuan.search.query import Query, parse
from wenyuan.text.normalise import fold_text

Kind = Literal["when", "amount", "count", "who", "where", "why", "list", "summary", "other"]

_MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
)
_COUNTED = "[个次项种名位家人份件处条]"
_NUMBER_WORD = r"\b(one|two|three|four|five|six|seven|eight|nine|ten|half)\b"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# In order: the first that matches names the kind. A list or summary wants many sentences, the others one or two.
_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("summary", _any(r"\b(summari[sz]e|summary|describe|overview|outline)\b", "总结|概括|概述|简述|介绍|描述|梳理")),
    (
        "when",
        _any(
            r"\bwhen\b|\b(what|which|on what) (date|year|day|month|time)\b|\bdates?\b|\bbirthda(te|y)s?\b",
            "什么时候|何时|哪一?[年月日天]|几[年月日号点]|时间|日期|生日",
        ),
    ),
    ("count", _any(r"\bhow many\b|\bnumber of\b", f"[几多][少]?{_COUNTED}|有几|共有?多少")),
    (
        "amount",
        _any(
            r"\bhow (much|large|big|high|long|old|far)\b",
            r"\b(amount|percent(age)?|rate|ratio|price|cost|revenue|margin|income|sales|total|age|growth|value)\b",
            "多少|金额|数额|比例|占比|年龄|多大|多高|多长|多久|几岁|费用|价格|增长率|收入|利润",
        ),
    ),
    ("why", _any(r"\bwhy\b|\b(reasons?|causes?|drove|drivers?|due to|because)\b", "为什么|为何|原因|缘故|导致|依据")),
    (
        "who",
        _any(
            r"\bwho(m|se)?\b|\b(names?|judge|clerk|defender|lawyer|attorney|author|director|ceo)\b",
            "谁|哪位|姓名|何人|辩护人|审判长|书记员",
        ),
    ),
    (
        "where",
        _any(
            r"\bwhere\b|\b(address|location|(which|what) (city|country|place|state))\b",
            "哪里|何处|哪儿|地址|地点|住址|住所|位于",
        ),
    ),
    ("list", _any(r"\b(list|which|what are|what were|all)\b", "哪些|哪几|列出|列举|所有|全部|分别")),
)

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CODE = re.compile(r"(?<![^\W_])(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)*(?![^\W_])", re.ASCII)
_DIGIT, _LETTER = re.compile(r"\d"), re.compile("[a-z]")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s*[年月日号%]?")

# What a sentence must show to hold an answer of the kind.
_HOLDS: dict[Kind, re.Pattern[str]] = {
    "when": _any(
        rf"\b({_MONTH})\b\.?\s*\d|\d(st|nd|rd|th)?\s*,?\s+(of\s+)?({_MONTH})\b",
        r"\d{4}\s*[-/.年]|\d{1,2}\s*[月日号]|[〇零一二三四五六七八九十]{2,}年|\d{1,2}[:：]\d{2}|\b(19|20)\d\d\b",
    ),
    "amount": _any(r"\d|[一二三四五六七八九十百千万亿]+[元年月个%岁倍成]", _NUMBER_WORD),
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

# "According to the 2023 report, what …": the clause before the comma says where to look, not what for.
_PREAMBLE = re.compile(
    r"\s*(?:(?:according to|based on|as per|per|in|from|under|given|considering|as (?:stated|reported) in)\b.*?,\s+"
    r"(?=(?:and |please )?(?:what|who|whom|whose|when|where|which|why|how|did|does|do|is|was|were|are|has|had|have|"
    r"can|could|should|will|would|summari[sz]e|describe|list|name|explain|compare|give|state|identify)\b)"
    r"|(?:根据|按照|依据|依照|基于|结合|参照|在)[^，,？?]*[，,])",
    re.IGNORECASE | re.DOTALL,
)


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
        pattern = _HOLDS.get(self.kind)
        if pattern is None:
            return None
        # The figures of the question ("in 2024") answer nothing where a sentence only repeats them.
        said = _FIGURE.sub(lambda figure: "" if figure.group() in self.figures else figure.group(), text)
        return pattern.search(said) is not None


def analyse(text: str) -> Question:
    """Analyse a question in Chinese or English."""
    clause = _PREAMBLE.match(text)
    body = text[clause.end() :] if clause else text
    preamble = frozenset(parse(clause.group()).terms) - frozenset(parse(body).terms) if clause else frozenset[str]()
    figures = frozenset(match.group() for match in _FIGURE.finditer(text))
    return Question(text, parse(text), _kind(body), preamble, designators(text), figures)


def designators(text: str) -> frozenset[str]:
    """The years (1900 to 2099, "FY2023" included) and codes of letters and digits that a text names, folded."""
    folded = fold_text(text)
    return frozenset(_YEAR.findall(folded)) | frozenset(_CODE.findall(folded))


def shape(designator: str) -> str:
    """Its form, by which two designators are of one kind: "a-0417" and "a-0471" are "a-0000"."""
    return _DIGIT.sub("0", _LETTER.sub("a", designator))


def _kind(body: str) -> Kind:
    for kind, pattern in _ASKS:
        if pattern.search(body):
            return kind
    return "other"
