"""What a claim is judged against: sentences and table rows, each with what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """`text[start:end]` of a row, and the headers of its column, outermost first."""

    start: int
    end: int
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or one row of a table, of a source.

    title, headings: of its document and above it; for a row also the groups of rows that it stands in.
    cells: of a row, its label the first, empty where it has none; none for a sentence.
    note: what holds for all of a table, such as "(in millions)" or 单位：万元; the caption counts as one.
    dated: the document's date, by which "last year" is reckoned. year_end: month and day where its fiscal years end.
    """

    text: str
    title: str = ""
    headings: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    note: str = ""
    dated: date | None = None
    year_end: tuple[int, int] | None = None

    @property
    def above(self) -> str:
        """All that stands above the sentence, as one text."""
        return "\n".join(filter(None, (self.title, *self.headings, self.note)))


SEPARATOR = " | "
# A row that is of percentages by its own label, and what is none though the row above is.
_A_PERCENTAGE = re.compile(r"percent|%|\b(?:rate|ratio|margin|yield)s?\b|[率比]", re.IGNORECASE)
# A line of a table that says something of its figures, and heads none of them.
_NOTE = re.compile(
    r"\(?\s*(?:[$€£]|\bin\b|US|RMB|amounts|dollars|单位|人民币)[^|]{0,60}\b(?:thousands?|millions?|billions?|元)\b|[(（]?单位",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2},?:?$",
    re.IGNORECASE,
)
_NO_PERCENTAGE = re.compile(r"[$€£¥,]|\b(?:years|number|shares|per)\b|[年数]", re.IGNORECASE)


def rows(
    table: Sequence[Sequence[str]],
    *,
    note: str = "",
    title: str = "",
    headings: tuple[str, ...] = (),
    dated: date | None = None,
    year_end: tuple[int, int] | None = None,
) -> list[Sentence]:
    """The rows of a table as evidence, each cell under the headers of its column.

    The header is what stands above the first row that has a label and a figure beyond years. A row with nothing but a
    label is a heading of those below it.
    """
    header = _header_rows(table)
    width = max(map(len, table), default=0)
    headers = _headers(table[:header], width)
    if day := next((row[0].strip() for row in table[:header] if row and _DAY.search(row[0])), ""):
        # "December 31," in the corner, and the years above the columns.
        headers = [(day, *above) if above else above for above in headers]
    noted = "\n".join(filter(None, (note, *_notes(table[:header]))))
    percent = [False] * width
    out, group = list[Sentence](), ""
    for row in table[header:]:
        filled = [cell.strip() for cell in row]
        if not any(filled[1:]):
            if filled and _NOTE.match(filled[0]):
                noted = f"{noted}\n{filled[0]}" if noted else filled[0]
                continue
            group = filled[0] if filled else ""
            if group:
                out.append(Sentence(group, title, headings, (), noted, dated, year_end))
            continue
        text = filled[0]
        cells = [Cell(0, len(text))]
        for column, cell in enumerate(filled[1:], 1):
            if not cell:
                continue
            text += SEPARATOR if text else ""
            percent[column] = not _A_PERCENTAGE.search(filled[0]) and (
                "%" in cell or (percent[column] and _figure(cell) and not _NO_PERCENTAGE.search(cell + filled[0]))
            )
            above = headers[column]
            if percent[column] and "%" not in cell:
                above = (*above, "%")  # written in the first row of a column, and meant for those below
            cells.append(Cell(len(text), len(text) + len(cell), above))
            text += cell
        above = (*headings, group) if group else headings
        if not filled[0] and len(out) and out[-1].cells:
            above = (*above, "Total")  # a row of figures with no label sums up those above it
        out.append(Sentence(text, title, above, tuple(cells), noted, dated, year_end))
    return out


def _header_rows(table: Sequence[Sequence[str]]) -> int:
    headed = False
    for at, row in enumerate(table):
        cells = [cell.strip() for cell in row]
        if at and cells and cells[0] and (any(map(_figure, cells[1:])) or (headed and not any(cells[1:]))):
            return at
        headed = headed or any(cells[1:])
    return min(1, len(table))


def _figure(cell: str) -> bool:
    """Whether a cell holds a figure that is no year."""
    digits = [
        part for part in cell.replace(",", "").replace("$", " ").split() if part[:1].isdigit() or part[:1] in "(-"
    ]
    plain = "".join(character for character in cell if character.isalpha() and character not in "bmnk")
    return bool(digits) and not plain and not all(len(part) == 4 and part[:2] in ("19", "20") for part in digits)


def _headers(rows: Sequence[Sequence[str]], width: int) -> list[tuple[str, ...]]:
    columns = list[list[str]]([] for _ in range(width))
    for row in rows:
        filled = [column for column in range(1, len(row)) if row[column].strip()]
        if not filled:
            continue
        for column in range(1, width):
            # A header over several columns stands over the first of them, or in their middle.
            if len(filled) > 1 and filled[-1] - filled[0] == len(filled) - 1:
                at = column  # each over its own
            elif filled[0] == 1:
                at = max(one for one in filled if one <= column)
            else:
                at = min(filled, key=lambda one: (abs(one - column), one))
            cell = row[at].strip() if at < len(row) else ""
            if cell and cell not in columns[column]:
                columns[column].append(cell)
    return [tuple(column) for column in columns]


def _notes(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """What the corner of the header says: often the scale."""
    return (row[0].strip() for row in rows if row and row[0].strip())
