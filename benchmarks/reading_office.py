"""Word F1 of the office readers against a folder of files with their true content.

    python benchmarks/reading_office.py FOLDER [--worst 10]

FOLDER holds `pairs.jsonl`, one object a line: fmt, src, gt, gt_kind ("pandoc-native" or "markdown"). Words are compared
as multisets after NFKC; furniture (running heads, contents pages) counts where the truth holds it, and costs nothing
where it does not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits, Reader
from wenyuan.reading.readers.csv_text import CsvReader
from wenyuan.reading.readers.docx import DocxReader
from wenyuan.reading.readers.epub import EpubReader
from wenyuan.reading.readers.odt import OdtReader
from wenyuan.reading.readers.pptx import PptxReader
from wenyuan.reading.readers.rtf import RtfReader
from wenyuan.reading.readers.spreadsheet import SpreadsheetReader

_READERS: tuple[type[Reader], ...] = (
    DocxReader,
    PptxReader,
    SpreadsheetReader,
    OdtReader,
    EpubReader,
    RtfReader,
    CsvReader,
)
_STRING = r'"((?:[^"\\]|\\.)*)"'
_TOKEN = re.compile(rf"{_STRING}|([A-Za-z_][\w.']*)|(-?\d[\d.e-]*)|([\[\](){{}},=])")
_ESCAPES = {"n": "\n", "t": "\t", "&": "", "r": "\r"}
_SHOWN = {"title", "subtitle", "author", "date", "abstract"}
# Constructors whose strings are text; of the others only the parts below them count.
_LEAVES = {"Str", "Code", "CodeBlock", "Math"}
_SPACES = {"Space", "SoftBreak", "LineBreak"}
_INLINE = {
    "Emph",
    "Strong",
    "Span",
    "Link",
    "Quoted",
    "Strikeout",
    "Superscript",
    "Subscript",
    "SmallCaps",
    "Underline",
}


def native_text(tree: str) -> str:
    """The running text of a pandoc native tree: what a reader of the document sees.

    Of the metadata only what is printed (title, authors, date); attributes, raw markup and comments are left out.
    """
    return _text(_Parser(tree).value())


class _Parser:
    """Haskell's notation for data: constructors as `(name, arguments)`, tuples and lists as lists."""

    def __init__(self, source: str) -> None:
        self._tokens = [match.groups() for match in _TOKEN.finditer(source)]
        self._at = 0

    def value(self) -> Any:
        if self._name() is None:
            return self._atom()
        name, arguments = self._name(), list[Any]()
        self._at += 1
        while self._at < len(self._tokens) and self._mark() not in {",", "]", ")", "}", "="}:
            arguments.append(self._atom())
        return (name, arguments)

    def _atom(self) -> Any:
        string, name, number, mark = self._tokens[self._at]
        self._at += 1
        if string is not None:
            return _unescape(string)
        if name is not None:
            return (name, [])
        if number is not None or mark not in {"[", "(", "{"}:
            return None
        items, close = list[Any](), {"[": "]", "(": ")", "{": "}"}[mark]
        while self._mark() != close:
            if self._mark() in {",", "="}:
                self._at += 1
                continue
            items.append(self.value())
        self._at += 1
        return items

    def _name(self) -> str | None:
        return self._tokens[self._at][1]

    def _mark(self) -> str | None:
        return self._tokens[self._at][3]


def _text(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_text, node))
    if not isinstance(node, tuple):
        return ""
    name, arguments = node
    if name in _LEAVES:
        return arguments[-1] + ("\n" if name == "CodeBlock" else "")
    if name in _SPACES:
        return " "
    if name in {"RawBlock", "RawInline"}:
        # Markup for another format, except where it is written into the very file that is read.
        return re.sub(r"<[^>]+>", " ", arguments[1]) if "openxml" in str(arguments[0]) else ""
    if name == "fromList":
        pairs = [pair for pair in arguments[0] if isinstance(pair, list)]
        return "\n".join(_text(value) for key, value in pairs if key in _SHOWN)
    if name == "MetaString":
        return arguments[0] + "\n"
    if name == "Span" and any("comment" in kind for kind in arguments[0][1]):
        return ""
    inner = "".join(map(_text, arguments))
    return inner if name in _INLINE else f"\n{inner}\n"


def _unescape(string: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code)) if code.isdecimal() else _ESCAPES.get(code, code)

    return re.sub(r"\\(\d+|.)", one, string)


def markdown_text(text: str) -> str:
    """Markdown without its marks, roughly: enough for counting words."""
    return re.sub(r"<[^>]+>|\[\^\d+\]:?|[*~`#]", "", text)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)))


def f1(read: Counter[str], truth: Counter[str]) -> float:
    if not read and not truth:
        return 1.0
    return 2 * (read & truth).total() / (read.total() + truth.total())


def document_words(document: Document, truth: Counter[str]) -> Counter[str]:
    """Words of the content; of furniture (running heads, contents pages) those that the truth holds as well."""
    content, furniture = (
        words("\n".join(document.text[b.start : b.end] for b in document.blocks if (b.kind == "furniture") is aside))
        for aside in (False, True)
    )
    return content + (furniture & (truth - content))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--worst", type=int, default=10)
    options = arguments.parse_args()
    scores = defaultdict[str, list[tuple[float, str, str]]](list)
    seconds = defaultdict[str, float](float)
    readers = [make() for make in _READERS]
    for line in (options.folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        data = (options.folder / pair["src"]).read_bytes()
        truth = (options.folder / pair["gt"]).read_text(encoding="utf-8")
        expected = words(native_text(truth) if pair["gt_kind"] == "pandoc-native" else markdown_text(truth))
        began = time.perf_counter()
        reader = next((r for r in readers if r.detect(data, pair["src"])), None)
        found, note = Counter[str](), "not detected"
        if reader:
            try:
                document = reader.read(data, pair["src"], Limits())
                document.check()
                found, note = document_words(document, expected), "; ".join(document.problems)
            except ReadingFailed as error:
                note = f"failed: {error}"
        seconds[pair["fmt"]] += time.perf_counter() - began
        missing, extra = expected - found, found - expected
        note = note or f"missing {_some(missing)} extra {_some(extra)}"
        scores[pair["fmt"]].append((f1(found, expected), pair["src"], note))
    print(f"{'format':8}{'files':>6}{'mean F1':>9}{'worst':>8}{'ms/file':>9}")
    for name, rows in sorted(scores.items()):
        values = [row[0] for row in rows]
        speed = 1000 * seconds[name] / len(rows)
        print(f"{name:8}{len(rows):6}{sum(values) / len(values):9.4f}{min(values):8.3f}{speed:9.1f}")
    losers = sorted(row for rows in scores.values() for row in rows if row[0] < 1)
    for value, name, note in losers[: options.worst]:
        print(f"{value:.3f}  {name}: {note}")


def _some(counter: Counter[str]) -> str:
    text = " ".join(f"{word}×{count}" for word, count in counter.most_common(8))
    return f"{counter.total()} [{text}]"


if __name__ == "__main__":
    sys.exit(main())
