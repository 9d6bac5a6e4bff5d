"""Filling a vector space from the library: what is new is embedded, what was removed is found no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenyuan.library.records import Change, DocumentRecord
from wenyuan.library.store import Store
from wenyuan.models.embedding import Embedder
from wenyuan.search.described import embeddable
from wenyuan.search.vectors import Place, VectorIndex, VectorWriter
from wenyuan.search.writing import State, reached

_TEXTS_AT_ONCE = 256
# A commit is what an interruption leaves standing: for a model, some seconds of work.
_CHANGES_A_COMMIT, _CHARACTERS_A_COMMIT = 100, 400_000
_CHANGES_A_COMMIT_LEARNT, _CHARACTERS_A_COMMIT_LEARNT = 2000, 20_000_000
# Where somebody waits: about a second of work.
_CHARACTERS_A_STEP, _CHARACTERS_A_STEP_LEARNT = 10_000, 1_000_000

WHOLE = "whole"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Space:
    """One way to embed and the vectors made with it. learnt: from the library itself."""

    embedder: Embedder
    index: VectorIndex
    learnt: bool

    @property
    def whole(self) -> Path:
        """A mark that is there once all of the library was embedded; what came since may still wait."""
        return self.index.folder / WHOLE


def fill(store: Store, space: Space, progress: Progress | None, wait_seconds: float, until: float | None = None) -> int:
    """Bring a space in step with the library; returns the number of passages embedded.

    It is 0 while another process is at it longer than `wait_seconds`. Progress is told by the name of the space, the
    number of the change reached and that of the last. until: no document is begun after this, of `time.monotonic`; the
    space is not whole then, and the next call goes on from there. Raises IndexDamaged and ModelError; what was
    committed by then is kept.
    """
    latest = store.last_change()
    space.index.reload()
    if reached(store, space.index.state()) == latest and space.whole.exists():
        return 0
    writer = space.index.writer(wait_seconds)
    if writer is None:
        return 0
    changes_at_once = _CHANGES_A_COMMIT_LEARNT if space.learnt else _CHANGES_A_COMMIT
    embedded = 0
    with writer:
        identity, done = store.identity(), reached(store, space.index.state())
        if done is None:
            writer.forget()  # another library's, or of one that has gone another way
            done = 0
        while changes := store.changes(done, changes_at_once):
            for some in _parts(store, changes, _most(space, until), writer):
                if until is not None and time.monotonic() >= until:
                    return embedded
                if progress:
                    progress(space.embedder.key, done, max(latest, done))
                embedded += _write(store, space, writer, some)
                done = some[-1].sequence
                writer.commit(State(identity, done, some[-1].document))
        if progress:
            progress(space.embedder.key, done, max(latest, done))
    space.whole.touch()
    space.index.reload()
    return embedded


def _most(space: Space, until: float | None) -> int:
    """How many characters a commit may take."""
    if until is None:
        return _CHARACTERS_A_COMMIT_LEARNT if space.learnt else _CHARACTERS_A_COMMIT
    return _CHARACTERS_A_STEP_LEARNT if space.learnt else _CHARACTERS_A_STEP


def _parts(store: Store, changes: Sequence[Change], most: int, writer: VectorWriter) -> Iterator[list[Change]]:
    """The changes in parts, each of about so much text that has no vectors yet."""
    records = store.records({change.document for change in changes if change.kind == "put"})
    part, size = list[Change](), 0
    for change in changes:
        characters = records[change.document].characters if change.document in records else 0
        if characters and writer.holds(change.document):
            characters = 0
        if part and size + characters > most:
            yield part
            part, size = [], 0
        part.append(change)
        size += characters
    yield part


def _write(store: Store, space: Space, writer: VectorWriter, changes: Sequence[Change]) -> int:
    put = {change.document for change in changes if change.kind == "put"}
    for document in {change.document for change in changes if change.kind == "remove"}:
        writer.remove(document)
    held = {document for document in put if writer.holds(document)}
    for record in store.records(held).values():
        writer.assign(record.id, record.collections)
    waiting, count, embedded = list[tuple[DocumentRecord, list[Place], list[str]]](), 0, 0
    for content in store.contents(sorted(put - held)):
        places, texts = embeddable(content, space.embedder.languages)
        waiting.append((content.record, places, texts))
        count += len(texts)
        if count >= _TEXTS_AT_ONCE:
            embedded += _put(space, writer, waiting)
            waiting, count = [], 0
    return embedded + _put(space, writer, waiting)


def _put(space: Space, writer: VectorWriter, waiting: Sequence[tuple[DocumentRecord, list[Place], list[str]]]) -> int:
    texts = [text for _, _, of_one in waiting for text in of_one]
    if not waiting:
        return 0
    vectors, at = space.embedder.passages(texts), 0
    for record, places, _ in waiting:
        writer.put(record.id, record.collections, places, vectors[at : at + len(places)])
        at += len(places)
    return len(texts)
