"""What every Office format's XML may hold: references to other parts, and alternatives for programs that know more
(ECMA-376 parts 1 and 3)."""

from __future__ import annotations

from wenyuan.reading.xml import Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = _MC + "AlternateContent"


def chosen(alternate: Element) -> Element:
    """The branch of an `mc:AlternateContent` to read: the first choice, else the fallback, never both."""
    for name in ("Choice", "Fallback"):
        branch = alternate.find(_MC + name)
        if branch is not None and len(branch):
            return branch
    return alternate.makeelement(_MC + "Choice")


def outermost(node: Element, tags: set[str]) -> list[Element]:
    """The outermost descendants with one of `tags`, in order; of alternatives only the chosen one."""
    found = list[Element]()
    for child in node:
        if child.tag in tags:
            found.append(child)
        else:
            found += outermost(chosen(child) if child.tag == ALTERNATE else child, tags)
    return found
