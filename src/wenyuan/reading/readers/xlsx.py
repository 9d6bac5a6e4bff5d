"""Excel's zipped workbooks, cell by cell from their XML (ECMA-376 part 1, 18): as shown, and as sparse as stored.

Reading them here rather than through a library keeps what the sheet shows (number formats, error values) and costs
memory by filled cell only: one value in the last corner of a sheet is one value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from wenyuan.reading.readers.markup import R
from wenyuan.reading.readers.number_format import Formatter, formatter, plain
from wenyuan.reading.readers.opc import Package
from wenyuan.reading.xml import Element, elements, local, whole_number

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _VALUE, _INLINE, _FORMULA = _S + "c", _S + "v", _S + "is", _S + "f"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook. `part` is None for a sheet whose contents are missing from the file."""

    name: str
    hidden: bool
    part: str | None


class Workbook:
    """The sheets of one package, with the strings and formats they share.

    Counted so far: uncomputed formulas, whose values no program has stored, so that their cells read as empty;
    misplaced cells, at a place that no sheet has or that another cell takes; wordless ones, whose text is missing.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main("xl/workbook.xml")
        root = package.xml(main)
        links = package.relationships(main)
        self.sheets = list[Sheet]()
        for sheet in root.iterfind(f"{_S}sheets/{_S}sheet"):
            link = links.get(sheet.get(R + "id") or "")
            if link is None or link.kind in {"worksheet", "dialogsheet"}:
                part = link.target if link and link.target in package else None
                self.sheets.append(Sheet(sheet.get("name") or "", sheet.get("state") in {"hidden", "veryHidden"}, part))
        properties = root.find(_S + "workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
        self.uncomputed = self.misplaced = self.wordless = 0
        self._columns: dict[str, int] = {}
        self._formats = dict[str, Formatter]()
        for name in package.related(main, "styles"):
            self._formats = _formats(package.side(name), since_1904)
        self._strings = [
            _string(item)
            for name in package.related(main, "sharedStrings")
            for item in elements(package.read_part(name), _S + "si", name)
        ]

    def merged(self, sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
        """Rows and columns of the sheet's merged cells, by top left position from 0."""
        found = dict[tuple[int, int], tuple[int, int]]()
        for first, last in _MERGED.findall(self._package.read_part(sheet.part)) if sheet.part else ():
            (top, left), (bottom, right) = _position(first.decode()), _position(last.decode())
            found[top, left] = (bottom - top + 1, right - left + 1)
        return found

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """The sheet's rows that hold anything: number from 0, and the shown text of its cells from column A on."""
        number = -1
        if sheet.part is None:
            return
        for row in elements(self._package.read_part(sheet.part), _S + "row", sheet.part):
            said = row.get("r") or ""
            number = int(said) - 1 if said.isdecimal() and len(said) < 8 else number + 1
            values = list[str]()
            for cell in row:
                if cell.tag != _CELL:
                    continue
                name = cell.get("r")
                at = len(values) if name is None else self._column(name)
                text = self._shown(cell)
                if not 0 <= at < _COLUMNS or not (text or name is None):
                    self.misplaced += bool(text)
                    continue
                if at >= len(values):
                    values += [""] * (at + 1 - len(values))
                elif values[at]:
                    self.misplaced += 1
                values[at] = text
            if values:
                yield number, values

    def _column(self, name: str) -> int:
        letters = name.rstrip("0123456789")
        at = self._columns.get(letters)
        if at is None:
            at = self._columns[letters] = _position(letters + "1")[1]
        return at

    def _shown(self, cell: Element) -> str:
        value = None
        for child in cell:
            if child.tag == _VALUE:
                value = child.text
            elif child.tag == _INLINE:
                return _string(child)
        kind = cell.get("t")
        if not value:
            self.uncomputed += kind != "str" and cell.find(_FORMULA) is not None
            return ""
        if kind is None or kind == "n":
            try:
                number = float(value)
            except ValueError:
                return value
            style = cell.get("s")
            show = self._formats.get(style, plain) if style else plain
            return show(number) if isfinite(number) else value
        if kind == "s":
            if value.isdecimal() and len(value) < 10 and int(value) < len(self._strings):
                return self._strings[int(value)]
            self.wordless += 1
            return ""
        if kind == "b":
            return "TRUE" if value.strip() in {"1", "true"} else "FALSE"
        return _unescaped(value)  # str: a formula's text; e: an error; d: an ISO date


def _formats(root: Element, since_1904: bool) -> dict[str, Formatter]:
    """How to show a number by the index of its cell's style."""
    codes = {item.get("numFmtId"): item.get("formatCode") for item in root.iterfind(f"{_S}numFmts/{_S}numFmt")}
    found, known = dict[str, Formatter](), dict[str, Formatter]()
    for index, style in enumerate(root.iterfind(f"{_S}cellXfs/{_S}xf")):
        identity = style.get("numFmtId") or "0"
        if identity not in known:
            known[identity] = formatter(whole_number(identity), codes.get(identity), since_1904)
        found[str(index)] = known[identity]
    return found


def _string(item: Element) -> str:
    """Text of a shared or inline string: its runs, without the phonetic reading beside them."""
    parts = list[str]()
    for child in item:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [t.text or "" for t in child.iterfind(_S + "t")]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """Control characters are written as _x000D_, and such a word itself as _x005F_x000D_."""
    if "_x" not in text:
        return text
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _position(reference: str) -> tuple[int, int]:
    """Row and column from 0 of a name like "B7"; (-1, -1) for what is none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
