"""Which words of a text matched, as places in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache

from wenyuan.text.analyser import IDEOGRAPHIC, Token, tokens
from wenyuan.text.irregular import BASE
from wenyuan.text.normalise import fold

_ONE_OR_TWO = re.compile(f"{IDEOGRAPHIC}{{1,2}}")
_RUN = re.compile(f"{IDEOGRAPHIC}+")
_SPACE = re.compile(r"\s")
_LETTER = rf"(?:(?!{IDEOGRAPHIC})[^\W\d_])"


def highlights(text: str, wanted: Collection[str]) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order, as half-open places; pairs of ideographs that touch are one place."""
    if not wanted or not text:
        return []
    folded = fold(text)
    places, others = list[tuple[int, int]](), set[str]()
    for term in wanted:
        if not _ONE_OR_TWO.fullmatch(term):
            others.add(term)
            continue
        at = folded.text.find(term)
        while at >= 0:
            places.append((at, at + len(term)))
            at = folded.text.find(term, at + 1)
    if others:
        places += _words(_RUN.sub(lambda run: " " * len(run[0]), folded.text), others)
    return [folded.span(start, end) for start, end in _joined(places)]


def _words(text: str, wanted: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where those terms stand that are no ideographs. Only what begins as one of them does is analysed."""
    done = 0
    for match in _beginning(frozenset(wanted)).finditer(text):
        if match.start() < done:
            continue
        start = max(text.rfind(" ", done, match.start()), text.rfind("\n", done, match.start())) + 1 or done
        end = found.start() if (found := _SPACE.search(text, match.end())) else len(text)
        done = end
        for token in _analysed(text[start:end]):
            if token.term in wanted:
                yield start + token.start, start + token.end


@lru_cache(maxsize=16_384)
def _analysed(word: str) -> tuple[Token, ...]:
    return tuple(tokens(word))


@lru_cache(maxsize=64)
def _beginning(wanted: frozenset[str]) -> re.Pattern[str]:
    found = sorted({one for term in wanted for one in _beginnings(term)})
    letters = "|".join(re.escape(one) for one in found if one[0].isalpha())
    others = "|".join(re.escape(one) for one in found if not one[0].isalpha())
    return re.compile("|".join(part for part in (letters and rf"(?<!{_LETTER})(?:{letters})", others) if part))


def _beginnings(term: str) -> Iterator[str]:
    """What a word begins with that has this term: two of its letters, since a stem is cut or changed at its end."""
    # "dying" is "die", "1,000" is "1000"; "U.S." is "us".
    yield term[:1] if len(term) <= 3 or not term.isalpha() else term[:2]
    yield from _irregular().get(term, ())


@cache
def _irregular() -> dict[str, list[str]]:
    out = defaultdict[str, list[str]](list)
    for form, base in BASE.items():
        for token in tokens(base):
            out[token.term].append(form)
    return dict(out)


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out = list[tuple[int, int]]()
    for start, end in sorted(places):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
