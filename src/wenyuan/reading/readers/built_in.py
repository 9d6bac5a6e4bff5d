"""What the readers of this package share: `detect` has looked at the file, so they need not look again."""

from __future__ import annotations

from wenyuan.reading.detect import detect


class BuiltInReader:
    """Base of a reader that takes what `detect` finds to be one of its `media_types`."""

    media_types: tuple[str, ...] = ()

    def detect(self, data: bytes, name: str) -> str | None:
        found = detect(data, name)
        return found if found in self.media_types else None
