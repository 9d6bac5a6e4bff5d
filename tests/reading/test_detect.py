from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.errors import ReadingFailed
from wenyuan.reading.detect import detect
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read, reader_for

_OFFICE = "application/vnd.openxmlformats-officedocument."


def _zip(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def _ole(*streams: str) -> bytes:
    """A compound file with these streams at its root, in one directory chain."""
    names = ["Root Entry", *streams]
    entries = b""
    for index, name in enumerate(names):
        raw = name.encode("utf-16-le")
        right = index + 1 if 0 < index < len(names) - 1 else 0xFFFFFFFF
        child = 1 if index == 0 and streams else 0xFFFFFFFF
        kind = 5 if index == 0 else 2
        entry = raw.ljust(64, b"\x00") + struct.pack("<HBB3I", len(raw) + 2, kind, 1, 0xFFFFFFFF, right, child)
        entries += entry.ljust(128, b"\x00")
    sectors = -(-len(entries) // 512)
    entries = entries.ljust(sectors * 512, b"\x00")
    chain = [0xFFFFFFFD, *(n + 2 for n in range(sectors - 1)), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(14)
    head = head.ljust(48, b"\x00") + struct.pack("<I", 1)
    head = head.ljust(76, b"\x00") + struct.pack("<I", 0)
    return head.ljust(512, b"\xff") + fat + entries


CASES = [
    (b"%PDF-1.7\n1 0 obj", "a.txt", "application/pdf"),
    (b"junk\n" * 20 + b"%PDF-1.4\n1 0 obj\n<<>>\nstartxref\n0\n%%EOF", "a.pdf", "application/pdf"),
    (b"# On PDF\n\nA file starts with %PDF-1.7 and goes on.", "a.md", "text/markdown"),
    (_zip("[Content_Types].xml", "word/document.xml"), "a.bin", _OFFICE + "wordprocessingml.document"),
    (_zip("[Content_Types].xml", "ppt/presentation.xml"), "a", _OFFICE + "presentationml.presentation"),
    (_zip("[Content_Types].xml", "xl/workbook.xml"), "a.docx", _OFFICE + "spreadsheetml.sheet"),
    (
        _zip("[Content_Types].xml", "xl/workbook.bin"),
        "a.xlsb",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    ),
    (_zip(mimetype="application/epub+zip"), "a.zip", "application/epub+zip"),
    (
        _zip(mimetype="application/vnd.oasis.opendocument.text-template"),
        "a",
        "application/vnd.oasis.opendocument.text",
    ),
    (
        _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "a",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    (_zip("a.txt", "b.txt"), "a.zip", "application/zip"),
    (_zip("[Content_Types].xml", "word/document.xml")[:60], "a.docx", _OFFICE + "wordprocessingml.document"),
    (_ole("WordDocument", "1Table"), "a.docx", "application/msword"),
    (_ole("Workbook"), "a", "application/vnd.ms-excel"),
    (_ole("PowerPoint Document", "Pictures", "Current User", "x"), "a", "application/vnd.ms-powerpoint"),
    (_ole("__properties_version1.0"), "a", "application/vnd.ms-outlook"),
    (_ole("EncryptionInfo", "EncryptedPackage"), "a.docx", "application/x-encrypted-office"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "a.doc", "application/msword"),
    (b"{\\rtf1\\ansi x}", "a.doc", "application/rtf"),
    (b"<!-- saved -->\n<!DOCTYPE html>\n<p>x", "a.txt", "text/html"),
    ("<html><p>第一</p></html>".encode("utf-16"), "a.htm", "text/html"),
    (b"<div><p>part of a page</p></div>", "a.html", "text/html"),
    (b"no tag at all", "a.html", "text/plain"),
    (b"From: a@x.com\nTo: b@x.com\nMIME-Version: 1.0\n\nhi", "a.txt", "message/rfc822"),
    (b"From: the editor\nTo: all\nSubject: lunch\n\nhi", "memo.txt", "text/plain"),
    (b"Subject: lunch\nFrom: a@x.com\n\nhi", "a.eml", "message/rfc822"),
    (b'{"a": 1}\n{"b": 2}\n', "a.txt", "application/jsonl"),
    (b'{"a": 1}\nnot json\n', "a.jsonl", "application/jsonl"),
    (b'[{"a": 1}]', "a", "application/json"),
    (b'{"a":\n 1}', "a.json", "application/json"),
    (b"{ a set of notes }", "a.txt", "text/plain"),
    (b"a,b\n1,2\n", "a.csv", "text/csv"),
    (b"a\tb\n1\t2\n", "a.tsv", "text/tab-separated-values"),
    (b"\n".join(b"row%d\t%d\t%d" % (n, n, n * n) for n in range(9)), "a.txt", "text/tab-separated-values"),
    (b"one, two, and three\nfour, five, and six\n" * 5, "a.txt", "text/plain"),
    (b"# Title\n\n- a\n", "a.txt", "text/plain"),
    (b"# Title\n", "a.markdown", "text/markdown"),
    ("合同编号：001\n甲方：某公司\n".encode("gb18030"), "a.txt", "text/plain"),
    ("合同编号甲方某公司一".encode("utf-16-le"), "a.txt", "text/plain"),
    (b"import os\n", "a.py", "text/plain"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "image/svg+xml"),
    (b"\x89PNG\r\n\x1a\n\x00", "a.pdf", "image/png"),
    (b"\xff\xd8\xff\xe0", "a", "image/jpeg"),
    (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a", "audio/wav"),
    (b"\x00\x00\x00\x18ftypisom", "a", "video/mp4"),
    (b"\x7fELF" + bytes(60), "a.txt", "application/x-elf"),
    (b"", "a.txt", "application/x-empty"),
    (random.Random(1).randbytes(2000), "a.txt", "application/octet-stream"),
]


@pytest.mark.parametrize(
    ("data", "name", "wanted"), CASES, ids=[f"{n}-{w.rpartition('/')[2][-25:]}" for _, n, w in CASES]
)
def test_content_decides_and_the_name_only_between_texts(data: bytes, name: str, wanted: str) -> None:
    assert detect(data, name) == wanted


REASONS = [
    (b"", "a.txt", "the file is empty"),
    (b"\x89PNG\r\n\x1a\n\x00", "a.png", "reading scans is not available"),
    (_ole("WordDocument"), "a.doc", r"save it as \.docx"),
    (_ole("PowerPoint Document"), "a.ppt", r"save it as \.pptx"),
    (_ole("EncryptedPackage"), "a.xlsx", "password"),
    (_zip("a.txt"), "a.zip", "an archive .*unpack it"),
    (b"7z\xbc\xaf'\x1c\x00\x04", "a.7z", "an archive .*unpack it"),
    (b"\x7fELF" + bytes(60), "notes.txt", r"binary data \(ELF program\), not text as its name \(\.txt\) says"),
    (bytes(5000), "notes.txt", "all zeros"),
    (b"ID3\x03\x00", "a.mp3", "transcribe"),
    (b" \n\t ", "a.txt", "no text found"),
    (b"<html><script>x()</script></html>", "a.html", "no text found"),
]


@pytest.mark.parametrize(("data", "name", "reason"), REASONS)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ReadingFailed, match=reason):
        read(data, name, Limits())


@given(st.binary(max_size=600), st.sampled_from([".txt", ".docx", ".xls", ".eml", ".html", ".json", ".csv", ".md", ""]))
def test_any_bytes_have_some_type(data: bytes, suffix: str) -> None:
    assert "/" in detect(data, "a" + suffix)


@given(st.binary(max_size=600))
def test_a_broken_compound_file_does_not_raise(tail: bytes) -> None:
    assert "/" in detect(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail, "a.doc")


def test_only_the_reader_needed_is_imported() -> None:
    import subprocess

    code = (
        "import sys; from wenyuan.reading.registry import read; from wenyuan.reading.protocol import Limits;"
        "read(b'text', 'a.txt', Limits());"
        "print([m for m in ('lxml', 'trafilatura', 'pypdfium2', 'docx', 'markdown_it', 'charset_normalizer')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_limits() -> None:
    with pytest.raises(ReadingFailed, match="over the limit of 10"):
        read(b"x" * 11, "a.txt", Limits(bytes=10))
    document = read(b"First paragraph.\n\nSecond paragraph.", "a.txt", Limits(characters=20))
    document.check()
    assert document.text == "First paragraph.\n\nSe"
    assert document.status == "partial"
    assert "first 20 of 35 characters" in document.problems[0]
    table = read(b"| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "a.md", Limits(characters=30))
    table.check()
    assert [table.text[cell.start : cell.end] for cell in table.tables[0].cells] == ["a", "b", "1", "2"]


def test_the_title_falls_back_to_the_first_heading_and_the_name() -> None:
    assert read(b"<html><body><h2>Only heading</h2><p>Words.</p>", "a.html", Limits()).title == "Only heading"
    assert read("正文。".encode(), "合同.v2.txt", Limits()).title == "合同.v2"


_PLUGIN = """
from wenyuan.reading.document import Block, Document

class LoudReader:
    media_types = ("text/x-loud",)
    def detect(self, data, name):
        return "text/x-loud" if data.startswith(b"LOUD") else None
    def read(self, data, name, limits):
        if data == b"LOUD crash":
            raise KeyError("volume")
        if data == b"LOUD deep":
            return self.read(data, name, limits)
        if data == b"LOUD wrong":
            return Document("x", "text/x-loud", blocks=[Block("paragraph", 0, 9)])
        return Document(data.decode(), "text/x-loud", title="loud", blocks=[Block("paragraph", 0, len(data))])
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    (tmp_path / "loudreader.py").write_text(_PLUGIN)
    (tmp_path / "broken.py").write_text("raise ImportError('no')\n")
    info = tmp_path / "loudreader-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loudreader\nVersion: 1\n")
    points = "[wenyuan.readers]\nloud = loudreader:LoudReader\nbroken = broken:Reader\n"
    (info / "entry_points.txt").write_text(points)
    return tmp_path


def test_third_party_readers_are_asked_first_and_their_faults_become_reasons(plugin: Path) -> None:
    import subprocess

    code = """
import logging
from wenyuan.errors import ReadingFailed
from wenyuan.reading.registry import read
from wenyuan.reading.protocol import Limits
logging.basicConfig()
print(read(b"LOUD and clear", "a.txt", Limits()).title)
print(read(b"quiet", "a.txt", Limits()).title)
for data in (b"LOUD crash", b"LOUD deep", b"LOUD wrong"):
    try:
        read(data, "a.txt", Limits())
    except ReadingFailed as failure:
        print(failure, "/", type(failure.__cause__).__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(plugin)}
    )
    lines = done.stdout.splitlines()
    assert lines[:2] == ["loud", "a"]
    assert lines[2] == "could not be read as text/x-loud: KeyError: 'volume' / KeyError"
    assert lines[3] == "could not be read as text/x-loud: it is nested too deeply / RecursionError"
    assert lines[4].startswith("could not be read as text/x-loud: ValueError: block out of order")
    assert "'broken'" in done.stderr


def test_reader_for_names_the_type() -> None:
    reader, media_type = reader_for(b"# x", "a.md")
    assert media_type == "text/markdown"
    assert isinstance(reader.read(b"# x", "a.md", Limits()), Document)
