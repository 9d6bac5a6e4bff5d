"""Character geometry of a page, compact enough to keep for every page of a library.

A line stores its span, its top and bottom, and one x edge before each character plus one after the last, so that
any span resolves to boxes exact to the character. Encoded as 16-bit fractions of the page (error < 0.02 pt on A4)
and deflated: about 2 bytes a character.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from wenyuan.text.span import Box

_STEPS = 65535
_LINE = struct.Struct("<IIHH")  # start, end, top, bottom; the edges follow


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line. `edges` has `end - start + 1` x positions; coordinates in points from the top left."""

    start: int
    end: int
    top: float
    bottom: float
    edges: Sequence[float]


@dataclass(slots=True)
class PageLayout:
    """The lines of one page, sorted by start."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list[Line])
    _encoded: bytes | None = field(default=None, init=False, repr=False, compare=False)

    def __getattr__(self, name: str) -> Any:
        # Reached only for a field that is not there yet: a layout made by `keep`, looked into for the first time.
        if name in ("width", "height", "lines") and self._encoded is not None:
            whole = PageLayout.decode(self._encoded)
            self.width, self.height, self.lines = whole.width, whole.height, whole.lines
            return getattr(self, name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def boxes(self, page: int, start: int, end: int) -> Iterator[Box]:
        """One box per line that `start:end` touches, in reading order."""
        for line in self.lines:
            first, last = max(start, line.start), min(end, line.end)
            if first < last:
                xs = line.edges[first - line.start : last - line.start + 1]
                yield Box(page, min(xs), line.top, max(xs), line.bottom)

    def encode(self) -> bytes:
        """The layout as bytes for `decode`; a layout made by `keep` gives the bytes it was made from."""
        if self._encoded is not None:
            return self._encoded
        sx = _STEPS / self.width if self.width > 0 else 1.0
        sy = _STEPS / self.height if self.height > 0 else 1.0
        out = [struct.pack("<ffI", self.width, self.height, len(self.lines))]
        # All edges at once: a page has thousands, and a call for each would cost more than everything else here.
        edges = array("H", _steps(list(chain.from_iterable(line.edges for line in self.lines)), sx)).tobytes()
        ys = _steps([y for line in self.lines for y in (line.top, line.bottom)], sy)
        at = 0
        for line, top, bottom in zip(self.lines, ys[0::2], ys[1::2], strict=True):
            end = at + 2 * len(line.edges)
            out.append(_LINE.pack(line.start, line.end, top, bottom))
            out.append(edges[at:end])
            at = end
        return zlib.compress(b"".join(out), 1)

    @classmethod
    def keep(cls, data: bytes) -> PageLayout:
        """A layout that holds on to its encoding and decodes it only when looked into; not to be changed."""
        layout = cls.__new__(cls)
        layout._encoded = data
        return layout

    @classmethod
    def decode(cls, data: bytes) -> PageLayout:
        raw = zlib.decompress(data)
        width, height, count = struct.unpack_from("<ffI", raw)
        sx = width / _STEPS if width > 0 else 1.0
        sy = height / _STEPS if height > 0 else 1.0
        at, lines = 12, list[Line]()
        for _ in range(count):
            start, end, top, bottom = _LINE.unpack_from(raw, at)
            at += _LINE.size
            size = 2 * (end - start + 1)
            edges = array("H", raw[at : at + size])
            at += size
            lines.append(Line(start, end, top * sy, bottom * sy, [x * sx for x in edges]))
        return cls(width, height, lines)


def verify(data: bytes, size: int) -> None:
    """Raise ValueError where `data` is no encoded layout of a text of `size` code points.

    Walks the lines without building them, so that bytes from an untrusted process can be stored unopened.
    """
    most = 1 << 26  # far above any page: a line of text costs 14 bytes and two for each character
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(data, most)
    except zlib.error as exc:
        raise ValueError(f"layout is not deflated data: {exc}") from exc
    if not inflate.eof or inflate.unused_data or len(raw) < 12:
        raise ValueError("layout is cut short, too large or followed by other data")
    width, height, count = struct.unpack_from("<ffI", raw)
    if not (0 <= width < 1e6 and 0 <= height < 1e6):
        raise ValueError(f"page of {width} by {height} points")
    at, last = 12, len(raw)
    for _ in range(count):
        if at + 12 > last:
            raise ValueError("layout ends within a line")
        start, end = struct.unpack_from("<II", raw, at)
        if not start < end <= size:
            raise ValueError(f"line {start}:{end} is not in a text of {size} characters")
        at += 12 + 2 * (end - start + 1)
    if at != last:
        raise ValueError("layout does not end with its last line")


def _steps(values: list[float], scale: float) -> list[int]:
    """Points as 16-bit steps; what is off the page is put on its edge."""
    if values and (min(values) < 0 or max(values) * scale > _STEPS):
        return [0 if value < 0 else int(min(_STEPS, value * scale) + 0.5) for value in values]
    return [int(value * scale + 0.5) for value in values]
