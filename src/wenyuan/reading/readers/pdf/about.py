"""Title and metadata: what the file says of itself, where that is sensible, else what its first page shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from wenyuan.reading.builder import clean
from wenyuan.reading.document import Document

_NO_TITLE = re.compile(
    r"^(?:untitled.*|document\d*|无标题|title|null|none|microsoft (?:word|powerpoint|excel) - .*|slide \d+|print|.*"
    r"\.(?:docx?|xlsx?|pptx?|pdf|rtf|indd|qxd|tex|dvi|html?|txt|wpd|pmd|fm|cdr|ai|ps))$",
    re.IGNORECASE,
)
_DATE = re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?")
_KEYS = {"Author": "author", "Subject": "subject", "Keywords": "keywords", "Creator": "creator", "Producer": "producer"}


def metadata(about: Mapping[str, str]) -> dict[str, str]:
    """The file's own fields in lower case; dates as ISO 8601 without the zone."""
    found = {
        name: " ".join(clean(about[key]).split()) for key, name in _KEYS.items() if about.get(key, "").strip("\x00 ")
    }
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        if when := iso_date(about.get(key, "")):
            found[name] = when
    return found


def iso_date(value: str) -> str:
    """ "D:20230504123000+08'00'" as "2023-05-04T12:30:00"; empty where it is no PDF date."""
    match = _DATE.match(value if value.startswith("D:") else "D:" + value)
    if not match:
        return ""
    year, month, day, hour, minute, second = match.groups()
    date = "-".join(part for part in (year, month, day if month else None) if part)
    return f"{date}T{hour}:{minute}:{second or '00'}" if day and hour and minute else date


def title(about: Mapping[str, str], document: Document, name: str) -> str:
    """The title in the metadata unless a program left it there; else the largest line of the first page with text."""
    own = " ".join(clean(about.get("Title", "")).split())
    if own and not _NO_TITLE.match(own) and not _looks_like_a_name(own):
        return own
    return _first_large(document) or PurePath(name).stem


def _looks_like_a_name(text: str) -> bool:
    """One word of letters, digits and joints ("adbe-20221202", "0001564590_22"): made by a program."""
    return " " not in text and text.isascii() and (any(map(str.isdigit, text)) or "_" in text)


def _first_large(document: Document) -> str:
    for number, layout in sorted(document.layouts.items())[:2]:
        body = [
            block
            for block in document.blocks
            if block.page == number and block.kind in ("heading", "paragraph", "list_item")
        ]
        sized: list[tuple[float, int, int]] = []
        for block in body:
            heights = [line.bottom - line.top for line in layout.lines if block.start <= line.start < block.end]
            text = document.text[block.start : block.end]
            if heights and len(text) <= 200 and sum(map(str.isalpha, text)) >= 2:
                sized.append((-round(max(heights), 1), block.start, block.end))
        if sized:
            headed = {block.start for block in body if block.kind == "heading"}
            _, start, end = min([each for each in sized if each[1] in headed] or sized)
            return " ".join(document.text[start:end].split())
    return ""
