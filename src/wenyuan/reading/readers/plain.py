"""Plain text, stored exactly as decoded."""

from __future__ import annotations

import re

from wenyuan.reading.document import Block, Document
from wenyuan.reading.encoding import decode
from wenyuan.reading.protocol import Limits


class PlainReader:
    media_types = ("text/plain",)

    def detect(self, data: bytes, name: str) -> str | None:
        from wenyuan.reading.detect import detect

        found = detect(data, name)
        return found if found in self.media_types else None

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        decoded = decode(data)
        document = Document(decoded.text, "text/plain", metadata={"encoding": decoded.encoding})
        if decoded.problem:
            document.problems.append(decoded.problem)
        for found in re.finditer(r"\S(?:.|\n(?!\s*\n))*", decoded.text):
            document.blocks.append(Block("paragraph", found.start(), found.end()))
        return document
