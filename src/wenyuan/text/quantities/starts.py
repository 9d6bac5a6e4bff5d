"""Where a number may begin: a digit, a numeral of either language, a word that multiplies."""

from __future__ import annotations

import re

from wenyuan.text.quantities import numerals_en, numerals_zh
from wenyuan.text.quantity import Direction

MULTIPLES: dict[str, tuple[str, Direction]] = {
    "doubled": ("2", "up"), "doubling": ("2", "up"), "tripled": ("3", "up"), "tripling": ("3", "up"),
    "trebled": ("3", "up"),
    "quadrupled": ("4", "up"), "quadrupling": ("4", "up"), "quintupled": ("5", "up"), "halved": ("0.5", "down"),
    "halving": ("0.5", "down"), "twofold": ("2", "up"), "threefold": ("3", "up"), "fourfold": ("4", "up"),
    "fivefold": ("5", "up"), "sixfold": ("6", "up"), "sevenfold": ("7", "up"), "eightfold": ("8", "up"),
    "tenfold": ("10", "up"), "twice": ("2", "up"),
}  # fmt: skip
VERBS = frozenset(word for word in MULTIPLES if word.endswith(("ed", "ing")))
_WORDS = "|".join(sorted({*numerals_en.STARTS, *MULTIPLES} - {"a", "an"}, key=len, reverse=True))
START = re.compile(
    rf"[0-9{numerals_en.VULGARS}{numerals_zh.STARTS}翻减半过打]"
    rf"|(?:{_WORDS}|an?(?=[ -](?:hundred|thousand|million|billion|trillion|dozen|half|quarter|third|fifth|tenth|fourth"
    r"|hundredth|thousandth|millionth|billionth|trillionth)))(?![a-z])"
)
