"""Numbers as a spreadsheet shows them: the number format codes of ECMA-376 part 1, 18.8.31.

Percentages, decimals, thousands, scaling, currency signs and fixed words are shown as in the file. Dates and times
are written as ISO 8601, because 1/2/24 does not say which is the month, except where the format itself says 年 or 月.
A code that is not understood (fractions, Chinese numerals) shows the plain value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

_DATES = (14, 15, 16, 17, *range(27, 32), 36, *range(50, 59))  # from 27 on in East Asian editions
_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 48: "##0.0E+0", 49: "@"}
    | {37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"}
    | {41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 22: "yyyy-mm-dd h:mm", 46: "[h]:mm:ss"}
    | dict.fromkeys(_DATES, "yyyy-mm-dd")
    | dict.fromkeys((18, 20, 32, 34), "h:mm")
    | dict.fromkeys((19, 21, 33, 35, 45, 47), "h:mm:ss")
)

_QUOTED = r'"([^"]*)"|[\\!](.)|_.|\*.'
_PARTS = re.compile(rf"{_QUOTED}|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]", re.DOTALL)
_DATE = re.compile(r"[ymdhs]|am/pm|a/p|上午/下午", re.IGNORECASE)
_DATE_TOKEN = re.compile(
    rf"{_QUOTED}|\[[^\]]*\]|(y+|m+|d+|h+|s+|a+/p|am/pm|上午/下午|aaa+)|(.)", re.IGNORECASE | re.DOTALL
)
# Words set aside may stand between the digits: 0!.0,"万" shows tens of thousands.
_DIGITS = re.compile("[0#?][0#?,.\ue000-\uf8ff]*[0#?]|[0#?]")
_WORD = re.compile("[\ue000-\uf8ff]")
_EXACT = Context(prec=400)
_MOST_DECIMALS = 30

Formatter = Callable[[float], str]


def plain(value: float) -> str:
    """A number without format: 15 significant digits, as spreadsheets keep them; no exponent below 10^15."""
    if -1e15 < value < 1e15 and value == int(value):
        return str(int(value))
    if 1e-9 <= abs(value) < 1e15:
        text = f"{value:.15g}"
        return text if "e" not in text else format(Decimal(text), "f")
    return f"{value:.15g}".replace("e", "E")


def formatter(identity: int, code: str | None, since_1904: bool = False) -> Formatter:
    """How to show the numbers of one format: `code` for a format of the file's own, else the built-in `identity`."""
    code = code if code is not None else _BUILT_IN.get(identity, "General")
    sections = _sections(code)
    bare = _PARTS.sub("", sections[0])
    if "general" in code.lower() and len(sections) == 1 and bare.lower() == "general" and sections[0] == bare:
        return plain
    if _DATE.search(bare.lower().replace("general", "")) or re.search(r"\[[hms]+\]", sections[0], re.IGNORECASE):
        return lambda value: _moment(value, sections[0], since_1904)
    return lambda value: _number(value, sections)


