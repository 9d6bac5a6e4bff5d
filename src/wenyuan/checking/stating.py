"""Whether a sentence states anything: questions, labels, greetings and lines of sources do not."""

from __future__ import annotations

import re

from wenyuan.checking.marks import without_addresses
from wenyuan.text.dates import periods
from wenyuan.text.language import HAN

_CLOSERS = "\"'”’」』）)】》*_ \t"
_STOPS = "。.!！…"
_LEAST_WORDS = 4
_LEAST_HAN = 8
_MARKUP = re.compile(r"^[\s>#*•·▪◦‣–—+-]+|[*_`]{1,3}")
_NUMBERING = re.compile(
    r"^\s*(?:[（(]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[)）.、．]|"
    r"第[0-9一二三四五六七八九十]{1,4}[条章节款项])\s*"
)
_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SOURCES = re.compile(
    r"\s*(?:(?:资料|数据|图片|信息)?来源|出处|参考(?:文献|资料)|引自|sources?|references?|citations?|see also|"
    r"retrieved from|via)"
    r"\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_BIBLIOGRAPHY = re.compile(
    r"\W*(?:[0-9一二三四五六七八九十.、]+\W*)?(?:参考(?:文献|资料|链接)|引用文献|资料来源|数据来源|来源|出处|"
    r"脚注|注释|目录|附注来源|references?|"
    r"bibliography|works cited|sources?|citations?|footnotes?|endnotes?|notes and references|further reading|"
    r"(?:table of )?contents)\W*",
    re.IGNORECASE,
)
# A line of the kind that stands above a letter, a report or an article.
_ABOUT_THE_TEXT = re.compile(
    r"\s*(?:作者|撰文|撰稿|编辑|责编|责任编辑|记者|编号|文号|版本|密级|发布日期|发布时间|日期|时间|收件人|"
    r"发件人|抄送|主题|标题|题目|关键词|关键字|"
    r"联系人|联系电话|电话|传真|邮箱|网址|地址|authors?|by|date|dated|published|updated|last updated|version|"
    r"to|from|cc|bcc|subject|re|"
    r"title|keywords?|tags?|contact|tel|telephone|phone|fax|e-?mail|website|url|address|doi|isbn|"
    r"issn)\s*[:：]\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_GREETING = re.compile(
    r"\s*(?:dear\b|hi\b|hello\b|hey\b|good (?:morning|afternoon|evening)\b|to whom it may concern|"
    r"ladies and gentlemen|"
    r"(?:yours )?(?:sincerely|faithfully|truly)\b|(?:best|kind|warm) (?:regards|wishes)\b|regards\b|thanks?\b|"
    r"thank you\b|cheers\b|"
    r"尊敬的|亲爱的|敬爱的|各位|您好|你好|大家好|女士们|先生们|早上好|下午好|晚上好|此致|敬礼|谢谢|感谢(?:您|"
    r"大家|阅读|聆听)|祝(?:您|大家|好)|顺祝)",
    re.IGNORECASE,
)
# "Fine: $50,000", "初步诊断：肠梗阻"
_NAMED_VALUE = re.compile(
    r"[^:：\n]{1,60}[^\W\d_]\s*[:：]\s*[^\W_]|"
    r"[^:：\n]{1,60}[^\W\d_]\s*[:：]\s*[$€£¥￥+(（-]\s*[0-9]"
)
_SHORT_GREETING = 40
_COMPANY = re.compile(
    r"^(?:[A-Z0-9][\w&.'’-]*,? ){1,5}(?:Inc|INC|Ltd|LTD|Corp|CORP|Co|CO|LLC|plc|PLC|S\.A|"
    r"N\.V|AG|GmbH)\.?$"
)
# What is said to the reader, and of nothing else.
_TO_THE_READER = re.compile(
    r"\s*(?:please\b(?! note)|let me know\b|feel free\b|(?:i )?hope (?:this|that|it)\b|if you (?:have|need|"
    r"would like|want)\b|"
    r"如(?:果您|您|有|需)(?:还)?(?:任何|其他|更多|进一步)?(?:问题|疑问|帮助|需要|想)|希望(?:以上|这些?|上述|"
    r"对您)|请(?:告诉|告知|联系|随时|查收|参阅)|"
    r"欢迎(?:随时|提问|联系)|(?:here|below) (?:is|are)\b[^0-9]{0,80}$|以下(?:是|为)[^0-9]{0,40}$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\W*(?:(?:表|图|图表|附表)\s*[0-9一二三四五六七八九十]|(?:figure|fig\.|table|chart|exhibit)\s*[0-9]|"
    r"(?:金额)?(?:单位|币种)[:：]|"
    r"(?:units?|currency):|[(（](?:in|unaudited|未经审计)\b)",
    re.IGNORECASE,
)
# A choice that was not made.
_UNTICKED = re.compile(r"\s*(?:[☐□◻⬜]|\[ \])")
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){3,}|…{2,}|·{4,})\s*[0-9]{1,4}\s*$")
# Leaders are looked for at the end alone: a text of full stops would cost the square.
_LEADERS_END = 64
_RIGHTS = re.compile(r"(?:all rights reserved|版权所有|©|\(c\) ?(?:19|20)[0-9]{2})", re.IGNORECASE)


