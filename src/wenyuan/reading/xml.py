"""XML from hostile files: no entities, no network, no huge trees; errors become `ReadingFailed`."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any, TypeAlias

import lxml.etree as etree
from lxml import html

from wenyuan.errors import ReadingFailed

Element: TypeAlias = Any
"""An lxml element; lxml ships no types."""

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML_NAMED = {b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"}


def parse(data: bytes, part: str) -> Element:
    """The root element of an XML part. Comments and processing instructions are left out."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingFailed(f"the file is damaged: its part {part!r} is not readable XML ({error})") from error
    if root is None:
        raise ReadingFailed(f"the file is damaged: its part {part!r} is empty")
    return root


def parse_xhtml(data: bytes, part: str) -> Element:
    """The root element of an XHTML page, leniently: named entities are known, and broken markup is read as HTML.

    Tags are returned without namespace.
    """
    try:
        root = parse(_NAMED.sub(_character, data), part)
    except ReadingFailed:
        encoding = "utf-8" if b"\x00" not in data[:64] else None
        parser = html.HTMLParser(
            encoding=encoding, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = html.document_fromstring(data, parser=parser, ensure_head_body=True)
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


def _character(match: re.Match[bytes]) -> bytes:
    name = match[1]
    text = None if name in _XML_NAMED else html5.get(name.decode("ascii"))
    return match[0] if text is None else "".join(f"&#{ord(c)};" for c in text).encode("ascii")
