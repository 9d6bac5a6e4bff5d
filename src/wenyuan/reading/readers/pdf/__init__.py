"""PDF: text with character boxes through pdfium, laid out again into headings, paragraphs, lists, tables and furniture.

glyphs     the characters of a page and their boxes, straight from pdfium
runs       characters into runs (unbroken stretches of one visual line) and rows
columns    reading order, and the guard that leaves files alone that are in order already
rules      drawn lines that form the grid of a table
cells      the cells of one row, with the signs that belong to a number
tables     rows and columns from the white space between runs
heads      which rows of a table are heads, and heads on several lines
gridded    a table whose grid is drawn
furniture  running heads, page numbers and back links, found across pages
headings   which lines head something, seen in the company they keep
blocks     rows into headings, paragraphs, list items, footnotes and captions
joining    line ends, hyphens and Chinese lines
assemble   blocks of all pages into one text, with the place of every character kept
pictures   pages that are scans
meaning    pages whose fonts do not say what their signs mean
annotations  form fields that are filled in, boxes of text, comments
about      title and metadata
reader     the `Reader` that puts these in order and says what could not be read
"""

from __future__ import annotations

from wenyuan.reading.readers.pdf.reader import PdfReader

__all__ = ["PdfReader"]
