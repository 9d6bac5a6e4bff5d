"""What stands after a number and says what it is a number of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from wenyuan.text.quantities.currencies import AFTER_EN, AFTER_ZH, CAPITAL_ONLY, SYMBOL_AFTER
from wenyuan.text.quantities.measures import (
    CLASSIFIERS,
    IRREGULAR,
    MEASURES,
    NOT_NOUNS,
    SAME,
    SINGULAR,
    STOPS,
    TIMES_EN,
    WORDY,
)  # fmt: skip
from wenyuan.text.quantities.numeral import ONE, Numeral
from wenyuan.text.quantities.numerals_en import SCALES, TENS, UNITS
from wenyuan.text.quantities.numerals_zh import DIGITS
from wenyuan.text.quantities.source import Source
from wenyuan.text.quantity import Kind

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Unit:
    """Up to `end`: the number times `factor`, and `half` more of it, is so many `unit` of that kind."""

    end: int
    kind: Kind
    unit: str | None = None
    factor: Decimal = ONE
    half: bool = False
    more: int = 0  # tenths of the factor: 七成六
    time: bool = False
    noun: bool = False  # a word that may only describe
    article: bool = False  # 一家 says "a company" more often than "one"


_POINTS = re.compile(
    r"\s{0,4}个?\s?百\s?分\s?点|\s?-?percentage[\s-]points?(?![a-z])|\s?ppts?(?![a-z])|\s?pp(?![a-z]|\.\s?[0-9])|\s?p\.p\.|\s?%\s?points?(?![a-z])"
)
_BASIS = re.compile(r"\s?个?\s?基点|\s?个?bps?(?![a-z])|[\s-]basis[\s-]points?(?![a-z])|\s?bips(?![a-z])|个?bp")
_PERCENT = re.compile(
    r"\s?%|[\s-]?per\s?cent(?![a-z])|\s?pct(?![a-z])\.?|[\s-]percentage(?![a-z]|\spoint)|[\s-]percents(?![a-z])"
)
_MILLE = re.compile(r"\s?‰|\sper\smille?(?![a-z])")
_TENTHS = re.compile(
    r"\s?成(?!本|员|立|为|果|功|长|就|分|熟|都|交|品|人|年|绩|套|员|份|效|型|因|语|形|活|文)(?:(半)|\s?([一二三四五六七八九])(?![\w%]))?"
)
_OFF = re.compile(r"\s?折(?!射|叠|磨|旧|腾|算|线|合|现|价|扣率|返|断|中|页|子|纸|桥|服|损)")
_TIMES = re.compile(
    r"\s?倍(?!数|受|感|加|增|率|频|儿)(半)?|\s?[x×](?![a-z0-9*×]|\.[0-9])|\s?-?fold(?![a-z])"
    r"|\stimes(?=\s(?:the|as|more|higher|larger|greater|bigger|faster|lower|less|longer|its|their|what|that|those|earnings|sales|ebitda|revenue)(?![a-z]))"
)
_CJK = re.compile(r"[\u3400-\u9fff]")


def _alternatives(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_MONEY_ZH = re.compile(
    rf"\s?({_alternatives(set(AFTER_ZH))})(?!件|素|老|旦|宵|首|帅|年|月)(?:人民币)?(?:整|正(?!式|常|好))?"
)
_MEASURES_ZH = {word for word in MEASURES if not word.isascii() and _CJK.match(word)}
_UNITS_ZH = re.compile(rf"\s?({_alternatives(_MEASURES_ZH | CLASSIFIERS)})")
# 升级, 克服, 瓦解, 米饭, 人民…: the unit is the first character of a word.
_NOT_UNIT = re.compile(
    r"升级|升值|升至|升到|升幅|升为|克服|克隆|克拉|瓦解|瓦房|米饭|米粉|米其林|吨位|人民|人工|人才|人均|人大|家庭(?!农)|家长|家居|家电|家具|家园|家族"
    r"|名单|名义|名誉|名为|名称|名列|位于|位居|位列|位置|张家|张力|台湾|台风|台州|台北|件事|项下|只有|只要|只能|只是|条件|条例|条约|条款|座谈|支持|支付|支出|份额?的|笔记|起来|起到"
    r"|起步|例如|例外|处理|处于|处置|处罚|所有|所以|所得|所谓|所在|户籍|股份|股权|股东大会|股票|股价|批准|批发|批评|次要|次日|次年|次贷|次序|种植|种子|类似|类型|款项|部分|部门|部署"
    r"|部长|部队|部落|本次|本公司|本年|本期|本报|本金|本科|本身|册子|篇章|页面|字母|句子|段落|幅度|首先|首次|首席|首都|门槛|节日|节目|节能|场景|场所|组织|组成|组合|队伍|队员|对于|对比|对此|对外|对应|对象"
    r"|双方|双边|双向|副总|副主|根据|根本|片面|块状|车辆|车型|车企|层面|层次|天津|天然|天下|天气|天空|日本|日元|日常|日前|日报|日益|年龄|年轻|年报|年级|年度|年均|年底|年初|年末|年终"
    r"|周期|周边|周围|周年|周五|周一|周二|周三|周四|周六|周日|秒杀|分为|分别|分布|分析|分配|床上|席位|票房|票据|票价|步骤|步伐|圈子|口径|口岸|口号|排名|顿时|道路|道德|卷入|则是|盘中|盘活|斤斤|升学|升高"
    r"|注册|注意|注重|注入|轮流|声明|声音|眼睛|员工的|个性|个体|个别|个股|个税|人寿|口腔|家用|家属|家禽|点钟|人类|年会|年代|年产|年薪|年报|年利|年化|年成|天地|户外|天使|题材|题目|题为|度假|度过|度日|度量|排放|排除|排行|排水|排查|排序|排列|日益|人事|人物|人员(?!次)"
)
# Not a word by itself after digits: 上海 in 3上海.
_LATIN = re.compile(r"\s?([a-z][a-z0-9μ/°]{0,20})")
_WORD = re.compile(r"[\s-]([a-zμ°$][a-zμ°0-9/’'-]{0,23})(?![a-z])")
_GLUED = re.compile(r"([a-zμ°]{1,9}(?:/[a-zμ]{1,3})?[\ue022\ue023]?)(?![a-z0-9_])")
_PHRASES = {word for word in (*AFTER_EN, *MEASURES) if " " in word}
_PHRASE = re.compile(rf"[\s-]({_alternatives(_PHRASES)})(?![a-z])")
_CELSIUS = re.compile(r"\s?(°c|°f|摄氏度|华氏度)(?![a-z])")
_PER = re.compile(r"\s?((?:[a-zμ]{1,10})/(?:[a-z]{1,8}[0-9]?))(?![a-z/])")
_CODE = re.compile(r"\s?(m?[a-z]{3})(?![a-z0-9])(?:\s(thousand|million|billion|trillion|bn|m)(?![a-z]))?")
_NUMBER_NEXT = re.compile(r"\s?[0-9]")
_AFTER_HALF = re.compile(r"月|小时|星期|钟头")
_HYPHENED = re.compile(r"-([a-z]{2,12})(?![a-z])")
# Pounds that weigh, by what stands on either side of the number.
_WEIGHT = re.compile(r"(?:weigh|lost |lose |gain|heav|light)[a-z ]*5|5 (?:of|per) ")
_SCALE_WORDS = {"thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}
_DATE_ZH = re.compile(
    r"\s?(?:年(?:度|代|级|中|报|底|初|末)|世纪|季度|届|号(?!召)|月(?!饼|薪|租|供)|楼|室|班|路|线(?!程)|版|日(?!元|内|以|均|币|本|之内)|时(?!间|代|候|期)|点(?!半?个|的)|期|季(?!军)|级)"
)
_YEAR_ZH = re.compile(r"\s?年")


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units name the same: 天 and days; as written otherwise, but for case and the plural's s."""
    if one is None or other is None:
        return one is other
    return _plain(one) == _plain(other)


