"""Pieces of dates in Chinese: 2023年, 二〇二三年三月, 第三季度, 前三季度, 上半年, 20世纪90年代."""

from __future__ import annotations

import re
from datetime import date

from wenyuan.text.dates.numerals import HANZI, number
from wenyuan.text.dates.part import Part, half, quarter, two_digits

_H = HANZI
_MONTH = rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_H}])"
_DAY = rf"(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[{_H}]?|[{_H}])"
_TO = r" ?(?:-|–|—|——|~|至|到) ?"
_ALONE = r"(?<![0-9.第一二三四五六七八九十百千〇零a-z])"
_PART_FOLLOWS = (
    rf"(?= ?(?:q[1-4]|h[12]|{_MONTH} ?月|第?[一二三四1-4]季|[上下]半年|前[一二三1-3]季|1{_TO}(?:1[0-2]|[2-9])月))"
)
_DIGITS4 = r"1[0-9]{3}|2[01][0-9]{2}"
_HANZI4 = rf"[一二][〇零○{_H}]{{3}}|[二两]千[零〇](?:[二三四五六七八九]?十[{_H}]?|[{_H}])"
_YEAR = re.compile(
    rf"(?:{_ALONE}(?P<year>{_DIGITS4}|{_HANZI4})|"
    rf"(?<![0-9.刑a-z第])(?P<short>[0-9]{{2}}(?= ?年{_PART_FOLLOWS})|[0〇零][0-9{_H}]))"
    r" ?(?:(?P<fiscal>年?(?:财政?年度?|会计年度))|(?P<decade>年代)|年(?![级期]))"
    r"(?P<of>度(?!假)|全年|年度)?(?:年?(?P<end>底|末(?!期))|年?(?P<begin>初(?!期|中|步|次|级|始))|"
    r"(?P<mid>年中(?!国)|中期))?"
)
_FAR = re.compile(r" ?(?:的?历史|前(?!后|三|两|[1-3])|来|以上|之久|多)")
_CENTURY = re.compile(
    rf"(?:(?P<number>[0-9]{{1,2}}|二?十[{_H}]?) ?|(?P<word>上个?|本))世纪(?: ?(?P<decade>[1-9]0|[{_H}]十) ?年代)?"
)
_DECADE = re.compile(rf"(?<![0-9{_H}十百千.])(?:[1-9]0|[{_H}]十) ?年代")
_MONTHS = re.compile(
    rf"(?<![0-9.{_H}十初a-z期周拜续近共达时])(?P<first>{_MONTH})(?:(?:(?: ?月份?)?{_TO}|"
    rf"(?P<next>、))(?P<last>{_MONTH}))? ?月(?!供|薪|租|"
    rf"均|息|饼|嫂|龄|子|色|亮)"
    r"(?:份|(?P<end>底|末)|(?P<begin>初(?![一二三四五六七八九十]))|(?P<ten>上中?旬|中下?旬|下旬))?"
)
_MONTH_ONE = re.compile(rf"{_MONTH} ?月份?")
_MONTH_DAYS = re.compile(
    rf"(?<![0-9.{_H}十a-z])(?P<month>{_MONTH}) ?月份? ?(?P<day>{_DAY})"
    rf"(?:(?: ?[日号])?{_TO}(?P<last>{_DAY}))? ?(?:日|号(?![楼线馆公文院店机]))(?:,? ?(?:星期|周|"
    rf"礼拜)[一二三四五六日天])?"
)
_QUARTERS = re.compile(
    rf"(?<![0-9.{_H}十续近共达])第?(?P<first>[一二三四1-4])(?:(?:(?:季度)?{_TO}|"
    rf"(?P<next>、))第?(?P<last>[二三四2-4]))?"
    r"季(?:度(?:(?P<end>末)|(?P<begin>初))?|(?=报))|(?P<start>首季)度?"
)
_LEADING = re.compile(
    rf"前(?:(?P<quarters>[一二两三1-3]) ?个?季度?(?!节)|(?P<months>1[01]|[1-9]|十一?|[{_H}两]) ?个?月(?!份))"
)
_HALF = re.compile(r"(?<!大)([上下])半年度?|半年(?:度|(?=报))|中(?=报)")
_NO_COMMON_CALENDAR = re.compile(r"(?:农历|阴历|旧历|(?<![每当同次翌隔历去今明前本])年|闰) ?$")
_TENS = {"上": (1, 10), "上中": (1, 20), "中": (11, 20), "中下": (11, 31), "下": (21, 31)}
_MOON = tuple(f"初{day}" for day in HANZI + "十")
_ALTOGETHER = re.compile("一[共直起般些旦律批样定个同度]")
_LONG_AGO = 1500
_BEFORE_A_YEAR = frozenset("元于在自从至到和与及( ,、;:。-~—–\n")
_HANZI_DAY = HANZI + "十廿"
_ERA = re.compile(
    "(?:康熙|乾隆|雍正|光绪|同治|嘉庆|道光|咸丰|顺治|宣统|民国|昭和|平成|令和|洪武|永乐|万历|崇祯|贞观|开元|大正|明治)$"
)


