"""Names and numbers as compact bytes: a line of JSON, then 32-bit numbers, deflated where that pays.

Offsets are written as gaps and lengths, which deflate well and turn back with one running sum.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable
from itertools import chain
from typing import Any

_SMALL = 1_024  # bytes; setting up the deflater costs more than so little saves


def steps(bounds: Iterable[tuple[int, int]]) -> list[int]:
    """The gap before each start and end, the first one counted from 0."""
    flat = list(chain.from_iterable(bounds))
    return [after - before for before, after in zip([0, *flat], flat, strict=False)]


def pack(names: object, numbers: array[int]) -> bytes:
    """`names`, a JSON list or object, and `numbers` of type "I". Begins with "[", "{" or the deflater's "x"."""
    if sys.byteorder == "big":
        numbers.byteswap()
    raw = json.dumps(names, separators=(",", ":")).encode("ascii") + b"\n" + numbers.tobytes()
    return raw if len(raw) < _SMALL else zlib.compress(raw, 6)


def unpack(data: bytes) -> tuple[Any, array[int]]:
    raw = data if data[:1] in (b"{", b"[") else zlib.decompress(data)  # JSON begins so, deflated data never does
    names, _, rest = raw.partition(b"\n")
    numbers = array("I", rest)
    if sys.byteorder == "big":
        numbers.byteswap()
    return json.loads(names), numbers
