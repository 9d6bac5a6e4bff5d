"""A batch of contents, committed together."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from wenyuan.library.arriving import Arrival, Staged, Writing, stage
from wenyuan.library.blobs import Blobs
from wenyuan.library.engine import Database
from wenyuan.library.listing import find_records
from wenyuan.library.records import Added, DocumentRecord, Outcome, unstored


class Batch:
    """Contents put together. `put` does the costly work at once; all of them are committed when the block ends, and
    `results` then holds one `Added` each, in order. Nothing is written where the block raises."""

    def __init__(self, database: Database, files: Blobs) -> None:
        self._database = database
        self._files = files
        self._staged: list[Staged] = []
        self.results: list[Added] = []

    def __len__(self) -> int:
        return len(self._staged)

    def put(self, arrival: Arrival) -> None:
        """Raises ValueError for a document that breaks the invariants of `reading.document`."""
        self._staged.append(stage(arrival, self._files))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.commit()
        finally:
            self.discard()

    def discard(self) -> None:
        """Let go of what was not committed. Harmless after `commit`."""
        for staged in self._staged:
            if staged.file:
                staged.file.unlink(missing_ok=True)
        self._staged.clear()

    def commit(self) -> None:
        """Write all of it; on disk when this returns."""
        if not self._staged:
            return
        with self._database.writing() as connection:
            writing = Writing(connection, self._files)
            outcomes: list[Outcome | None] = [writing.put(staged) for staged in self._staged]
            writing.finish()
            records = find_records(connection, {staged.document["id"] for staged in self._staged})
        for staged, outcome in zip(self._staged, outcomes, strict=True):
            key, reason = staged.document["id"], staged.document["reason"]
            if outcome is None:
                record = _unstored(staged, "", f"its id {key} belongs to other content; it was not added")
            else:
                # A failed content that a later one of this batch replaced has no row left.
                record = records.get(key) or _unstored(staged, key, reason)
            failed: Outcome = "failed"
            self.results.append(Added(record, staged.source, outcome or failed))
        self._staged.clear()


def _unstored(staged: Staged, document: str, reason: str) -> DocumentRecord:
    row = staged.document
    return unstored(
        staged.source,
        row["title"],
        reason,
        document=document,
        media_type=row["media_type"],
        size=staged.size,
        added=row["added"],
    )
