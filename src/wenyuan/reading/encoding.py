"""Bytes to text: which encoding a text file is in, and what could not be decoded.

UTF-8 costs one decode. Anything else is a choice among encodings: each candidate decodes a sample and the one whose
characters look most like writing wins. Chinese text of twenty characters is enough, because wrong readings of
two-byte encodings are made of rare characters. Single-byte (Latin, Cyrillic, …) encodings are left to
charset-normalizer, which weighs letter frequencies by language.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from wenyuan.reading.builder import clean
from wenyuan.reading.frequency import likeness

# Bytes that text in UTF-8 or an older encoding has no use for.
CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})
_SAMPLE = 16_384
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 first: its little-endian mark begins with the one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Names that files declare and the larger encodings that real files of that name need, as browsers read them.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "ascii": "cp1252",
    "tis-620": "cp874",
}
_TEXT_CODECS = {
    *("utf-8", "gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949", "hz"),
    *("utf-16", "utf-16-le", "utf-16-be"),
}
_SINGLE_BYTE = [
    *("cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "mac_roman", "cp850", "cp437"),
]
# What cp1252 shows for German, French, Spanish and Italian, and hardly for another code page read as cp1252.
_WESTERN = re.compile(
    "[ÄÖÜÉÈÀÇÑÁÍÓÚÂÊÎÔÛäöüßéèêëàâáçîïíñóôúûœæŒŸ€“”‘’„‚–—…•«»°§©®™£½¼¾²·´\xa0]"
    r"|(?<![A-Za-z])[¿¡ªº³]|(?<=\d)[ªº³]"
)
_ENOUGH = 0.3
# Every byte of any single-byte text is some Cyrillic letter, so more is asked of them.
_ENOUGH_CYRILLIC = 1.4
_CYRILLIC = ("cp1251", "koi8_r", "cp866")
# Told by frequent characters, the likelier before the rarer: where a text of one or two such characters reads alike
# in several, the first wins. gb18030 holds GBK and GB2312.
_BY_CHARACTER = (
    *("gb18030", "cp950", "cp932", "euc_jp", "cp949", "utf-16-le", "utf-16-be"),
    *_CYRILLIC,
)
# "Sp馧ka": an accented Latin letter misread.
_INSIDE_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]{1,2}(?=[a-z])")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` without byte order mark, NUL and lone surrogates; `problem` says in words what was lost, or is empty."""

    text: str
    encoding: str
    problem: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode a text file. `declared` is the encoding the file or its carrier names; it is believed where it fits.

    Bytes that fit nothing become U+FFFD and are counted in `problem`.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    wide = utf16_of(data)
    if wide:
        return _decoded(data, wide)
    try:
        return Decoded(clean(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        broken = error
    named = canonical(declared)
    if named and named != "utf-8" and _fits(data, named):
        return _decoded(data, named)
    if _mostly_utf8(data):
        return _decoded(data, "utf-8")
    # The sample starts shortly before the first byte that is not ASCII, so that long English openings say nothing.
    return _decoded(data, _guess(data, max(broken.start - 64, 0)))


def canonical(declared: str) -> str:
    """Python's name for a declared encoding, widened to the one real files need; empty where unknown."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    name = _SUPERSETS.get(name, name)
    # Codecs between bytes (base64, rot13, …) are not encodings of text, and these decode anything.
    return name if name in _TEXT_CODECS or name.startswith(("cp", "iso", "koi8", "mac")) else ""


def utf16_of(data: bytes) -> str:
    """The UTF-16 or UTF-32 encoding `data` is in, told by its mark or by where its NUL bytes stand; else empty."""
    for mark, encoding in _BOMS[1:5]:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    # Text in one or two bytes has no control characters; half of the bytes of UTF-16 may be any.
    if len(data) < 2 or len(head) - len(head.translate(None, CONTROLS)) <= len(head) * 0.01:
        return ""
    zeros_even, zeros_odd = head[::2].count(0), head[1::2].count(0)
    order = ("utf-16-be", "utf-16-le") if zeros_even > zeros_odd else ("utf-16-le", "utf-16-be")
    return next((encoding for encoding in order if _is_writing(head, encoding)), "")


def _is_writing(head: bytes, encoding: str) -> bool:
    sample = head.decode(encoding, "ignore")
    if not sample:
        return False
    odd = sum(1 for c in sample if (c < " " and c not in "\t\n\r\f\x1a") or "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    latin = sum(1 for c in sample if " " <= c < "\u0250" or c in "\t\n\r")
    return odd <= 0.02 * len(sample) and (latin >= 0.6 * len(sample) or likeness(sample) > _ENOUGH)


def _fits(data: bytes, encoding: str) -> bool:
    """True where a declared encoding decodes all but a thousandth of the file."""
    text = data[: 1 << 20].decode(encoding, "replace")
    return text.count("\ufffd") <= len(text) // 1000 and "\x00" not in text[:4096]


def _mostly_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few broken places: a cut character, a log line in another encoding."""
    text = data[: 1 << 20].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    whole = sum(1 for c in text[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    if len(text) > _SAMPLE:
        whole = sum(1 for c in text if c > "\x7f") - bad
    return whole >= 3 and bad <= 0.2 * whole


def _guess(data: bytes, start: int) -> str:
    sample = data[start : start + _SAMPLE]
    # A later encoding must be clearly better, by more the fewer characters there are to tell from.
    margin = min(1.0, 8 / sum(1 for byte in sample if byte > 0x7F))
    best, choice = 0.0, ""
    for encoding in _BY_CHARACTER:
        score = _score(sample, encoding)
        least = _ENOUGH_CYRILLIC if encoding in _CYRILLIC else _ENOUGH
        if score > least and score > best:
            best, choice = score + margin, encoding
    return choice or _single_byte(sample)


def _score(sample: bytes, encoding: str) -> float:
    if encoding.startswith("utf-16") and len(sample) % 2:
        sample = sample[:-1]
    text = sample.decode(encoding, "replace")
    foreign = sum(1 for c in text if c > "\x7f")
    # The sample may begin or end inside a character.
    bad = (text[2:-2] if len(text) > 64 else text).count("\ufffd")
    inside_words = len(_INSIDE_WORD.findall(text))
    return likeness(text) - (8 * bad + 3 * inside_words) / foreign if foreign else 0.0


def _single_byte(sample: bytes) -> str:
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


def _decoded(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "cp950" and _fits(data, "big5hkscs"):
            return _decoded(data, "big5hkscs")
    else:
        return Decoded(clean(text), encoding)
    text = data.decode(encoding, "replace")
    # A file may hold U+FFFD of its own: those are not our loss.
    lost = text.count("\ufffd") - data.decode(encoding, "ignore").count("\ufffd")
    plural = f"{lost} places are" if lost != 1 else "one place is"
    return Decoded(clean(text), encoding, f"{plural} not valid {encoding.upper()} and shown as \ufffd")
