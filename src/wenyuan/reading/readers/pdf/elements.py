"""What a page is made of once its rows are understood: pieces of text and tables, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from wenyuan.reading.document import BlockKind
from wenyuan.reading.readers.pdf.runs import Row, Run


@dataclass(slots=True)
class TextElement:
    """Rows that make one block. `first` and `last` say that it begins or ends a column (or page) of running text,
    where a sentence may have been broken; `full` that its last row reaches the right margin."""

    kind: BlockKind
    page: int
    rows: list[Row]
    level: int = 0
    first: bool = False
    last: bool = False
    full: bool = False


@dataclass(slots=True)
class CellElement:
    """The runs of one cell, in order, and where the cell stands in its table, counted from 0."""

    row: int
    column: int
    runs: list[Run]
    header: bool = False
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)


@dataclass(slots=True)
class TableElement:
    """Cells sorted by row and column; empty ones are left out."""

    page: int
    cells: list[CellElement] = field(default_factory=list[CellElement])


Element = TextElement | TableElement
