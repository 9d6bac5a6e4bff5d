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
from wenyuan.reading.guess import BY_CHARACTER, ENOUGH, SAMPLE, guess, is_suspect
from wenyuan.reading.mixed import by_line

# Bytes that text in UTF-8 or an older encoding has no use for.
CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})
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
# A character beyond U+FFFF as its two surrogates, three bytes each (CESU-8): some databases and Java write it so.
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")


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
        text = clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        broken = error
    else:
        hz = _from_hz(data) if text.isascii() and "~{" in text else ""
        return Decoded(clean(hz), "hz") if hz else Decoded(text, "utf-8")
    named = canonical(declared)
    if named and named != "utf-8" and _fits(data, named):
        return _decoded(data, named)
    whole, pairs = _SURROGATES.subn(_one_character, data)
    if _mostly_utf8(whole, pairs):
        return _lines_of(whole, "utf-8")
    # The sample starts shortly before the first byte that is not ASCII, so that long English openings say nothing.
    choice = guess(data, max(broken.start - 64, 0))
    return _decoded(data, choice) if choice.startswith("utf-16") else _lines_of(data, choice)


def _lines_of(data: bytes, choice: str) -> Decoded:
    """Decode what looks like `choice` as a whole, line by line where the lines are not all in it."""
    mixed = by_line(data, choice)
    if mixed is None or len(mixed[1]) == 1:
        decoded = _decoded(data, mixed[1][0] if mixed else choice)
    else:
        text, encodings = mixed
        named = ", ".join(encodings)
        problem = f"its lines are in several encodings ({named.upper()}); each was read in the one that fits it"
        lost = text.count("\ufffd")
        decoded = Decoded(clean(text), named, f"{problem}, and {_places(lost)} not valid in it" if lost else problem)
    guessed = decoded.encoding not in {"utf-8", *BY_CHARACTER} and "," not in decoded.encoding
    if guessed and not decoded.problem and is_suspect(decoded.text):
        name = decoded.encoding.upper()
        doubt = f"its encoding could not be told: it was read as {name} and may be wrong; save it as UTF-8"
        return Decoded(decoded.text, decoded.encoding, doubt)
    return decoded


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
    return odd <= 0.02 * len(sample) and (latin >= 0.6 * len(sample) or likeness(sample) > ENOUGH)


def _fits(data: bytes, encoding: str) -> bool:
    """True where a declared encoding decodes all but a thousandth of the file."""
    text = data[: 1 << 20].decode(encoding, "replace")
    return text.count("\ufffd") <= len(text) // 1000 and "\x00" not in text[:4096]


def _from_hz(data: bytes) -> str:
    """Chinese in seven bits (RFC 1843): GB 2312 between ~{ and ~}. Empty where the escapes are not all well formed."""
    if data.count(b"~{") != len(_HZ.findall(data)):
        return ""
    try:
        text = data.decode("hz")
    except UnicodeDecodeError:
        return ""
    return text if likeness(text[:SAMPLE]) > ENOUGH else ""


def _one_character(pair: re.Match[bytes]) -> bytes:
    return pair[0].decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _mostly_utf8(data: bytes, sure: int) -> bool:
    """True for UTF-8 with a few broken places: a cut character, a log line in another encoding. `sure`: how many
    characters in it can be nothing else."""
    text = data[: 1 << 20].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    whole = sum(1 for c in text[:SAMPLE] if c > "\x7f" and c != "\ufffd")
    if len(text) > SAMPLE:
        whole = sum(1 for c in text if c > "\x7f") - bad
    return (whole >= 3 and bad <= 0.2 * whole) or (sure > 0 and bad <= 2 * sure)


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
    return Decoded(clean(text), encoding, f"{_places(lost)} not valid {encoding.upper()} and shown as \ufffd")


def _places(count: int) -> str:
    return f"{count} places are" if count != 1 else "one place is"
