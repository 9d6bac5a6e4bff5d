"""The text that `check` is given through a pipe, and the files that its page must not be written over."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from wenyuan.errors import UsageError
from wenyuan.reading.encoding import decode


def piped() -> str:
    """What comes through the pipe, in whatever encoding, without NUL and lone surrogates."""
    return decode(sys.stdin.buffer.read()).text


def spare(page: Path, read: Iterable[Path]) -> None:
    """Raise UsageError where the page would be written over what is read."""
    for one in read if page.exists() else ():
        if one.exists() and page.samefile(one):
            raise UsageError(f"{page} is read by this check; the page would be written over it")