def year(text: str, at: int) -> Part | None:
    """2023年, 二〇二三年, 两千零二十三年, 23年 before a part of it, 2023年度, 2023财年, 1990年代, with 底 末 初."""
    found = _YEAR.match(text, at)
    if not found:
        return None
    written = found["year"] or found["short"]
    if _ERA.search(text[max(0, at - 2) : at]) or text[at - 1 : at] == "前":
        return None
    value = two_digits(written) if written.isdecimal() else number(written)
    value += 2000 if not found["year"] and value < 10 else 0
    if value % 100 == 0 and _FAR.match(text, found.end()):
        return None  # "2000年前", "1000年历史" reckon back from today
    if value < _LONG_AGO and at and text[at - 1] not in _BEFORE_A_YEAR:
        return None  # "距今1200年"
    if found["decade"]:
        return decade(at, found.end("decade"), value) if value % 10 == 0 else None
    part = Part(at, found.end(), year=value, fiscal=bool(found["fiscal"]))
    part.edge = "end" if found["end"] else "start" if found["begin"] else None
    part.about = bool(part.edge or found["mid"])
    return part


def decade(start: int, end: int, first: int) -> Part:
    """Ten years from `first` on."""
    return Part(start, end, fixed=(date(first, 1, 1), date(first + 9, 12, 31)))


def century(text: str, at: int) -> Part | None:
    """20世纪, 上世纪90年代, 90年代: the last without a century has no days."""
    if not (found := _CENTURY.match(text, at)):
        found = _DECADE.match(text, at)
        return Part(at, found.end(), rolling=True, relative=f"--{number(found[0][:2].strip())}s") if found else None
    tens = number(found["decade"]) if found["decade"] else None
    if word := found["word"]:
        relative = "this_century" if word == "本" else "last_century"
        if tens is None:
            return Part(at, found.end(), rolling=True, relative=relative)
        return decade(at, found.end(), (2000 if word == "本" else 1900) + tens)
    which = number(found["number"])
    if not 1 < which < 30:
        return None
    if tens is not None:
        return decade(at, found.end(), (which - 1) * 100 + tens)
    return Part(at, found.end(), fixed=(date(which * 100 - 99, 1, 1), date(which * 100, 12, 31)))


def month(text: str, at: int) -> Part | None:
    """3月5日, 10月1-7日, 三月, 1-6月, 3月底, 3月上旬."""
    if found := _MONTH_DAYS.match(text, at):
        first = number(found["day"])
        of = number(found["month"])
        return Part(at, found.end(), months=(of, of), days=(first, number(found["last"]) if found["last"] else first))
    found = _MONTHS.match(text, at)
    if not found:
        return None
    if text.startswith(_MOON, found.end()):
        return None
    if (
        found["first"][0] in _HANZI_DAY
        and text[found.end() : found.end() + 1] in _HANZI_DAY
        and found.end() < len(text)
        and found[0].endswith("月")
        and not _ALTOGETHER.match(text, found.end())
    ):
        return None  # 八月十五, by the moon
    first = number(found["first"])
    part = Part(at, found.end(), months=(first, number(found["last"]) if found["last"] else first))
    if found["next"] and part.months != (first, first + 1):
        return None  # a list, and only its last is "5月"
    if part.months and part.months[0] > part.months[1]:
        found = _MONTH_ONE.match(text, at)  # 11月至2月 goes on in the next year
        return Part(at, found.end(), months=(first, first)) if found else None
    if found["end"] or found["begin"]:
        part.edge, part.about = ("end" if found["end"] else "start"), True
    elif found["ten"]:
        part.days = _TENS[found["ten"][:-1]]
    return part


def uncommon(text: str, start: int) -> bool:
    """Whether the month here is of another calendar, or of a year that was not read (康熙三年五月)."""
    return _NO_COMMON_CALENDAR.search(text[max(0, start - 3) : start]) is not None


def part_of_year(text: str, at: int) -> Part | None:
    """第三季度, 三季度, 首季, 一至三季度, 前三季度, 前九个月, 上半年, 半年度."""
    if found := _QUARTERS.match(text, at):
        first = number(found["first"]) if found["first"] else 1
        last = number(found["last"]) if found["last"] else first
        if first > last or (found["next"] and last != first + 1):
            return None
        part = Part(at, found.end(), months=(quarter(first)[0], quarter(last)[1]))
        part.edge = "end" if found["end"] else "start" if found["begin"] else None
        part.about = part.edge is not None
        part.rolling = found[0][-1] == "季" and last > 1  # 三季报 tells of the quarter and of the year up to it
        return part
    if found := _LEADING.match(text, at):
        if found["quarters"]:
            return Part(at, found.end(), months=(1, 3 * number(found["quarters"])))
        return Part(at, found.end(), months=(1, number(found["months"])), weak=True)
    if found := _HALF.match(text, at):
        return Part(at, found.end(), months=half(2 if found[1] == "下" else 1), weak=not found[1])
    return None
