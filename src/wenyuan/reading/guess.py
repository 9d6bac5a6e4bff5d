"""Which encoding a text is in, told by what its characters look like once it is decoded."""

from __future__ import annotations

import re

from wenyuan.reading.frequency import likeness

SAMPLE = 16_384
_SINGLE_BYTE = [
    *("cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "mac_roman", "cp850", "cp437"),
]
# What cp1252 shows for German, French, Spanish and Italian, and hardly for another code page read as cp1252.
_WESTERN = re.compile(
    "[ÄÖÜÉÈÀÇÑÁÍÓÚÂÊÎÔÛäöüßéèêëàâáçîïíñóôúûœæŒŸ€“”‘’„‚–—…•«»°§©®™£½¼¾²·´\xa0]"
    r"|(?<![A-Za-z])[¿¡ªº³]|(?<=\d)[ªº³]"
)
ENOUGH = 0.3
# Every byte of any single-byte text is some Cyrillic letter, so more is asked of them.
_ENOUGH_CYRILLIC = 1.4
_CYRILLIC = ("cp1251", "koi8_r", "cp866")
# Told by frequent characters, the likelier before the rarer: where a text of one or two such characters reads alike
# in several, the first wins. gb18030 holds GBK and GB2312.
BY_CHARACTER = (
    *("gb18030", "cp950", "cp932", "euc_jp", "cp949", "utf-16-le", "utf-16-be"),
    *_CYRILLIC,
)
# "Sp馧ka": an accented Latin letter misread.
_INSIDE_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]{1,2}(?=[a-z])")
# A sign inside a word of letters that are not ASCII: "ÄêµÚÈý¼¾¶È" is Chinese misread.
_MISREAD = re.compile("[\x80-\x9f]|(?<=[À-ÖØ-öø-ž])[¡-©«-´¶-¹»-¿×÷‰†‡‹ˆ˜]|[¡-§©«-´¶-¹¼-¾×÷‰†‡›ˆ˜](?=[À-ÖØ-öø-ž])")
_SUSPECT = 0.15


def guess(data: bytes, start: int) -> str:
    """The encoding that a sample of `data` from `start` on looks most like writing in."""
    sample = data[start : start + SAMPLE]
    # A later encoding must be clearly better, by more the fewer characters there are to tell from.
    margin = min(1.0, 8 / sum(1 for byte in sample if byte > 0x7F))
    best, choice = 0.0, ""
    for encoding in BY_CHARACTER:
        looks = score(sample, encoding)
        least = _ENOUGH_CYRILLIC if encoding in _CYRILLIC else ENOUGH
        if looks > least and looks > best:
            best, choice = looks + margin, encoding
    return choice or single_byte(sample)


def score(sample: bytes, encoding: str) -> float:
    """`likeness` of a sample as decoded, less what is broken in it."""
    if encoding.startswith("utf-16") and len(sample) % 2:
        sample = sample[:-1]
    text = sample.decode(encoding, "replace")
    foreign = sum(1 for c in text if c > "\x7f")
    # The sample may begin or end inside a character.
    bad = (text[2:-2] if len(text) > 64 else text).count("\ufffd")
    inside_words = len(_INSIDE_WORD.findall(text))
    return likeness(text) - (8 * bad + 3 * inside_words) / foreign if foreign else 0.0


def single_byte(sample: bytes) -> str:
    """The single-byte encoding of a text in no other."""
    try:
        western = sample.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    # A few accents in ASCII text are Western European; too few to weigh frequencies on.
    if western and not re.search("[^\x00-\x7f]", _WESTERN.sub("", western)):
        return "cp1252"
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=_SINGLE_BYTE, enable_fallback=False).best()
    return found.encoding if found else "cp1252"


def is_suspect(text: str) -> bool:
    """Does a text read in a single-byte encoding look like none: control characters, signs inside words?"""
    foreign = sum(1 for c in text[:SAMPLE] if c > "\x7f")
    found = len(_MISREAD.findall(text[:SAMPLE]))
    return found >= 3 and found > _SUSPECT * foreign