def _sections(code: str) -> list[str]:
    """A code's parts for positive, negative and zero; semicolons in quotes do not part."""
    parts = [""]
    for piece in re.findall(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|.', code, re.DOTALL):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _number(value: float, sections: list[str]) -> str:
    conditional = any(re.search(r"\[[<>=]", section) for section in sections)
    if conditional:
        return plain(value)
    section, shown = sections[0], value
    if value < 0 and len(sections) > 1:
        section, shown = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    # Fixed words are set aside as private characters, so that digits in them are no placeholders.
    words = list[str]()

    def set_aside(match: re.Match[str]) -> str:
        words.append(match[1] or match[2] or match[3] or "")
        return chr(0xE000 + len(words) - 1)

    bare = _PARTS.sub(set_aside, section)
    if "/" in bare or "DBNum" in section:
        return plain(value)
    if bare.strip().lower() in {"general", "@"}:
        text = plain(shown)
    elif "general" in bare.lower():
        text = re.sub("general", plain(shown).replace("\\", r"\\"), bare, flags=re.IGNORECASE)
    elif not (match := _DIGITS.search(bare)):
        text = bare
    elif exponent := re.match(r"[Ee][+-]0+", bare[match.end() :]):
        digits = f"{shown:.{len(match[0].partition('.')[2])}E}"
        text = bare[: match.start()] + digits + bare[match.end() + exponent.end() :]
    else:
        text = _digits(shown, bare, match)
    text = "".join(words[ord(c) - 0xE000] if 0xE000 <= ord(c) < 0xE000 + len(words) else c for c in text).strip()
    return text or plain(value)  # a format that hides the number hides it from the sheet, not from the document


def _digits(value: float, bare: str, match: re.Match[str]) -> str:
    """The decimal digits of a fixed-point pattern, in their surroundings."""
    inner, tail = match[0], bare[match.end() :]
    pattern = _WORD.sub("", inner)
    trailing = len(tail) - len(tail.lstrip(","))
    whole, _, decimals = pattern.partition(".")
    places = min(len(re.sub(r"[^0#?]", "", decimals)), _MOST_DECIMALS)
    least = len(re.sub(r"[^0?]", "", decimals))
    number = Decimal(f"{value:.15g}").scaleb(2 * bare.count("%") - 3 * trailing)
    number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    sign = "-" if number < 0 else ""
    text = format(abs(number), ",f" if "," in whole else "f")
    if places > least:
        head, point, rest = text.partition(".")
        text = head + point + rest[:least] + rest[least:].rstrip("0")
    width = whole.count("0")
    integer, point, rest = text.partition(".")
    integer = "" if integer == "0" and width == 0 else integer.zfill(width)
    for word in _WORD.finditer(inner):
        after = len(re.sub(r"[^0#?]", "", inner[word.end() :].partition(".")[0]))
        if 0 < after < len(integer) and "." not in inner[: word.start()]:
            integer = integer[:-after] + word[0] + integer[-after:]
    return sign + bare[: match.start()] + integer + (point if rest else "") + rest + tail[trailing:]


def _moment(value: float, code: str, since_1904: bool) -> str:
    """A serial number of days as a date, a time, or both; plain where no calendar has it."""
    if abs(value) > 1e8:
        return plain(value)
    if re.search(r"\[[hms]+\]", code, re.IGNORECASE):
        return duration(timedelta(days=value))
    bare = _PARTS.sub("", code).lower()
    timed = bool(re.search("[hs]", bare))
    dated = bool(re.search("[yd]", bare)) or ("m" in bare and not timed)
    # Day 60 of the 1900 calendar is a 29 February that never was.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if 0 <= value < 60 else 30)
    try:
        moment = start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return plain(value)
    if value < 0 or moment.year > 9999:
        return plain(value)
    if re.search("[年月]", code) and "DBNum" not in code:
        return _east_asian(moment, code)
    if not dated:
        return moment.time().isoformat("seconds" if moment.second or "s" in bare else "minutes")
    if not timed:
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds" if moment.second or "s" in bare else "minutes")


def _east_asian(moment: datetime, code: str) -> str:
    """A date whose format names its parts (2024年1月2日), as shown."""
    parts, hours = list[str](), False
    for quoted, escaped, token, other in _DATE_TOKEN.findall(code):
        token = token.lower()
        if not token:
            parts.append(quoted or escaped or other)
        elif token[0] == "y":
            parts.append(f"{moment.year:04}" if len(token) > 2 else f"{moment.year % 100:02}")
        elif token[0] in "dhs":
            value = {"d": moment.day, "h": moment.hour, "s": moment.second}[token[0]]
            parts.append(str(value).zfill(min(len(token), 2)))
        elif token[0] == "m":
            parts.append(str(moment.minute if hours else moment.month).zfill(min(len(token), 2)))
        hours = token[0] == "h" if token else hours
    return "".join(parts).strip()


def duration(value: timedelta) -> str:
    """Elapsed time as hours, minutes and seconds: 30:00:00."""
    seconds = round(value.total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{rest:02}"


def iso(value: date) -> str:
    """A date, or a moment with as much of the time as it has."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if not value.microsecond else "milliseconds")
    return value.isoformat()
