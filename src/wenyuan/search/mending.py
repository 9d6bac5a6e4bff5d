"""Vectors found damaged or lost are made again by whoever searches: for some seconds, from what is undamaged of them
and from the library.

What is not done by then stands, committed, and is gone on with by the next to open the library. A space that was never
whole is none of this: embedding begins where documents are added.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from wenyuan.errors import IndexDamaged, ModelError
from wenyuan.library.store import Store
from wenyuan.search.filling import Space, fill
from wenyuan.search.folder import Unreachable
from wenyuan.search.learning import learn
from wenyuan.search.made import Made
from wenyuan.text.language import Language

# How long the searches of one opening work on it.
HEAL_SECONDS = 10.0
# An inverted file of more rows takes longer than that.
_MOST_SETTLED = 100_000
_log = logging.getLogger(__name__)


class Mending:
    """The mending of one opening. `say` tells a thing once. Not safe for use by several threads at once."""

    def __init__(self, store: Store, made: Made, say: Callable[[str], None]) -> None:
        self._store, self._made, self._say = store, made, say
        self._left = HEAL_SECONDS
        self._given_up = set[str]()

    def mend(self, space: Space, name: str) -> None:
        """Bring a space that is damaged or lost on its way; `name` is what it is noted by where it was whole once."""
        try:
            sound = is_sound(space)
            if sound and not space.index.unsettled:
                self._made.add(name)
            elif sound:
                if space.index.size <= _MOST_SETTLED:
                    self._spend(name, lambda until: _settle(space))
            elif space.learnt or name in self._made or space.whole.exists():
                self._spend(name, lambda until: self._fill(space, until))
        except Unreachable as error:
            self._say(f"searching without {space.embedder.key}: {error}")

    def learn(self, path: Path, of: Language, name: str) -> None:
        """Learn again what was learnt of the library; once begun, that is not broken off."""
        self._spend(name, lambda until: self._learn(path, of, name))

    def _spend(self, name: str, work: Callable[[float], None]) -> None:
        if self._left <= 0 or name in self._given_up:
            return
        began = time.monotonic()
        try:
            work(began + self._left)
        except (IndexDamaged, ModelError) as error:
            self._given_up.add(name)
            self._say(f"searching without {name}: {error}")
        finally:
            self._left -= time.monotonic() - began

    def _fill(self, space: Space, until: float) -> None:
        _log.warning("the vectors of %s are damaged or lost: they are made again from the library", space.embedder.key)
        space.index.salvage(0.0)
        if space.index.state() is None:
            space.whole.unlink(missing_ok=True)
        fill(self._store, space, None, 0.0, until)
        if not space.whole.exists():
            self._say(
                f"not all vectors of {space.embedder.key} could be made again at once: until they are, by the next "
                "searches that open the library or by `wenyuan add`, searches go without them"
            )

    def _learn(self, path: Path, of: Language, name: str) -> None:
        records = [one for one in self._store.documents() if one.language == of]
        new = path.with_suffix(f".{os.getpid()}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if learn(self._store, new, of, records):
                new.replace(path)
                _log.warning("what was learnt of the library (%s) was damaged or lost: it is learnt again", path.name)
            else:
                self._given_up.add(name)  # too little is left of the library
        except OSError as error:
            self._given_up.add(name)
            self._say(f"what was learnt of the library ({path.name}) cannot be made again: {error.strerror}")
        finally:
            new.unlink(missing_ok=True)


def is_sound(space: Space) -> bool:
    """Whether the space was made whole and can be read. Raises Unreachable where the disk is in the way."""
    if not space.whole.exists():
        return False
    try:
        space.index.reload()
        return space.index.state() is not None
    except Unreachable:
        raise
    except IndexDamaged:
        return False


def _settle(space: Space) -> None:
    space.index.salvage(0.0)
    if writer := space.index.writer():
        with writer:
            writer.settle()
        space.index.reload()
