"""The text as the grammar sees it: folded, variants of one character made equal, every offset leading back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from wenyuan.text.normalise import Folded, fold, fold_text

# Folding would make 2½ twenty-one halves, 10² one hundred and two, and 12% with its footnote ¹ something else. They
# stand in private code points while the text is folded; those that stood there before stand for nothing.
_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅐⅑⅒"
_OTHERS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⒈⒉⒊⒋⒌⒍⒎⒏⒐"
FIRST_FRACTION, _FIRST_OTHER = 0xE000, 0xE020
_PRIVATE = dict.fromkeys(range(57344, 57472), "�")
_MARKS: dict[int, int | str] = {
    **_PRIVATE,
    **{ord(mark): FIRST_FRACTION + n for n, mark in enumerate(_FRACTIONS)},
    **{ord(mark): _FIRST_OTHER + n for n, mark in enumerate(_OTHERS)},
}
_MARKED = re.compile(f"[{_FRACTIONS}{_OTHERS}\ue000-\ue07f]")
VULGAR = {
    chr(FIRST_FRACTION + n): Fraction(*parts)
    for n, parts in enumerate(
        [
            *[(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5)],
            *[(1, 6), (5, 6), (1, 8), (3, 8), (5, 8), (7, 8), (1, 7), (1, 9), (1, 10)],
        ]
    )
}
SQUARED, CUBED = chr(_FIRST_OTHER + 2), chr(_FIRST_OTHER + 3)

# Traditional and accountants' characters, one for one, so that offsets stay.
_FROM = (
    "壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟萬億兩點個餘幾負圓圆約過於達長漲減虧損淨幣歐鎊韓張條輛臺項種歲噸頃畝"
    "間隻雙對級數際區將無僅總貸債買賣從翻聯內頭顆棟艘場處極單類師戶門層東塊錢後倆"
)
_TO = (
    "一二二三三四五六六七八九十百千万亿两点个余几负元元约过于达长涨减亏损净币欧镑韩张条辆台项种岁吨顷亩"
    "间只双对级数际区将无仅总贷债买卖从翻联内头颗栋艘场处极单类师户门层东块钱后两"
)
_VARIANTS = str.maketrans(_FROM, _TO)
_VARIANT = re.compile(f"[{''.join(dict.fromkeys(_FROM))}]")
# Numerals of accountants that are everyday characters too: 大陆, 队伍, 收拾, 放肆.
LEXICAL = frozenset("陆陸伍拾肆捌柒玖")


@dataclass(frozen=True, slots=True)
class Source:
    """`text` as written; `t`, as the grammar reads it; `raw`, as `t` with every variant kept."""

    text: str
    t: str
    raw: str
    folded: Folded

    def written(self, start: int, end: int) -> str:
        """What stands in the original between two offsets of `t`."""
        first, last = self.folded.span(start, end)
        return self.text[first:last]

    def capital(self, at: int) -> bool:
        return self.text[self.folded.offsets[at]].isupper()


# A full-width comma between half-width digits ends one number and begins another; a narrow space groups thousands.
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])(?:，(?=[0-9])|[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9])))")

_SINGLE = re.compile(r"[\x00-\x7f\u2010-\u2023\u3000-\u3029\u3400-\u9fff\uff01-\uff5e\ue000-\ue07f]*")


def prepared(text: str) -> Source:
    marked = text.translate(_MARKS) if _MARKED.search(text) else text
    if not text.isascii():
        marked = _BETWEEN_DIGITS.sub(lambda match: "、" if match.group() == "，" else ",", marked)
    # Most texts fold character by character; finding that out is a third of the time that `fold` takes.
    folded = Folded(fold_text(marked), range(len(marked) + 1)) if _SINGLE.fullmatch(marked) else fold(marked)
    raw = folded.text
    return Source(text, raw.translate(_VARIANTS) if _VARIANT.search(raw) else raw, raw, folded)
