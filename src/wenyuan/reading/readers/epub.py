"""EPUB 2 and 3 books: the spine's XHTML in order, as headings, paragraphs, lists and tables.

The book's own table of contents (`nav`) is furniture. Ruby annotations, scripts and the text of pictures are left out.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from wenyuan.errors import ReadingFailed
from wenyuan.reading.archive import Archive
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.containers import EPUB
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.budget import Budget
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.xhtml import XhtmlReader
from wenyuan.reading.xml import Element, local, parse, parse_xhtml

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_METADATA = {"title": "title", "creator": "author", "language": "language", "publisher": "publisher", "date": "date"}
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}


class EpubReader(BuiltInReader):
    """Reads EPUB books without copy protection."""

    media_types = (EPUB,)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        archive = Archive(data, limits)
        part = _package_name(archive)
        root = parse(archive.read(part), part)
        metadata = _metadata(root)
        locked = _locked(archive)
        builder = TextBuilder()
        builder.problems += archive.problems
        budget = Budget(builder, limits)
        chapters = _spine(root, posixpath.dirname(part))
        for chapter in chapters:
            if budget.spent(f"part {chapter!r}"):
                break
            if chapter in locked:
                raise ReadingFailed("it is copy protected (DRM) and cannot be read; add a copy without protection")
            if chapter not in archive:
                builder.problem(f"part {chapter!r} is missing from the file")
                continue
            try:
                XhtmlReader(builder).read(parse_xhtml(archive.read(chapter), chapter))
            except ReadingFailed as error:
                builder.problem(str(error))
            except RecursionError:
                builder.problem(f"part {chapter!r} is nested too deeply to be read")
        if not builder.blocks:
            raise ReadingFailed("; ".join(builder.problems) or "its chapters hold no text")
        return builder.finish(EPUB, metadata.pop("title", ""), metadata)


def _package_name(archive: Archive) -> str:
    if _CONTAINER in archive:
        for item in parse(archive.read(_CONTAINER), _CONTAINER).iter():
            path = (item.get("full-path") or "").lstrip("/")
            if local(item) == "rootfile" and path in archive:
                return path
    found = next((name for name in archive.names if name.lower().endswith(".opf")), None)
    if found is None:
        raise ReadingFailed("the file is damaged: it does not say where its contents are (no package document)")
    return found


def _metadata(root: Element) -> dict[str, str]:
    found = dict[str, str]()
    for section in root:
        if local(section) == "metadata":
            for item in section.iter():
                key, value = _METADATA.get(local(item)), " ".join("".join(item.itertext()).split())
                if key and value and key in found and key == "author":
                    found[key] += f", {value}"
                elif key and value:
                    found.setdefault(key, value)
    return found


def _spine(root: Element, folder: str) -> list[str]:
    """Member names of the chapters in reading order."""
    items, order = dict[str, str](), list[str]()
    for item in root.iter():
        if local(item) == "item" and (item.get("media-type") or "").lower() in _PAGES:
            target = unquote((item.get("href") or "").partition("#")[0])
            items[item.get("id") or ""] = posixpath.normpath(posixpath.join(folder, target))
        elif local(item) == "itemref":
            order.append(item.get("idref") or "")
    return list(dict.fromkeys(items[name] for name in order if name in items))


def _locked(archive: Archive) -> set[str]:
    """Members that are encrypted. Fonts often are, only to hinder copying, and are not looked at."""
    if _ENCRYPTION not in archive:
        return set()
    references = parse(archive.read(_ENCRYPTION), _ENCRYPTION).iter()
    return {unquote(item.get("URI") or "") for item in references if local(item) == "CipherReference"}
