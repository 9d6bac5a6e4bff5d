"""The text inside one paragraph of a docx: runs, fields, tracked changes, formulas, and what hangs on them."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from wenyuan.reading.readers.docx_styles import W, is_on
from wenyuan.reading.readers.formula import linear
from wenyuan.reading.readers.markup import ALTERNATE, chosen
from wenyuan.reading.xml import Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_THROUGH = {
    *(W + name for name in ("r", "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent")),
    *(W + name for name in ("fldSimple", "customXml", "dir", "bdo")),
}
_DRAWN = {W + "drawing", W + "pict", W + "object"}


@dataclass(slots=True)
class Inline:
    """One paragraph's text, the notes it refers to ("footnote", id) and the drawings in it, in order."""

    parts: list[str] = field(default_factory=list[str])
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    drawings: list[Element] = field(default_factory=list[Element])

    @property
    def text(self) -> str:
        return "".join(self.parts)


class InlineReader:
    """Reads the paragraphs of one story (body, note, header) in order: a field may run over several of them.

    Kept: inserted text, field results, link texts, the base of ruby text, formulas in one line (see `formula`).
    Left out: deleted text, hidden text, field instructions, ruby annotations, soft hyphens, comments.

    hid: whether there was hidden text, by a run's own property or by its style, one of `hidden_styles`.
    """

    def __init__(self, hidden_styles: Set[str] = frozenset()) -> None:
        self.hid = False
        self._hidden_styles = hidden_styles
        self._fields: list[bool] = []  # one per open field: True while in its instruction

    def read(self, paragraph: Element) -> Inline:
        out = Inline()
        self._walk(paragraph, out)
        return out

    def _walk(self, node: Element, out: Inline) -> None:
        for child in node:
            tag = child.tag
            if tag == W + "t":
                if child.text and True not in self._fields:
                    out.parts.append(child.text)
            elif tag == W + "r" and self._is_hidden(child):
                self._pass_over(child)
            elif tag in _THROUGH:
                self._walk(child, out)
            elif tag == W + "tab":
                out.parts.append("\t")
            elif tag == W + "br":
                out.parts.append(" " if child.get(W + "type") in {"page", "column"} else "\n")
            elif tag == W + "cr":
                out.parts.append("\n")
            elif tag == W + "noBreakHyphen":
                out.parts.append("\u2011")
            elif tag == W + "sym":
                out.parts.append(_symbol(child.get(W + "char") or ""))
            elif tag == W + "fldChar":
                self._field(child.get(W + "fldCharType") or "")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                out.notes.append((tag[len(W) : -len("Reference")], child.get(W + "id") or ""))
            elif tag == W + "ruby":
                for base in child.iterfind(W + "rubyBase"):
                    self._walk(base, out)
            elif tag in _DRAWN:
                out.drawings.append(child)
            elif tag == ALTERNATE:
                self._walk(chosen(child), out)
            elif isinstance(tag, str) and tag.startswith(_M):
                out.parts.append(linear(child))

    def _is_hidden(self, run: Element) -> bool:
        properties = run.find(W + "rPr")
        if properties is None:
            return False
        own, style = properties.find(W + "vanish"), properties.find(W + "rStyle")
        if own is not None:
            return is_on(own)
        return style is not None and style.get(W + "val") in self._hidden_styles

    def _pass_over(self, run: Element) -> None:
        """A hidden run gives no text; a field that begins or ends in it still does."""
        self.hid = self.hid or any(text.text for text in run.iter(W + "t"))
        for mark in run.iter(W + "fldChar"):
            self._field(mark.get(W + "fldCharType") or "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value <= 0xFFFF else ""
