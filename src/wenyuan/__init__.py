"""Wenyuan 问源: answers from your own documents, every sentence traced to its exact place and checked there first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wenyuan.api import Library

__version__ = "0.1.0"
__all__ = ["Library", "__version__"]


def __getattr__(name: str) -> object:
    # Importing the package stays cheap; the library and what it needs load when first named.
    if name == "Library":
        from wenyuan.api import Library

        return Library
    raise AttributeError(f"module 'wenyuan' has no attribute {name!r}")
