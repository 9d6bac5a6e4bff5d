"""Web pages and HTML documents."""

from __future__ import annotations

import re
from copy import deepcopy
from functools import partial

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder, clean
from wenyuan.reading.document import Document
from wenyuan.reading.encoding import decode
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.html_main import is_published, main_pieces
from wenyuan.reading.readers.html_pieces import pieces, write
from wenyuan.reading.xml import Element, html_parser

_DECLARED = re.compile(
    rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})""",
    re.I,
)
_TAG = re.compile(r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1\s*>|$)|<(/?)([A-Za-z][\w:-]*)[^<>]*>", re.I | re.S)
_STRUCTURE = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li table tr td th pre br title".split())
_LONGEST_ARTICLE = 300_000
_INLINE = frozenset("a abbr b big cite code em font i kbd mark q s small span strong sub sup time tt u var".split())
_GAPS = re.compile(r"<br><br>(?:\s*<br><br>)+")


class HtmlReader(BuiltInReader):
    """Reads the main content of a page, or all of it where it is a document of its own."""

    media_types = ("text/html",)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        declared = _DECLARED.search(data[:8192])
        decoded = decode(data, (declared[1] or declared[2]).decode("ascii") if declared else "")
        builder = TextBuilder()
        if decoded.problem:
            builder.problem(decoded.problem)
        root, whole = parse(decoded.text)
        found = pieces(root)
        write(main_pieces(root, found) if whole else found, builder)
        title, metadata = _metadata(root, builder.size <= _LONGEST_ARTICLE and is_published(root))
        metadata["encoding"] = decoded.encoding
        return builder.finish("text/html", title, metadata)


def write_html(text: str, builder: TextBuilder) -> None:
    """Append everything visible in a piece of HTML (a mail's body, say) to a document being built."""
    root, _ = parse(text)
    write(pieces(root), builder)


def parse(text: str) -> tuple[Element, bool]:
    """The tree of a page; the flag is False where it had to be flattened to be read within the parser's limits.

    The parser stops at 256 levels and at parts of 10 MB, and would lose what follows. Such a page is parsed again
    with fewer and fewer of its tags: its structure suffers, its text does not.
    """
    text = clean(text)
    for kept in (None, _STRUCTURE, frozenset(("p", "title"))):
        parser = html_parser("utf-8")
        # One gap says what a hundred thousand of them say.
        simple = text if kept is None else _GAPS.sub("<br><br>", _TAG.sub(partial(_simplified, kept), text))
        # Bytes, because the parser refuses a str with an encoding declaration in it.
        try:
            root = html.document_fromstring(simple.encode(), parser=parser, ensure_head_body=True)
        except etree.ParserError:  # there is nothing in it, or nothing before the limit
            root = html.document_fromstring("<p></p>", ensure_head_body=True)
        if not any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
            return root, kept is None
    raise ReadingFailed("the page has a stretch of text over 10 MB, more than can be parsed; split it")


def _simplified(kept: frozenset[str], tag: re.Match[str]) -> str:
    """A tag of `kept` without its attributes, a gap for one that ends a block, nothing for one inside a line."""
    name = (tag[3] or "").lower()
    if not name or name in _INLINE:
        return ""
    return f"<{tag[2]}{name}>" if name in kept else "<br><br>"


def _metadata(root: Element, everywhere: bool) -> tuple[str, dict[str, str]]:
    """Title, and author, date, address, site and language where the page states them.

    Outside its head only an article of a web site states them; a date in the text of a report is any date.
    """
    from trafilatura.metadata import extract_metadata

    stated_in = root
    if not everywhere:
        stated_in = html.document_fromstring("<html><body></body></html>")
        stated_in.insert(0, deepcopy(root.find("head")))
    stated = extract_metadata(stated_in)
    values = {
        "author": stated.author,
        "date": stated.date,
        "url": stated.url,
        "site": stated.sitename,
        "language": root.get("lang"),
    }
    metadata = {key: clean(str(value)).strip() for key, value in values.items() if value and str(value).strip()}
    own = root.find(".//title")
    title = stated.title or (own.text_content() if own is not None else "")
    return title, metadata
