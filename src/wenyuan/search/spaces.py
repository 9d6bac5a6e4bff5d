"""The vector spaces of a library: one for each embedding model, and one for each language that is learnt from it.

Each has its vector index, named by the key of what made its vectors, so that another model's is made beside it and
takes its place when it is whole. All follow the library's feed of changes like the lexical index; a text reaches only
models that know its language.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenyuan.errors import IndexDamaged, ModelError
from wenyuan.library.records import Change, DocumentRecord, StoredDocument
from wenyuan.library.store import Store
from wenyuan.models.embedding import Embedder
from wenyuan.search.folder import Unreachable
from wenyuan.search.learning import learn, outgrown
from wenyuan.search.lsa import Lsa
from wenyuan.search.passages import Passage, passages
from wenyuan.search.vectors import Place, VectorIndex, VectorWriter
from wenyuan.search.vectors.seal import Damage
from wenyuan.search.writing import State, reached
from wenyuan.text.language import Language, language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
# Raise it when what is embedded of a passage changes.
VERSION = "1"
_TEXTS_AT_ONCE = 256
_WHOLE = "whole"
_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Space:
    """One way to embed and the vectors made with it. learnt: from the library itself."""

    embedder: Embedder
    index: VectorIndex
    learnt: bool


class Spaces:
    """The spaces of one library, in `folder`. `models` gives the embedding models in use.

    Not safe for use by several threads at once.
    """

    def __init__(self, store: Store, folder: Path, models: Callable[[], Sequence[Embedder]] = tuple) -> None:
        self._store, self._folder, self._models = store, folder, models
        self._chosen: list[Embedder] | None = None
        self._learnt: dict[Language, tuple[tuple[int, int], Lsa]] = {}
        self._indexes: dict[str, VectorIndex] = {}

    def of(self, asked: Language) -> list[Space]:
        """Where a question in this language can be asked: the model's space where it is whole, then the learnt one."""
        found = [self._space(one) for one in self._usable() if asked in one.languages]
        whole = [space for space in found if (space.index.folder / _WHOLE).exists()]
        if (lsa := self._lsa(asked)) and (space := self._space(lsa, learnt=True)).index.state():
            whole.append(space)
        for space in whole:
            space.index.reload()
        return whole

    def follow(self, progress: Progress | None = None, wait_seconds: float = 0.0) -> int:
        """Embed what the library has and these lack; returns the number of passages embedded.

        What another process is at is left to it. Interrupted, it goes on from the last commit. Raises ModelError where
        a model cannot be used; what is embedded by then is kept.
        """
        done = 0
        for each in LANGUAGES:
            done += self._learn(each, progress, wait_seconds)
        for embedder in self._usable():
            space = self._space(embedder)
            done += self._follow(space, progress, wait_seconds)
        self._tidy()
        return done

    def _usable(self) -> list[Embedder]:
        if self._chosen is None:
            try:
                self._chosen = list(self._models())
            except ModelError as error:
                _log.warning("searching without an embedding model: %s", error)
                self._chosen = []
        return self._chosen

    def _space(self, embedder: Embedder, *, learnt: bool = False) -> Space:
        key = f"{embedder.key}-v{VERSION}"
        if key not in self._indexes:
            self._indexes[key] = VectorIndex(self._folder / key, key, embedder.dimension)
        return Space(embedder, self._indexes[key], learnt)

    def _lsa(self, of: Language) -> Lsa | None:
        """What was learnt last of the language, if anything was."""
        path = self._path(of)
        try:
            status = path.stat()
            identity = (status.st_ino, status.st_mtime_ns)
            if of not in self._learnt or self._learnt[of][0] != identity:
                self._learnt[of] = (identity, Lsa(path))
            return self._learnt[of][1]
        except FileNotFoundError:
            return None
        except Damage:
            _log.warning("what was learnt of the library (%s) is damaged: it is learnt again", path.name)
            path.unlink(missing_ok=True)
            return None

    def _path(self, of: Language) -> Path:
        return self._folder / f"lsa-{of}.vectors"

    def _learn(self, of: Language, progress: Progress | None, wait_seconds: float) -> int:
        """Follow with what was learnt; where the library has outgrown that, learn anew and embed all first."""
        lsa, path = self._lsa(of), self._path(of)
        records = [one for one in self._store.documents() if one.language == of]
        if not outgrown(lsa, records):
            return self._follow(self._space(lsa, learnt=True), progress, wait_seconds) if lsa else 0
        new = path.with_suffix(f".{os.getpid()}.new")
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            if not learn(self._store, new, of, records):
                return 0
            done = self._follow(self._space(Lsa(new), learnt=True), progress, wait_seconds)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
        return done

    def _follow(self, space: Space, progress: Progress | None, wait_seconds: float) -> int:
        try:
            return self._apply(space, progress, wait_seconds)
        except Unreachable:
            raise
        except IndexDamaged:
            _log.warning(
                "the vectors of %s are damaged: what is lost of them is made again from the library", space.embedder.key
            )
        space.index.salvage()
        return self._apply(space, progress, wait_seconds)

    def _apply(self, space: Space, progress: Progress | None, wait_seconds: float) -> int:
        latest = self._store.last_change()
        space.index.reload()
        if reached(self._store, space.index.state()) == latest:
            return 0
        writer = space.index.writer(wait_seconds)
        if writer is None:
            return 0
        embedded = 0
        with writer:
            identity, done = self._store.identity(), reached(self._store, space.index.state()) or 0
            while changes := self._store.changes(done, 2000 if space.learnt else 100):
                embedded += self._write(space, writer, changes)
                done = changes[-1].sequence
                writer.commit(State(identity, done, changes[-1].document))
                if progress:
                    progress(space.embedder.key, done, latest)
        (space.index.folder / _WHOLE).touch()
        space.index.reload()
        return embedded

    def _write(self, space: Space, writer: VectorWriter, changes: Sequence[Change]) -> int:
        put = {change.document for change in changes if change.kind == "put"}
        for document in {change.document for change in changes if change.kind == "remove"}:
            writer.remove(document)
        held = {document for document in put if writer.holds(document)}
        for record in self._store.records(held).values():
            writer.assign(record.id, record.collections)
        waiting, count, embedded = list[tuple[DocumentRecord, list[Place], list[str]]](), 0, 0
        for content in self._store.contents(sorted(put - held)):
            places, texts = _embeddable(content, space.embedder.languages)
            waiting.append((content.record, places, texts))
            count += len(texts)
            if count >= _TEXTS_AT_ONCE:
                embedded += _put(space, writer, waiting)
                waiting, count = [], 0
        return embedded + _put(space, writer, waiting)

    def _tidy(self) -> None:
        """Remove the indexes of what is no longer in use, once there are whole ones for all that is."""
        used = [self._space(one) for one in self._usable()]
        used += [self._space(lsa, learnt=True) for of in LANGUAGES if (lsa := self._lsa(of))]
        if not used or not all((space.index.folder / _WHOLE).exists() for space in used):
            return
        kept = {space.index.key for space in used}
        for folder in self._folder.iterdir():
            if folder.is_dir() and folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
                self._indexes.pop(folder.name, None)


