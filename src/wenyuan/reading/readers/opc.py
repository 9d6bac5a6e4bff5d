"""Open Packaging Conventions: the parts of a docx, pptx or xlsx and how they refer to each other (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

import lxml.etree as etree

from wenyuan.errors import ReadingFailed
from wenyuan.reading.archive import Archive
from wenyuan.reading.protocol import Limits
from wenyuan.reading.xml import Element, local, parse

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_TYPES = "[Content_Types].xml"
_CORE = {
    "title": "title",
    "creator": "author",
    "subject": "subject",
    "keywords": "keywords",
    "language": "language",
    "created": "created",
    "modified": "modified",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """One reference from a part: `kind` is the last word of its type ("styles", "slide"), `target` a part name."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file by name (without the leading slash). Strict documents look like transitional ones.

    problems: which parts could not be read, for the document.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._archive = Archive(data, limits)
        self.problems = list(self._archive.problems)
        self._folded = {name.lower(): name for name in self._archive.names}
        if _TYPES not in self._archive:
            raise ReadingFailed("it is a zip archive, but not an Office document: [Content_Types].xml is missing")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._folded

    def read_part(self, name: str) -> bytes:
        """A part's bytes, strict namespaces turned into their transitional twins; case of the name is no matter."""
        actual = self._folded.get(name.lower())
        if actual is None:
            raise ReadingFailed(f"the file is damaged: its part {name!r} is missing")
        return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", self._archive.read(actual))

    def xml(self, name: str) -> Element:
        """A part's root element."""
        return parse(self.read_part(name), name)

    def side(self, name: str) -> Element:
        """Like `xml`, for a part the document can do without: where it is damaged, an empty element and a problem."""
        try:
            return self.xml(name)
        except ReadingFailed as error:
            if str(error) not in self.problems:
                self.problems.append(str(error))
            return etree.Element("missing")

    def relationships(self, part: str = "") -> dict[str, Relationship]:
        """What `part` refers to, by id; for "" what the package itself refers to."""
        folder, _, base = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        found = dict[str, Relationship]()
        if name not in self:
            return found
        for item in self.xml(name):
            if local(item) != "Relationship":
                continue
            external = item.get("TargetMode") == "External"
            target = item.get("Target") or ""
            if not external:
                target = unquote(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
                if target not in self:
                    target = posixpath.normpath(posixpath.join("/", folder, item.get("Target") or "")).lstrip("/")
            identity = item.get("Id") or ""
            found[identity] = Relationship(identity, (item.get("Type") or "").rpartition("/")[2], target, external)
        return found

    def main(self, fallback: str) -> str:
        """Name of the main part: what the package calls its office document, else `fallback`."""
        for relationship in self.relationships().values():
            if relationship.kind == "officeDocument" and relationship.target in self:
                return relationship.target
        return fallback

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the existing parts of one kind that `part` refers to."""
        return [r.target for r in self.relationships(part).values() if r.kind == kind and r.target in self]

    def properties(self) -> dict[str, str]:
        """Title, author, dates and the like from the core properties; empty values are left out."""
        found = dict[str, str]()
        for name in self.related("", "core-properties"):
            for item in self.side(name):
                key, value = _CORE.get(local(item)), " ".join((item.text or "").split())
                if key and value:
                    found[key] = value
        return found
