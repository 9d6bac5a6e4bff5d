"""What a file's name says, whichever system it comes from."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from wenyuan.reading.builder import clean

# A backslash divides the names of Windows; one that stands for a byte that is no UTF-8 divides nothing.
_DIVIDING = re.compile(r"\\(?!x[0-9a-f]{2})")


def stem_of(name: str) -> str:
    """The name without folders and suffix: a title where a document gives itself none."""
    return _path(name).stem


def suffix_of(name: str) -> str:
    """The suffix with its dot, in lower case; empty where the name has none."""
    return _path(name).suffix.lower()


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(_DIVIDING.sub("/", clean(name)))
