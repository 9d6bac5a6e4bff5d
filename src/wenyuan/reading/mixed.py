"""Text whose lines are in several encodings: logs of many programs, files joined together.

Each line is read in the encoding that fits it; a line that says nothing of its own is read as the file is.
"""

from __future__ import annotations

import re

from wenyuan.reading.guess import guess, score

_CANDIDATES = ("gb18030", "cp950", "cp932", "euc_jp", "cp949")
# What a line must look like, and of how many bytes, to be taken out of the file's own encoding.
_CLEAR, _BYTES = 0.8, 8
_SMALL = 1 << 20
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){3}")


def by_line(data: bytes, choice: str) -> tuple[str, list[str]] | None:
    """The text and the encodings its lines are in, or None where all are in one. `choice`: what the whole looks like.

    A large file is looked at line by line only where it holds what `choice` cannot be.
    """
    several = choice == "utf-8" or choice in _CANDIDATES
    if len(data) > _SMALL and choice != "utf-8" and not _UTF8_RUN.search(data) and (not several or _is(data, choice)):
        return None
    lines = data.splitlines(keepends=True)
    own = [_encoding(line, choice, several) for line in lines]
    used = dict.fromkeys(filter(None, own))
    if not used.keys() - {choice}:
        return None
    untold = b"".join(line for line, encoding in zip(lines, own, strict=True) if encoding == choice)
    if untold and not several:
        told = guess(untold, 0)
        choice = choice if told.startswith("utf-16") else told
        own = [encoding if encoding in _CANDIDATES or encoding in ("", "utf-8") else choice for encoding in own]
    elif not untold and len(used) == 1:
        choice = next(iter(used))
    text = "".join(line.decode(encoding or "ascii", "replace") for line, encoding in zip(lines, own, strict=True))
    return text, list(dict.fromkeys(filter(None, own)))


def _encoding(line: bytes, choice: str, several: bool) -> str:
    """What a line is in; empty for ASCII."""
    if line.isascii():
        return ""
    utf8 = _is(line, "utf-8")
    if utf8 and (choice == "utf-8" or not several):
        return "utf-8"
    best = score(line, choice) if several and _is(line, choice) else 0.0
    if best >= _CLEAR and choice != "utf-8":
        return choice
    if utf8 and score(line, "utf-8") > best:
        return "utf-8"
    foreign = sum(byte > 0x7F for byte in line)
    if foreign < _BYTES:
        return choice
    best, found = max(best, _CLEAR), choice
    for encoding in _CANDIDATES:
        looks = score(line, encoding) if encoding != choice and _is(line, encoding) else 0.0
        if looks > best:
            best, found = looks + min(1.0, 8 / foreign), encoding
    return found


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
