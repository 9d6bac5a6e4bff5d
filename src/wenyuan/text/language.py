"""Which of the two languages a text is in, cheaply: by its script."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en"]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUNS = re.compile(f"[{HAN}]+")
_KANA_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7af]+")
_LATIN_WORDS = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_SAMPLE = 600


def language(text: str) -> Language | Literal[""]:
    """ "zh" where Han characters are at least a third as many as Latin words, else "en"; "" for neither script.

    A Chinese text full of English names stays Chinese; an English one that quotes a Chinese name stays English.
    Japanese and Korean are neither, nor are figures alone. Of a long text the opening, the middle and the end count.
    """
    if len(text) > 3 * _SAMPLE:
        middle = (len(text) - _SAMPLE) // 2
        text = "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))
    if text.isascii():
        return "en" if _LATIN_WORDS.search(text) else ""
    han, other = (sum(map(len, script.findall(text))) for script in (_HAN_RUNS, _KANA_HANGUL))
    words = len(_LATIN_WORDS.findall(text))
    if 4 * other > han or not (han or words):
        return ""
    return "zh" if 3 * han >= words else "en"