def _put(space: Space, writer: VectorWriter, waiting: Sequence[tuple[DocumentRecord, list[Place], list[str]]]) -> int:
    texts = [text for _, _, of_one in waiting for text in of_one]
    if not waiting:
        return 0
    vectors, at = space.embedder.passages(texts), 0
    for record, places, _ in waiting:
        writer.put(record.id, record.collections, places, vectors[at : at + len(places)])
        at += len(places)
    return len(texts)


def _embeddable(content: StoredDocument, languages: frozenset[Language]) -> tuple[list[Place], list[str]]:
    """The passages of a document in these languages, and what is embedded of each."""
    places, texts = list[Place](), list[str]()
    for passage in passages(content.text, content.blocks, content.tables):
        text = content.text[passage.start : passage.end]
        if (own := language(text)) and own in languages:
            places.append(Place(passage.start, passage.end, passage.body, passage.context))
            texts.append(described(content.record, passage, text))
    return places, texts


def described(record: DocumentRecord, passage: Passage, text: str) -> str:
    """A passage as it is embedded: under the title of its document, its headings and the header of its table."""
    title = record.title if language(record.title) and not text.startswith(record.title) else ""
    above = dict.fromkeys(one for one in (title, *passage.heading, passage.context) if one and not text.startswith(one))
    return "\n".join((*above, text))
