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


class Wanted:
    """Terms to be looked for in folded texts; made once for many texts.

    A pair of ideographs is a term of a text exactly where it stands in it, and one that is asked for alone is found in
    any word; the rest are found where the analyser finds them.
    """

    def __init__(self, terms: Collection[str]) -> None:
        self.terms = frozenset(terms)
        self._ideographs = [term for term in self.terms if _ONE_OR_TWO.fullmatch(term)]
        self._others = self.terms.difference(self._ideographs)
        self._beginning = _beginning(self._others) if self._others else None

    def held(self, folded: str) -> set[str]:
        """Those of the terms that stand in a text."""
        return {term for term in self._ideographs if term in folded} | {term for term, _, _ in self._words(folded)}

    def places(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Each place where a term stands: the term, start and end; in no order."""
        for term in self._ideographs:
            at = folded.find(term)
            while at >= 0:
                yield term, at, at + len(term)
                at = folded.find(term, at + 1)
        yield from self._words(folded)

    def _words(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Where those terms stand that are no ideographs. Only what begins as one of them does is analysed."""
        if self._beginning is None:
            return
        text = folded if folded.isascii() else _RUN.sub(_blank, folded)
        done = 0
        for match in self._beginning.finditer(text):
            if match.start() < done:
                continue
            start = max(text.rfind(" ", done, match.start()), text.rfind("\n", done, match.start())) + 1 or done
            done = found.start() if (found := _SPACE.search(text, match.end())) else len(text)
            for token in _analysed(text[start:done]):
                if token.term in self._others:
                    yield token.term, start + token.start, start + token.end


def _blank(run: re.Match[str]) -> str:
    """As many characters that are no word's; at both ends one that, like an ideograph, is none and no end of one."""
    length = run.end() - run.start()
    return "_" * length if length < 3 else "_" + " " * (length - 2) + "_"


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
    """What a word begins with that has this term: a stem is cut or changed in its last two letters at most."""
    # "dying" is "die", "1,000" is "1000"; "U.S." is "us".
    if len(term) <= 3 or not term.isalpha():
        yield term[:1]
    else:
        yield term[: max(2, len(term) - 2)]
        yield f"{term[0]}."  # "N.A.T.O." is "nato"
    yield from _irregular().get(term, ())


@cache
def _irregular() -> dict[str, list[str]]:
    out = defaultdict[str, list[str]](list)
    for form, base in BASE.items():
        for token in tokens(base):
            out[token.term].append(form)
    return dict(out)
