"""Why a kind of file cannot be read, in words for the user, and what to do instead."""

from __future__ import annotations

from wenyuan.reading.containers import ENCRYPTED_OFFICE, OLE
from wenyuan.reading.detect import BINARY, EMPTY
from wenyuan.reading.naming import suffix_of

_REASONS = {
    EMPTY: "the file is empty",
    ENCRYPTED_OFFICE: "the file is protected by a password; remove the password and add it again",
    "application/msword": "old binary Word format (.doc); save it as .docx and add that",
    "application/vnd.ms-powerpoint": "old binary PowerPoint format (.ppt); save it as .pptx and add that",
    "application/vnd.ms-outlook": "an Outlook message (.msg); save it as .eml and add that",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument presentations are not read in this version; "
    "save it as .pptx or PDF and add that",
    "application/vnd.apple.iwork": "an Apple iWork file; export it as PDF or an Office format and add that",
    "application/x-hwp": "a Hangul (HWP) document; save it as .docx or PDF and add that",
    "application/vnd.visio": "a Visio drawing; export it as PDF and add that",
    "application/mbox": "a mailbox of many messages; export the messages as .eml files and add those",
    "application/x-mobipocket-ebook": "a Kindle book; convert it to EPUB and add that",
    "application/vnd.ms-htmlhelp": "a compiled help file (.chm); unpack it and add the pages",
    "application/postscript": "a PostScript file; convert it to PDF and add that",
    "image/svg+xml": "a drawing (SVG) without a text layer that could be read",
    "image/vnd.djvu": "a DjVu scan; convert it to PDF with a text layer and add that",
}
_ARCHIVES = {
    "application/zip": "zip",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "application/gzip": "gzip",
    "application/x-bzip2": "bzip2",
    "application/x-xz": "xz",
    "application/zstd": "zstd",
    "application/x-tar": "tar",
}
_BINARIES = {
    "application/x-elf": "ELF program",
    "application/x-mach-binary": "macOS program or Java class",
    "application/vnd.microsoft.portable-executable": "Windows program",
    "application/wasm": "WebAssembly program",
    "application/vnd.sqlite3": "SQLite database",
    "application/vnd.apache.parquet": "Parquet table",
    "application/x-plist": "property list",
    OLE: "compound file of an unknown program",
}


def reason_for(media_type: str, data: bytes, name: str) -> str:
    """The reason for a media type that no reader takes."""
    suffix = suffix_of(name)
    if media_type in _REASONS:
        return _REASONS[media_type]
    if media_type in _ARCHIVES:
        return f"an archive ({_ARCHIVES[media_type]}); unpack it and add the folder"
    family, _, kind = media_type.partition("/")
    if family == "image":
        return f"a picture ({kind}) without text layer; reading scans is not available in this version"
    if family in {"audio", "video"}:
        return f"{'a sound' if family == 'audio' else 'a video'} file ({kind}); transcribe it and add the text"
    if family == "font":
        return "a font, which holds no text"
    what = _BINARIES.get(media_type)
    if what is None and media_type != BINARY:
        return f"files of type {media_type} are not read in this version; convert it to PDF or text and add that"
    described = f"the file is binary data ({what})" if what else "the file is binary data of an unknown kind"
    if suffix in {"", ".bin", ".exe", ".dll", ".so", ".db", ".sqlite"}:
        return f"{described}, not text"
    lead = "" if any(data[:64]) else "; its beginning is all zeros, so it may be damaged"
    return f"{described}, not text as its name ({suffix}) says{lead}"
