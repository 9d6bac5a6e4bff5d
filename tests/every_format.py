"""The same lines in a file of every format that is read."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import openpyxl
import pptx
from pptx.util import Inches
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas


def _html(lines: Sequence[str]) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<html><head><meta charset='utf-8'><title>Page</title></head><body><main>{body}</main></body></html>"


def _docx(lines: Sequence[str]) -> bytes:
    document, out = docx.Document(), BytesIO()
    document.add_heading("第一章 Chapter one", 1)
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=2)
    for number, line in enumerate(lines):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"row {number}", line
    document.save(out)
    return out.getvalue()


def _pptx(lines: Sequence[str]) -> bytes:
    show, out = pptx.Presentation(), BytesIO()
    for line in lines:
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = "第一页 One"
        slide.shapes.add_textbox(Inches(1), Inches(2), Inches(5), Inches(2)).text_frame.text = line
    show.save(out)
    return out.getvalue()


def _xlsx(lines: Sequence[str]) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["name", "text"])
    for number, line in enumerate(lines):
        sheet.append([f"row {number}", line])
    book.save(out)
    return out.getvalue()


def _csv(lines: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out).writerows([["name", "text"], *([f"row {number}", line] for number, line in enumerate(lines))])
    return out.getvalue()


def _odt(lines: Sequence[str]) -> bytes:
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in lines)
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:text="{office}:text:1.0">'
        f"<office:body><office:text><text:h text:outline-level='1'>第一章</text:h>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return _zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _rtf(lines: Sequence[str]) -> bytes:
    def said(text: str) -> str:
        units = memoryview(text.encode("utf-16-le")).cast("H")
        return "".join(chr(u) if 32 <= u < 127 and chr(u) not in "\\{}" else f"\\uc1\\u{u}?" for u in units)

    return ("{\\rtf1\\ansi " + "\\par\n".join(map(said, lines)) + "\\par}").encode("ascii")


def _epub(lines: Sequence[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    return _zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="{container}"><rootfiles>'
            '<rootfile full-path="book.opf"/></rootfiles></container>',
            "book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml" '
            'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>',
            "c.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>第一章</h1>{body}</body></html>',
        }
    )


def _eml(lines: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "张三 <zhang@example.com>", "li@example.com"
    message["Date"], message["Subject"] = "Tue, 05 Mar 2024 10:00:00 +0800", "通知 Notice"
    message.set_content("\n\n".join(lines))
    return message.as_bytes()


def _pdf(lines: Sequence[str]) -> bytes:
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for page in range(0, len(lines), 4):
        for at, line in enumerate(lines[page : page + 4]):
            canvas.setFont("STSong-Light" if any("\u4e00" <= c <= "\u9fff" for c in line) else "Helvetica", 9)
            canvas.drawString(50, 780 - 40 * at, line[:90])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _zip(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


FORMATS: dict[str, Callable[[Sequence[str]], str | bytes]] = {
    "txt": "\n\n".join,
    "md": lambda lines: "# 第一章 Chapter one\n\n" + "\n\n".join(lines),
    "html": _html,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "csv": _csv,
    "odt": _odt,
    "rtf": _rtf,
    "epub": _epub,
    "eml": _eml,
    "jsonl": lambda lines: "\n".join(json.dumps({"title": "记录", "text": line}, ensure_ascii=False) for line in lines),
    "json": lambda lines: json.dumps([{"title": "记录", "text": line} for line in lines], ensure_ascii=False),
    "pdf": _pdf,
}
"""By suffix: what makes a file of lines, one paragraph, row, slide or record each."""
