"""A claim or a sentence as the checks see it: words, quantities and periods in order, each once analysed and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from wenyuan.checking import lexicon
from wenyuan.checking.numbers import ORDINAL, bare, lasting, ordinal, rated, years
from wenyuan.checking.synonyms import canonical
from wenyuan.text.analyser import IDEOGRAPHIC, stem
from wenyuan.text.dates import periods
from wenyuan.text.language import HAN
from wenyuan.text.normalise import fold_text
from wenyuan.text.period import Period
from wenyuan.text.quantities import quantities
from wenyuan.text.quantity import Quantity

# A text longer than any sentence is read no further: nobody checks it as one claim.
LONGEST = 4_000

Class = Literal["word", "code", "quantity", "period"]

_STOP = frozenset(
    """a about according also although am an and are as at be because been being but by can could did do does doing
    during for from had has have having he her hers him his how however i if in into is it its itself just me my
    of on once or our ours per she should so such than that the their theirs them then there these they this those
    through to too until upon very was we were what when where which while who whom whose why will with would yet
    you your 's may might must shall""".split()
)
# They say little, but what they say may be the opposite of another.
_LIGHT = frozenset(
    """above after all any before below between both each few less more most off only other out over own same some under
    up down another""".split()
)
# They name what any figure is.
_GENERIC = frozenset(
    """amount amounts value values number numbers figure figures total company companies
    year years end ended period fiscal""".split()
)
_PARTICLES = frozenset(
    """的 了 是 在 和 与 及 或 被 为 其 之 将 于 对 从 由 把 也 都 就 还 个 这 那 等 所 以 而 则 并 且 即 该 此 已 着
    地 得 到 向 因 经 至 者 们 中 上 下 内 后 前 时 给 又 再 很 更 最 吧 呢 吗 啊 它 他 她 我 你 我们 他们 她们
    它们 以及 并且 而且 但 但是 因此 所以 同时 其中 对于 关于 由于 根据 按照 通过 进行""".split()
)
_TOKEN = re.compile(
    rf"(?P<ordinal>{ORDINAL.pattern.replace('?P<han>', '?:')})"
    rf"|(?P<han>{IDEOGRAPHIC}(?:(?!第[一二三四五六七八九十百零两\d]){IDEOGRAPHIC})*)"
    rf"|(?P<latin>(?:(?!{IDEOGRAPHIC})[^\W_])+(?:[-–—'’./&](?:(?!{IDEOGRAPHIC})[^\W_])+)*)"
)
_MARKUP = re.compile(r"[*_`#\\]+")
_ALIKE = str.maketrans("‘’“”「」–—‑‐", "''" + '""""' + "----")
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松"
    "井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴"
    "瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛"
    "阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳"
)
# A person whose name is kept back: 沈某, 沈某某.
_KEPT_BACK = re.compile(f"((?:[{SURNAMES}]|(?<![{HAN}])[{HAN}])某某?)(?![些种个地市月日年项次方])")
_NUMBER_FOLLOWS = re.compile(r"\.\s?\d")
_ENOUGH = 3
_OPENING = re.compile(rf"[{HAN}]+(?=.*\d)|[A-Za-z]+(?=\s)")
_LATIN = re.compile(r"[^\W\d_]+|\d+")
_ENDS = re.compile(r"[。！？!?；;．](?=.)|\.(?=\s)|\n")
_NEGATORS = "不未无没非"
_ENDINGS = re.compile(r"(?:['’]s|['’])$")
_TITLE = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Gov|Gen|St|Jr|No)\.\s*$")
_CONTRACTED = re.compile(r"(.*)n['’]t$")


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a text that means something as a whole.

    key: what is equal for two atoms that say the same. weight: how much of the text it says.
    """

    key: str
    start: int
    end: int
    kind: Class
    weight: float
    quantity: Quantity | None = None
    period: Period | None = None
    word: str = ""  # as it is written, folded
    named: bool = False  # written like a name: a capital inside a sentence, or a name by the dictionary

    @property
    def figure(self) -> Quantity:
        """Its quantity; only for one that is a quantity."""
        if self.quantity is None:
            raise ValueError(f"no quantity: {self.key}")
        return self.quantity

    @property
    def time(self) -> Period:
        """Its period; only for one that is a period."""
        if self.period is None:
            raise ValueError(f"no period: {self.key}")
        return self.period


@dataclass(frozen=True)
class Reading:
    """A text and its atoms in order. `lower`: the text folded."""

    text: str
    atoms: tuple[Atom, ...]
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    lower: str = field(default="")

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all atoms."""
        return frozenset(atom.key for atom in self.atoms)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of characters of the text."""
        return frozenset(map("".join, pairwise(self.squeezed)))

    @cached_property
    def digits(self) -> frozenset[str]:
        """The digits of its quantities, whatever their size."""
        return frozenset(filter(None, (digits(one) for one in self.quantities)))

    @cached_property
    def written(self) -> frozenset[str]:
        """The folded words of the text, those of its quantities and periods too."""
        return frozenset(_LATIN.findall(self.lower))

    @cached_property
    def parts(self) -> tuple[int, ...]:
        """For each atom of `content` the number of the sentence of the text that it stands in."""
        ends = [match.start() for match in _ENDS.finditer(self.text)]
        return tuple(sum(end < atom.start for end in ends) for atom in self.content)

    @cached_property
    def content(self) -> tuple[Atom, ...]:
        """The atoms that say something."""
        return tuple(atom for atom in self.atoms if atom.weight)

    @cached_property
    def content_keys(self) -> frozenset[str]:
        """Their keys."""
        return frozenset(atom.key for atom in self.content)

    @cached_property
    def weight(self) -> float:
        """How much the text says."""
        return sum(atom.weight for atom in self.atoms)

    @cached_property
    def squeezed(self) -> str:
        """The folded text without white space and marks of emphasis, quotation marks and dashes alike."""
        return "".join(_MARKUP.sub("", self.lower.translate(_ALIKE)).split())


@lru_cache(maxsize=8_192)
def read(text: str, told: date | None = None, year_end: tuple[int, int] | None = None) -> Reading:
    """The reading of a text; `told` is the document's date, by which relative periods are reckoned."""
    text = text[:LONGEST]
    figures = list(quantities(text))
    times = list(periods(text, told=told, year_end=year_end))
    # A year that stands alone is read as a count by the one, and by the other as nothing.
    dated = [(one.start, one.end) for one in times]
    times += years(
        text, dated + [(one.start, one.end) for one in figures if one.unit or one.kind != "count" or one.bound]
    )
    times.sort(key=lambda one: one.start)
    # What is a date is no count, whatever both grammars say.
    figures = [
        rated(text, _bare_of_direction(text, one)) for one in figures if not any(_within(one, time) for time in times)
    ]
    stretches = [(one.start, one.end) for one in (*figures, *times)]
    figures += [*lasting(text, stretches), *bare(text, stretches)]
    figures.sort(key=lambda one: one.start)
    taken = sorted([*figures, *times], key=lambda one: (one.start, -one.end))
    atoms, at = list[Atom](), 0
    for one in taken:
        if one.start < at:
            continue
        atoms.extend(_words(text, at, one.start))
        if isinstance(one, Quantity):
            atoms.append(Atom(quantity_key(one), one.start, one.end, "quantity", 1.5, quantity=one))
        else:
            atoms.append(Atom(period_key(one, text), one.start, one.end, "period", 1.0, period=one))
        at = one.end
    atoms.extend(_words(text, at, len(text)))
    return Reading(text, tuple(atoms), tuple(figures), tuple(times), fold_text(text))


