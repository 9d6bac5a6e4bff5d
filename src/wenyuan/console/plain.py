"""Text of a document as it may be shown: it cannot style the terminal, move its cursor or turn its direction."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[\n\t -~\u00a1-\u00ac\u00ae-\u02ff\u3000-\u312f\u4e00-\u9fff\uff01-\uff9f]*")
_JOINERS = "\u200c\u200d"
# Signs of a private font: nearly always the bullet of a list, else something that only that font can show.
_PRIVATE_BULLET = re.compile(r"^([^\S\n]*)[\ue000-\uf8ff]|(?<!\S)[\ue000-\uf8ff](?!\S)", re.MULTILINE)


def safe(text: str) -> str:
    """The text with every control character, and what turns its direction, as U+FFFD; any space as a space.

    Signs of a private font are "•" where they begin a line or stand alone, else "□". As long as before.
    """
    return text if _PLAIN.fullmatch(text) else "".join(map(_safe, _PRIVATE_BULLET.sub(r"\1•", text)))


def _safe(character: str) -> str:
    if character in "\n\t\u3000" or character.isprintable() or character in _JOINERS:
        return character
    if "\ue000" <= character <= "\uf8ff":
        return "□"
    return " " if unicodedata.category(character) == "Zs" else "\ufffd"
