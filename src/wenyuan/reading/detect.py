"""What kind of file this is: by its content first, by its name only where content cannot tell.

Types that no reader takes are recognised too, because the reason a user is given depends on them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter

from wenyuan.reading.containers import is_ole, is_zip, ole_type, zip_type
from wenyuan.reading.encoding import CONTROLS, utf16_of
from wenyuan.reading.naming import suffix_of

EMPTY = "application/x-empty"
BINARY = "application/octet-stream"

_HEAD = 16_384
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (0, b"ID3\x03", "audio/mpeg"),
    (0, b"ID3\x04", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS\x00", "audio/ogg"),
    (8, b"WAVEfmt", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (8, b"AVI LIST", "video/x-msvideo"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-asf"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"7z\xbc\xaf'\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh91AY&SY", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"(\xb5/\xfd", "application/zstd"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    (0, b"\x00asm\x01", "application/wasm"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"bplist00", "application/x-plist"),
    (0, b"\x00\x01\x00\x00\x00", "font/ttf"),
    (0, b"OTTO\x00", "font/otf"),
    (0, b"wOF2", "font/woff2"),
    (60, b"BOOKMOBI", "application/x-mobipocket-ebook"),
    (0, b"ITSF\x03", "application/vnd.ms-htmlhelp"),
    (0, b"%!PS-Adobe", "application/postscript"),
)
_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_HTML_NAMES = {".html", ".htm", ".xhtml", ".xht"}
_LOOSE = {"", ".txt", ".text", ".dat", ".log"}

_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_HTML_PIECE = re.compile(r"\s*<(?:div|p|h[1-6]|table|meta|title|article|section|main|ul|ol|span|center)[\s>]", re.I)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*(?:>|$)")
_SVG = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]", re.I | re.S)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):[ \t]*\S")
_MAIL = {"from", "to", "cc", "subject", "date", "sender", "reply-to"}
_TRANSPORT = {"received", "message-id", "mime-version", "return-path", "delivered-to", "x-mailer", "dkim-signature"}


def detect(data: bytes, name: str) -> str:
    """The media type of `data`; `name` is its file name and decides only between kinds of text."""
    if not data:
        return EMPTY
    suffix = suffix_of(name)
    binary = _binary_type(data, suffix)
    if binary:
        return binary
    head = _text_head(data)
    if head is None:
        return BINARY
    return _text_type(head, data, suffix)


def _binary_type(data: bytes, suffix: str) -> str | None:
    if _is_pdf(data):
        return "application/pdf"
    if is_zip(data):
        return zip_type(data, suffix)
    if is_ole(data):
        return ole_type(data, suffix)
    for offset, magic, media_type in _SIGNATURES:
        if data.startswith(magic, offset):
            return media_type
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "image/bmp"
    if data.startswith(b"MZ") and b"\x00" in data[:64]:
        return "application/vnd.microsoft.portable-executable"
    if suffix == ".mp3" and data[0] == 0xFF and data[1:2] >= b"\xe0":
        return "audio/mpeg"
    return None


def _is_pdf(data: bytes) -> bool:
    """A PDF may have junk before its header; a text that merely speaks of "%PDF-1.7" has no objects."""
    at = data.find(b"%PDF-", 0, 1024)
    if at < 0:
        return False
    return not data[:at].strip(b"\xef\xbb\xbf \t\r\n\x00") or b"startxref" in data[-2048:] or b" obj" in data[at:_HEAD]


def _text_head(data: bytes) -> str | None:
    """The opening of `data` with its ASCII characters readable, or None where it is not text at all."""
    wide = utf16_of(data)
    if wide:
        text = data[:_HEAD].decode(wide, "replace").lstrip("\ufeff")
        # Two bytes are a weak mark: the rest must be characters too.
        odd = sum(1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or (c < " " and not c.isspace()))
        return text if odd <= len(text) * 0.05 else None
    head = data[:_HEAD]
    # A few stray control bytes do not make a file binary; a NUL in every tenth place does.
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > len(head) * 0.01 + 1:
        return None
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _text_type(head: str, data: bytes, suffix: str) -> str:
    if head.lstrip().startswith("{\\rtf"):
        return "application/rtf"
    if _HTML_START.match(head):
        return "text/html"
    if _SVG.match(head):
        return "image/svg+xml"
    if suffix in _HTML_NAMES and _ANY_TAG.search(head):
        return "text/html"
    if _is_mail(head, suffix):
        return "message/rfc822"
    if head.startswith("From ") and suffix in {".mbox", ""} and "\nFrom: " in head:
        return "application/mbox"
    if suffix in _MARKDOWN:
        return "text/markdown"
    json_type = _json_type(data, head, suffix)
    if json_type:
        return json_type
    if suffix == ".csv":
        return "text/csv"
    if suffix in {".tsv", ".tab"}:
        return "text/tab-separated-values"
    if suffix not in _LOOSE:
        return "text/plain"
    if suffix == "" and _HTML_PIECE.match(head) and "</" in head:
        return "text/html"
    return _table_type(head) or "text/plain"


def _is_mail(head: str, suffix: str) -> bool:
    names = list[str]()
    for line in head.splitlines()[:200]:
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        found = _HEADER.match(line)
        if not found:
            # A header whose value is empty or folded still ends with its colon.
            if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*:[ \t]*", line):
                continue
            return False
        names.append(found[1].lower())
    known = set(names)
    if suffix in {".eml", ".mht", ".mhtml"}:
        return bool(known & (_MAIL | _TRANSPORT))
    return len(known & (_MAIL | _TRANSPORT)) >= 3 and bool(known & _TRANSPORT)


def _json_type(data: bytes, head: str, suffix: str) -> str | None:
    start = head.lstrip()[:1]
    if not start or start not in "{[":
        return None
    if suffix in {".jsonl", ".ndjson"}:
        return "application/jsonl"
    if suffix in {".json", ".geojson", ".ipynb"}:
        return "application/json"
    if suffix not in _LOOSE:
        return None
    wide = utf16_of(data)
    lines = [line for line in data[: 1 << 20].decode(wide or "utf-8", "replace").splitlines() if line.strip()][:20]
    if len(data) > 1 << 20 and len(lines) > 1:
        lines.pop()
    if start == "{" and lines and all(_is_object(line) for line in lines):
        return "application/jsonl"
    if len(data) <= 1 << 20 and _is_json(data.decode(wide or "utf-8", "replace")):
        return "application/json"
    return None


def _is_object(line: str) -> bool:
    return line.lstrip().startswith("{") and _is_json(line)


def _is_json(text: str) -> bool:
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _table_type(head: str) -> str | None:
    """CSV or TSV without the name saying so: every line has the same many short fields, figures among them."""
    lines = head.splitlines()[:50]
    if len(head) >= _HEAD:
        lines.pop()
    lines = [line for line in lines if line.strip()]
    if len(lines) < 5:
        return None
    for delimiter, least, media_type in (("\t", 2, "text/tab-separated-values"), (",", 4, "text/csv")):
        try:
            rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows)
        width = len(rows[0])
        fields = [field for row in rows[1:] for field in row]
        figures = sum(1 for field in fields if field.strip() and field.strip()[-1].isdigit())
        short = all(len(field) <= 60 for field in fields)
        if width >= least and widths[width] == len(rows) and short and figures >= 0.2 * len(fields):
            return media_type
    return None
