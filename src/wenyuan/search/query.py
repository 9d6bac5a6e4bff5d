"""A question as the index sees it: its terms, without the words that only make it a question."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from wenyuan.search.clause import parted
from wenyuan.text.analyser import terms, tokens
from wenyuan.text.language import HAN, Language, language
from wenyuan.text.normalise import fold_text

# Words that ask rather than describe. Dropped from queries only; the index keeps every word.
_QUESTION_ZH = re.compile(
    "是?什么时候|是?什么时间|是?为什么|是什么|有什么|什么样|什么|哪些|哪个|哪一|哪里|哪家|哪位|多少|如何|怎么样|怎样|怎么|是否|有没有|请问|请|总结|概括|概述|简述|描述|介绍|列出|列举|说明|比较|对比|有何|不同|区别|差异|一共|共有|几[个次项种名位家]|"
    "吗|呢|分别|根据|按照|关于|对于|以及|之间|其中|我想知道|告诉我"
)
# Words that a Chinese question is full of and that tell nothing apart.
_PARTICLE = frozenset("的了吗呢吧是谁在和与及或被为有其之将于对从由把也都就还个这那哪几某")
_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")
_CAPITAL = re.compile("[A-Z]")
_STOP_EN = frozenset(
    """a about above according after all also am an and any are as at be because been before being between both but by
    can could did do does doing during each for from had has have having how i if in into is it its itself just me
    more most my no nor not of off on once only or other our ours out over own please same she he so some such tell
    than that the their them then there these they this those to too under until up us very was we were what when
    where which while who whom whose why will with would you your
    differ differs different difference respectively whether
    summarize summarise describe explain list compare identify give tell please many much provide state name""".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """`terms` in the order asked, each once. Where a question holds nothing but question words they stay.

    names: those of the terms that may name something: all but the lower-case Latin words of a question that writes
    its names in capitals. proper: the Latin words it writes in capitals after its first word, as written, by term.
    where: those that stand only in an opening clause that says where to look.
    """

    text: str
    terms: tuple[str, ...]
    language: Language
    names: tuple[str, ...] = ()
    proper: Mapping[str, str] = field(default_factory=dict[str, str])
    where: frozenset[str] = frozenset()


def parse(text: str) -> Query:
    """Analyse a question; an empty one has no terms."""
    opening, body = parted(text)
    asked, about = _kept(body), _kept(opening)
    where, wanted = _terms(about), _terms(asked)
    found = tuple(dict.fromkeys((*where, *wanted))) or tuple(dict.fromkeys(terms(text)))
    written = _CAPITAL.search(text)  # nothing to look for, in most Chinese questions
    names, proper = (_names(f"{about} {asked}", found), _proper(text, found)) if written else (found, {})
    return Query(text, found, language(text) or "en", names, proper, frozenset(where).difference(wanted))


def without(text: str, terms: Collection[str]) -> str:
    """A question without the words that these terms stand for: what is left of it where they are known."""
    out, at = list[str](), 0
    for token in tokens(text):
        if token.term in terms and token.end > at:
            out.append(text[at : max(at, token.start)])
            at = token.end
    return " ".join("".join((*out, text[at:])).split())


def _kept(text: str) -> str:
    """A text without the words that ask."""
    return " ".join(word for word in _QUESTION_ZH.sub(" ", text).split() if not _asks(word))


def _terms(kept: str) -> list[str]:
    return terms(_HAN_RUN.sub(_words, kept))


def _names(text: str, found: tuple[str, ...]) -> tuple[str, ...]:
    surfaces = [(token.term, text[token.start : token.end]) for token in tokens(text)]
    plain = {term for term, surface in surfaces if surface.isascii() and surface.islower()}
    capital = {term for term, surface in surfaces if surface.isascii() and surface[:1].isupper()}
    return tuple(term for term in found if term not in plain or term in capital) if capital else found


def _proper(text: str, found: tuple[str, ...]) -> dict[str, str]:
    out = dict[str, str]()
    for token in tokens(text):
        surface = text[token.start : token.end]
        # The first word has its capital from the sentence.
        named = surface.isascii() and surface.isalpha() and surface[0].isupper()
        if named and token.term in found and text[: token.start].strip():
            out[token.term] = surface
    return out


def _words(run: re.Match[str]) -> str:
    """A run of Chinese cut where two words of two or more characters meet: "诊断|结果" asks for no "断结".

    Single characters stay joined to their neighbours, since they are mostly parts of names ("沈某某").
    """
    out, last = list[str](), 0
    for word in _segment(run.group()):
        if word in _PARTICLE:
            out.append(" ")
            last = 0
            continue
        if last > 1 and len(word) > 1:
            out.append(" ")
        out.append(word)
        last = len(word)
    return "".join(out)


def _segment(text: str) -> list[str]:
    import rjieba  # loads its dictionary: not before somebody asks in Chinese

    return rjieba.cut(text, True)


def _asks(word: str) -> bool:
    bare = word.strip("?,.!:;\"'")
    # "WHO", "IT" and "US" in capitals are names.
    return fold_text(bare) in _STOP_EN and not (len(bare) > 1 and bare.isupper())