def _bare_of_direction(text: str, one: Quantity) -> Quantity:
    """A quantity without the word for rise or fall that opens it: that is a word of its own."""
    if one.direction is None:
        return one
    opening = _OPENING.match(text, one.start, one.end)
    if opening is None:
        return one
    word = opening.group()
    length = len(word)
    if not word.isascii():
        length = next((size for size in range(length, 0, -1) if lexicon.turns(word[:size])), 0)
    elif not lexicon.turns(canonical(stem(fold_text(word)))):
        return one
    start = one.start + length
    while start < one.end - 1 and text[start] in " \t了":
        start += 1
    return replace(one, start=start)


def _within(one: Quantity, other: Period) -> bool:
    return one.start < other.end and other.start < one.end


def quantity_key(one: Quantity) -> str:
    """Equal for quantities that say the same."""
    return f"#{one.kind} {one.value} {one.upper} {one.bound} {one.unit}"


def digits(one: Quantity) -> str:
    """The digits of a quantity that matter, where they are enough to know it by in another scale; else nothing."""
    if not isinstance(one.value, Decimal):
        return ""
    found = "".join(map(str, one.value.normalize().as_tuple().digits))
    return found if len(found) >= _ENOUGH else ""


def period_key(one: Period, text: str) -> str:
    """Equal for periods that mean the same days; one that is not resolved is what is written."""
    if one.first or one.last:
        return f"@{one.first} {one.last} {one.bound}"
    return f"@{one.relative or fold_text(text[one.start : one.end])} {one.bound}"


