"""Hostile files and broken readers: each costs itself and nothing else, and its reason says what happened."""

from __future__ import annotations

import gzip
import io
import os
import random
import signal
import socket
import struct
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from actor import install

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.pool import ReaderPool
from wenyuan.reading.protocol import Limits

MEMORY = 600 << 20


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory, scratch: Path) -> Iterator[ReaderPool]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(install(tmp_path_factory.mktemp("actor"))))
        patch.setenv("TMPDIR", str(scratch))
        patch.setenv("OPENAI_API_KEY", "secret")
        with ReaderPool(Limits(seconds=10, memory_bytes=MEMORY)) as pool:
            yield pool


def reason(pool: ReaderPool, data: bytes, name: str = "f") -> str:
    """Why this file fails; the next one must be read as if nothing had happened."""
    with pytest.raises(ReadingFailed) as caught:
        pool.read(data, name)
    assert pool.read(b"ACT say next", "f").text == "next"
    return str(caught.value)


OUT_OF_MEMORY = "the reader ran out of its 600 MiB of memory; raise reading.memory_bytes"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("allocate 10000000000", OUT_OF_MEMORY),
        ("hoard 1000000", OUT_OF_MEMORY),
        ("abort_for_memory", OUT_OF_MEMORY),
        ("segfault", "the reader crashed (signal 11, SIGSEGV)"),
        ("exits 0", "the reader ended before its answer (exit status 0: goodbye)"),
        ("exits 7", "the reader ended before its answer (exit status 7: goodbye)"),
        ("sys_exit", "the reader ended before its answer (exit status 3)"),
        ("recurse", "could not be read as application/x-actor: it is nested too deeply"),
        ("raises", "could not be read as application/x-actor: KeyError: 'no such thing'"),
        ("surrogate", "could not be read as application/x-actor: ValueError: text holds NUL or a lone surrogate"),
        ("hides", "the reader broke off its answer"),
        ("lies " + b"not a frame at all".hex(), "the reader's answer makes no sense"),
        ("lies " + struct.pack("<4sHHQ", b"wyr1", 4, 0, 1 << 60).hex(), "the reader's answer makes no sense"),
        ("lies " + struct.pack("<4sHHQ4s", b"wyr1", 4, 0, 4, b"oops").hex(), "does not hold together"),
    ],
)
def test_a_broken_reader_fails_its_file_with_the_reason(pool: ReaderPool, action: str, expected: str) -> None:
    assert expected in reason(pool, b"ACT " + action.encode())


def test_recursion_in_c_fails_its_file(pool: ReaderPool) -> None:
    crashes = sys.version_info < (3, 12)  # since then Python bounds recursion in C whatever limit is set
    expected = "the reader crashed (signal 11, SIGSEGV)" if crashes else "it is nested too deeply"
    assert expected in reason(pool, b"ACT recurse_in_c")


@pytest.mark.usefixtures("pool")
def test_a_file_that_takes_too_long_is_given_up() -> None:
    with ReaderPool(Limits(seconds=0.5)) as pool:
        start = time.monotonic()
        assert reason(pool, b"ACT sleep 30") == "reading took longer than 0.5 s; raise reading.seconds"
        assert time.monotonic() - start < 5


def test_a_reader_killed_from_outside_fails_its_file(pool: ReaderPool) -> None:
    number = int(pool.read(b"ACT pid", "f").text)
    threading.Timer(0.2, os.kill, (number, signal.SIGKILL)).start()
    assert reason(pool, b"ACT sleep 30").startswith("the reader was killed")


def test_what_a_reader_prints_does_not_reach_the_answers(pool: ReaderPool) -> None:
    assert pool.read(b"ACT prints", "f").text == "done"


def test_a_reader_reaches_no_network_and_no_secret(pool: ReaderPool, scratch: Path) -> None:
    assert "no network" in pool.isolation or "no sockets" in pool.isolation
    with socket.create_server(("127.0.0.1", 0)) as server:
        text = pool.read(f"ACT tries {server.getsockname()[1]}".encode(), "f").text
    tried = dict(line.split("=", 1) for line in text.split("\n"))
    assert tried["socket"] in {"PermissionError", "OSError"}
    assert tried["file"] == "OSError"
    assert (scratch / "grown").stat().st_size == 0
    assert "OPENAI_API_KEY" not in tried["environ"].split()
    assert tried["folder"] == "/"
    if "no programs" in pool.isolation:
        assert tried["program"] == "PermissionError"


def test_a_file_beyond_the_limit_is_refused_without_being_sent() -> None:
    with ReaderPool(Limits(bytes=1000)) as pool:
        got = dict(pool.read_all([("sparse", bytes(1 << 30), "a.txt"), ("small", b"text", "a.txt")]))
    assert isinstance(got["sparse"], ReadingFailed)
    assert str(got["sparse"]) == (
        "the file has 1,073,741,824 bytes, over the limit of 1,000; raise reading.bytes or split it"
    )
    assert isinstance(got["small"], Document)


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def nested_bomb() -> bytes:
    data = bytes(10 << 20)
    for depth in range(5):
        data = archive(**{f"{depth}-{number}.zip": data for number in range(8)})
    return data


def workbook_bomb() -> bytes:
    """A sheet that inflates a thousand times."""
    sheet = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 4_000_000 + b"</sheetData></worksheet>"
    return archive(
        **{
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": b"<Relationships/>",
            "xl/workbook.xml": b"<workbook><sheets/></workbook>",
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def entity_bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "boom">{entities}]><w:document xmlns:w="w">&e29;</w:document>'
    )
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


ELF = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 3, 62, 1) + bytes(200)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"", "a.pdf", "the file is empty"),
        (ELF, "notes.txt", "ELF program"),
        (nested_bomb(), "42.zip", "archive"),
        (nested_bomb(), "42.docx", ""),
        (workbook_bomb(), "bomb.xlsx", ""),
        (entity_bomb(), "bomb.docx", ""),
        (gzip.compress(bytes(1 << 24)), "log.txt", "archive"),
        (b"%PDF-1.7\n" + b"\x00\xff garbage " * 500, "a.pdf", ""),
        (b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 1 0 R>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF", "loop.pdf", ""),
        (b"<html>" + b"<div>" * 20_000, "deep.html", ""),
        (b"[" * 5_000_000, "deep.json", ""),
        (b"{\\rtf1" + b"{" * 100_000, "deep.rtf", ""),
    ],
)
def test_a_hostile_file_fails_with_a_reason(pool: ReaderPool, data: bytes, name: str, expected: str) -> None:
    said = reason(pool, data, name)
    assert said
    assert expected in said


EXTENSIONS = (
    "txt md html htm pdf docx pptx xlsx xls xlsb ods odt rtf epub csv tsv json jsonl eml doc ppt png zip".split()
)
BEGINNINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1 ",
    b"<html><body>",
    b"From: a\n\n",
)


def test_random_bytes_under_any_name_harm_nobody(pool: ReaderPool) -> None:
    chance = random.Random(8720)
    items = [
        ((extension, beginning), beginning + chance.randbytes(chance.choice([7, 300, 20_000])), f"a.{extension}")
        for extension in EXTENSIONS
        for beginning in BEGINNINGS
    ]
    got = dict(pool.read_all(items))
    assert len(got) == len(items)
    for outcome in got.values():
        if isinstance(outcome, Document):
            outcome.check()
        else:
            assert str(outcome)
            assert not any(word in str(outcome) for word in ("signal", "exit status", "sense", "together"))
