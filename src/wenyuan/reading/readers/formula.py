"""Formulas in one line: Office's own markup (OMML) and MathML, which share one shape.

Signs are written where leaving them out would change what the formula says: 1/2, 10^3, x_1, √2, (a+b)^2.
"""

from __future__ import annotations

from wenyuan.reading.xml import Element, local

_TEXT = {"t", "mi", "mn", "mo", "mtext", "ms"}
_SKIPPED = {"annotation", "annotation-xml", "mphantom", "mprescripts", "none", "delText", "instrText"}
_FENCES = {"(", ")", "[", "]", "{", "}", "|", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉", "‖"}
# What stands before the second and before the third operand.
_SIGNS = {
    **dict.fromkeys(("f", "mfrac"), ("/", "/")),
    **dict.fromkeys(("sSup", "msup", "mover", "limUpp"), ("^", "^")),
    **dict.fromkeys(("sSub", "msub", "munder", "limLow"), ("_", "_")),
    **dict.fromkeys(("sSubSup", "msubsup", "munderover"), ("_", "^")),
    **dict.fromkeys(("mr", "mtr"), (" ", " ")),
    **dict.fromkeys(("m", "eqArr", "mtable", "mstack", "mlongdiv", "msgroup"), ("; ", "; ")),
}


def linear(node: Element) -> str:
    """The formula under `node`, its operands in order."""
    name = local(node)
    if name in _TEXT:
        return (node.text or "").strip() if name != "t" else node.text or ""
    if name == "mspace":
        return " "
    if name in _SKIPPED or name.endswith("Pr"):
        return ""
    operands = [text for child in node if (text := linear(child))]
    if name == "d":
        return _property(node, "begChr", "(") + ",".join(operands) + _property(node, "endChr", ")")
    if name == "nary":
        return _nary(node)
    if name in {"rad", "msqrt", "mroot"}:
        return "√" + _grouped("".join(operands))
    signs = _SIGNS.get(name)
    if signs is None or len(operands) < 2:
        return "".join(operands)
    if signs[0].endswith(" "):
        return signs[0].join(operands)
    parts = [_grouped(operands[0]) if name in {"f", "mfrac"} else operands[0]]
    for index, operand in enumerate(operands[1:]):
        parts += [signs[min(index, 1)], _grouped(operand)]
    return "".join(parts)


def _nary(node: Element) -> str:
    """A sum, product or integral: its sign, its bounds, its body."""
    found = {local(child): linear(child) for child in node}
    sign = _property(node, "chr", "∫")
    bounds = "".join(f"{mark}{_grouped(found[key])}" for mark, key in (("_", "sub"), ("^", "sup")) if found.get(key))
    return f"{sign}{bounds} {found.get('e', '')}"


def _property(node: Element, name: str, otherwise: str) -> str:
    for child in node:
        if local(child).endswith("Pr"):
            for item in child:
                if local(item) == name:
                    return next((value for key, value in item.attrib.items() if key.endswith("val")), otherwise)
    return otherwise


def _grouped(text: str) -> str:
    """In parentheses where it is more than one number or name."""
    plain = text.replace(".", "").replace(",", "").isalnum() or len(text) < 2
    fenced = text[:1] in _FENCES and text[-1:] in _FENCES and not any(c in _FENCES for c in text[1:-1])
    return text if plain or fenced else f"({text})"
