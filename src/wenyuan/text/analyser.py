"""The analyser: text to index terms, the same for documents and queries.

Terms: Chinese, Japanese and Korean runs as overlapping bigrams (never misses an unknown two-character word); Latin
words stemmed (Snowball English, irregular forms first), initials as one ("U.S." is "us"); numbers whole, without
thousands separators ("1,234.50" is "1234.50"); codes, versions and dotted dates whole and in their parts ("FY2018" is
"fy2018", "fy", "2018"; "3.5mm" is "3.5mm", "3.5", "mm"; "2018.12.31" is that, "2018", "12", "31"). `VERSION` is stamped
into every index: an index made by another version is rebuilt.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import add

import Stemmer

from wenyuan.text.irregular import BASE
from wenyuan.text.language import HAN
from wenyuan.text.normalise import fold, fold_text

VERSION = "5"

_KANA_HANGUL = "\u3040-\u30ff\uac00-\ud7af\u1100-\u11ff"
IDEOGRAPHIC = f"[{HAN}{_KANA_HANGUL}々〇]"
_ALNUM = rf"(?:(?!{IDEOGRAPHIC})[^\W_])"
_LETTERS = rf"(?:(?!{IDEOGRAPHIC})[^\W\d_])++(?:['’](?!s\b)[a-z]+)?"
_TOKEN = re.compile(
    rf"(?P<cjk>{IDEOGRAPHIC}+)"
    rf"|(?P<initials>(?<!\w)(?:[a-z]\.)+[a-z](?!{_ALNUM}))"
    # Nearly all words end here, before anything looks whether they are the beginning of a code.
    rf"|(?P<word>{_LETTERS})(?:['’]s\b)?+(?![-/.]?{_ALNUM})"
    rf"|(?P<code>(?=[-/.]?(?:{_ALNUM}|[-/.])*?\d)(?=(?:\d|[-/.])*(?!{IDEOGRAPHIC})[^\W\d_]){_ALNUM}+(?:[-/.]{_ALNUM}+)*)"
    rf"|(?P<number>(?>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)*)(?!{_ALNUM}))"
    rf"|(?P<part>{_LETTERS})(?:['’]s\b)?"
    rf"|(?P<digits>\d+)"
)
_PART = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_DIGITS = re.compile(r"[^.]+")
_THREAD = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """An index term and where it stands in the text analysed, in code points."""

    term: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball English stem of a folded word, or of its base form: "fell" and "falling" are "fall"."""
    # A Stemmer object is not safe across threads: one for each.
    stemmer = getattr(_THREAD, "stemmer", None)
    if stemmer is None:
        stemmer = _THREAD.stemmer = Stemmer.Stemmer("english")
    return stemmer.stemWord(BASE.get(word, word))


def terms(text: str) -> list[str]:
    """The index terms of a text, in order."""
    if not text:
        return []
    folded = fold_text(text)
    out = list[str]()
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup
        value = match[kind] if kind else ""
        if kind == "cjk":
            if len(value) == 1:
                out.append(value)
            else:
                out.extend(map(add, value, value[1:]))
        elif kind == "word" or kind == "part":
            out.append(_word(value))
        elif kind == "initials":
            out.append(value.replace(".", ""))
        elif kind == "number" or kind == "digits":
            out.append(value.replace(",", ""))
            if value.count(".") > 1:
                out.extend(value.split("."))
        else:
            out.append(value)
            out.extend(stem(part.group()) for part in _PART.finditer(value))
    return out


def tokens(text: str) -> Iterator[Token]:
    """The same terms with their places in the original text."""
    folded = fold(text)
    for match in _TOKEN.finditer(folded.text):
        kind, at = match.lastgroup, match.start()
        value = match[kind] if kind else ""
        if kind == "cjk" and len(value) > 1:
            for i in range(len(value) - 1):
                yield Token(value[i : i + 2], *folded.span(at + i, at + i + 2))
        elif kind == "code":
            yield Token(value, *folded.span(at, at + len(value)))
            for part in _PART.finditer(value):
                yield Token(stem(part.group()), *folded.span(at + part.start(), at + part.end()))
        elif kind == "initials":
            yield Token(value.replace(".", ""), *folded.span(at, at + len(value)))
        elif kind == "number":
            yield Token(value.replace(",", ""), *folded.span(at, at + len(value)))
            for part in _DIGITS.finditer(value) if value.count(".") > 1 else ():
                yield Token(part.group(), *folded.span(at + part.start(), at + part.end()))
        else:
            yield Token(_word(value) if kind in ("word", "part") else value, *folded.span(at, at + len(value)))


def _word(value: str) -> str:
    return stem(value.replace("’", "'"))
