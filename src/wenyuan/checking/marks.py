"""Citation marks: "[1]", "[^2]", "【3】", "（来源：年报）", "(Smith, 2020)". They say where a claim is from."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBERS = r"[0-9]{1,3}(?: ?[,，、;；–—-] ?[0-9]{1,3}){0,20}"
_LINK = r"(?:\([^()\s]{1,500}\))?"
_MARK = re.compile(
    rf"(?:\[\^[^\]\s]{{1,40}}\]|\[{_NUMBERS}\]{_LINK}|\\\[{_NUMBERS}\\\])"
    r"|【[0-9]{1,3}(?:[†:：][^】\n]{0,80})?】|〔[0-9]{1,3}〕"
    r"|[（(](?:资料|数据|信息)?(?:来源|出处|参见|详见|见)[:：]?[^（）()\n]{1,120}[）)]"
    r"|[（(](?:[Ss]ources?|SOURCES?|[Rr]efs?\.?|[Ss]ee|[Cc]f\.)[:：]? [^（）()\n]{1,120}[）)]"
    r"|\((?:[A-Z][\w'’-]{1,30}(?:,? (?:et al\.|(?:and|&) [A-Z][\w'’-]{1,30}))?,? (?:19|"
    r"20)[0-9]{2}[a-z]?(?:; )?){1,5}\)"
    r"|[\[【](?:资料|数据|信息)?(?:来源|出处|参见|详见)[:：]?[^\[\]【】\n]{1,120}[\]】]"
    r"|\[(?:[Ss]ources?|SOURCES?|[Rr]efs?\.?|[Dd]oc(?:ument)?s?)[:：]? ?[^\[\]\n]{1,120}\]"
    r"|<sup>\[?[0-9]{1,3}(?:, ?[0-9]{1,3}){0,20}\]?</sup>"
    r"|(?<=[.。!?！？,，;；”\"’)）])[¹²³⁰⁴-⁹]{1,3}(?![0-9A-Za-z])"
)
_URL = re.compile(r"<?(?:https?://|www\.)[^\s<>（）()\[\]，。；]{1,500}>?")


def marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of the citation marks in `text[start:end]`, in order."""
    for found in _MARK.finditer(text, start, end):
        yield found.span()


def blanked(text: str, start: int, end: int) -> str:
    """`text[start:end]` with its marks as spaces: as long as it was, so that places stay."""
    piece = text[start:end]
    return _MARK.sub(_spaces, piece) if any(character in piece for character in "[【〔(（<⁰¹²³⁴⁵⁶⁷⁸⁹") else piece


def without_addresses(text: str) -> str:
    """The text with addresses of web pages as spaces."""
    return _URL.sub(_spaces, text) if "://" in text or "www." in text else text


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])
