"""Where terms stand in a text, without analysing more of it than what begins like one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from wenyuan.text.analyser import IDEOGRAPHIC, Token, tokens
from wenyuan.text.irregular import BASE

_ONE_OR_TWO = re.compile(f"{IDEOGRAPHIC}{{1,2}}")
_RUN = re.compile(f"{IDEOGRAPHIC}+")
_SPACE = re.compile(r"\s")
# What is written without spaces has been blanked where this is looked for.
_LETTER = r"[^\W\d_]"


def occurrences(folded: str, wanted: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Each place where a term stands in a folded text: the term, start and end; in no order.

    A pair of ideographs is a term of a text exactly where it stands in it, and one that is asked for alone is found in
    any word; the rest are found where the analyser finds them.
    """
    others = set[str]()
    for term in wanted:
        if not _ONE_OR_TWO.fullmatch(term):
            others.add(term)
            continue
        at = folded.find(term)
        while at >= 0:
            yield term, at, at + len(term)
            at = folded.find(term, at + 1)
    if others:
        yield from _words(_RUN.sub(lambda run: " " * len(run[0]), folded), frozenset(others))


def _words(text: str, wanted: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Where those terms stand that are no ideographs. Only what begins as one of them does is analysed."""
    done = 0
    for match in _beginning(wanted).finditer(text):
        if match.start() < done:
            continue
        start = max(text.rfind(" ", done, match.start()), text.rfind("\n", done, match.start())) + 1 or done
        end = found.start() if (found := _SPACE.search(text, match.end())) else len(text)
        done = end
        for token in _analysed(text[start:end]):
            if token.term in wanted:
                yield token.term, start + token.start, start + token.end


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
