"""Where terms stand in a text, without analysing what was analysed before.

A text is cut at white space, which no term holds, into stretches ("rents,"); each is analysed the first time it is met.
Which stretches hold a term is kept, so that a text is asked by comparing sets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from wenyuan.text.analyser import IDEOGRAPHIC, Token, terms, tokens

_ONE_OR_TWO = re.compile(f"{IDEOGRAPHIC}{{1,2}}")
_RUN = re.compile(f"{IDEOGRAPHIC}+")
_MOST_STRETCHES = 100_000


class Wanted:
    """Terms to be looked for in folded texts; made once for many texts.

    A pair of ideographs is a term of a text exactly where it stands in it, and one that is asked for alone is found in
    any word; the rest, `others`, are found where the analyser finds them.
    """

    def __init__(self, terms: Collection[str]) -> None:
        self.terms = frozenset(terms)
        self._ideographs = [term for term in self.terms if _ONE_OR_TWO.fullmatch(term)]
        self.others = self.terms.difference(self._ideographs)

    def held(self, folded: str) -> set[str]:
        """Those of the terms that stand in a text."""
        out = self.ideographs_in(folded)
        if self.others:
            stretches, holding = _stretches(_spaced(folded))
            out |= {term for term in self.others if term in holding and not holding[term].isdisjoint(stretches)}
        return out

    def ideographs_in(self, folded: str) -> set[str]:
        """Those of the terms that are ideographs, one or two, and stand in a text."""
        return {term for term in self._ideographs if term in folded}

    def counted(self, folded: str) -> Iterator[tuple[str, dict[str, int]]]:
        """The lines of a text that hold any of the terms, with how often each stands in them."""
        pairs = self.ideographs_in(folded)
        apart = {term for term in pairs if len(term) == 1 or term[0] != term[1]}
        words = self._words_in(_spaced(folded)) if self.others else {}
        if not pairs and not words:
            return
        for line in folded.split("\n"):
            found = {term: number for term in apart if (number := line.count(term))}
            found |= {term: number for term in pairs - apart if (number := _overlapping(line, term))}
            for stretch in _spaced(line).split() if words else ():
                if stretch in words:
                    for token in words[stretch]:
                        found[token.term] = found.get(token.term, 0) + 1
            if found:
                yield line, found

    def places(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """Each place where a term stands: the term, start and end; in no order."""
        for term in self._ideographs:
            at = folded.find(term)
            while at >= 0:
                yield term, at, at + len(term)
                at = folded.find(term, at + 1)
        if self.others:
            yield from self._words(_spaced(folded))

    def _words(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Where those terms stand that are no ideographs."""
        for stretch, found in self._words_in(text).items():
            at = text.find(stretch)
            while at >= 0:
                end = at + len(stretch)
                if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
                    yield from ((token.term, at + token.start, at + token.end) for token in found)
                at = text.find(stretch, end)

    def _words_in(self, text: str) -> dict[str, list[Token]]:
        """The stretches of a text that hold one of those terms, with where they stand in it."""
        stretches, holding = _stretches(text)
        held = set[str]()
        for term in self.others:
            if term in holding and not holding[term].isdisjoint(stretches):
                held |= holding[term] & stretches
        return {stretch: [token for token in _analysed(stretch) if token.term in self.others] for stretch in held}


@lru_cache(maxsize=16_384)
def _analysed(stretch: str) -> tuple[Token, ...]:
    return tuple(tokens(stretch))


def _overlapping(line: str, term: str) -> int:
    """How often a term stands in a line where it may overlap itself: "哈哈" in "哈哈哈" does so twice."""
    return sum(line.startswith(term, at) for at in range(len(line))) if term in line else 0


def others(folded: str) -> frozenset[str]:
    """The terms of a text that are no ideographs."""
    return frozenset(one for stretch in set(_spaced(folded).split()) for one in terms(stretch))


def _stretches(text: str) -> tuple[set[str], dict[str, set[str]]]:
    """Those of a text, and for each term all those known that hold it."""
    stretches = set(text.split())
    return stretches, _memory.learnt(stretches)


@dataclass(slots=True)
class _Known:
    """The stretches analysed so far, and for each term those that hold it.

    Threads may share it: what one loses while another begins anew is analysed again.
    """

    stretches: set[str] = field(default_factory=set[str])
    holding: dict[str, set[str]] = field(default_factory=dict[str, set[str]])


class _Memory:
    """What is known, until it is too much."""

    def __init__(self) -> None:
        self._known = _Known()

    def learnt(self, stretches: set[str]) -> dict[str, set[str]]:
        """For each term the stretches that hold it, these included."""
        known = self._known
        if len(known.stretches) > _MOST_STRETCHES:
            known = self._known = _Known()
        for stretch in stretches - known.stretches:
            for term in terms(stretch):
                known.holding.setdefault(term, set()).add(stretch)
            known.stretches.add(stretch)
        return known.holding


_memory = _Memory()


def _spaced(folded: str) -> str:
    """A text without what is written without spaces."""
    return folded if folded.isascii() else _RUN.sub(_blank, folded)


def _blank(run: re.Match[str]) -> str:
    """As many characters that are no word's; at both ends one that, like an ideograph, is none and no end of one."""
    length = run.end() - run.start()
    return "_" * length if length < 3 else "_" + " " * (length - 2) + "_"