def _plain(unit: str) -> str:
    unit = unit.casefold()
    return SAME.get(unit) or (unit[:-1] if unit.isascii() and unit.endswith("s") and len(unit) > 3 else unit)


def dated(t: str, number: Numeral) -> int | None:
    """The end of a date, a time or an ordinal that `number`, in characters, is part of: 三月, 二〇二三年."""
    value = number.value
    if (match := _YEAR_ZH.match(t, number.end)) and number.scale == ONE * number.scale and 1000 <= value <= 2999:
        return match.end() if number.bound is None and number.scale < 10_000 else None
    if number.script == "zh" and number.scale < 100 and (match := _DATE_ZH.match(t, number.end)):
        return match.end()
    return None


def unit(source: Source, number: Numeral, money: bool) -> Unit | None:
    """What `number` is a number of; `money`: a currency stands before it, so none needs to follow."""
    t, end = source.t, number.end
    if number.script == "en" and number.bound == "order_of_magnitude" and t.startswith(" of ", end):
        end += len(" of")
        number = replace(number, end=end)
    if end >= len(t):
        return None
    character = t[end] if t[end] != " " or end + 1 >= len(t) else t[end + 1]
    if character in "%‰个百bp基成折倍x×f-p t" and (found := _relative(t, number)):
        return found
    if character in "°摄华" and (match := _CELSIUS.match(t, end)):
        return Unit(match.end(), "count", MEASURES[match.group(1)])
    if not character.isascii() and character != "μ":
        return _chinese(source, number, money) or _sign(t, end, money)
    return _sign(t, end, money) or _english(source, number, money)


