"""What stands around a number and bounds it, gives it a sign or says which way something went."""

from __future__ import annotations

import re
from typing import cast

from wenyuan.text.quantities.terms import Term
from wenyuan.text.quantity import Bound, Direction

# How far to the left words of one number are looked for.
REACH = 44

_LEFT_ZH: dict[str, Bound] = {
    "不超过": "at_most",
    "未超过": "at_most",
    "没有超过": "at_most",
    "不超": "at_most",
    "不多于": "at_most",
    "不高于": "at_most",
    "不大于": "at_most",
    "至多": "at_most",
    "最多": "at_most",
    "未逾": "at_most",
    "不逾": "at_most",
    "上限为": "at_most",
    "不少于": "at_least",
    "不低于": "at_least",
    "不小于": "at_least",
    "至少": "at_least",
    "最少": "at_least",
    "起码": "at_least",
    "最低": "at_least",
    "不下": "at_least",
    "不下于": "at_least",
    "上": "at_least",
    "超过": "more_than",
    "超": "more_than",
    "超出": "more_than",
    "逾": "more_than",
    "多于": "more_than",
    "高于": "more_than",
    "大于": "more_than",
    "突破": "more_than",
    "高出": "more_than",
    "过": "more_than",
    "多达": "about",
    "高达": "about",
    "不到": "less_than",
    "不足": "less_than",
    "少于": "less_than",
    "低于": "less_than",
    "小于": "less_than",
    "未达": "less_than",
    "未达到": "less_than",
    "不满": "less_than",
    "未满": "less_than",
    "不及": "less_than",
    "未到": "less_than",
    "没到": "less_than",
    "约": "about",
    "大约": "about",
    "约为": "about",
    "大概": "about",
    "大致": "about",
    "约有": "about",
    "约占": "about",
    "估计": "about",
    "近": "nearly",
    "将近": "nearly",
    "接近": "nearly",
    "几乎": "nearly",
    "几近": "nearly",
    "差不多": "about",
}
del _LEFT_ZH["多达"], _LEFT_ZH["高达"], _LEFT_ZH["估计"]
_LEFT_EN: dict[str, Bound] = {
    "no more than": "at_most",
    "not more than": "at_most",
    "at most": "at_most",
    "up to": "at_most",
    "as many as": "at_most",
    "as much as": "at_most",
    "as few as": "at_least",
    "as little as": "at_least",
    "at the most": "at_most",
    "a maximum of": "at_most",
    "maximum of": "at_most",
    "not exceeding": "at_most",
    "not exceed": "at_most",
    "not to exceed": "at_most",
    "no greater than": "at_most",
    "not greater than": "at_most",
    "no higher than": "at_most",
    "not over": "at_most",
    "no larger than": "at_most",
    "capped at": "at_most",
    "no less than": "at_least",
    "not less than": "at_least",
    "no fewer than": "at_least",
    "not fewer than": "at_least",
    "at least": "at_least",
    "a minimum of": "at_least",
    "minimum of": "at_least",
    "not under": "at_least",
    "not below": "at_least",
    "no lower than": "at_least",
    "no smaller than": "at_least",
    "more than": "more_than",
    "over": "more_than",
    "above": "more_than",
    "exceeding": "more_than",
    "exceeds": "more_than",
    "exceeded": "more_than",
    "exceed": "more_than",
    "greater than": "more_than",
    "higher than": "more_than",
    "larger than": "more_than",
    "upwards of": "more_than",
    "upward of": "more_than",
    "in excess of": "more_than",
    "well over": "more_than",
    "just over": "more_than",
    "surpassing": "more_than",
    "surpassed": "more_than",
    "topping": "more_than",
    "topped": "more_than",
    "fewer than": "less_than",
    "less than": "less_than",
    "under": "less_than",
    "below": "less_than",
    "lower than": "less_than",
    "smaller than": "less_than",
    "just under": "less_than",
    "short of": "less_than",
    "just below": "less_than",
    "about": "about",
    "approximately": "about",
    "approx": "about",
    "approx.": "about",
    "around": "about",
    "roughly": "about",
    "some": "about",
    "circa": "about",
    "c.": "about",
    "an estimated": "about",
    "somewhere around": "about",
    "nearly": "nearly",
    "almost": "nearly",
    "close to": "nearly",
    "approaching": "nearly",
    "just about": "nearly",
}
_LEFT_SIGN: dict[str, Bound] = {
    "~": "about",
    "≈": "about",
    ">": "more_than",
    "≥": "at_least",
    ">=": "at_least",
    "<": "less_than",
    "≤": "at_most",
    "<=": "at_most",
    "≧": "at_least",
    "≦": "at_most",
    "⩾": "at_least",
    "⩽": "at_most",
}


