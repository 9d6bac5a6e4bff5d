"""Keeping the lexical index in step with the library: following its feed of changes, and making the index again.

An index found damaged is made again from the library at once, and the log says so.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from wenyuan.errors import IndexDamaged
from wenyuan.library.records import Change
from wenyuan.library.store import Store
from wenyuan.search.folder import Unreachable
from wenyuan.search.lexical import LexicalIndex
from wenyuan.search.passages import passages
from wenyuan.search.writing import Entry, State, Writer, about, called, reached

HEAL_SECONDS = 10.0
_CHANGES_A_COMMIT = 2000
_POLL_SECONDS = 0.05

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class Following:
    """Brings one index after one library. Not safe for use by several threads at once."""

    def __init__(self, store: Store, index: LexicalIndex) -> None:
        self._store = store
        self._index = index
        self._followed = -1
        self._leading = False
        self._held: Writer | None = None
        self._told = ""

    @property
    def level(self) -> bool:
        """Whether the index, as it was last looked at, holds all that the library has now."""
        return self._followed >= 0 and self._followed == self._store.last_change()

    @contextmanager
    def leading(self) -> Generator[None]:
        """Keep the writing of the index in this process for a while, so that nobody who only searches gets the work.

        Where another process has it already, that one goes on with it and this one waits for it in `follow`.
        """
        self._held, self._leading = self.mended(self._index.writer), True
        try:
            yield
        finally:
            self._leading = False
            self._let_go()
        self.mended(self._index.seal)

    def follow(self, wait_seconds: float = 60.0) -> int:
        """Apply what the library has changed since the index last looked; returns the number of changes applied.

        Where another process is doing so already it is waited for, `wait_seconds` at most, and 0 is returned: its
        work serves this one too, and what the library has removed is filtered out of results meanwhile.
        """
        return self.mended(lambda: self._follow(wait_seconds))

    def _follow(self, wait_seconds: float) -> int:
        latest = self._store.last_change()
        if latest == self._followed:
            return 0
        deadline = time.monotonic() + wait_seconds
        while not self._is_level(latest):
            if writer := self._writer():
                return self._write(writer)
            if time.monotonic() >= deadline:
                break
            time.sleep(_POLL_SECONDS)
        return 0

    def rebuild(self, wait_seconds: float = 60.0) -> int:
        """Make the index again from the library, whatever is in its place; returns the number of documents indexed.

        Until it is done, searches get the index as it was. Raises LibraryError while another process writes to it
        longer than `wait_seconds`.
        """
        return self._make_again(wait_seconds)

    def _make_again(self, wait_seconds: float, *, damaged: bool = False) -> int:
        applied = 0

        def fill(writer: Writer) -> None:
            nonlocal applied
            applied = self._apply(writer, anew=True)

        self._let_go()
        self._followed = -1
        self._index.remake(fill, wait_seconds, damaged=damaged)
        self._look()
        if self._leading:
            self._held = self._index.writer()
        return applied

    def mended(self, call: Callable[[], _T]) -> _T:
        """What `call` does or finds; where the index turns out to be damaged, on an index made again, once."""
        try:
            return call()
        except Unreachable:
            raise
        except IndexDamaged:
            _log.warning(
                "the search index is damaged: it is made again from the library",
                exc_info=_log.isEnabledFor(logging.DEBUG),
            )
        self._make_again(HEAL_SECONDS, damaged=True)
        return call()

    def _is_level(self, latest: int) -> bool:
        """Look again at what has been committed: whether it holds the library's changes up to `latest`."""
        self._look()
        return self._followed >= latest

    def _look(self) -> None:
        self._index.reload()
        self._followed = -1 if (sequence := self._sequence()) is None else sequence

    def _writer(self) -> Writer | None:
        """The writer held or, for this once, another; one whose index has been put away is let go."""
        if self._held and not self._index.owns(self._held):
            self._let_go()
            self._held = self._index.writer()
        return self._held or self._index.writer()

    def _let_go(self) -> None:
        held, self._held = self._held, None
        if held:
            _close(held)

    def _write(self, writer: Writer) -> int:
        try:
            self._index.reload()
            applied = self._apply(writer)
        except BaseException:
            if writer is self._held:
                self._let_go()  # it may have ended with what it was given to write
            else:
                _close(writer)
            raise
        if writer is not self._held:
            writer.close()
            self._index.seal()
        self._look()
        return applied

    def catch_up(self) -> None:
        """Bring the index up to date where that can be done at once; else say what that means."""
        try:
            self.follow(wait_seconds=0.0)
            if self._followed < 0:
                self.follow(HEAL_SECONDS)  # another process is making it: before its first commit nothing is found
                if self._followed < 0:
                    _log.warning("another process is still making the search index: not all can be found yet")
        except Unreachable as error:
            if self._told != str(error):
                _log.warning("%s. Until then the index is searched as it stands", error)
                self._told = str(error)

    def _sequence(self) -> int | None:
        """The last change that the index holds of this library; None where it must be made anew."""
        return reached(self._store, self._index.state())

    def _apply(self, writer: Writer, anew: bool = False) -> int:
        identity, applied, unheld = self._store.identity(), 0, -1
        done = None if anew else self._sequence()
        if done is None:
            writer.clear()
            # The feed has one change a document: one that is as old as this was not come by before.
            done, unheld = 0, self._store.last_change()
        last = ""
        while changes := self._store.changes(done, _CHANGES_A_COMMIT):
            self._apply_all(writer, changes, unheld)
            done, last = changes[-1].sequence, changes[-1].document
            applied += len(changes)
            if not anew:
                writer.commit(State(identity, done, last))
        if anew or not applied:
            writer.commit(State(identity, done, last))
        return applied

    def _apply_all(self, writer: Writer, changes: Sequence[Change], unheld: int) -> None:
        """The order within does not matter: the feed has one change a document. Of those up to the change `unheld`
        the index holds nothing, and nothing has to be looked for there."""
        put = {change.document: change.sequence <= unheld for change in changes if change.kind == "put"}
        for content in self._store.contents(list(put)):
            record = content.record
            cut = list(passages(content.text, content.blocks, content.tables))
            known = about(record, content.metadata)
            entry = Entry(record.id, called(record), content.text, cut, record.collections, known)
            writer.put(entry, new=put.pop(record.id))
        gone = {change.document for change in changes if change.kind == "remove" and change.sequence > unheld}
        for document in gone.union(document for document, new in put.items() if not new):
            writer.remove(document)


def _close(writer: Writer) -> None:
    """Give up a writer after something else went wrong, or may have: that is said already, or will be."""
    try:
        writer.close()
    except IndexDamaged as error:
        _log.warning("%s", error)