def _relative(t: str, number: Numeral) -> Unit | None:
    end = number.end
    if match := _POINTS.match(t, end):
        # "253 pp." are pages.
        return None if match.group().strip() == "pp" and number.value > 100 else Unit(match.end(), "percentage_points")
    if match := _BASIS.match(t, end):
        return Unit(match.end(), "basis_points")
    if match := _PERCENT.match(t, end):
        return Unit(match.end(), "ratio", None, _HUNDREDTH)
    if match := _MILLE.match(t, end):
        return Unit(match.end(), "ratio", None, Decimal("0.001"))
    if match := _TENTHS.match(t, end):
        if number.value > 10:
            return None
        more = DIGITS[match.group(2)] if match.group(2) else 0
        return Unit(match.end(), "ratio", None, Decimal("0.1"), half=match.group(1) is not None, more=more)
    if match := _OFF.match(t, end):
        # 72 折 is 7.2 tenths; 一波三折.
        factor = _HUNDREDTH if number.value > 10 else Decimal("0.1")
        return (
            None if t[max(0, number.start - 2) : number.start] == "一波" else Unit(match.end(), "ratio", None, factor)
        )
    if match := _TIMES.match(t, end):
        return Unit(match.end(), "times", half=match.group(1) is not None)
    return None


def _sign(t: str, end: int, money: bool) -> Unit | None:
    at = end + 1 if t[end] == " " else end
    if not money and at < len(t) and (code := SYMBOL_AFTER.get(t[at])):
        # "10 $ 30" is read forwards; "$5" after a number belongs to the next one.
        if t[at + 1 : at + 2].isdigit():
            return None
        return Unit(at + 1, "amount", code)
    return None


# 一 before these counts: 一小时; 一年 as well, where nothing before it says which.
_PRECISE = frozenset("小时 分钟 秒 秒钟 岁 年 个月 星期 个小时 个工作日 个百分点 个月 户 人次 斤".split())


def _chinese(source: Source, number: Numeral, money: bool) -> Unit | None:
    t, end = source.t, number.end
    more = 1 if t[end] in "多余" and number.bound is None else 0
    if match := _MONEY_ZH.match(t, end + more):
        word = match.group(1)
        code, factor = AFTER_ZH[word]
        if word == "角" and (
            (number.script != "digits" and t[number.end - 1] not in "0123456789")
            or t[match.end() : match.end() + 1] in "度形色落钢逐"
        ):
            return None
        if match.group().endswith("人民币"):
            code = "CNY"
        return Unit(match.end(), "amount", code, factor)
    if money or _NOT_UNIT.match(t, end + more + (t[end + more : end + more + 1] == " ")):
        return None
    match = _UNITS_ZH.match(t, end + more)
    if match is None:
        return None
    word, stop = match.group(1), match.end()
    single = number.weak and number.end - number.start == 1 and number.script == "zh"
    if single and (
        word in WORDY
        or (t[number.start] in "零〇二" and word not in MEASURES)
        or (t[number.start] == "四" and word == "处")
    ):
        return None
    canonical = MEASURES.get(word)
    half = False
    if word == "分" and (
        t[number.start - 1 : number.start] in ("时", "点") or (number.script == "zh" and number.end - number.start < 2)
    ):
        return None
    if word in ("年", "天", "个", "岁", "斤", "里", "周") and t[stop : stop + 1] == "半":
        half, stop = True, stop + 1
        if after := _AFTER_HALF.match(t, stop):
            word, stop = word + after.group(), after.end()
    time = word in SAME and SAME[word] != "person"
    written = canonical or (source.written(match.start(1), stop) if not half else word)
    article = single and t[number.start] == "一" and canonical is None and word not in _PRECISE
    return Unit(stop, "count", written, half=half, time=time, article=article)


