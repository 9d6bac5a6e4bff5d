"""What the styles and the numbering of a docx say about a paragraph: heading level, list depth, caption, code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenyuan.reading.readers.opc import Package
from wenyuan.reading.xml import Element, whole_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Word writes built-in names in English whatever its language; other programs write what their user sees.
_HEADING = re.compile(
    r"(?:heading|head|标题|標題|見出し|제목|titre|überschrift|título|titolo|заголовок|kop|nagłówek|rubrik)\s*([1-9])"
)
_TITLE = {"title", "文档标题", "標題", "标题", "表題", "제목", "titel", "titre", "título", "titolo"}
_CODE = {"source code", "html preformatted", "preformatted text", "code", "plain text code", "macro text", "代码"}
_CAPTION = re.compile(r"caption|题注|題注|beschriftung|légende|図表番号")
_CONTENTS = re.compile(r"(?:toc|目录|目錄|table of figures|index)\s*\d*(?: heading)?|toc ?heading")


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is. `heading` and `depth` count from 1 and are 0 where it is no heading, no list item."""

    heading: int = 0
    depth: int = 0
    title: bool = False
    caption: bool = False
    code: bool = False
    contents: bool = False


def is_on(toggle: Element | None) -> bool:
    """Whether a property such as `w:vanish` is there and not switched off."""
    return toggle is not None and toggle.get(f"{W}val") not in {"0", "false", "off"}


class Styles:
    """The styles and numbering parts that `main` refers to; both may be missing.

    hidden: the ids of styles whose text Word does not show.
    """

    def __init__(self, package: Package, main: str) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        self.hidden = set[str]()
        self._levels: dict[str, dict[str, int]] = {}
        self._seen: dict[str, Look] = {}
        for name in package.related(main, "styles"):
            for style in package.side(name).iterfind(f"{W}style"):
                identity = style.get(f"{W}styleId") or ""
                if is_on(style.find(f"{W}rPr/{W}vanish")):
                    self.hidden.add(identity)
                if style.get(f"{W}type") == "paragraph":
                    self._styles[identity] = style
                    if style.get(f"{W}default") in {"1", "true", "on"}:
                        self._default = identity
        for name in package.related(main, "numbering"):
            self._read_numbering(package.side(name))

    def look(self, paragraph: Element) -> Look:
        """What this `w:p` is, by its own properties and those of its style."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self._style(self._default)
        style = properties.find(f"{W}pStyle")
        base = self._style(style.get(f"{W}val") or "" if style is not None else self._default)
        outline = _number(properties.find(f"{W}outlineLvl"))
        heading = base.heading if outline is None else outline + 1 if outline < 9 else 0
        depth = base.depth
        numbering = properties.find(f"{W}numPr")
        if numbering is not None:
            identity = _number(numbering.find(f"{W}numId"))
            level = _number(numbering.find(f"{W}ilvl"))
            if identity == 0:
                depth = 0
            elif identity is not None or level is not None:
                depth = (level + 1) if level is not None else (depth or 1)
        return Look(min(heading, 6), depth, base.title, base.caption, base.code, base.contents)

    def _style(self, identity: str) -> Look:
        known = self._seen.get(identity)
        if known is None:
            known = self._seen[identity] = self._resolve(identity)
        return known

    def _resolve(self, identity: str) -> Look:
        heading: int | None = None
        depth: int | None = None
        title = caption = code = contents = False
        chain, at = set[str](), identity
        while at and at not in chain:
            chain.add(at)
            style = self._styles.get(at)
            name = _name(style, at)
            properties = style.find(f"{W}pPr") if style is not None else None
            if heading is None and (match := _HEADING.fullmatch(name)):
                heading = int(match[1])
            if heading is None and properties is not None:
                outline = _number(properties.find(f"{W}outlineLvl"))
                if outline is not None:
                    heading = outline + 1 if outline < 9 else 0
            if depth is None and properties is not None and (numbering := properties.find(f"{W}numPr")) is not None:
                depth = self._depth(numbering, at, name)
            title = title or name in _TITLE
            caption = caption or bool(_CAPTION.search(name))
            code = code or name in _CODE
            contents = contents or bool(_CONTENTS.fullmatch(name))
            based = style.find(f"{W}basedOn") if style is not None else None
            at = based.get(f"{W}val") or "" if based is not None else ""
        return Look(min(heading or 0, 6), depth or 0, title, caption, code, contents)

    def _depth(self, numbering: Element, style: str, name: str) -> int:
        identity = numbering.find(f"{W}numId")
        number = identity.get(f"{W}val") or "" if identity is not None else ""
        if number == "0":
            return 0
        level = _number(numbering.find(f"{W}ilvl"))
        if level is None:
            # "List Bullet 2" is a numbering of its own, one level deep: only its name says how deep it stands.
            digit = re.fullmatch(r"(?:list|列表).*([2-9])", name)
            level = max(self._levels.get(number, {}).get(style, 0), int(digit[1]) - 1 if digit else 0)
        return level + 1

    def _read_numbering(self, root: Element) -> None:
        linked = dict[str, dict[str, int]]()
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = linked[abstract.get(f"{W}abstractNumId") or ""] = {}
            for level in abstract.iterfind(f"{W}lvl"):
                style = level.find(f"{W}pStyle")
                if style is not None:
                    levels[style.get(f"{W}val") or ""] = whole_number(level.get(f"{W}ilvl"))
        for number in root.iterfind(f"{W}num"):
            abstract = number.find(f"{W}abstractNumId")
            if abstract is not None:
                levels = linked.get(abstract.get(f"{W}val") or "", {})
                self._levels[number.get(f"{W}numId") or ""] = levels


def _name(style: Element | None, identity: str) -> str:
    name = style.find(f"{W}name") if style is not None else None
    return ((name.get(f"{W}val") if name is not None else None) or identity).strip().lower()


def _number(element: Element | None) -> int | None:
    value = element.get(f"{W}val") if element is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 6 else None
