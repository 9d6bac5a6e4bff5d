"""How many, in words: one hit, two hits."""

from __future__ import annotations


def count(number: float, noun: str) -> str:
    """The number, rounded, with its noun in the singular or the plural."""
    said = f"{number:,.0f}"
    return f"{said} {noun}" if said == "1" else f"{said} {noun}s"