def _english(source: Source, number: Numeral, money: bool) -> Unit | None:
    t, end = source.t, number.end
    if not money and (match := _PER.match(t, end)):
        return Unit(match.end(), "count", MEASURES.get(match.group(1)) or source.written(match.start(1), match.end()))
    if match := _PHRASE.match(t, end):
        if canonical := MEASURES.get(match.group(1)):
            return Unit(match.end(), "count", canonical)
        if found := _named(match.group(1), match.end()):
            return found
    match = _CODE.match(t, end)
    if match and not (money and _NUMBER_NEXT.match(t, match.end())) and (found := _code(source, match)):
        return found
    if money:
        return None
    if t[end] not in " -":
        glued = _GLUED.match(t, end)
        if glued and (canonical := _measure(source, glued.group(1), glued.start(1))):
            return Unit(glued.end(), "count", canonical)
        if glued and number.script == "zh":
            return Unit(glued.end(), "count", source.written(glued.start(1), glued.end(1)), noun=True)
        return None
    match = (_HYPHENED if t[end] == "-" else _WORD).match(t, end)
    if match is None:
        return None
    word = match.group(1)
    if word in ("pound", "pounds") and _WEIGHT.search(
        t[max(0, number.start - 20) : number.start] + "5" + t[match.end(1) : match.end(1) + 5]
    ):
        return Unit(match.end(1), "count", "lb")
    if found := _named(word, match.end(1)):
        return found
    if (canonical := _measure(source, word, match.start(1))) and not (
        word in ("in", "foot", "g", "l", "w", "t", "m", "ha", "pa") and t[end] == " " and not _measured(t, match)
    ):
        return Unit(match.end(1), "count", canonical)
    if word in TIMES_EN:
        return Unit(match.end(1), "count", source.written(match.start(1), match.end(1)), time=True)
    if t[end] == "-":
        return None
    if number.script == "zh":
        return Unit(match.end(1), "count", source.written(match.start(1), match.end(1)), noun=True)
    return _noun(source, number, match)


def _measure(source: Source, word: str, at: int) -> str | None:
    """The measure that `word` names; 5G is no weight and 3M no length."""
    return None if word in ("g", "m", "t") and source.capital(at) else MEASURES.get(word)


def _measured(t: str, match: re.Match[str]) -> bool:
    """A letter that is a unit: "5 m", but not "5 in the morning"."""
    return (
        match.group(1) != "in"
        and not t[match.end(1) : match.end(1) + 1].isalnum()
        and match.group(1) not in ("ha", "pa")
    )


def _named(word: str, end: int) -> Unit | None:
    if word in AFTER_EN and (len(word) >= 4 or word in ("yen", "rmb")) and word not in ("rand", "lira"):
        code, factor = AFTER_EN[word]
        return Unit(end, "amount", code, factor)
    return None


def _code(source: Source, match: re.Match[str]) -> Unit | None:
    word = match.group(1)
    if word not in AFTER_EN or len(word) < 3 or word in ("won",):
        return None
    lower = not source.capital(match.start(1))
    if lower and word in CAPITAL_ONLY:
        return None
    code, factor = AFTER_EN[word]
    if scale := match.group(2):
        factor *= _SCALE_WORDS[scale]
    return Unit(match.end(), "amount", code, factor)


_ORDINALS = frozenset(
    """firsts thirds fourths fifths sixths sevenths eighths ninths tenths halves hundredths thousandths millionths
    hundreds thousands millions billions""".split()
)


def _noun(source: Source, number: Numeral, match: re.Match[str] | None) -> Unit | None:
    """The plural noun that English counts, past two words at most: 200 full-time employees."""
    t = source.t
    for _ in range(3):
        if match is None:
            return None
        word = match.group(1).removesuffix("'").removesuffix("’")
        if word in STOPS or word in NOT_NOUNS or t[match.start()] == "-" or not word.replace("-", "").isalpha():
            return None
        if word in UNITS or word.partition("-")[0] in TENS or word in SCALES or word in _ORDINALS:
            return None
        # "one individual discusses": of the noun nothing is certain.
        if number.weak and word not in SINGULAR and word not in TIMES_EN:
            return None
        if word in TIMES_EN and (word.endswith("s") or number.value == 1):
            return Unit(match.end(1), "count", source.written(match.start(1), match.end(1)), time=True)
        plural = word in IRREGULAR or (
            word.endswith("s")
            and len(word) > 3
            and not word.endswith(("ss", "us", "is", "'s", "’s"))
            and word.rpartition("-")[2] not in NOT_NOUNS
        )
        # 2 Kings, 1 Chronicles: a title.
        if source.capital(match.start(1)) and number.script == "digits" and number.value < 4:
            return None
        if plural or (number.value == 1 and word in SINGULAR):
            end = match.start(1) + len(word)
            return Unit(end, "count", source.written(match.start(1), end), noun=True)
        match = _WORD.match(t, match.end(1))
    return None
