"""A printed report: running head, page number, headings, paragraphs and ruled tables, in one column or two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

WIDTH, HEIGHT = A4
MARGIN, GUTTER = 22 * mm, 8 * mm


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Rows:
    """A table: the first row is its head; numbers stand right."""

    caption: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Report:
    title: str
    subtitle: str
    running_head: str
    author: str
    body: Sequence[str | Heading | Rows]
    page_number: str = "Page {}"
    chinese: bool = False
    columns: int = 1


def print_report(path: Path, report: Report) -> None:
    """Write the report as a PDF that is the same each time."""
    regular, bold = "Helvetica", "Helvetica-Bold"
    if report.chinese:
        regular = bold = "STSong-Light"
        pdfmetrics.registerFont(UnicodeCIDFont(regular))
    wrap = "CJK" if report.chinese else None
    plain = ParagraphStyle("body", fontName=regular, fontSize=10.5, leading=16, spaceAfter=7, wordWrap=wrap)
    if report.chinese:
        plain.firstLineIndent = 21
    small = ParagraphStyle("caption", parent=plain, fontName=bold, fontSize=9.5, firstLineIndent=0, keepWithNext=1)
    head = ParagraphStyle("head", parent=small, fontSize=14, leading=19, spaceBefore=10, spaceAfter=6)
    title = ParagraphStyle("title", parent=head, fontSize=22, leading=29, spaceBefore=0)
    subtitle = ParagraphStyle("subtitle", parent=plain, fontSize=12, leading=17, spaceAfter=14, firstLineIndent=0)

    story: list[Flowable] = [Paragraph(report.title, title), Paragraph(report.subtitle, subtitle)]
    for part in report.body:
        if isinstance(part, Heading):
            story.append(Paragraph(part.text, head))
        elif isinstance(part, Rows):
            story += [Paragraph(part.caption, small), _table(part, regular, bold, report.columns), Spacer(0, 10)]
        else:
            story.append(Paragraph(part, plain))

    def furniture(canvas: Any, template: Any) -> None:
        canvas.saveState()
        canvas.setFont(regular, 8.5)
        canvas.drawString(MARGIN, HEIGHT - 14 * mm, report.running_head)
        canvas.line(MARGIN, HEIGHT - 16 * mm, WIDTH - MARGIN, HEIGHT - 16 * mm)
        canvas.drawCentredString(WIDTH / 2, 12 * mm, report.page_number.format(template.page))
        canvas.restoreState()

    width = (WIDTH - 2 * MARGIN - (report.columns - 1) * GUTTER) / report.columns
    frames = [
        Frame(MARGIN + number * (width + GUTTER), 20 * mm, width, HEIGHT - 42 * mm, 0, 0, 0, 0)
        for number in range(report.columns)
    ]
    document = BaseDocTemplate(
        str(path), pagesize=A4, invariant=1, title=report.title, author=report.author, pageTemplates=[]
    )
    document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    document.build(story)


def _table(part: Rows, regular: str, bold: str, columns: int) -> Table:
    size = 9.5 if columns == 1 else 8
    first = 62 * mm if columns == 1 else 33 * mm
    others = [(26 if columns == 1 else 15) * mm] * (len(part.rows[0]) - 1)
    return Table(
        [list(row) for row in part.rows],
        colWidths=[first, *others],
        hAlign="LEFT",
        repeatRows=1,
        style=TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("FONT", (0, 0), (-1, -1), regular, size),
                ("FONT", (0, 0), (-1, 0), bold, size),
                ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
            ]
        ),
    )
