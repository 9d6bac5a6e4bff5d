"""How much a text looks like real writing in Chinese, Japanese, Korean or Russian, by its most frequent characters.

The tiers come from the standards themselves: GB 2312 and Big5 both put the characters in general use on a first
level, ordered before the rare ones. Above them stands a short list of each script's most frequent characters.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

_FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事"
    "成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已"
    "工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信"
    "表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才"
    "结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像"
    "難這個們來為國說時會對過發後種經學現當還進樣開從實軍無與長機關點業間問應戰頭體見產將話給門東聲員論義條氣題爾別變總電數"
    "結報場計許統區隊決馬書則聽達強據號億萬元案億審議財務營銷售增減率季額"
)
_MARKS = "，。、；：？！“”‘’（）《》【】「」『』·—…　～％１２３４５６７８９０"
_KANA = (
    "のにはをたがでとしれさあいうえおかきくけこすせそちつてなまもやゆよらりるろわん"
    "アイウカキクコサシスタットドナプマメラリルレロンー"
)
_HANGUL = (
    "이다는의에을를가하고은지로한도서기사어있자시리대으해인일정나그수아들만제과부보전장주스성라게것여와상구원적소관국년"
)
_CYRILLIC = "оеаинтсрвлкмдпуыья"
_HIGH = frozenset(_FREQUENT + _MARKS + _KANA + _HANGUL + _CYRILLIC)


@cache
def _general_use() -> frozenset[str]:
    """Characters of the first levels of GB 2312 (3,755) and Big5 (5,401)."""
    first = bytearray()
    for lead in range(0xB0, 0xD8):
        for trail in range(0xA1, 0xFF):
            first += bytes((lead, trail))
    second = bytearray()
    for lead in range(0xA4, 0xC7):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            second += bytes((lead, trail))
    return frozenset(first.decode("gb2312", "ignore") + second.decode("big5", "ignore"))


def likeness(text: str) -> float:
    """About 1 for running text in one of these scripts, below 0.3 for anything misread; 0 without any."""
    general, score, seen = _general_use(), 0.0, 0
    for c, count in Counter(text).items():
        if c <= "\x7f" or c == "\xa0":
            continue
        seen += count
        if c in _HIGH:
            weight = 2.0
        elif c in general:
            weight = 0.5
        elif "가" <= c <= "힣" or "\u3040" <= c <= "\u30ff" or "Ѐ" <= c <= "ӿ" or "①" <= c <= "◿":
            weight = 0.3
        else:
            weight = -1.0 if "\u4e00" <= c <= "\u9fff" else -2.0
        score += weight * count
    return score / seen if seen else 0.0
