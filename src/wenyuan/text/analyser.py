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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import add
from typing import TypeVar, cast

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

# Ideographs that fold to themselves and compose with nothing: a text may be cut beside them before it is folded.
_RUNS = re.compile("([\u4e00-\u9fff]+)")
_IDEOGRAPH = re.compile(IDEOGRAPHIC)
_NEIGHBOUR = "\u4e00"
_SPACE = bytearray(" ", "utf-16-le")
_LONGEST_KEPT, _MOST_KEPT = 32, 100_000
_T = TypeVar("_T")


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
    return line(text).split()


def line(text: str) -> str:
    """The index terms of a text, in order, with a space between them.

    No term reaches over white space, and none but a pair of ideographs over the edge of a run of these. So a text falls
    into what is met again and again, words and what stands between runs, each analysed once and kept; and the runs,
    whose pairs are laid out all at once.
    """
    pieces = [text] if text.isascii() else _RUNS.split(text)
    if len(pieces) == 1:
        return _of_chunks(fold_text(text).split())
    beside = [_FIRST[pieces[0]], *map(_BETWEEN.__getitem__, pieces[2:-1:2]), _LAST[pieces[-1]]]
    if None in beside:  # other ideographs, which form pairs with those of the runs
        return _of_chunks(fold_text(text).split())
    out = [""] * len(pieces)
    out[::2] = cast("list[str]", beside)
    out[1::2] = _pairs(pieces[1::2])
    return " ".join(filter(None, out))


def ideographs(text: str) -> list[str]:
    """The ideographs that stand in the terms of a text, each once."""
    if text.isascii():
        return []
    held = "".join(set(text))
    if _IDEOGRAPH.search(fold_text(_RUNS.sub("", held))):  # others, which may compose with what stands beside them
        held = "".join(set(line(text)))
    return _IDEOGRAPH.findall(held)


def _pairs(runs: list[str]) -> list[str]:
    """The pairs of each run, or its only character, with a space between them."""
    units = memoryview("\0".join(["", *runs, ""]).encode("utf-16-le")).cast("H")
    laid = memoryview(_SPACE * (3 * len(units) - 3)).cast("H")
    laid[::3], laid[1::3] = units[:-1], units[1:]
    # For runs AB and C it is now "\0A AB B\0 \0C C\0 ".
    return [pairs[2:-2] or pairs[0] for pairs in str(laid.cast("B"), "utf-16-le").split("\0")[1::2]]


def _beside(piece: str, *, before: bool = False, after: bool = False) -> str | None:
    """The terms of what stands before or after a run of ideographs; None where it holds such itself."""
    folded = fold_text(piece)
    if _IDEOGRAPH.search(folded):
        return None
    # What a term is may depend on the one character next to it.
    chunks = f"{_NEIGHBOUR * before}{folded}{_NEIGHBOUR * after}".split()
    found = _of_chunks(chunks) if len(chunks) > 1 else _of_chunk(chunks[0])
    return found[2 * before : len(found) - 2 * after]


class _Kept(dict[str, _T]):
    """What `make` makes of a key; of short ones kept, as long as they are not too many."""

    def __init__(self, make: Callable[[str], _T]) -> None:
        self._make = make

    def __missing__(self, key: str) -> _T:
        made = self._make(key)
        if len(key) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[key] = made
        return made


def _of_chunks(chunks: list[str]) -> str:
    return " ".join(filter(None, map(_CHUNKS.__getitem__, chunks)))


def _of_chunk(chunk: str) -> str:
    """The terms of folded text without white space."""
    out = list[str]()
    for match in _TOKEN.finditer(chunk):
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
    return " ".join(out)


_CHUNKS = _Kept(_of_chunk)
_FIRST = _Kept(partial(_beside, after=True))
_BETWEEN = _Kept(partial(_beside, before=True, after=True))
_LAST = _Kept(partial(_beside, before=True))


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
