"""Sentences of documents as claims, spoilt in one place each, and said in other words.

Made from the gold evidence of DragonBall's questions. A sentence is spoilt only where what takes the place of the right
word stands nowhere else in its document, so that the claim is wrong by all that can be known.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from claims.cases import Case, split
from wenyuan.checking.evidence import Sentence
from wenyuan.text.sentences import sentences

_DIGITS_ZH = "零一二三四五六七八九"
_COUNTED_EN = [*map(str, "zero one two three four five six seven eight nine ten eleven twelve".split())]
# Numbers that are no part of a date, a time, a code or the number of a list.
_NUMBER = re.compile(
    r"(?<![A-Za-z\d_.,:/第〔\[(（-])(?!(?:19|20)\d\d(?!\d))\d{1,9}(?:,\d{3})*(?:\.\d+)?(?![A-Za-z\d]*[:/〔号日月年-]|[.、)）]|,\d|\d|(?:st|nd|rd|th)\b)"
)
_NUMBER_ZH = re.compile(
    r"(?<=刑)([一二三四五六七八九])(?=年|个月)|(?<=[一-龥])([二三四五六七八九])(?=[年天次名人个周])(?!年级)"
)
_NUMBER_EN = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
    r"(?= (?:years?|months?|days?|weeks?|times|people|persons|bags|boxes))"
)
_YEAR = re.compile(r"(?<![\d.])(20[012]\d)(?=年|[^\d.]|$)")
_UNITS_ZH = [
    ("万元", "亿元"),
    ("亿元", "万元"),
    ("%", "个百分点"),
    ("个月", "年"),
    ("kg", "g"),
    ("cm", "mm"),
    ("mg", "g"),
    ("天", "周"),
    ("周", "天"),
    ("小时", "分钟"),
    ("元", "美元"),
    ("次/分", "次/小时"),
]
_UNITS_EN = [
    ("million", "billion"),
    ("thousand", "million"),
    ("%", " percentage points"),
    ("years", "months"),
    ("months", "years"),
    ("weeks", "days"),
    ("days", "weeks"),
    ("mg", "g"),
    ("cm", "mm"),
    ("hours", "minutes"),
    ("kg", "g"),
    ("$", "€"),
]
_NAMES_ZH = re.compile(r"(?<![一-龥])[一-龥]某{1,2}(?!某)|(?<=被告人)[一-龥]某{1,2}|(?<=患者)[一-龥]某{1,2}")
_PLACES_ZH = re.compile(r"(?:[一-龥]{2}(?=市[一-龥]{0,4}(?:区|人民|公安|检|街|路)))|(?:[一-龥]{2}(?=(?:街|路)\d+号))")
_NAMES_EN = re.compile(r"\b[A-Z]\. [A-Z][a-z]{2,}\b|(?<=Mr\. )[A-Z][a-z]+|(?<=Ms\. )[A-Z][a-z]+")
_PLACES_EN = re.compile(
    r"\b[A-Z][a-z]{3,}(?= (?:County|City|Court|Hospital|Street|District|Avenue)\b)|(?<=, )[A-Z][a-z]{4,}ville\b"
)
_WAYS_ZH = [
    ("上升", "下降"),
    ("下降", "上升"),
    ("增加", "减少"),
    ("减少", "增加"),
    ("升高", "降低"),
    ("降低", "升高"),
    ("加重", "减轻"),
    ("减轻", "加重"),
    ("增大", "缩小"),
    ("阳性", "阴性"),
    ("阴性", "阳性"),
    ("构成", "不构成"),
    ("未见", "可见"),
    ("无明显", "有明显"),
    ("正常", "异常"),
    ("没有", "有"),
    ("未", "已"),
    ("不能", "能"),
    ("不", ""),
    ("无", "有"),
    ("能够", "不能"),
    ("可以", "不可以"),
    ("是", "不是"),
]
_WAYS_EN = [
    ("increased", "decreased"),
    ("decreased", "increased"),
    ("increase", "decrease"),
    ("elevated", "reduced"),
    ("reduced", "increased"),
    ("rise", "fall"),
    ("higher", "lower"),
    ("positive", "negative"),
    ("negative", "positive"),
    ("worsened", "improved"),
    ("was not", "was"),
    ("is not", "is"),
    ("No", "Some"),
    ("no", "some"),
    ("not", ""),
    ("without", "with"),
    ("is", "is not"),
    ("was", "was not"),
    ("has been", "has not been"),
    ("were", "were not"),
    ("are", "are not"),
    ("normal", "abnormal"),
    ("guilty", "not guilty"),
]
_SYNONYMS_ZH = [
    ("主要", "首要"),
    ("大约", "约"),
    ("因为", "由于"),
    ("导致", "造成"),
    ("发现", "查出"),
    ("患者", "病人"),
    ("住址", "地址"),
    ("判处", "判决"),
    ("显示", "表明"),
    ("使用", "利用"),
    ("出现", "发生"),
    ("持续", "连续"),
    ("立即", "马上"),
    ("依据", "依照"),
    ("根据", "依据"),
    ("获得", "取得"),
    ("认为", "指出"),
    ("伴有", "伴"),
    ("以及", "和"),
    ("经过", "过程"),
]
_SYNONYMS_EN = [
    ("began", "started"),
    ("significant", "major"),
    ("approximately", "about"),
    ("due to", "because of"),
    ("indicated", "showed"),
    ("showed", "revealed"),
    ("shows", "reveals"),
    ("sentenced", "punished"),
    ("doctor", "physician"),
    ("purchased", "bought"),
    ("obtained", "got"),
    ("used", "employed"),
    ("stated", "said"),
    ("including", "comprising"),
    ("medication", "medicine"),
    ("symptoms", "signs"),
    ("surgery", "operation"),
    ("crime", "offense"),
    ("provided", "gave"),
    ("persistent", "continuous"),
    ("assist", "help"),
    ("lawyer", "attorney"),
    ("large", "big"),
]


@dataclass
class Source:
    """A document, and what it could be taken for: names of the others of its kind."""

    id: int
    lang: str
    name: str
    text: str
    sentences: list[Sentence]
    texts: list[str] = field(default_factory=list[str])  # gold evidence


Change = Callable[[str, Source, random.Random], str | None]


def cases(folder: Path) -> Iterator[Case]:
    """Each gold sentence as it is, spoilt in each way that it can be, and said otherwise."""
    sources = read(folder)
    for source in sources.values():
        for at, text in enumerate(source.texts):
            luck = random.Random(f"{source.id} {at}")
            name = f"{source.id}-{at}"
            yield Case(f"gold-{name}", source.lang, text, source.sentences, "supported", "gold")
            for kind, change in SPOILT.items():
                changed = change(text, source, luck)
                if changed and changed != text and changed not in source.text:
                    group = "direction" if kind == "negation" else kind
                    group = "period" if kind == "year" else "quantity" if kind in ("number", "unit") else group
                    if group == "quantity" and _LASTING.search(changed):
                        group = "quantity|period"  # "the past 3 months" is both
                    yield Case(f"{kind}-{name}", source.lang, changed, source.sentences, "not_supported", kind, group)
            for kind, change in SAID.items():
                changed = change(text, source, luck)
                if changed and changed != text and not (kind == "numeral" and _quoted(text, changed)):
                    yield Case(f"{kind}-{name}", source.lang, changed, source.sentences, "supported", kind)


def _quoted(text: str, changed: str) -> bool:
    """Whether the change is within a quotation, which is then none any more."""
    at = next((at for at, (one, other) in enumerate(zip(text, changed, strict=False)) if one != other), 0)
    return text[:at].count("“") > text[:at].count("”") or text[:at].count('"') % 2 == 1


_LASTING = re.compile(r"\b(?:past|last|next)\b|近|过去|最近|未来|前")


def read(folder: Path) -> dict[int, Source]:
    sources = dict[int, Source]()
    for line in (folder / "dragonball_docs.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        above = {"title": row["name"]}
        sources[row["doc_id"]] = Source(
            row["doc_id"], row["lang"], row["name"], row["text"], split(row["text"], **above)
        )
    for line in (folder / "dragonball_qa.jsonl").open(encoding="utf-8"):
        for one in json.loads(line)["evidence"]:
            source = sources[one["doc_id"]]
            for start, end in sentences(one["text"]):
                text = one["text"][start:end].strip("*# -")
                if len(text) >= (8 if source.lang == "zh" else 16) and text not in source.texts and text in source.text:
                    source.texts.append(text)
    for source in sources.values():
        _PEERS.setdefault(source.lang, []).append(source.text)
    return sources


_PEERS = dict[str, list[str]]()


def number(text: str, source: Source, luck: random.Random) -> str | None:
    found = [(match, _other_number) for match in _NUMBER.finditer(text) if not _MONTH.search(text[: match.start()])]
    found += [(match, _other_zh) for match in _NUMBER_ZH.finditer(text)]
    found += [(match, _other_en) for match in _NUMBER_EN.finditer(text)]
    if not found:
        return None
    match, other = luck.choice(found)
    new = other(match.group(), luck)
    if re.search(rf"(?<!\d){re.escape(new)}(?!\d)", source.text):
        return None
    return text[: match.start()] + new + text[match.end() :]


_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]{2})\.? $"
)


def _other_number(old: str, luck: random.Random) -> str:
    place = luck.choice([at for at, sign in enumerate(old) if sign.isdigit()])
    digit = luck.choice([one for one in "123456789" if one != old[place]])
    return old[:place] + digit + old[place + 1 :]


def _other_zh(old: str, luck: random.Random) -> str:
    return luck.choice([one for one in _DIGITS_ZH[2:] if one != old])


def _other_en(old: str, luck: random.Random) -> str:
    return luck.choice([one for one in _COUNTED_EN[2:] if one != old])


def unit(text: str, source: Source, luck: random.Random) -> str | None:
    for old, new in _UNITS_ZH if source.lang == "zh" else _UNITS_EN:
        bound = r"(?![A-Za-z])" if old[-1].isalpha() and old.isascii() else ""
        lead = (
            ""
            if old == "$"
            else r"(?<=[\d一二三四五六七八九十百千万半多余])\s?"
            if source.lang == "zh"
            else r"(?<=\d)\s?|(?<=\w )"
        )
        follow = r"(?=\d)" if old == "$" else r"(?!\w)" if source.lang == "en" and old != "%" else ""
        match = re.search(rf"(?:{lead}){re.escape(old)}{bound}{follow}", text)
        if not match or (old == "天" and text[: match.start()].endswith(("今", "当", "春", "夏"))):
            continue
        if (
            source.lang == "en"
            and old.isalpha()
            and not re.search(r"(\d|one|two|three|four|five|six|seven|eight|nine|ten)\s?$", text[: match.start()])
        ):
            continue
        if old == "元" and text[match.start() - 1] not in "0123456789万亿":
            continue
        if old == "个月" and text[match.end() : match.end() + 1] in "龄大":
            continue
        return text[: match.start()] + match.group().replace(old, new) + text[match.end() :]
    return None


def year(text: str, source: Source, luck: random.Random) -> str | None:
    match = next(iter(_YEAR.finditer(text)), None)
    if match is None or not re.search(
        r"年|[A-Z][a-z]+|\d{1,2}[-/]", text[max(0, match.start() - 12) : match.end() + 1]
    ):
        return None
    if text[max(0, match.start() - 1) : match.start()] in tuple("(（〔[["):
        return None
    old = int(match.group())
    new = str(old + luck.choice((-2, -1, 1, 2, 3)))
    # The whole date with the other year must not be the document's.
    return None if new in source.text else text[: match.start()] + new + text[match.end() :]


def entity(text: str, source: Source, luck: random.Random) -> str | None:
    patterns = (_NAMES_ZH, _PLACES_ZH) if source.lang == "zh" else (_NAMES_EN, _PLACES_EN)
    found = [(match.group(), pattern) for pattern in patterns for match in pattern.finditer(text)]
    if not found:
        return None
    old, pattern = luck.choice(found)
    like = [
        one for one in _names(source.lang, pattern) if one not in source.text and len(one.split()) == len(old.split())
    ]
    if source.lang == "zh":
        like = [one for one in like if len(one) == len(old)]
    new = luck.choice(like) if like else None
    if new is None or (source.lang == "en" and new.split()[-1] in source.text):
        return None
    return text.replace(old, new)


@cache
def _names(lang: str, pattern: re.Pattern[str]) -> list[str]:
    return sorted({name for text in _PEERS[lang] for name in pattern.findall(text)})


def direction(text: str, source: Source, luck: random.Random) -> str | None:
    """Rise to fall, yes to no."""
    ways = _WAYS_ZH if source.lang == "zh" else _WAYS_EN
    for old, new in ways:
        pattern = re.escape(old) if source.lang == "zh" else rf"\b{re.escape(old)}\b(?!\. ?\d)"
        match = re.search(pattern, text)
        if not match:
            continue
        if source.lang == "zh" and _part_of_a_word(text, match.start(), old):
            continue
        changed = text[: match.start()] + new + text[match.end() :]
        return re.sub(" +", " ", changed) if source.lang == "en" else changed
    return None


_WHOLE = re.compile(
    "不锈|不同|不仅|不但|不断|不足|不良|不法|不明|不服|不适|不等|不幸|不久|不过|不少|不慎|不规|不详|不到|不动|不可抗|未来|未婚|未成年|未遂|无期|无线|无业|无罪|无辜|无故|无证|于是|是否|还是|但是|正是|只是|总是|不正|构成犯|无意|无视|不得|可是|要是"
)


def _part_of_a_word(text: str, at: int, old: str) -> bool:
    return bool(len(old) == 1 and any(match.start() <= at < match.end() for match in _WHOLE.finditer(text)))


def synonym(text: str, source: Source, luck: random.Random) -> str | None:
    for old, new in _SYNONYMS_ZH if source.lang == "zh" else _SYNONYMS_EN:
        pattern = re.escape(old) if source.lang == "zh" else rf"\b{re.escape(old)}\b"
        if re.search(pattern, text):
            return re.sub(pattern, new, text, count=1)
    return None


def order(text: str, source: Source, luck: random.Random) -> str | None:
    """The last clause first."""
    end = re.search(r"[。.]?$", text)
    body = text[: end.start()] if end else text
    comma = "，" if source.lang == "zh" else ", "
    clauses = body.split(comma)
    if len(clauses) < 2 or min(map(len, clauses)) < (4 if source.lang == "zh" else 8):
        return None
    return comma.join([clauses[-1], *clauses[:-1]]) + text[len(body) :]


def numeral(text: str, source: Source, luck: random.Random) -> str | None:
    """中文数字 as digits, digits as 中文数字; English words as digits, and the other way round."""
    if source.lang == "zh":
        if match := re.search(r"(?<=刑)([一二三四五六七八九])(?=年|个月)", text):
            return text[: match.start()] + str(_DIGITS_ZH.index(match.group())) + text[match.end() :]
        if match := re.search(r"(?<![\d.年月日/:-])([1-9])(?=(?:个月|天|周|次|名|年(?![\d月])|小时))", text):
            new = _DIGITS_ZH[int(match.group())].replace("二", "两")
            return text[: match.start()] + new + text[match.end() :]
        return None
    if match := _NUMBER_EN.search(text):
        return text[: match.start()] + str(list(_COUNTED_EN).index(match.group())) + text[match.end() :]
    if match := re.search(r"(?<![\d.,$-])([2-9])(?= (?:years|months|days|weeks|times)\b)", text):
        return text[: match.start()] + _COUNTED_EN[int(match.group())] + text[match.end() :]
    return None


def scale(text: str, source: Source, luck: random.Random) -> str | None:
    """The same amount with another word for its size."""
    if source.lang == "zh":
        if match := re.search(r"(?<![\d.,])(\d+(?:\.\d+)?)万元", text):
            return text[: match.start()] + f"{float(match.group(1)) * 10000:,.0f}元" + text[match.end() :]
        if match := re.search(r"(?<![\d.,])(\d{2,6})0000?元", text):
            value = int(match.group()[:-1])
            return text[: match.start()] + f"{value / 10000:g}万元" + text[match.end() :]
        return None
    if match := re.search(r"\$(\d{1,3}),000(?![\d,])", text):
        return text[: match.start()] + f"${match.group(1)} thousand" + text[match.end() :]
    if match := re.search(r"\$(\d{1,3}),(\d)00,000(?![\d,])", text):
        return text[: match.start()] + f"${match.group(1)}.{match.group(2)} million" + text[match.end() :]
    return None


SPOILT: dict[str, Change] = {"number": number, "unit": unit, "year": year, "entity": entity, "direction": direction}
SAID: dict[str, Change] = {"synonym": synonym, "order": order, "numeral": numeral, "scale": scale}
