"""XML from hostile files: no entities, no network, no huge trees; errors become `ReadingFailed`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from io import BytesIO
from typing import Any, TypeAlias

import lxml.etree as etree
from lxml import html

from wenyuan.errors import ReadingFailed

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

# Against hostile files. Whatever parses markup here is made with these.
_STRICT: dict[str, Any] = {"no_network": True, "huge_tree": False, "remove_comments": True, "remove_pis": True}
_CLOSED: dict[str, Any] = _STRICT | {"resolve_entities": False, "load_dtd": False}
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_NAMED = {b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"}


def parse(data: bytes, part: str) -> Element:
    """The root element of an XML part. Comments and processing instructions are left out."""
    try:
        root = etree.fromstring(data, etree.XMLParser(**_CLOSED))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(part, error) from error
    if root is None:
        raise ReadingFailed(f"the file is damaged: its part {part!r} is empty")
    return root


def elements(data: bytes, tag: str, part: str) -> Iterator[Element]:
    """Each element `tag` of an XML part as it ends; what was read is dropped, so that memory holds one at a time."""
    try:
        for _, element in etree.iterparse(BytesIO(data), events=("end",), tag=tag, **_CLOSED):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _unreadable(part, error) from error


def html_parser(encoding: str | None) -> Any:
    """A lenient parser of HTML; None leaves the encoding to be found in the page."""
    return html.HTMLParser(encoding=encoding, collect_ids=False, **_STRICT)


def parse_xhtml(data: bytes, part: str) -> Element:
    """The root element of an XHTML page, leniently: named entities are known, and broken markup is read as HTML.

    Tags are returned without namespace.
    """
    try:
        root = parse(_NAMED.sub(_character, data), part)
    except ReadingFailed:
        encoding = "utf-8" if b"\x00" not in data[:64] else None
        try:
            root = html.document_fromstring(data, parser=html_parser(encoding), ensure_head_body=True)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise ReadingFailed(f"its part {part!r} is not readable as a page ({error})") from error
    for element in root.iter(etree.Element):
        if element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
    return root


def local(element: Element) -> str:
    """Tag without namespace; empty for comments and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def whole_number(value: str | None, otherwise: int = 0) -> int:
    """An attribute as a number from 0 to 99,999,999; `otherwise` for what is absent or none."""
    return int(value) if value and value.isascii() and value.isdecimal() and len(value) < 9 else otherwise


def _unreadable(part: str, error: Exception) -> ReadingFailed:
    return ReadingFailed(f"the file is damaged: its part {part!r} is not readable XML ({error})")


def _character(match: re.Match[bytes]) -> bytes:
    name = match[1]
    text = None if name in _XML_NAMED else html5.get(name.decode("ascii"))
    return match[0] if text is None else "".join(f"&#{ord(c)};" for c in text).encode("ascii")
