"""Budget: how far a reader may still go within its `Limits`, asked between blocks."""

from __future__ import annotations

from time import monotonic

from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.protocol import Limits

_SHARE = 0.8


class Budget:
    """Characters and seconds left for one file. Once spent, the reason stands in the document's problems, once."""

    def __init__(self, builder: TextBuilder, limits: Limits) -> None:
        self._builder = builder
        self._limits = limits
        self._until = monotonic() + _SHARE * limits.seconds
        self._spent = False

    def spent(self, after: str = "") -> bool:
        """True where reading should stop. `after` says what was read last, for the user ("sheet 'Q3', row 812")."""
        if self._spent:
            return True
        where = f" after {after}" if after else ""
        if self._builder.size >= self._limits.characters:
            self._builder.problem(f"only the first {self._builder.size} characters were read{where}: limit reached")
            self._spent = True
        elif monotonic() > self._until:
            self._builder.problem(f"reading took longer than {_SHARE * self._limits.seconds:g} s and stopped{where}")
            self._spent = True
        return self._spent
