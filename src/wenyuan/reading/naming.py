"""What a file's name says, whichever system it comes from."""

from __future__ import annotations

from pathlib import PurePosixPath

from wenyuan.reading.builder import clean


def stem_of(name: str) -> str:
    """The name without folders and suffix: a title where a document gives itself none."""
    return _path(name).stem


def suffix_of(name: str) -> str:
    """The suffix with its dot, in lower case; empty where the name has none."""
    return _path(name).suffix.lower()


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(clean(name).replace("\\", "/"))
