"""Which of the two languages a text is in, cheaply: by its share of Han characters."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["zh", "en"]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUNS = re.compile(f"[{HAN}]+")
_WORDS = re.compile(r"[^\W\d_]+")


def language(text: str, sample: int = 4000) -> Language:
    """ "zh" where Han characters are at least a third as many as words of other scripts, else "en".

    A Chinese text full of English names stays Chinese; an English one that quotes a Chinese name stays English.
    """
    text = text[:sample]
    han = sum(map(len, _HAN_RUNS.findall(text)))
    if not han:
        return "en"
    words = len(_WORDS.findall(_HAN_RUNS.sub(" ", text)))
    return "zh" if han * 3 >= words else "en"
