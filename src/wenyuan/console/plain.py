"""Text of a document as it may be shown: it cannot style the terminal, move its cursor or turn its direction."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u02ff\u3000-\u312f\u4e00-\u9fff\uff01-\uff9f]*")
_JOINERS = "\u200c\u200d"


def safe(text: str) -> str:
    """The text with every control character, and what turns its direction, as U+FFFD; any space as a space."""
    return text if _PLAIN.fullmatch(text) else "".join(map(_safe, text))


def _safe(character: str) -> str:
    if character in "\n\t\u3000" or character.isprintable() or character in _JOINERS:
        return character
    return " " if unicodedata.category(character) == "Zs" else "\ufffd"