def _any(words: dict[str, Bound]) -> str:
    return "|".join(re.escape(word).replace("\\ ", r"\s") for word in sorted(words, key=len, reverse=True))


# 最近三家, 附近, 通过三家: the characters are part of another word.
_ZH = re.compile(rf"(?P<word>{_any(_LEFT_ZH)})(?:了|为|有|达|在)?\s?$")
_EN = re.compile(rf"(?<![a-z])(?P<word>{_any(_LEFT_EN)})\s{{1,2}}(?:an?\s)?$")
_SIGN = re.compile(rf"(?P<word>{_any(_LEFT_SIGN)})\s?$")
# A search from the left is dear; the last character tells whether one is worth while.
_LAST_ZH = frozenset(word[-1] for word in _LEFT_ZH) | frozenset("了为有达在")
_LAST_SIGN = frozenset(word[-1] for word in _LEFT_SIGN)
_PART_OF_WORD = re.compile(
    r"(?:最|附|靠|邻|临|亲|新)近|(?:通|经|透|渡|路|度|见|去|不|看|做|用|有|来|讲|说)过|以上|马上|早上|晚上|身上|网上|线上|[节公条合契制契]约|赶超|反超|股上"
)

RIGHT = re.compile(
    r"\s?(?P<about>左右|上下|(?:or so|or thereabouts)(?![a-z]))"
    r"|\s?(?P<at_least>[(]?(?:含|及|或|或者)?以上|之上|及其以上|\s(?:or|and)\s(?:more|above|over|higher|greater|up|older)(?![a-z]))"
    r"|\s?(?P<at_most>[(]?(?:含|及|或|或者)?以下|以内|之内|\s(?:or|and)\s(?:less|fewer|below|under|lower|younger)(?![a-z]))"
    r"|(?P<less_than>不到(?![了达位期])|不足)"
    r"|\s?(?P<order>(?:数)?量级|级(?!别的?人|联|配|差|别)|规模)"
)
MORE = re.compile(r"(?:多|余)(?!额|数|年来)")


def left_bound(left: str) -> tuple[Bound, int] | None:
    """The bound that `left` ends in, and where in `left` it begins."""
    last = last_character(left)
    if last in _LAST_ZH:
        match = _ZH.search(left)
        if match is None:
            return None
        word, start = match.group("word"), match.start()
        if word in ("上", "近", "过", "约", "超") and _PART_OF_WORD.search(left[max(0, start - 1) : start + 1]):
            return None
        return _LEFT_ZH[word], start
    if last in _LAST_SIGN:
        match = _SIGN.search(left)
        return (_LEFT_SIGN[match.group("word")], match.start()) if match else None
    if left[-1:] == " " and last.isascii() and (match := _EN.search(left)):
        return _LEFT_EN[re.sub(r"\s", " ", match.group("word"))], match.start()
    return None


def last_character(left: str) -> str:
    """The last that is no space."""
    return left.rstrip(" ")[-1:]


def right_bound(t: str, end: int, first: Term) -> tuple[Bound, int] | None:
    """The bound that stands at `end`, after the term, and where it ends."""
    if end >= len(t):
        return None
    if t[end] in "多余" and first.unit is None and (match := MORE.match(t, end)):
        return "more_than", match.end()
    if t[end] == "+" and not t[end + 1 : end + 2].isalnum():
        return "at_least", end + 1
    match = RIGHT.match(t, end)
    if match is None:
        return None
    names: dict[str, Bound] = {
        "about": "about",
        "at_least": "at_least",
        "at_most": "at_most",
        "less_than": "less_than",
        "order": "order_of_magnitude",
    }
    name = cast(str, match.lastgroup)
    if name == "order" and (
        first.number.scale < 10
        or first.unit is not None
        or (first.number.script == "digits" and not first.number.scale > 1)
    ):
        return None
    return names[name], match.end()


_UP_ZH = (
    "增长|增加|上升|提高|提升|上涨|增|升|涨|上调|攀升|增幅|涨幅|增速|增长率|上浮|扩大|增多"
    "|大增|激增|猛增|飙升|走高|多|高|回升|反弹|增产|增收|增持|劲增|新增|净增|净增加|增值"
)
_DOWN_ZH = (
    "下降|减少|下跌|降低|下滑|跌|降|减|下调|回落|降幅|跌幅|减幅|下浮|缩减|缩小|大降"
    "|大跌|跌去|减轻|缩短|压减|骤降|锐减|暴跌|缩水|收窄|走低|萎缩|少|低|减持|减产|净减少|削减"
)


def _longest(words: str) -> str:
    return "|".join(sorted(words.split("|"), key=len, reverse=True))