def _words(text: str, start: int, end: int) -> Iterator[Atom]:
    for match in _TOKEN.finditer(text, start, end):
        if match.lastgroup == "ordinal":
            key = "第" + ordinal(match.group()[1:])
            yield Atom(key, match.start(), match.end(), "code", 1.0, word=key)
        elif match.lastgroup == "han":
            yield from _chinese(match.group(), match.start())
        else:
            yield from _latin(text, match.group(), match.start())


def _latin(text: str, word: str, at: int) -> Iterator[Atom]:
    """A Latin word; one with a hyphen or a slash is its parts, one with digits a code."""
    if not any(map(str.isdigit, word)):
        if contracted := _CONTRACTED.fullmatch(word):
            stop = at + len(contracted.group(1))
            if contracted.group(1):
                yield _word(text, contracted.group(1), at)
            yield Atom("not", stop, at + len(word), "word", 0.5, word="not")
            return
        for part in re.finditer(r"[^-–—/&]+", word):
            yield _word(text, part.group(), at + part.start())
        return
    word = word.replace("–", "-").replace("—", "-")
    yield Atom(
        fold_text(word), at, at + len(word), "code", 1.5, word=fold_text(word), named=any(map(str.isalpha, word))
    )


def _word(text: str, word: str, at: int) -> Atom:
    folded = fold_text(_ENDINGS.sub("", word)).replace(".", "").replace("’", "'")
    if folded == "no" and _NUMBER_FOLLOWS.match(text, at + len(word)):
        return Atom("number", at, at + len(word), "word", 0.0, word=folded)
    stopped = folded in _STOP and not (len(word) > 1 and word.isupper())
    named = word[:1].isupper() and not stopped and not _opens(text, at)
    weight = 0.0 if stopped else 1.3 if named else 0.3 if folded in _LIGHT else 0.5 if folded in _GENERIC else 1.0
    return Atom(canonical(stem(folded)), at, at + len(word), "word", weight, word=folded, named=named)


def _opens(text: str, at: int) -> bool:
    """Whether a word opens a sentence, so that its capital says nothing."""
    before = text[max(0, at - 4) : at].rstrip(" \t*_\"'“‘(#-")
    if not before or before[-1] not in ".!?:;\n|。！？：；":
        return not before
    return not _TITLE.search(text[max(0, at - 8) : at])


def _chinese(run: str, at: int) -> Iterator[Atom]:
    for word, tag in _tagged(run):
        named = _named(word, tag)
        weight = 0.0 if word in _PARTICLES else 0.2 if word == "有" else min(1.5, 0.25 + 0.35 * len(word))
        yield Atom(word if named else canonical(word), at, at + len(word), "word", weight, word=word, named=named)
        at += len(word)


def _named(word: str, tag: str) -> bool:
    """Whether the dictionary takes a word for a name; persons only where a surname opens it, for it often errs."""
    if tag in ("nr", "nrt", "nrfg"):
        return 2 <= len(word) <= 4 and word[0] in SURNAMES
    return tag in ("ns", "nt") and len(word) > 1


def _apart(word: str, tag: str) -> list[tuple[str, str]]:
    """A word with a sign of negation at one of its ends: the sign, and the words of the rest."""
    if len(word) == 1 or lexicon.whole(word):
        return [(word, tag)]
    if word[0] in _NEGATORS:
        return [(word[0], "d"), *_tagged(word[1:])]
    return [*_tagged(word[:-1]), (word[-1], "d")] if word[-1] in _NEGATORS else [(word, tag)]


def _tagged(run: str) -> Iterator[tuple[str, str]]:
    import rjieba  # loads its dictionary: not before somebody checks Chinese

    for number, piece in enumerate(_KEPT_BACK.split(run)):
        if number % 2:
            yield piece, "nr"
        elif piece:
            for word, tag in rjieba.tag(piece):
                yield from _apart(word, tag)
