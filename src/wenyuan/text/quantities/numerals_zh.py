"""Chinese numerals, and digits among them: 三千五百万, 1亿2000万, 十几, 数百, 三点五, 三分之二."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from wenyuan.text.quantities.digits import digits
from wenyuan.text.quantities.numeral import ONE, Numeral, over, plus, times
from wenyuan.text.quantity import Bound, Number

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
STARTS = "零〇一二三四五六七八九两十百千万亿几数"
_LETTERS = frozenset(DIGITS) | frozenset(_SMALL) | frozenset(_BIG)
# Longer runs are not numbers; bounding them also bounds the work.
_LONGEST = 60
_RUN = re.compile(r"[零〇一二三四五六七八九两十百千万亿兆点几数余多0-9.,]*")
# The scale is part of the unit: 千克, 千瓦, 兆瓦, 百帕.
_UNIT_AHEAD = re.compile(r"千(?:克|米|瓦|伏|卡|帕|赫|字节|兆)|兆(?:瓦|赫|字节|帕|欧|焦|位|比特)|百帕")
_POINT = re.compile(r"\s?点\s?([零〇一二三四五六七八九]+)(?![十百千两]|\s?(?:分(?!之)|刻|半|钟))")
_POSITIONAL = re.compile(r"[零〇一二三四五六七八九]{3,}|[一二三四五六七八九][零〇]|[一二三四五六七八九]{2}(?=折)")
_PAIR = re.compile(r"[一二三四五六七八九两][一二三四五六七八九两](?![零〇一二三四五六七八九])")
# 三十余万, 一千多万, 十来个; but 余额, 多数, 多元, 来自.
_MORE = re.compile(
    r"\s?(多(?!数|元化|样|边|轮|头|空)|余(?!额|下|款|热|量)|来(?=[万亿个名人家天岁年次位件只条台斤公里米元块]))"
)
_THOUSANDS = re.compile(r"\s?k(?![a-z])")
_GAP = re.compile(r"\s{1,2}(?=[零〇一二三四五六七八九两十百千万亿兆几0-9])")
_DOZEN = re.compile(r"打(?![开击造算印响破通包工折败车电官架扫听字球赏断进出下上完了过着分入卡动拐劫捞量磨气扮消压扰])")
_PART_OF = re.compile(r"\s{0,2}分\s{0,2}之\s{0,2}")
_AND_PART = re.compile(r"\s{0,2}又\s{0,2}")


def chinese(t: str, at: int) -> Numeral | None:
    """The numeral that begins at `at`, of digits with a scale (3.5万) or of characters."""
    number = _plain(t, at)
    if number is None:
        return None
    if match := _DOZEN.match(t, number.end):
        return number.scaled(Decimal(12), match.end())
    if match := _PART_OF.match(t, number.end):
        return _part(t, number, match.end()) or number
    if (match := _AND_PART.match(t, number.end)) and (below := _plain(t, match.end())):
        part_of = _PART_OF.match(t, below.end)
        part = _part(t, below, part_of.end()) if part_of else None
        if part:
            return replace(number, end=part.end, value=plus(number.value, part.value), step=part.step, weak=False)
    return number


def _part(t: str, below: Numeral, at: int) -> Numeral | None:
    """三分之二, 百分之八点五, 百分之二三十; `below` has been read, `at` is where the part begins."""
    sign = -1 if t[at : at + 1] in "负-−" and at < len(t) else 1
    above = _plain(t, at + 1 if sign < 0 else at)
    if above is None or not below.value or below.bound or not isinstance(below.value, Decimal):
        return None
    if above.script == "digits" or "0" <= t[above.end - 1] <= "9":
        thousands = _THOUSANDS.match(t, above.end)
        above = above.scaled(Decimal(1000), thousands.end()) if thousands else above
    step = Decimal("0.01")
    unit = over(above.step, below.value)
    if isinstance(unit, Decimal):
        step = unit
    upper = None if above.upper is None else over(above.upper, below.value)
    return Numeral(
        below.start, above.end, times(over(above.value, below.value), Decimal(sign)), step, "zh", upper, above.bound,
        fraction=True,
    )  # fmt: skip


def _plain(t: str, at: int) -> Numeral | None:
    if at >= len(t):
        return None
    if t[at] not in _LETTERS and t[at] not in "几数" and not "0" <= t[at] <= "9":
        return None
    run = _RUN.match(t, at)
    if run is None or run.end() - at > _LONGEST:
        return None
    if (match := _POSITIONAL.match(t, at)) and t[match.end() : match.end() + 1] not in {"十", "百", "千"}:
        return _positional(t, at, match.end())
    if pair := _pair(t, at, run.end()):
        return pair
    return _Reader(t, at).read()


def _positional(t: str, at: int, end: int) -> Numeral | None:
    """Digits in their places, as in a year: 二〇二三."""
    value = Decimal("".join(str(DIGITS[character]) for character in t[at:end]))
    number = Numeral(at, end, value, script="zh", weak=True)
    if match := _POINT.match(t, end):
        places = "".join(str(DIGITS[character]) for character in match.group(1))
        number = Numeral(at, match.end(), Decimal(f"{value}.{places}"), ONE.scaleb(-len(places)), script="zh")
    while number.end < len(t) and t[number.end] in _BIG and number.scale < 10**16:
        number = number.scaled(Decimal(_BIG[t[number.end]]), number.end + 1)
    return number


def _pair(t: str, at: int, end: int) -> Numeral | None:
    """Two neighbouring digits are a range: 两三个, 三五百, 二三十万, 十七八."""
    point = t.find("点", at, end)
    match = _PAIR.search(t, at, min(end, at + 12, point if point > 0 else end))
    if match is None:
        return None
    low, high = DIGITS[t[match.start()]], DIGITS[t[match.start() + 1]]
    if not (high == low + 1 or (low, high) == (3, 5)):
        return None
    lower = _Reader(t[at : match.start() + 1] + t[match.end() : end], 0).read()
    upper = _Reader(t[at : match.start()] + t[match.start() + 1 : end], 0).read()
    if lower is None or upper is None or lower.end != upper.end or lower.upper is not None or lower.bound:
        return None
    return replace(lower, start=at, end=at + lower.end + 1, upper=upper.value, bound="range", weak=True)


class _Reader:
    """One pass over the characters, keeping what has been summed and what still waits for its unit."""

    def __init__(self, t: str, at: int) -> None:
        self.t, self.start, self.at = t, at, at
        self.parts = list[tuple[Number, int]]()  # of falling scale: 12亿, 3000万
        self.section: Number = Decimal(0)  # below 万
        self.pending: Number | None = None  # a digit or a literal without its unit
        self.floor = 10_000  # the next of 十百千 must be smaller
        self.last = 0  # the unit last read, for 四百五 (450)
        self.zero = False
        self.step = ONE
        self.bound: Bound | None = None
        self.spread: int = 0  # of 十几
        self.weak = False
        self.literal = False

    def read(self) -> Numeral | None:
        limit = min(len(self.t), self.start + _LONGEST)
        while self.at < limit:
            here = self.at
            if self.at > self.start and (gap := _GAP.match(self.t, self.at)):
                self.at = gap.end()
                if not self._joins():
                    self.at = here
                    break
            character = self.t[self.at]
            if character in DIGITS:
                done = not self._digit(character)
            elif "0" <= character <= "9":
                done = not self._literal()
            elif character in _SMALL:
                done = not self._small(character)
            elif character in _BIG:
                done = not self._big(character)
            elif character in "几数":
                done = not self._some()
            elif self.bound is None and (match := _MORE.match(self.t, self.at)) and self._may_be_more():
                self.bound = "about" if match.group(1) == "来" else "more_than"
                self.at = match.end()
                done = False
            elif character == "点" or (character == " " and _POINT.match(self.t, self.at)):
                return self._decimal()
            else:
                done = True
            if done:
                self.at = here
                break
        return self._finished()

    def _joins(self) -> bool:
        """Whether what follows a gap still belongs: a unit, or a digit that its own unit follows, or a last digit."""
        character = self.t[self.at]
        if character in _SMALL or character in _BIG or "0" <= character <= "9":
            return True
        if character == "几":
            return self.last == 10
        following = self.t[self.at + 1 : self.at + 4].lstrip()[:1]
        if following in _SMALL or following in _BIG or following in ("点", "又") or self.last == 10:
            return True
        return self.last > 0 and not following.isalnum()

    def _digit(self, character: str) -> bool:
        if self.bound or self.spread:
            return False
        if character in "零〇":
            if self.pending is not None:
                return False
            if self.at == self.start:
                self.pending = Decimal(0)
                following = self.t[self.at + 1 : self.at + 2]
                if following in _SMALL:  # 零十
                    self.pending = None
            self.zero = True
            self.at += 1
            return True
        if self.pending is not None and not (self.pending == 0 and self.at == self.start + 1):
            return False
        self.pending = Decimal(DIGITS[character])
        self.at += 1
        return True

    def _literal(self) -> bool:
        """Digits open the numeral, or go on in it where a lower unit or 零 places them: 1亿2000万, 1千零20."""
        if self.pending is not None or self.bound or self.spread:
            return False
        number = digits(self.t, self.at)
        if number is None:
            return False
        if self.at > self.start:
            after = self.t[number.end : number.end + 2].lstrip()[:1]
            placed = after in _SMALL or after in _BIG
            # 3万4000 fills every place below 万.
            full = (self.last, number.end - self.at) in ((10**4, 4), (10**8, 8)) and not after.isalnum()
            if (
                not placed
                and not full
                and not (self.zero and isinstance(number.value, Decimal) and number.value < self.last)
            ):
                return False
        self.pending, self.step, self.literal = number.value, number.step, True
        self.at = number.end
        return True

    def _small(self, character: str) -> bool:
        unit = _SMALL[character]
        if unit >= self.floor or self.spread or _UNIT_AHEAD.match(self.t, self.at):
            return False
        if self.pending is None:
            if self.bound == "more_than" or (self.section and unit != 10):
                return False
            if not self.parts and not self.section and not self.zero and unit != 10 and self.bound is None:
                self.weak = True  # 百, 千: 百姓, 千万别
            self.pending = ONE
        elif self.literal and unit == 10:
            return False
        self.section = plus(self.section, times(self.pending, Decimal(unit)))
        step = Decimal(unit if unit == 1000 else 1)
        self.step = self.step * unit if self.literal else step
        self.pending, self.floor, self.last, self.zero, self.literal = None, unit, unit, False, False
        self.at += 1
        return True

    def _big(self, character: str) -> bool:
        unit = _BIG[character]
        if _UNIT_AHEAD.match(self.t, self.at):
            return False
        below = plus(self.section, self.pending or Decimal(0))
        if self.pending is not None and self.last and self.last < 10_000 and not self.zero and not self.literal:
            below = plus(self.section, times(self.pending, Decimal(max(self.last // 10, 1))))
        stacked = False
        effective = unit
        if not below and self.pending is None:
            if not self.parts and self.zero:
                return False
            if not self.parts:
                self.weak = self.at == self.start and self.bound is None
                below = ONE
            elif self.parts[-1][1] > unit or self.zero:
                return False
            else:
                stacked = True
                effective = unit * self.parts[-1][1] if self.parts[-1][1] < unit else unit  # 万亿
        while self.parts and (self.parts[-1][1] < unit or (stacked and self.parts[-1][1] == unit)):
            value, _ = self.parts.pop()
            below = plus(below, value)
            if stacked and unit != 10**8 and value > 10**20:
                return False
        if self.parts and self.parts[-1][1] <= unit:
            return False
        value = times(below, Decimal(unit))
        if value > 10**28:
            return False
        self.parts.append((value, effective))
        self.step = self.step * unit if self.literal or stacked else Decimal(unit)
        self.section, self.pending, self.floor, self.last = Decimal(0), None, 10_000, unit
        self.zero = self.literal = False
        if self.spread:
            self.spread *= unit
        self.at += 1
        return True

    def _some(self) -> bool:
        """几十, 数百万: of that order; 十几, 二十几万: a range."""
        following = self.t[self.at + 1 : self.at + 2]
        if self.at == self.start:
            if following not in _SMALL and following not in _BIG:
                return False
            self.pending, self.bound = ONE, "order_of_magnitude"
            self.at += 1
            return True
        if self.t[self.at] == "数" or self.pending is not None or self.spread or self.bound:
            return False
        if self.last == 10 or (self.zero and self.last in (100, 1000)):
            self.spread = 10
        elif self.last == 100:
            self.spread = 100
        else:
            return False
        self.at += 1
        return True

    def _may_be_more(self) -> bool:
        """多 and 余 follow a round number; 来 follows 十 and 百."""
        if self.spread or self.at == self.start:
            return False
        if "来" in self.t[self.at : self.at + 2]:
            return self.last in (10, 100) and self.pending is None
        return self.literal or self.pending is None

    def _decimal(self) -> Numeral | None:
        match = _POINT.match(self.t, self.at)
        if match is None or self.bound or self.spread or self.literal:
            return self._finished()
        whole = self._finished()
        if whole is None or not isinstance(whole.value, Decimal):
            return whole
        places = "".join(str(DIGITS[character]) for character in match.group(1))
        if len(places) > _LONGEST:
            return None
        value = plus(whole.value, Decimal(f"0.{places}"))
        number = Numeral(self.start, match.end(), value, ONE.scaleb(-len(places)), script="zh")
        while number.scale < 10**16:
            gap = _GAP.match(self.t, number.end)
            at = gap.end() if gap else number.end
            if self.t[at : at + 1] not in _BIG or _UNIT_AHEAD.match(self.t, at):
                break
            number = number.scaled(Decimal(_BIG[self.t[at]]), at + 1)
        return number

    def _finished(self) -> Numeral | None:
        end = self.at
        if end == self.start:
            return None
        value = self.section
        if self.pending is not None:
            places = ONE
            if self.last >= 100 and not self.zero and not self.literal:
                places = Decimal(self.last // 10)  # 四百五, 一万三
            value = plus(value, times(self.pending, places))
            if not self.literal:
                self.step = places if places >= 1000 else ONE
        elif self.zero and self.t[end - 1] in "零〇" and end - self.start > 1:
            end -= 1  # a zero that leads nowhere
        for part, _ in self.parts:
            value = plus(value, part)
        upper: Number | None = None
        if self.spread:
            upper, self.bound = plus(value, Decimal(self.spread - 1)), "range"
        single = end - self.start == 1 and not "0" <= self.t[self.start] <= "9"
        scale = Decimal(self.parts[-1][1]) if self.parts else Decimal(self.last or 1)
        return Numeral(
            self.start, end, value, self.step, "zh", upper, self.bound, scale, weak=single or self.weak
        )  # fmt: skip


def run_end(t: str, at: int) -> int:
    """The end of the characters of numerals from `at` on, where they are no number."""
    match = _RUN.match(t, at)
    return max(at + 1, match.end()) if match else at + 1


SCALES = {character: Decimal(value) for character, value in (_SMALL | _BIG).items()}
