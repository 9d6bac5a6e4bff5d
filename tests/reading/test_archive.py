"""Archives are measured before they are opened, and refused with a reason a person can act on."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from io import BytesIO

import pytest
from office_files import docx, pack, paragraph

from wenyuan.errors import ReadingFailed
from wenyuan.reading.archive import Archive
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.docx import DocxReader
from wenyuan.reading.readers.epub import EpubReader
from wenyuan.reading.readers.odt import OdtReader
from wenyuan.reading.readers.pptx import PptxReader
from wenyuan.reading.readers.spreadsheet import SpreadsheetReader
from wenyuan.reading.registry import read
from wenyuan.reading.xml import parse

READERS = [DocxReader(), PptxReader(), SpreadsheetReader(), OdtReader(), EpubReader()]


def test_members_come_back_whole() -> None:
    archive = Archive(pack({"a/b.xml": "内容", "../../etc/x": "only a key"}), Limits())
    assert archive.read("a/b.xml").decode() == "内容"
    assert "../../etc/x" in archive and archive.read("../../etc/x") == b"only a key"
    archive.verify()


def test_a_bomb_is_refused_by_its_ratio_before_anything_is_unpacked() -> None:
    bomb = pack({f"m{i}": bytes(12 * 1024 * 1024) for i in range(4)})
    assert len(bomb) < 100_000
    with pytest.raises(ReadingFailed, match="zip bomb"):
        Archive(bomb, Limits())
    Archive(bomb, Limits(expansion=2000.0))


def test_a_small_file_may_be_very_regular() -> None:
    assert Archive(pack({"m": bytes(4 * 1024 * 1024)}), Limits()).read("m").count(0) == 4 * 1024 * 1024


def test_total_size_and_file_size_are_limited() -> None:
    data = pack({"m": b"x" * 5000})
    with pytest.raises(ReadingFailed, match="5000 bytes and the limit is 4999"):
        Archive(data, Limits(expanded_bytes=4999))
    with pytest.raises(ReadingFailed, match="limit of 10"):
        Archive(data, Limits(bytes=10))


def test_too_many_members_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(65_537):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    with pytest.raises(ReadingFailed, match="65537 members"):
        Archive(out.getvalue(), Limits())


def test_a_member_larger_than_it_claims_is_found_out() -> None:
    data = bytearray(pack({"m": b"abc" * 100_000}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 30)
    struct.pack_into("<I", data, entry + 16, zlib.crc32(b"abc" * 10))
    archive = Archive(bytes(data), Limits())
    with pytest.raises(ReadingFailed, match="damaged"):
        archive.verify()


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: type(reader).__name__)
@pytest.mark.parametrize("keep", [0.3, 0.9, 0.99])
def test_a_truncated_file_says_that_it_is_damaged(reader, keep: float) -> None:
    data = docx(paragraph("text"))
    with pytest.raises(ReadingFailed, match="damaged or incomplete"):
        reader.read(data[: int(len(data) * keep)], "cut.odt", Limits())


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: type(reader).__name__)
def test_another_kind_of_archive_is_refused(reader) -> None:
    with pytest.raises(ReadingFailed):
        reader.read(pack({"readme.txt": "nothing of an office file"}), "a.docx", Limits())


def test_damaged_bytes_inside_are_said() -> None:
    data = bytearray(docx(paragraph("text " * 500)))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 20] = bytes(20)
    with pytest.raises(ReadingFailed, match="damaged"):
        DocxReader().read(bytes(data), "a.docx", Limits())


def test_an_encrypted_member_is_said() -> None:
    data = bytearray(pack({"m": b"secret"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    with pytest.raises(ReadingFailed, match="remove the password"):
        Archive(bytes(data), Limits()).read("m")


def test_an_office_file_under_a_password_is_said() -> None:
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(22)
        + b"\x09\0"
        + bytes(600)
        + "EncryptedPackage".encode("utf-16-le")
    )
    for name in ("secret.docx", "secret.pptx", "secret.xlsx", "secret"):
        with pytest.raises(ReadingFailed, match="remove the password"):
            read(data, name, Limits())


def test_no_entity_of_a_document_is_ever_expanded(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode()
    assert "SECRET" not in "".join(str(node) for node in parse(outside, "p").itertext())
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha"}">' for i in range(12))
    with pytest.raises(ReadingFailed, match="amplification"):
        parse(f"<!DOCTYPE a [{laughs}]><a>&l11;</a>".encode(), "p")


def test_nesting_beyond_measure_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + paragraph("x") + "</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(ReadingFailed, match=r"damaged|nested"):
        DocxReader().read(docx(deep), "a.docx", Limits())


def test_two_files_joined_are_said() -> None:
    document = DocxReader().read(docx(paragraph("First")) + docx(paragraph("Second")), "a.docx", Limits())
    assert document.text == "Second"
    assert document.problems == ["another file is joined before this one and was not read; add the two separately"]


def test_a_member_that_stands_twice_is_said() -> None:
    out = BytesIO(docx(paragraph("First")))
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr("word/document.xml", archive.read("word/document.xml").replace(b"First", b"Second"))
    document = DocxReader().read(out.getvalue(), "a.docx", Limits())
    assert document.text == "Second"
    assert document.problems == ["the file holds more than one part called 'word/document.xml'; only the last was read"]
