"""Small files of office formats, built part by part, for what the writing libraries cannot write."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_O = "urn:oasis:names:tc:opendocument:xmlns:"

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("中文ﬁ𠮷👩שלום٣"),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))
"""Any one-line text that XML can hold: astral, right to left, ligatures."""


def pack(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of these members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def package(main: str, content: str, kind: str, parts: dict[str, str], links: dict[str, tuple[str, str]]) -> bytes:
    """An Open Packaging file. `links` of the main part: id to kind and target."""
    folder, _, base = main.rpartition("/")
    relations = "".join(
        f'<Relationship Id="{identity}" Type="{_R}/{link}" Target={quoteattr(target)}/>'
        for identity, (link, target) in links.items()
    )
    types = f'<Types xmlns="{_P}/content-types"><Override PartName="/{main}" ContentType="{kind}"/></Types>'
    root = f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="{main}"/>'
    return pack(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{_P}/relationships">{root}</Relationships>',
            f"{folder}/_rels/{base}.rels": f'<Relationships xmlns="{_P}/relationships">{relations}</Relationships>',
            main: content,
            **{f"{folder}/{name}": text for name, text in parts.items()},
        }
    )


def docx(body: str, **parts: str) -> bytes:
    """A docx of raw WordprocessingML; `parts` by name: styles, numbering, footnotes, endnotes, header1, footer1."""
    wrapped, links = dict[str, str](), dict[str, tuple[str, str]]()
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        tag = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        wrapped[f"{name}.xml"] = f'<w:{tag} xmlns:w="{_W}">{content}</w:{tag}>'
        links[f"x{name}"] = (kind, f"{name}.xml")
    spaces = (
        f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:mc="{_MC}" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    main = f"<w:document {spaces}><w:body>{body}</w:body></w:document>"
    return package("word/document.xml", main, kind, wrapped, links)


def paragraph(text: str = "", inside: str = "", properties: str = "") -> str:
    """A `w:p` with one run of `text` and raw XML after it."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inside}</w:p>"


def odt(body: str, styles: str = "", automatic: str = "", title: str = "") -> bytes:
    """An odt of raw OpenDocument text; `styles` goes into styles.xml, `automatic` into the document's own."""
    names = {"office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing", "meta": "meta"}
    spaces = " ".join(f'xmlns:{short}="{_O}{name}:1.0"' for short, name in names.items())
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    titled = f"<office:meta><dc:title>{escape(title)}</dc:title></office:meta>"
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {spaces}>{styles}</office:document-styles>",
            "meta.xml": f"<office:document-meta {spaces}>{titled}</office:document-meta>",
        }
    )


def epub(*chapters: str, metadata: str = "", extra: dict[str, str] | None = None) -> bytes:
    """An EPUB of these chapter bodies."""
    items = "".join(
        f'<item id="c{i}" href="c%20{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in reversed(range(len(chapters))))
    pages = {
        f"OEBPS/c {i}.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>no</title></head><body>{body}</body></html>"
        for i, body in enumerate(chapters)
    }
    return pack(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
            **pages,
            **(extra or {}),
        }
    )
