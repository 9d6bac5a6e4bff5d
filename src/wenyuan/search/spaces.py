"""The vector spaces of a library: one for each embedding model, and one for each language that is learnt from it.

Each has its vector index, named by the key of what made its vectors and the languages it is for, so that another
model's is made beside it and takes its place when it is whole; until then the one before goes on answering, as it
stands. All follow the library's feed of changes like the lexical index; a text reaches only models that know its
language.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from wenyuan.errors import IndexDamaged, ModelError
from wenyuan.library.store import Store
from wenyuan.models.embedding import Embedder
from wenyuan.search.filling import WHOLE, Progress, Space, fill
from wenyuan.search.folder import Unreachable
from wenyuan.search.learning import learn, outgrown
from wenyuan.search.lsa import Lsa
from wenyuan.search.made import Made
from wenyuan.search.mending import Mending
from wenyuan.search.vectors import VectorIndex
from wenyuan.search.vectors.seal import Damage
from wenyuan.search.vectors.writer import lock
from wenyuan.text.language import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Raise it when what is embedded of a passage changes.
VERSION = "1"
_ABANDONED_SECONDS = 24 * 3600
_log = logging.getLogger(__name__)

__all__ = ["LANGUAGES", "VERSION", "Progress", "Space", "Spaces"]


class Spaces:
    """The spaces of one library, in `folder`.

    models: gives the embedding models in use. others: gives those that could be used, where a model in use has not
    embedded the whole library yet: what one of them has embedded before answers meanwhile. Neither is called before
    the first question or text. Not safe for use by several threads at once.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        models: Callable[[], Sequence[Embedder]] = tuple,
        others: Callable[[], Sequence[Embedder]] = tuple,
    ) -> None:
        self._store, self._folder, self._models, self._others = store, folder, models, others
        self._chosen: list[Embedder] | None = None
        self._usable = True
        self._before: list[Embedder] | None = None
        self._learnt: dict[Language, tuple[tuple[int, int], Lsa | None]] = {}
        self._indexes: dict[str, VectorIndex] = {}
        self._told = set[str]()
        self._made = Made(store.home / "vectors.made")
        self._mending = Mending(store, self._made, self._say)

    def of(self, asked: Language) -> list[Space]:
        """Where a question in this language can be asked: a model's space that is whole, then the learnt one.

        What is damaged is left out, and said once: `mend` and `follow` make it again.
        """
        found = list[Space]()
        if in_use := [self._space(one) for one in self._in_use() if asked in one.languages]:
            found = [space for space in in_use if self._answers(space)]
            if not found:
                found = [space for space in self._of_before(asked) if self._answers(space)][:1]
        if (lsa := self._lsa(asked)) and self._answers(space := self._space(lsa, learnt=True)):
            found.append(space)
        return found

    def _answers(self, space: Space) -> bool:
        """Whether the space was made whole, and can be read."""
        if not space.whole.exists():
            return False
        try:
            space.index.reload()
            return space.index.state() is not None
        except IndexDamaged as error:
            self._say(f"searching without {space.embedder.key}: {error}")
            return False

    def mend(self, asked: Language) -> None:
        """Make again what is damaged or lost of the spaces that such a question is asked in (see `mending`)."""
        for one in self._in_use():
            if asked in one.languages:
                space = self._space(one)
                self._mending.mend(space, space.index.key)
        name, path = f"lsa-{asked}", self._path(asked)
        if self._lsa(asked, tell=False) is None and self._was_learnt(asked):
            self._mending.learn(path, asked, name)
        if lsa := self._lsa(asked, tell=False):
            self._mending.mend(self._space(lsa, learnt=True), name)

    def _was_learnt(self, of: Language) -> bool:
        if f"lsa-{of}" in self._made or self._path(of).exists():
            return True
        return any((folder / WHOLE).exists() for folder in self._folder.glob(f"lsa-{of}-*"))

    def _of_before(self, asked: Language) -> Iterator[Space]:
        """The spaces of models that could be used, for whichever languages they were used before."""
        if self._before is None:
            try:
                self._before = list(self._others())
            except ModelError:  # said where it matters: of the models in use
                self._before = []
        for embedder in (*self._in_use(), *self._before):
            if asked in embedder.languages:
                yield self._space(embedder, frozenset((asked,)))
                yield self._space(embedder, frozenset(LANGUAGES))

    def follow(self, progress: Progress | None = None, wait_seconds: float = 0.0, *, look_closely: bool = False) -> int:
        """Embed what the library has and these lack; returns the number of passages embedded.

        What another process is at is left to it. Interrupted, it goes on from the last commit. look_closely: read all
        vectors first, for damage that shows in no file's size or time. Raises ModelError where a model cannot be used;
        what is embedded by then is kept.
        """
        done = 0
        for each in LANGUAGES:
            done += self._learn(each, progress, wait_seconds, look_closely)
        # Asked again each time: a model may have been pulled, or put right, since.
        self._chosen, self._usable, self._before = list(self._models()), True, None
        for embedder in self._chosen:
            done += self._follow(self._space(embedder), progress, wait_seconds, look_closely)
        self._tidy()
        return done

    def forget(self, documents: Sequence[str]) -> None:
        """Have removed documents found no more, in every space that is there; no model is needed for that.

        A space that another process is at, or that cannot be read, hears of it from the feed when it next follows.
        """
        for key in sorted(path.name for path in self._folder.glob("*") if path.is_dir()):
            try:
                index = self._indexes.get(key) or VectorIndex.at(self._folder / key)
                index.reload()
                state, writer = index.state(), index.writer()
                if writer is None:
                    continue
                with writer:
                    for document in documents if state else ():
                        writer.remove(document)
                    if state:
                        writer.commit(state)
                index.reload()
            except IndexDamaged as error:
                self._say(f"searching without {key}: {error}")

    def _in_use(self) -> list[Embedder]:
        if self._chosen is None:
            try:
                self._chosen = list(self._models())
            except ModelError as error:
                self._say(f"searching without an embedding model: {error}")
                self._chosen, self._usable = [], False
        return self._chosen

    def _say(self, what: str) -> None:
        """Once: the search goes on without it."""
        if what not in self._told:
            self._told.add(what)
            _log.warning("%s", what)

    def _space(
        self, embedder: Embedder, languages: frozenset[Language] | None = None, *, learnt: bool = False
    ) -> Space:
        # What a model has embedded for one language alone is not the whole when it is used for another too.
        of = "" if learnt else "-" + "-".join(sorted(languages or embedder.languages))
        key = f"{embedder.key}{of}-v{VERSION}"
        if key not in self._indexes:
            self._indexes[key] = VectorIndex(self._folder / key, key, embedder.dimension)
        return Space(embedder, self._indexes[key], learnt)

    def _lsa(self, of: Language, *, tell: bool = True) -> Lsa | None:
        """What was learnt last of the language, if anything was; what is the matter with it is told."""
        path = self._path(of)
        try:
            status = path.stat()
            identity = (status.st_ino, status.st_mtime_ns)
            if of not in self._learnt or self._learnt[of][0] != identity:
                self._learnt[of] = (identity, self._read(path))
            lsa = self._learnt[of][1]
            if lsa is None and tell:
                self._say(
                    f"what was learnt of the library ({path.name}) is damaged, or another version's: it is learnt "
                    "again by the next `wenyuan add` or `wenyuan reindex`"
                )
            return lsa
        except FileNotFoundError:
            return None
        except OSError as error:
            self._say(f"what was learnt of the library ({path.name}) cannot be read: {error.strerror}")
            return None

    def _read(self, path: Path) -> Lsa | None:
        try:
            return Lsa(path)
        except Damage:
            return None

    def _path(self, of: Language) -> Path:
        return self._folder / f"lsa-{of}.vectors"

    def _learn(self, of: Language, progress: Progress | None, wait_seconds: float, look_closely: bool) -> int:
        """Follow with what was learnt; where the library has outgrown that, learn anew and embed all first."""
        lsa, path = self._lsa(of), self._path(of)
        records = [one for one in self._store.documents() if one.language == of]
        if not outgrown(lsa, records):
            return self._follow(self._space(lsa, learnt=True), progress, wait_seconds, look_closely) if lsa else 0
        new = path.with_suffix(f".{os.getpid()}.new")
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            if not learn(self._store, new, of, records):
                return 0
            space = self._space(Lsa(new), learnt=True)
            done = self._follow(space, progress, wait_seconds, look_closely)
            if space.whole.exists():  # else another process is at it
                new.replace(path)
                self._made.add(f"lsa-{of}")
        finally:
            new.unlink(missing_ok=True)
        return done

    def _follow(self, space: Space, progress: Progress | None, wait_seconds: float, look_closely: bool) -> int:
        try:
            if look_closely:
                space.index.verify()
            return self._filled(space, progress, wait_seconds)
        except Unreachable:
            raise
        except IndexDamaged:
            _log.warning(
                "the vectors of %s are damaged: what is lost of them is made again from the library", space.embedder.key
            )
        space.index.salvage()
        if space.index.state() is None:
            space.whole.unlink(missing_ok=True)
        return self._filled(space, progress, wait_seconds)

    def _filled(self, space: Space, progress: Progress | None, wait_seconds: float) -> int:
        done = fill(self._store, space, progress, wait_seconds)
        if space.whole.exists() and not space.learnt:
            self._made.add(space.index.key)
        return done

    def _tidy(self) -> None:
        """Remove the indexes of what is no longer in use, once there are whole ones for all that is."""
        used = [self._space(one) for one in self._in_use()]
        used += [self._space(lsa, learnt=True) for of in LANGUAGES if (lsa := self._lsa(of))]
        # A model that cannot be used for now has taken hours, perhaps, for what is there of it.
        if not used or not self._usable or not all(space.whole.exists() for space in used):
            return
        for path in self._folder.glob("lsa-*.new"):  # left behind by who was killed while learning
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                path.unlink(missing_ok=True)
        kept = {space.index.key for space in used}
        self._made.keep(kept | {f"lsa-{of}" for of in LANGUAGES})
        for folder in self._folder.iterdir():
            if not folder.is_dir() or folder.name in kept or (held := lock(folder, 0.0)) is None:
                continue
            try:
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)
            self._indexes.pop(folder.name, None)
