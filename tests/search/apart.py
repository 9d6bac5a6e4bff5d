"""A library changed and searched by processes of their own, which may be killed at any moment."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from hashed import Hashed

import wenyuan.api
from shelf import put
from wenyuan.api import Library
from wenyuan.search import learning

NAMES = ("Netflix", "沈某某", "Pfizer")
VERSIONS = 2
# No document has this word; the model knows what it means, and all of them are about that.
MEANING = "automobile"


def token(number: int) -> str:
    """A word that stands in one text alone."""
    return "zq" + "".join("bdfghjlmpt"[int(digit)] for digit in f"{number:02}") + "kx"


def text(name: str, version: int) -> str:
    number = NAMES.index(name) * VERSIONS + version
    parts = (
        f"## Part {part}\n\n" + f"The car {token(number)} of {name}, a car with doors. 关于{name}的第{part}节。" * 14
        for part in "ABCDEF"
    )
    return "\n\n".join((f"# Papers of {name}", *parts))


def prepare() -> None:
    """The model of the tests, and words learnt from however few passages."""
    model = Hashed("one", ("zh", "en"))
    wenyuan.api.embedders = lambda _: [model]
    wenyuan.api.others = lambda _: [model]
    learning.FEWEST = 12


def change(library: Library, name: str, version: int | None, *, level: bool) -> None:
    """Add or replace what a name stands for, or remove it; level: with indexes and vectors brought up to it."""
    if version is None:
        held = {Path(one.source).stem: one.id for one in library.documents()}
        if name in held:
            library.store.remove([held[name]])
    else:
        put(library.store, f"{name}.md", text(name, version))
    if level:
        library.index.follow()
        library.index.embed()


def changing(home: Path, name: str, version: int | None, pipe: Connection) -> None:
    """The work of a process: one change, saying when it begins."""
    prepare()
    with Library(home) as library:
        pipe.send("begins")
        change(library, name, version, level=True)


def searching(home: Path, pipe: Connection) -> None:
    """The work of a process that has the library open all the time: the hits of each query that it is sent."""
    prepare()
    with Library(home) as library:
        while query := pipe.recv():
            pipe.send(found(library, query))


def found(library: Library, query: str) -> list[tuple[str, str]]:
    """The document and the text of each hit."""
    return [(hit.span.document, hit.text) for hit in library.search(query, 100)]
