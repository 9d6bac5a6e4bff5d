"""Title and metadata: what the file says of itself, where that is sensible, else what its first page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wenyuan.reading.builder import one_line
from wenyuan.reading.document import Document
from wenyuan.reading.naming import stem_of

_NO_TITLE = re.compile(
    r"^(?:untitled.*|document\d*|无标题|title|null|none|microsoft (?:word|powerpoint|excel) - .*|slide \d+|print|.*"
    r"\.(?:docx?|xlsx?|pptx?|pdf|rtf|indd|qxd|tex|dvi|html?|txt|wpd|pmd|fm|cdr|ai|ps))$",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(
    r"^(?:[AB]?股?(?:股票|证券|證券|公司)(?:代码|代碼|简称|簡稱)|公告编号|公告編號|编号|目\s*[录錄次]$)"
)
_NAME_BELOW = re.compile(r"^\(exact name of (?:the )?(?:registrant|company|issuer)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_FORM_WORDS = frozenset(
    "form forms annual quarterly current interim transition report reports united states of america securities and "
    "exchange commission washington d c dc pursuant to section sections the act table contents index page part item "
    "mark one or for period fiscal year years quarter ended ending k q f s a file filed number date no january "
    "february march april may june july august september october november december cover confidential draft".split()
)
_DATE = re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_KEYS = {"Author": "author", "Subject": "subject", "Keywords": "keywords", "Creator": "creator", "Producer": "producer"}


def metadata(about: Mapping[str, str]) -> dict[str, str]:
    """The file's own fields in lower case; dates as ISO 8601 without the zone."""
    found = {name: one_line(about[key]) for key, name in _KEYS.items() if about.get(key, "").strip("\x00 ")}
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        if when := _iso_date(about.get(key, "")):
            found[name] = when
    return found


def _iso_date(value: str) -> str:
    """ "D:20230504123000+08'00'" as "2023-05-04T12:30:00"; empty where it is no PDF date."""
    match = _DATE.match(value if value.startswith("D:") else "D:" + value)
    if not match:
        return ""
    year, month, day, hour, minute, second = match.groups()
    date = "-".join(part for part in (year, month, day if month else None) if part)
    return f"{date}T{hour}:{minute}:{second or '00'}" if day and hour and minute else date


def title(about: Mapping[str, str], document: Document, name: str) -> str:
    """The title in the metadata unless a program left it there; else the name on a form's cover; else the largest line
    of the first page with text that is no form's own wording; else the name of the file."""
    own = one_line(about.get("Title", ""))
    if own and not _NO_TITLE.match(own) and not _looks_like_a_name(own) and not _is_wording(own):
        return own
    return _registrant(document) or _first_large(document) or stem_of(name)


def _looks_like_a_name(text: str) -> bool:
    """One word of letters, digits and joints ("adbe-20221202", "0001564590_22"): made by a program."""
    return " " not in text and text.isascii() and (any(map(str.isdigit, text)) or "_" in text)


def _is_wording(text: str) -> bool:
    """Is it what every form of its kind says, or a code?"""
    if _CODE_LINE.match(text):
        return True
    words = _WORDS.findall(text.lower())
    return not any(len(word) > 1 or word > "\u2e7f" for word in words) or all(word in _FORM_WORDS for word in words)


def _registrant(document: Document) -> str:
    """The line over the words "(Exact name of registrant as specified in its charter)", or under them."""
    for _, layout in sorted(document.layouts.items())[:2]:
        texts = [document.text[line.start : line.end].strip() for line in layout.lines]
        at = next((index for index, text in enumerate(texts) if _NAME_BELOW.match(text)), -1)
        if at < 0:
            continue
        for index in (at - 1, at - 2, at + 1):
            if 0 <= index < len(texts) and 3 <= len(texts[index]) <= 120 and not _is_wording(texts[index]):
                return " ".join(texts[index].split())
    return ""


def _first_large(document: Document) -> str:
    for number, layout in sorted(document.layouts.items())[:2]:
        sized: list[tuple[bool, float, int, str]] = []
        for block in document.blocks:
            if block.page != number or block.kind not in ("heading", "paragraph", "list_item", "table"):
                continue
            lines = [line for line in layout.lines if block.start <= line.start < block.end]
            spans = [(block.start, block.end)] if block.kind != "table" else [(line.start, line.end) for line in lines]
            for start, end in spans:
                heights = [line.bottom - line.top for line in lines if start <= line.start < end]
                text = " ".join(document.text[start:end].split())
                if heights and len(text) <= 200 and sum(map(str.isalpha, text)) >= 2 and not _is_wording(text):
                    sized.append((block.kind != "heading", -round(max(heights), 1), start, text))
        if sized:
            # On a form's cover nothing heads anything, and its name is in the largest type.
            return min(sized)[3]
    return ""
