"""What has a number in it and states no quantity: dates, times, codes, references, ordinals, scores."""

from __future__ import annotations

import re

from wenyuan.text.quantities.currencies import AFTER_EN
from wenyuan.text.quantities.digits import digits
from wenyuan.text.quantities.measures import MEASURES
from wenyuan.text.quantities.source import Source

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?"
)
_RIGHT = re.compile(
    r"[0-9]{1,14}([-/.:])[0-9]{1,14}(?:\1[0-9]{1,14})+(?:[-/.:][0-9]+)*"  # 2024-10-30, 192.168.1.2, 1-800-555-0100
    r"|[0-9]{1,3}:[0-9]{1,3}(?:\s?[ap]\.?m)?"  # 16:00, 2:1
    r"|[0-9]{1,2}\s?(?:[ap]\.m\.|[ap]m(?![a-z])|o'clock|o’clock)"
    # 2019–2023, 2023-24
    r"|(?:1[89]|20)[0-9]{2}\s?(?:[-–—~至到/]|\sto\s)\s?(?:(?:1[89]|20)[0-9]{2}|[0-9]{2}(?![0-9.%]))(?![0-9,%])\s?年?度?"
    r"|(?:1[89]|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])(?![0-9])"
    r"|[0-9]{4}\s?年?\s?(?:h[12]|q[1-4])(?![0-9a-z])"
    r"|[12][0-9]{3}\s?年(?:度|底|初|末|[代])?(?:\s?[0-9]{1,2}\s?月(?:份|底|初|末)?(?:\s?[0-9]{1,2}\s?[日号])?)?"
    r"(?:\s?[-–—~至到]\s?(?:[12][0-9]{3}\s?年(?:度|底|初|末)?)?(?:\s?[0-9]{1,2}\s?月(?:份|底|初|末)?)?(?:\s?[0-9]{1,2}\s?[日号])?)?"
    r"|[0-9]{2}\s?年(?=[q第上下前底初末度春夏秋冬报]|[一二三四]季|[0-9]{1,2}月|中报|年)"
    r"|[0-9]{1,2}\s?[-–—~至到、]\s?[0-9]{1,2}\s?月(?:份|底|初|末)?"
    r"|[0-9]{1,2}\s?月(?:份|底|初|末|中旬)?(?:\s?[0-9]{1,2}\s?[日号])?"
    r"(?:\s?[-–—~至到]\s?(?:[0-9]{1,2}\s?月)?(?:\s?[0-9]{1,2}\s?[日号])?)?"
    r"|[0-9]{1,2}\s?(?:[-–—~至到、]\s?[0-9]{1,2}\s?)?日(?!元|内|以|均|币|本|之内|期间)"
    r"|[0-9]{1,6}(?:\s?[-–—~至到、,及和]\s?[0-9]{1,6}){0,20}\s?(?:号|届|期|世纪|季度|楼|室|班|路|线|院|级|版|团|师)(?!别|联|以|线程)"
    r"|[0-9]{1,2}\s?[时点](?:许|整|半|[0-9]{1,2}\s?分)?(?![数间段])"
    r"|(?:1[89]|20)[0-9]0\s?'?s(?![a-z])|[0-9]0\s?'?s(?![a-z])|[0-9]{1,2}\s?(?:年代)"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{_MONTH})(?![a-z])\.?(?:,?\s(?:1[89]|20)[0-9]{{2}})?"
    r"|[0-9]+(?:st|nd|rd|th)(?![a-z])(?:[-\s]century)?"
    r"|[1-4][qh](?:\s?[0-9]{2,4})?(?![0-9a-z])"
    r"|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])"  # columns, as likely as thousands
    r"|0[0-9]+(?![0-9]|[.,][0-9])(?:[-/][0-9]+)*"  # 007, 010-12345678
    r"|[0-9]+,[0-9]{1,2}(?![0-9]|,[0-9])|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"  # 5,00: a decimal elsewhere
    r"|[0-9]+,?\s(?:[a-z]+\s){1,2}(?:street|road|avenue|lane|drive|boulevard|court|place|square|highway)(?![a-z])"
    r"|[0-9]{1,2}·[0-9]{1,2}"
    r"|[0-9]+\.[0-9]+\s?/\s?[0-9]+"  # a mark of 5.1/10
    r"|[0-9]{1,4}\s?(?:ad|bc|bce|ce|b\.c\.|a\.d\.)(?![a-z])"
    r"|[0-9]{1,4}(?:\s?\+\s?[0-9]{1,4})+(?![0-9%.])"  # 1+3+4
    r"|[0-9]+分[0-9]+\s?秒[0-9]*|[0-9]+秒[0-9]+"  # 9秒95
    r"|[0-9]{1,2}\.[0-9]{2}\s?(?:est|edt|cst|pst|gmt|utc|bst|cet)(?![a-z])"
    r"|[0-9]+\s\.\s[0-9]+"  # text that was cut into words
    r"|[0-9.]{1,30}\s?\^[-+]*[0-9.]{1,30}"
)
_LEFT_MONTH = re.compile(rf"(?<![a-z])(?:{_MONTH})\s?\.?\s(?:the\s)?$")
_AFTER_MONTH = re.compile(
    r"[0-9]{1,4}(?:st|nd|rd|th)?(?:\s?[-–]\s?[0-9]{1,2})?(?:\s?,?\s(?:1[89]|20)[0-9]{2}(?![0-9]))?"
)
_LEFT_EN = re.compile(
    r"(?<![a-z])(?:sections?|sec\.?|chapters?|ch\.|tables?|figures?|figs?\.?|pages?|pp?\.|nos?\.|nrs?\.?|numbers?|articles?|art\.|items?"
    r"|notes?|parts?|steps?|appendix|exhibits?|rules?|forms?|versions?|ver\.?|vol\.?|volumes?|issue|clauses?|paragraphs?"
    r"|paras?\.?|schedule|levels?|phases?|types?|grades?|class|room|flight|route|highway|lines?|stages?|eqs?\.?|equations?"
    r"|exercises?|questions?|title|days?|weeks?|quarters?|rounds?|groups?|top|cases?|channel|apollo|q|fy|h|cy|isbn|issn|id|tel|ad"
    r"|model|season|episode|lot|gate|platform|category|tier|area|zone|unit|mark|psalm|act|scene|series"
    r"|world war|ifrs|ias|gaap|asc"
    r"|iso|windows|iphone|galaxy|pixel|boeing|airbus|fortune|s&p|nasdaq|ftse|csi|stoxx|russell|nikkei|postcode)\s?$"
)
_LEFT_OTHER = re.compile(
    r"第\s?$|[§#№@&]\s?$|[a-z]-$|=[\"']?$|(?<![0-9])['’‘]$"
    r"|(?:附注|注释|图|表|编号|案号|门牌|页码|文号|字号|附件|附录|公式|例题|型号|版本|卷|序号|电话|邮编|证号|代码|流水号|订单号)\s?[:：]?\s?第?$"
)
# Left contexts that only exclude when what follows counts time: 近五年, 前三季度; 前三名 is a rank.
_RELATIVE = re.compile(
    r"(?:过去|未来|今后|最近|近|前|头|后|上|下|此后|往后|此前|接下来的?)(?:的)?\s?$"
    r"|(?<![a-z])(?:last|past|next|first|previous|prior|preceding|recent|coming|following|latest|final|second|third)\s$"
)
_REFERENCE_ON = re.compile(
    r"\s?(?:,|、|and|和|及|-|–|至|to|or|&)\s?[0-9]{1,3}(?:\.[0-9]+)*(?![0-9])"
    r"(?=\s*(?:$|[^\sa-z0-9%$]|(?:and|or|to|of|in|above|below|are|is|show|through)(?![a-z])))"
)
# 9/11, 24/7, 3/2: dates, scores, plates; digits.py reads what is a fraction for certain.
_SLASHED = re.compile(r"(?:[0-9]+ )?[0-9]+\s?[/⁄]\s?[0-9]+(?![0-9])")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'，。；、）】]*|[a-z0-9._%+-]{1,64}@[a-z0-9.-]+")
_TOKEN = re.compile(r"[0-9a-z_]*(?:[-./][0-9a-z]+)*")
_HEADING = re.compile(
    r"[\s*#>_-]*[(（]?[0-9]{1,3}(?:(?:\.[0-9]{1,3}){1,4}\s+(?=[^\W\d])|\s*[.、)):](?![0-9])(?=[\s*_\"“‘'(\[《「]*[^\W\d])|\s(?=[a-z]))"
)
_IDENTIFIER = 9  # so many bare digits are one