def lists_sources(heading: str) -> bool:
    """Whether what stands under this heading are sources, or the contents, and no statements."""
    return _BIBLIOGRAPHY.fullmatch(heading) is not None


def states(sentence: str) -> bool:
    """Whether the sentence, without its citation marks, says something that can be true or false."""
    said = _MARKUP.sub(" ", without_addresses(sentence)).strip()
    said = said[found.end() :] if (found := _NUMBERING.match(said)) and found.end() < len(said) else said
    bare = said.rstrip(_CLOSERS)
    if not bare or not (_HAN.search(bare) or _WORD.search(bare)) or _UNTICKED.match(sentence):
        return False
    if bare[-1] in "?？:：" or _SOURCES.match(bare) or _RIGHTS.search(bare[:80]):
        return False
    if _LEADERS.search(bare[-_LEADERS_END:]):
        return False
    if (about := _ABOUT_THE_TEXT.match(bare)) and not any(stop in about["value"].strip(_STOPS) for stop in "。；;"):
        return not _is_value(about["value"])
    if len(bare) <= _SHORT_GREETING and (_GREETING.match(bare) or _COMPANY.search(bare)):
        return False
    stopped = bare[-1] in _STOPS
    if _TO_THE_READER.match(bare) or (not stopped and _CAPTION.match(said)):
        return False
    return _says_enough(bare, stopped=stopped)


def _is_value(value: str) -> bool:
    """A name, a date, an address: no sentence with an end of its own and more words."""
    return len(_WORD.findall(value)) + len(_HAN.findall(value)) / 2 < 12 or value.rstrip(_CLOSERS)[-1:] not in _STOPS


def _says_enough(said: str, *, stopped: bool) -> bool:
    """Not a lone label, nor a date by itself."""
    words, han = len(_WORD.findall(_HAN.sub(" ", said))), len(_HAN.findall(said))
    if _NAMED_VALUE.match(said):
        return True
    if words + han <= 1:
        return False
    figures = any(character.isdigit() for character in said)
    if figures and len(said) < 60 and not _beside_dates(said):
        return False
    if stopped:
        return figures or words >= 2 or han >= 4
    return figures or words >= _LEAST_WORDS or han >= _LEAST_HAN


def _beside_dates(said: str) -> bool:
    """Whether anything is left beside dates."""
    left, at = list[str](), 0
    for period in periods(said):
        left.append(said[at : period.start])
        at = period.end
    rest = "".join([*left, said[at:]])
    return bool(_HAN.search(rest) or len(_WORD.findall(rest)) > 1 or any(character.isdigit() for character in rest))