_DIRECTION_ZH = re.compile(
    rf"(?:(?P<up>{_longest(_UP_ZH)})|(?P<down>{_longest(_DOWN_ZH)}))(?:了|幅度|幅|率|速)?(?:分别|均|都|也|共|仅|只)?"
    r"(?:为|是|在|达到|高达|达)?[:：]?\s?$"
)
_LAST_DIRECTION = frozenset(word[-1] for word in f"{_UP_ZH}|{_DOWN_ZH}".split("|")) | frozenset(
    "了度幅率速别均都也共仅只为是在达到:："
)
_ADVERB = r"(?:\s(?:[a-z]{2,12}ly|year[ -]on[ -]year|year[ -]over[ -]year|yoy|again|further|another|just|only))?"
_UP_EN = (
    "rose|rise|rises|risen|rising|grew|grow|grows|grown|growing|up|increased|increase|increases|increasing|gained"
    "|climbed|climb|jumped|jump|surged|surge|soared|advanced|expanded|expand|improved|higher|growth"
    "|rallied|rebounded|an increase|hike|upside|accelerated"
)
_DOWN_EN = (
    "fell|fall|falls|fallen|falling|down|decreased|decrease|decreases|decreasing|declined|decline|declines|declining"
    "|dropped|drop|drops|dropping|slid|slipped|sank|tumbled|plunged|shrank|contracted|lower|reduced|reduction|lowered"
    "|cut|dipped|slumped|eased|plummeted|narrowed|cuts|reducing"
)
_DIRECTION_EN = re.compile(
    rf"(?<![a-z])(?:(?P<up>{_UP_EN})|(?P<down>{_DOWN_EN})){_ADVERB}(?:\s(?:by|of))?{_ADVERB}\s(?:a\s|an\s)?$"
)
_DIRECTION_RIGHT = re.compile(
    r"[\s-](?:(?:year[ -]on[ -]year|year[ -]over[ -]year|annual|yoy)\s)?"
    r"(?:(?P<up>increases?|rise|growth|gains?|jump|surge|higher|hike|improvement|more(?=\sthan))|(?P<down>decreases?|declines?|drop|fall|reductions?|cuts?|lower|dip"
    r"|slump|contraction|(?:less|fewer)(?=\sthan)))(?![a-z])"
    r"|\s?的(?:同比|环比)?(?:(?P<upzh>增长|增幅|涨幅|提升|上涨|增速|升幅)|(?P<downzh>下降|降幅|跌幅|下跌|下滑|减幅|减少))"
)


def left_direction(left: str) -> tuple[Direction, int] | None:
    """Which way the words say that `left` ends in, and where they begin; a level reached ("rose to") has none."""
    last = last_character(left)
    if last.isascii():
        match = _DIRECTION_EN.search(left) if last.isalpha() and left[-1] == " " else None
    else:
        match = _DIRECTION_ZH.search(left) if last in _LAST_DIRECTION else None
    if match is None:
        return None
    word = match.group("up") or match.group("down")
    # 最高, 至少, 不低: one character says too little where it is part of another word.
    if word in ("多", "高", "少", "低") and not re.search(r"(?:同|环|相)比$", left[: match.start()]):
        return None
    if word in ("升", "降", "增", "减") and re.search(
        r"[0-9一二两三四五六七八九十百千万亿半不投]$", left[: match.start()]
    ):
        return None
    return ("up" if match.group("up") else "down"), match.start()


def right_direction(t: str, at: int) -> Direction | None:
    match = _DIRECTION_RIGHT.match(t, at)
    if match is None:
        return None
    return "up" if match.group("up") or match.group("upzh") else "down"


_LOSS = re.compile(
    r"(?<![减少扭止])(?:净亏损|亏损|净亏|亏)(?:额|总额|金额|净额)?(?:为|达|达到|了|是|约为|合计)?[:：]?\s?(?:人民币)?$"
    r"|(?<![a-z])(?:(?:net|operating|pre-?tax)\s)?loss(?:es)?(?:\s(?:attributable\sto\s[a-z]+))?\s(?:of|was|were|totaling|totalling)\s(?:us)?$"
)
_LAST_LOSS = frozenset("损亏额为达到了是计:：币fsegw")
_LOSS_RIGHT = re.compile(
    r"\s(?:(?:net|operating|pre-?tax|quarterly|annual)\s)?loss(?:es)?(?![a-z])|的?(?:净亏损|亏损)(?!减少|收窄)"
)


def loss_left(left: str) -> int | None:
    """Where the words for a loss begin that `left` ends in."""
    if last_character(left) not in _LAST_LOSS:
        return None
    match = _LOSS.search(left)
    return match.start() if match else None


def loss_right(t: str, at: int) -> bool:
    return _LOSS_RIGHT.match(t, at) is not None
