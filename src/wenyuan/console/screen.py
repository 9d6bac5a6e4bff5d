"""Where text for a person goes."""

from __future__ import annotations

import sys

from rich.console import Console

_UNBROKEN = 1 << 16


def screen() -> Console:
    """Standard output. Lines are broken by the terminal alone: what a file or a pipe receives has none added."""
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _UNBROKEN)
