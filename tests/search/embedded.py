"""A library of papers on three subjects, each with a word of its own, and embedding models over it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hashed import Hashed

import wenyuan.api
from shelf import put
from wenyuan.api import Library
from wenyuan.search.filling import Space
from wenyuan.search.lsa import FEWEST
from wenyuan.search.spaces import Spaces

SUBJECTS = (
    "car engine wheel road driver",
    "doctor nurse ward patient fever cure",
    "house roof window door brick",
)
SUBJECTS_ZH = ("汽车 引擎 车轮 道路 司机", "医生 护士 病房 病人 治疗", "房屋 屋顶 窗户 大门 砖墙")


def token(number: int) -> str:
    """A word that stands in one document alone."""
    return "zq" + "".join("bdfghjlmpt"[int(digit)] for digit in f"{number:03}") + "kx"


def text_of(number: int) -> str:
    draw = random.Random(number)
    subject = SUBJECTS[number % 3].split()
    return f"Paper {token(number)}.\n\nThe {' '.join(draw.choices(subject, k=25))}{f' {subject[0]}' * 5}."


def text_zh(number: int) -> str:
    draw = random.Random(number)
    return f"文件丙{number:03}号。\n\n" + "，".join(draw.choices(SUBJECTS_ZH[number % 3].split(), k=40)) + "。"


class Shelf:
    """A library folder with the models in use and those that could be; opened anew each time it is used."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.vectors = home, home / "index" / "vectors"
        self.in_use, self.others = list[Hashed](), list[Hashed]()
        patch.setattr(wenyuan.api, "embedders", lambda _: list(self.in_use))
        patch.setattr(wenyuan.api, "others", lambda _: list(self.others))

    def opened(self) -> Library:
        return Library(self.home)

    def put(self, *numbers: int, of: Callable[[int], str] = text_of, collection: str = "default") -> list[str]:
        with self.opened() as library:
            return [put(library.store, f"{one:03}.md", of(one), collection).id for one in numbers]

    def embed(self) -> int:
        with self.opened() as library:
            return library.index.embed()

    def found(self, query: str, limit: int = 10, collection: str | None = None) -> list[str]:
        with self.opened() as library:
            return [hit.span.document for hit in library.search(query, limit, collection)]

    def by(self, query: str) -> set[str]:
        """The rankings that had a say in the best hits."""
        with self.opened() as library:
            return {part.name for hit in library.search(query) for part in hit.explanation.parts}

    def folders(self) -> set[str]:
        return {one.name for one in self.vectors.iterdir() if one.is_dir()} if self.vectors.exists() else set()

    def spaces(self, library: Library, asked: str = "en") -> list[Space]:
        spaces = Spaces(library.store, self.vectors, lambda: self.in_use, lambda: self.others)
        return spaces.of("zh" if asked == "zh" else "en")

    def size(self) -> int:
        """Passages that can be found by the model in use."""
        with self.opened() as library:
            return self.spaces(library)[0].index.size


def learnt_shelf(shelf: Shelf) -> list[str]:
    """A library from which enough is learnt; no model."""
    shelf.in_use = []
    ids = shelf.put(*range(FEWEST + 10))
    shelf.embed()
    return ids


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)