_LETTERS = re.compile(r"[a-z]+")


def addresses(t: str) -> list[tuple[int, int]]:
    """Links and mail addresses, with every number in them."""
    return [match.span() for match in _URL.finditer(t)] if "/" in t or "www." in t or "@" in t else []


def heading(source: Source, at: int) -> int:
    """The end of the numbering that a line opens with: "1. ", "4.2 Results"."""
    match = _HEADING.match(source.t, at)
    if match is None:
        return 0
    if match.group()[-1].isspace() and match.group().count(".") < 2:
        word = _LETTERS.match(source.t, match.end())
        if (
            not source.capital(match.end())
            or word is None
            or len(word.group()) == 1
            or word.group() in AFTER_EN
            or word.group() in MEASURES
        ):
            return 0
    return match.end()


def coded(t: str, at: int, floor: int) -> int | None:
    """The end of what the digit at `at` belongs to, where that states no quantity."""
    left = t[max(floor, at - 24) : at]
    if match := _RIGHT.match(t, at):
        return match.end()
    if (match := _SLASHED.match(t, at)) and ((number := digits(t, at)) is None or number.end < match.end()):
        return match.end()
    if left.endswith(" ") and _LEFT_MONTH.search(left) and (match := _AFTER_MONTH.match(t, at)):
        return match.end()
    if referred(left):
        token = _TOKEN.match(t, at)
        end = token.end() if token else at + 1
        while end < len(t) and (more := _REFERENCE_ON.match(t, end)):
            end = more.end()
        return max(end, at + 1)
    return None


def referred(left: str) -> bool:
    """Whether `left` ends in what a number only names: section, 第, March."""
    last = left.rstrip(" ")[-1:]
    return (_LEFT_EN if last.isascii() and (last.isalpha() or last == ".") else _LEFT_OTHER).search(left) is not None


def token(t: str, at: int) -> int:
    """The end of the letters and digits around `at`."""
    match = _TOKEN.match(t, at)
    return max(match.end(), at + 1) if match else at + 1


def relative(left: str) -> bool:
    """What follows, where it counts time, is a stretch of it: the last five years, 近五年."""
    return _RELATIVE.search(left) is not None


def year_like(written: str) -> bool:
    return len(written) == 4 and written.isdecimal() and (written[0] == "1" or written[:2] in ("20", "21"))


def identifier(written: str) -> bool:
    return written.isdecimal() and len(written) >= _IDENTIFIER


def numbering(t: str, start: int, end: int) -> bool:
    """A bare number that opens a line, words after it: "3.1 营业收入"."""
    line = t.rfind("\n", max(0, start - 8), start) + 1
    return (
        end - start < 6 and not t[line:start].strip() and t[end : end + 1].isspace() and t[end + 1 : end + 2].isalpha()
    )
