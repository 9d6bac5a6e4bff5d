"""RTF as a stream of tokens, and the code pages its bytes are in (Rich Text Format specification 1.9.1)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?"  # control word
    rb"|\\'([0-9A-Fa-f]{2})"  # one byte
    rb"|\\([^A-Za-z])"  # control symbol
    rb"|([{}])"
    rb"|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)",
    re.DOTALL,
)
_CHARSETS = {
    77: "mac_roman",
    78: "shift_jis",
    79: "cp949",
    80: "gbk",
    81: "big5",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_WIDE = {"gb18030", "cp950", "cp932", "cp949"}


@dataclass(frozen=True, slots=True)
class Token:
    """`value` is a control word or symbol, or raw text; `number` a word's parameter."""

    kind: Literal["open", "close", "word", "symbol", "text", "byte"]
    value: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of an RTF file; the bytes of embedded binary data are stepped over."""
    at, size = 0, len(data)
    while at < size:
        match = _TOKEN.match(data, at)
        if match is None:  # a lone backslash at the end
            return
        at = match.end()
        word, number, byte, symbol, brace, text = match.groups()
        if text is not None:
            yield Token("text", data=text)
        elif word is not None:
            name, value = word.decode("ascii"), int(number) if number is not None else None
            if name == "bin" and value and value > 0:
                at += value
                continue
            yield Token("word", name, value)
        elif byte is not None:
            yield Token("byte", data=bytes.fromhex(byte.decode("ascii")))
        elif brace is not None:
            yield Token("open" if brace == b"{" else "close")
        elif symbol is not None:
            yield Token("symbol", symbol.decode("latin-1"))


def code_page(number: int | None) -> str:
    """Python's name of a Windows code page; cp1252 for one it does not know."""
    name = {936: "gb18030", 65001: "utf-8", 10000: "mac_roman"}.get(number or 1252, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def charset(number: int | None, default: str) -> str:
    """Encoding of a font's character set. Western fonts of an East Asian document hold bytes of its own code page."""
    if number in {None, 0, 1, 2}:
        return "cp1252" if number == 0 and default not in _WIDE else default
    return _CHARSETS.get(number or 0, default)
