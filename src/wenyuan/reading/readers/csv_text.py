"""Delimited text (.csv, .tsv) through the standard csv module: encoding and delimiter are found from the content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Document
from wenyuan.reading.encoding import decode
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.sheet import SheetWriter

_TSV = "text/tab-separated-values"
_DELIMITERS = ",;\t|，"
_SAMPLE = 65_536


class CsvReader(BuiltInReader):
    """Reads delimited text as a sheet: cells carry the names a spreadsheet program would give them."""

    media_types = ("text/csv", _TSV)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        decoded = decode(data)
        text = decoded.text
        delimiter = _find_delimiter(text[:_SAMPLE], name)
        builder = TextBuilder()
        if decoded.problem:
            builder.problem(decoded.problem)
        writer = SheetWriter(builder, limits)
        # A first line "sep=;" is Excel's own way to name the delimiter.
        if text[:4].lower() == "sep=" and text[5:6] in {"\n", "\r"}:
            delimiter, text = text[4], text[6:].lstrip("\n")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        number = 0
        try:
            for number, row in enumerate(rows):
                if not writer.row(number, [value.strip() for value in row]):
                    break
            writer.flush()
        except csv.Error as error:
            writer.flush()
            builder.problem(f"from line {rows.line_num} on it was read as plain text, because it is not CSV: {error}")
            builder.block("paragraph", "\n".join(text.splitlines()[max(rows.line_num - 1, 0) :]))
        if not builder.blocks:
            raise ReadingFailed("it holds no values")
        media_type = _TSV if delimiter == "\t" else "text/csv"
        return builder.finish(media_type, "", {"encoding": decoded.encoding})


_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def _find_delimiter(sample: str, name: str) -> str:
    """The delimiter that cuts the sample's lines into the same number of fields most often; by name where none does."""
    # What stands between quotes delimits nothing.
    sample = _QUOTED.sub("q", sample)
    best, chosen = 0.0, "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    lines = sample.splitlines()
    whole = sample if len(sample) < _SAMPLE or len(lines) < 2 else "\n".join(lines[:-1])
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(whole, newline=""), delimiter=delimiter) if row)
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = count / widths.total() * (1 + min(width, 20) / 100) if width > 1 else 0.0
        if score > best:
            best, chosen = score, delimiter
    return chosen
