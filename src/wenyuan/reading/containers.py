"""Which kind of document a zip archive or an OLE compound file holds, from its directory alone."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
EPUB = "application/epub+zip"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
OLE = "application/x-ole-storage"

_BY_SUFFIX = {
    ".docx": DOCX,
    ".docm": DOCX,
    ".dotx": DOCX,
    ".pptx": PPTX,
    ".pptm": PPTX,
    ".ppsx": PPTX,
    ".xlsx": XLSX,
    ".xlsm": XLSX,
    ".xlsb": XLSB,
    ".odt": ODT,
    ".ott": ODT,
    ".ods": ODS,
    ".epub": EPUB,
    ".doc": "application/msword",
    ".xls": XLS,
    ".ppt": "application/vnd.ms-powerpoint",
    ".msg": "application/vnd.ms-outlook",
    ".pages": "application/vnd.apple.iwork",
    ".numbers": "application/vnd.apple.iwork",
    ".key": "application/vnd.apple.iwork",
}
_ZIP_SUFFIXES = {suffix for suffix, kind in _BY_SUFFIX.items() if "openxml" in kind or "opendocument" in kind} | {
    ".xlsb",
    ".epub",
}
# Names of streams at the root of a compound file.
_STREAMS = {
    "EncryptedPackage": ENCRYPTED_OFFICE,
    "WordDocument": "application/msword",
    "Workbook": XLS,
    "Book": XLS,
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__properties_version1.0": "application/vnd.ms-outlook",
    "HwpSummaryInformation": "application/x-hwp",
    "VisioDocument": "application/vnd.visio",
}

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_zip(data: bytes) -> bool:
    """True where the bytes begin as a zip archive does."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def is_ole(data: bytes) -> bool:
    """True for the container of old binary Office files, which is also the one encrypted new ones are put in."""
    return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def zip_type(data: bytes, suffix: str = "") -> str:
    """Media type of a zip archive by its members; by `suffix` where its directory cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                return _mimetype(archive) or "application/zip"
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError, zlib.error):
        # Damaged: the format's own reader says so best, where the name tells which it was meant to be.
        return _BY_SUFFIX[suffix] if suffix in _ZIP_SUFFIXES else "application/zip"
    folders = {name.partition("/")[0] for name in names if "/" in name}
    if "[Content_Types].xml" in names or "_rels" in folders:
        if "word" in folders:
            return DOCX
        if "ppt" in folders:
            return PPTX
        if "xl" in folders:
            return XLSB if "xl/workbook.bin" in names else XLSX
        if "visio" in folders:
            return "application/vnd.visio"
    if "content.xml" in names and suffix in {".odt", ".ods"}:
        return _BY_SUFFIX[suffix]
    if "META-INF/container.xml" in names:
        return EPUB
    if "Index.zip" in names or any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        return "application/vnd.apple.iwork"
    return "application/zip"


def _mimetype(archive: zipfile.ZipFile) -> str | None:
    with archive.open("mimetype") as member:
        declared = member.read(200).decode("ascii", "replace").strip()
    if declared.startswith((ODT, ODS)):
        return declared.removesuffix("-template")
    return declared if declared.startswith("application/") else None


def ole_type(data: bytes, suffix: str = "") -> str:
    """Media type of a compound file by the streams at its root; by `suffix` where its directory is damaged."""
    names = _root_names(data)
    for name, media_type in _STREAMS.items():
        if name in names:
            return media_type
    if _ENCRYPTED in data:  # in a part of the directory that was not walked
        return ENCRYPTED_OFFICE
    return OLE if names else _BY_SUFFIX.get(suffix, OLE)


def _root_names(data: bytes) -> set[str]:
    """Names of the entries directly under a compound file's root, after [MS-CFB]; empty where damaged."""
    if len(data) < 512:
        return set()
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    entries = b"".join(_directory_sectors(data, size))
    count = len(entries) // 128
    if not count:
        return set()
    names, seen = set[str](), set[int]()
    todo = [struct.unpack_from("<I", entries, 76)[0]]
    while todo:
        index = todo.pop()
        if index >= count or index in seen:
            continue
        seen.add(index)
        left, right = struct.unpack_from("<II", entries, index * 128 + 68)
        length = min(struct.unpack_from("<H", entries, index * 128 + 64)[0], 64)
        raw = entries[index * 128 : index * 128 + max(length - 2, 0)]
        names.add(raw.decode("utf-16-le", "replace").lstrip("\x01\x05"))
        todo += [left, right]
    return names


def _directory_sectors(data: bytes, size: int, most: int = 256) -> list[bytes]:
    """The chain of directory sectors, at most `most` of them."""
    fat = struct.unpack_from("<109I", data, 76)
    sector, sectors, per_sector = struct.unpack_from("<I", data, 48)[0], list[bytes](), size // 4
    seen = set[int]()
    while sector < 0xFFFFFFFA and sector not in seen and len(sectors) < most:
        seen.add(sector)
        chunk = data[(sector + 1) * size : (sector + 2) * size]
        if len(chunk) < size:
            break
        sectors.append(chunk)
        index, slot = divmod(sector, per_sector)
        if index >= len(fat) or fat[index] >= 0xFFFFFFFA:
            break
        at = (fat[index] + 1) * size + slot * 4
        if at + 4 > len(data):
            break
        sector = struct.unpack_from("<I", data, at)[0]
    return sectors
