"""Whatever is done to an index, it answers as a plain dictionary of what was committed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from shelves import DIMENSION, Plain, put, same, state, vectors

from wenyuan.search.vectors import VectorIndex, VectorWriter, merging

DOCUMENTS = st.sampled_from(["d0", "d1", "d2", "d3", "d4", "文件", "a-much-longer-name-than-the-others"])
COLLECTIONS = st.sampled_from([(), ("a",), ("b",), ("a", "b")])


class LikeADictionary(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "model"
        self.index = self.opened()
        self.reader = self.opened()
        self.committed, self.pending = Plain(), Plain()
        self.seen = Plain()
        self.writer: VectorWriter | None = None
        self.seed = 0
        self.fewest_dead, merging._FEWEST_DEAD = merging._FEWEST_DEAD, 4

    def opened(self) -> VectorIndex:
        return VectorIndex(self.folder, "model", DIMENSION)

    def write(self) -> VectorWriter:
        if self.writer is None:
            self.writer = self.index.writer()
            assert self.writer is not None
        return self.writer

    @rule(document=DOCUMENTS, count=st.integers(0, 5), collections=COLLECTIONS)
    def put(self, document: str, count: int, collections: tuple[str, ...]) -> None:
        self.seed += 1
        put(self.write(), document, count, self.seed, *collections)
        self.pending.vectors[document] = vectors(count, self.seed)
        self.pending.live[document] = collections

    @rule(document=DOCUMENTS, collections=COLLECTIONS)
    def assign(self, document: str, collections: tuple[str, ...]) -> None:
        if not self.write().holds(document):
            assert document not in self.pending.live
            return
        assert document in self.pending.vectors
        self.write().assign(document, collections)
        self.pending.live[document] = collections

    @rule(document=DOCUMENTS)
    def remove(self, document: str) -> None:
        self.write().remove(document)
        self.pending.live.pop(document, None)

    @rule()
    def commit(self) -> None:
        self.pending.sequence = (self.committed.sequence or 0) + 1
        self.write().commit(state(self.pending.sequence))
        self.committed = self.pending.copy()

    @rule()
    def close(self) -> None:
        self.write().close()
        self.writer = None
        self.pending = self.committed.copy()

    @precondition(lambda self: self.writer is not None)
    @rule()
    def killed(self) -> None:
        """As a kill leaves it: files half written, the lock gone, nothing closed."""
        writer, self.writer = self.write(), None
        if writer._file is not None:
            writer._file.halves._file.flush()
        os.close(writer._descriptor)
        writer._descriptor, writer._file = -1, None
        self.pending = self.committed.copy()

    @rule()
    def reopen(self) -> None:
        self.close()
        self.index = self.opened()
        self.index.verify()

    @rule()
    def look(self) -> None:
        self.reader.reload()
        self.seen = self.committed.copy()

    @rule()
    def salvage(self) -> None:
        """Of a sound index it changes nothing."""
        self.close()
        self.index.salvage()

    @invariant()
    def answers_alike(self) -> None:
        if hasattr(self, "index"):
            same(self.index, self.committed)
            same(self.reader, self.seen)  # one commit, until it looks again

    def teardown(self) -> None:
        if hasattr(self, "writer"):
            self.close()
            merging._FEWEST_DEAD = self.fewest_dead
            self.place.cleanup()


LikeADictionary.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestLikeADictionary = LikeADictionary.TestCase
