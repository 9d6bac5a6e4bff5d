"""Arrays and what is said of them in one checked file.

The file is 16 bytes of head (checksum of the rest, length of the description), the description in JSON padded to 8
bytes, and the arrays, each at a multiple of 8. It is written whole and never changed, read by mapping
it, and checked whole: it holds what is small beside the vectors.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.seal import Damage, checksum

Array = NDArray[Any]
_HEAD = struct.Struct("<QQ")


def write(path: Path, described: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Make the file at `path`, and return when it is on the disk; `described` is JSON's kind of data."""
    places: dict[str, tuple[str, list[int], int]] = {}
    parts: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        content = np.ascontiguousarray(array).tobytes()
        places[name] = (array.dtype.str, list(array.shape), at)
        parts += [content, bytes(-len(content) % 8)]
        at += len(content) + -len(content) % 8
    head = json.dumps({"described": described, "arrays": places}).encode()
    head += b" " * (-len(head) % 8)
    rest = b"".join((_HEAD.pack(0, len(head))[8:], head, *parts))
    with path.open("wb") as file:
        file.write(struct.pack("<Q", checksum(np.frombuffer(rest, np.uint8))))
        file.write(rest)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """What `write` was given; arrays are views of the mapped file. Raises Damage, and FileNotFoundError for no file."""
    if path.stat().st_size < _HEAD.size:
        raise Damage(path)
    content = np.memmap(path, np.uint8, "r")
    stated, length = _HEAD.unpack(content[: _HEAD.size].tobytes())
    if checksum(content[8:]) != stated:
        raise Damage(path)
    start = _HEAD.size + length
    head = json.loads(content[_HEAD.size : start].tobytes())
    arrays: dict[str, Array] = {}
    for name, (kind, shape, at) in head["arrays"].items():
        dtype = np.dtype(kind)
        size = int(np.prod(shape)) * dtype.itemsize
        arrays[name] = np.asarray(content[start + at : start + at + size]).view(dtype).reshape(shape)
    return head["described"], arrays
