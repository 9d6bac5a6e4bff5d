"""Which reader a file goes to, and the rules every file is read under whatever its reader."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import one_line
from wenyuan.reading.containers import DOCX, EPUB, ODS, ODT, PPTX, XLS, XLSB, XLSX
from wenyuan.reading.detect import detect
from wenyuan.reading.document import Document, Table
from wenyuan.reading.layout import PageLayout
from wenyuan.reading.naming import stem_of
from wenyuan.reading.protocol import Limits, Reader
from wenyuan.reading.unreadable import reason_for

_READERS = "wenyuan.reading.readers"
# media type: module and class, and the name a user knows the format by
_BUILT_IN: dict[str, tuple[str, str]] = {
    "application/pdf": ("pdf.reader:PdfReader", "PDF"),
    DOCX: ("docx:DocxReader", "a Word document"),
    PPTX: ("pptx:PptxReader", "a PowerPoint presentation"),
    XLSX: ("spreadsheet:SpreadsheetReader", "an Excel workbook"),
    XLS: ("spreadsheet:SpreadsheetReader", "an Excel workbook"),
    XLSB: ("spreadsheet:SpreadsheetReader", "an Excel workbook"),
    ODS: ("spreadsheet:SpreadsheetReader", "an OpenDocument spreadsheet"),
    ODT: ("odt:OdtReader", "an OpenDocument text"),
    EPUB: ("epub:EpubReader", "an EPUB book"),
    "application/rtf": ("rtf:RtfReader", "RTF"),
    "text/csv": ("csv_text:CsvReader", "CSV"),
    "text/tab-separated-values": ("csv_text:CsvReader", "TSV"),
    "text/html": ("html:HtmlReader", "a web page"),
    "text/markdown": ("markdown:MarkdownReader", "Markdown"),
    "text/plain": ("plain:PlainReader", "plain text"),
    "message/rfc822": ("mail:MailReader", "an e-mail message"),
    "application/jsonl": ("jsonl:JsonReader", "JSON lines"),
    "application/json": ("jsonl:JsonReader", "JSON"),
}
_ENTRY_POINTS = "wenyuan.readers"
_log = logging.getLogger(__name__)


def reader_for(data: bytes, name: str) -> tuple[Reader, str]:
    """The reader for this file and its media type; third-party readers are asked first.

    Raises ReadingFailed, with what to do about it, for a kind of file that no reader takes.
    """
    for reader in _third_party():
        media_type = reader.detect(data, name)
        if media_type:
            return reader, media_type
    media_type = detect(data, name)
    known = _BUILT_IN.get(media_type)
    if known is None:
        raise ReadingFailed(reason_for(media_type, data, name))
    return _built_in(known[0]), media_type


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read one file under `limits`. Whatever goes wrong comes out as ReadingFailed with a reason for the user."""
    limits.check_size(len(data))
    called = "a document"
    try:
        reader, media_type = reader_for(data, name)
        called = _BUILT_IN[media_type][1] if media_type in _BUILT_IN else media_type
        document = reader.read(data, name, limits)
        document.check()
    except ReadingFailed:
        raise
    except RecursionError as error:
        raise ReadingFailed(f"could not be read as {called}: it is nested too deeply") from error
    except MemoryError as error:
        raise ReadingFailed(f"could not be read as {called}: it needs more memory than it may use") from error
    except Exception as error:
        raise ReadingFailed(f"could not be read as {called}: {_in_short(error)}") from error
    if not document.text.strip():
        why = "; ".join(document.problems[:3])
        raise ReadingFailed(f"no text found in the file: {why}" if why else "no text found in the file")
    if len(document.text) > limits.characters:
        _cut(document, limits.characters)
    if not document.title:
        document.title = _first_heading(document) or stem_of(name)
    return document


@cache
def _third_party() -> tuple[Reader, ...]:
    """Readers named by installed packages, loaded once; one that cannot be loaded is reported and left out."""
    readers = list[Reader]()
    for point in entry_points(group=_ENTRY_POINTS):
        try:
            loaded = point.load()
            reader = loaded() if isinstance(loaded, type) else loaded
        except Exception:  # noqa: BLE001 -- another package's import may raise anything
            _log.warning("reader %r (%s) could not be loaded and is not asked", point.name, point.value, exc_info=True)
            continue
        if isinstance(reader, Reader):
            readers.append(reader)
        else:
            _log.warning("%r (%s) is not a reader and is not asked", point.name, point.value)
    return tuple(readers)


@cache
def _built_in(path: str) -> Reader:
    module, _, name = path.partition(":")
    reader = getattr(import_module(f"{_READERS}.{module}"), name)()
    assert isinstance(reader, Reader)  # noqa: S101 -- ours: a slip in the table above
    return reader


def _in_short(error: Exception) -> str:
    message = one_line(str(error))
    if len(message) > 200:
        message = message[:200] + "…"
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _first_heading(document: Document) -> str:
    for block in document.blocks:
        if block.kind == "heading":
            return " ".join(document.text[block.start : block.end].split())[:200]
    return ""


def _cut(document: Document, characters: int) -> None:
    """Keep the first `characters` of a document and whatever of its structure stands in them."""
    whole = len(document.text)
    document.text = document.text[:characters]
    document.blocks = [replace(b, end=min(b.end, characters)) for b in document.blocks if b.start < characters]
    document.pages = [replace(p, end=min(p.end, characters)) for p in document.pages if p.start < characters]
    document.tables = [_cut_table(table, characters) for table in document.tables if table.start < characters]
    document.layouts = {
        number: PageLayout(layout.width, layout.height, [line for line in layout.lines if line.end <= characters])
        for number, layout in document.layouts.items()
    }
    document.problems.append(
        f"only the first {characters:,} of {whole:,} characters were kept; raise reading.characters to keep all"
    )


def _cut_table(table: Table, characters: int) -> Table:
    cells = tuple(cell for cell in table.cells if cell.end <= characters)
    return replace(table, end=min(table.end, characters), cells=cells)
