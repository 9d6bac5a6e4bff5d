"""What a rule comes to in a test, and how one is written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wenyuan.checking.rules.outcome import RuleResult

Judged = Callable[..., RuleResult]


def written(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, "utf-8")
    return path
