"""A place in a source, in words: "Q2 report.pdf, page 17, Results > Domestic"."""

from __future__ import annotations

from pathlib import PurePath

from wenyuan.text.span import Locator

_LONGEST_HEADING = 60


def place(title: str, source: str, locator: Locator) -> str:
    """Where a person looks, from the document inwards."""
    file = PurePath(source).name
    parts = [file if not title or title in file else f"{file} ({_short(title)})"]
    if locator.page is not None:
        parts.append(f"page {locator.page}")
    if locator.slide is not None:
        parts.append(f"slide {locator.slide}")
    if locator.sheet is not None:
        parts.append(f"sheet {locator.sheet}")
    if locator.cell is not None:
        parts.append(locator.cell if locator.cell.startswith("row") else f"cell {locator.cell}")
    if locator.seconds is not None:
        parts.append(f"{locator.seconds[0]:.0f} s")
    if locator.heading:
        parts.append(" > ".join(_short(one) for one in locator.heading[-2:]))
    return ", ".join(parts)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_HEADING else text[: _LONGEST_HEADING - 1].rstrip() + "…"
