"""Lines of a plain text: where they stand, how wide they are, and which of them look like headings or list items."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]*")
_WIDE = re.compile("[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦\U00020000-\U0003fffd]")
SENTENCE_END = '。！？；!?;…」』”".'
_NUMERAL = "一二三四五六七八九十百零〇两"

_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_CHAPTER = re.compile(rf"第[{_NUMERAL}0-9０-９]+([章篇编卷部回节])(?:[\s:：、.．]|$|(?=\S))")
_NAMED_PART = re.compile(r"(?:chapter|part|appendix|section|book)\s+(?:\d+|[ivxlc]+|[a-z])\b", re.I)
_COUNTED = re.compile(rf"(?:([{_NUMERAL}]{{1,4}})、|（[{_NUMERAL}]{{1,3}}）|\([{_NUMERAL}]{{1,3}}\))\s*(?=\S)")
_BRACKETED = re.compile(r"【[^【】]{1,30}】")
_DECIMAL = re.compile(
    r"(\d{1,2}(?:\.\d{1,3}){1,4})\.?[ \t\u3000]+(?=\S)|(\d{1,2})[.．]?[ \t\u3000]+(?=[A-Z\u4e00-\u9fff])"
)
_ITEM = re.compile(
    r"(?:[-*+•·●▪◦‣–—]|\d{1,3}[.)．、）]|[(（]\d{1,3}[)）]|[a-zA-Z][.)]|[ivx]{2,5}[.)]|[①-⑳])"
    r"(?=[ \t\u3000\u4e00-\u9fff])[ \t\u3000]*(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `start:end` is its text without the white space around it; `indent` is in columns."""

    start: int
    end: int
    indent: int
    text: str
    width: int


def stanzas(text: str) -> list[list[Line]]:
    """Lines in groups that blank lines part."""
    groups, group = list[list[Line]](), list[Line]()
    at, size = 0, len(text)
    while at < size:
        found = _LINE.match(text, at)
        end = found.end() if found else size
        line = _line(text, at, end)
        if line:
            group.append(line)
        elif group:
            groups.append(group)
            group = []
        at = end + (2 if text.startswith("\r\n", end) else 1)
    if group:
        groups.append(group)
    return groups


def _line(text: str, start: int, end: int) -> Line | None:
    raw = text[start:end]
    content = raw.strip()
    if not content:
        return None
    lead = len(raw) - len(raw.lstrip())
    return Line(
        start + lead, start + lead + len(content), width_of(raw[:lead].expandtabs(4)), content, width_of(content)
    )


def width_of(text: str) -> int:
    """Columns on a terminal: East Asian characters take two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def rule(line: Line) -> int:
    """1 for a line of ===, 2 for a line of ---, else 0."""
    if len(line.text) < 3 or line.text.strip("=-"):
        return 0
    return 1 if not line.text.strip("=") else 2 if not line.text.strip("-") else 0


def is_item(line: Line) -> bool:
    """True where the line begins like an item of a list."""
    return _ITEM.match(line.text) is not None


def is_counted(line: Line) -> bool:
    """True for 一、… and （一）…, which head sections and number lists."""
    return _COUNTED.match(line.text) is not None


def plain_heading(line: Line) -> tuple[int, int] | None:
    """Level and start of a heading that needs no look around it: "# …", 第一章 …, 【…】, Chapter 3."""
    hashes = _HASHES.match(line.text)
    if hashes and line.width <= 160:
        return len(hashes[1]), line.start + hashes.end()
    if _BRACKETED.fullmatch(line.text):
        return 2, line.start
    if line.width > 80 or line.text[-1] in SENTENCE_END + "，,":
        return None
    chapter = _CHAPTER.match(line.text)
    if chapter:
        return (2 if chapter[1] == "节" else 1), line.start
    part = _NAMED_PART.match(line.text)
    if part and line.text[0].isupper() and (part.end() == len(line.text) or line.text[part.end()] in " :.—–-\t"):
        return (2 if line.text[:7].lower() == "section" else 1), line.start
    return None


def counted_heading(line: Line) -> int:
    """Level of a short 一、… or （一）… line, 0 where it is none."""
    found = _COUNTED.match(line.text)
    if not found or line.width > 50 or line.text[-1] in SENTENCE_END + "，,":
        return 0
    return 2 if found[1] else 3


def standing_heading(line: Line) -> int:
    """Level of a line that is a heading if it stands alone between blank lines: "1.2 Scope", "RISK FACTORS"."""
    if line.width > 70 or line.text[-1] in SENTENCE_END + "，,:：":
        return 0
    decimal = _DECIMAL.match(line.text)
    if decimal:
        return min(decimal[1].count(".") + 1, 6) if decimal[1] else 1
    letters = [c for c in line.text if c.isalpha()]
    shouted = len(letters) >= 4 and all("A" <= c <= "Z" for c in letters) and len(letters) >= 0.6 * len(line.text)
    return 2 if shouted else 0
