"""The companies and names of a claim, and whether the sources shown for it name them too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wenyuan.checking.citation import Citation
from wenyuan.checking.rules.model import Condition
from wenyuan.checking.rules.pattern import Pattern
from wenyuan.checking.rules.stated import Stated
from wenyuan.text.normalise import fold_text

_LEGAL = "Ltd|Limited|Inc|Incorporated|Corp|Corporation|plc|PLC|LLC|LLP|GmbH|AG|SA|NV|Co|Company|Group|Holdings?|Bank"
_LEGAL_ZH = "有限责任公司|股份有限公司|有限公司|股份公司|集团公司|集团|银行|证券|保险公司|事务所"
# What stands before a Chinese name and is no part of it.
_EDGE = "由与和及向对为是在的从被给将把"
_COMPANY = re.compile(
    rf"(?:[A-Z][\w&.'’-]{{0,40}}\s+){{1,6}}(?:{_LEGAL})\b|(?:(?![{_EDGE}])[\u4e00-\u9fff]){{2,20}}?(?:{_LEGAL_ZH})"
)
_SAID = re.compile(rf"\b(?:{_LEGAL}|the|at|in|of|and|by|for|with)\b|{_LEGAL_ZH}", re.IGNORECASE)
# So much of a Chinese name tells it, whatever else was taken for a part of it.
_TELLS = 4


def company(text: str) -> str | None:
    """The first company that a text names."""
    found = _COMPANY.search(text)
    return found.group() if found else None


def unnamed(conditions: Sequence[Condition], claim: Stated) -> list[str]:
    """Those of the names that the conditions are about which no source of the claim has."""
    said = fold_text(" ".join(map(_whole, claim.checked.citations)))
    return [name for name in dict.fromkeys(_names(conditions, claim.text)) if not _stands(name, said)]


def _names(conditions: Sequence[Condition], text: str) -> list[str]:
    out = list[str]()
    for one in conditions:
        if one.property is not None:
            out += [found.group() for found in _COMPANY.finditer(text)] if one.property == "company" else []
        for pattern in filter(None, (one.pattern, *one.names)):
            if place := Pattern(pattern).find(text):
                out.append(text[slice(*place)])
    return out


def _whole(cited: Citation) -> str:
    return " ".join((cited.quote, cited.title, *cited.locator.heading))


def _stands(name: str, said: str) -> bool:
    words = fold_text(_SAID.sub(" ", name)).split()
    return all(_in(word, said) for word in words)


def _in(word: str, said: str) -> bool:
    if not word.isascii():
        return word in said or (len(word) > _TELLS and word[-_TELLS:] in said)
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", said) is not None
