"""Phrases: as index terms that follow one another, and to the letter in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenyuan.text.analyser import IDEOGRAPHIC, tokens
from wenyuan.text.normalise import fold_text

_ONE = re.compile(IDEOGRAPHIC)
_SHAPES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("“”„‟«»「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": "",
    }
)
_SPACES = re.compile(r"\s+")
_SPACES_IN_CHINESE = re.compile(rf"(?<={IDEOGRAPHIC}) | (?={IDEOGRAPHIC})")
_PAIR = re.compile(IDEOGRAPHIC * 2)
_WITHIN_CHINESE = re.compile(rf"(?<={IDEOGRAPHIC * 2})(?={IDEOGRAPHIC * 2})")
_BREAKS = 24


@dataclass(frozen=True, slots=True)
class Place:
    """A term of a phrase. `open_before`, `open_after`: it is one ideograph at an edge of the phrase, which in a text
    may be the second or the first half of a pair. `skips`: that many terms may stand before it in a text."""

    term: str
    skips: int = 0
    open_before: bool = False
    open_after: bool = False

    @property
    def pattern(self) -> str:
        """A regular expression for the terms of a text that this one may be."""
        return f"{'.?' * self.open_before}{re.escape(self.term)}{'.?' * self.open_after}"


def places(phrase: str) -> list[Place]:
    """The index terms of a phrase in order; none where it holds no words.

    A code as a whole ("covid-19") is left out where its parts follow ("covid", "19"): in a text it may be a part of a
    longer one ("covid-19-related"), or, with another dash, no code.
    """
    found = list(tokens(phrase))
    kept = [
        (at, token.term) for at, token in enumerate(found) if at + 1 == len(found) or found[at + 1].start != token.start
    ]
    out, last = list[Place](), len(kept) - 1
    for number, (at, term) in enumerate(kept):
        one = _ONE.fullmatch(term) is not None
        skips = at - kept[number - 1][0] - 1 if number else 0
        out.append(Place(term, skips, one and number == 0, one and number == last))
    return out


def joined(phrase: str) -> str:
    """The phrase without spaces beside ideographs, and with one between other words."""
    return _SPACES_IN_CHINESE.sub("", _SPACES.sub(" ", phrase).strip())


def broken(phrase: str) -> list[str]:
    """A joined phrase as a line's end may break its Chinese, leaving a pair of ideographs at least on either side."""
    breaks = [match.start() for match in _WITHIN_CHINESE.finditer(phrase)][:_BREAKS]
    return [f"{phrase[:at]} {phrase[at:]}" for at in breaks]


def exact_by_terms(phrase: str) -> bool:
    """Whether a text that has the phrase's terms has the phrase: a pair of ideographs is its own term."""
    return _PAIR.fullmatch(phrase) is not None


def comparable(text: str) -> str:
    """A text with width, case, spaces and the shapes of quotes and dashes put aside; no space beside an ideograph."""
    return _SPACES_IN_CHINESE.sub("", _SPACES.sub(" ", fold_text(text).translate(_SHAPES)).strip())


def stands(phrase: str, text: str) -> bool:
    """Whether the phrase stands in the text to the letter, as whole words and whole numbers."""
    # Nearly always it does as it is written, and nothing needs folding.
    return _within(phrase, text) or _within(comparable(phrase), comparable(text))


def _within(wanted: str, text: str) -> bool:
    at = text.find(wanted)
    while at >= 0 and wanted:
        end = at + len(wanted)
        if not (_goes_on(text[max(at - 2, 0) : at], wanted[0]) or _is_gone_on(wanted[-1], text[end : end + 2])):
            return True
        at = text.find(wanted, at + 1)
    return False


def _goes_on(before: str, first: str) -> bool:
    """Whether a word or number goes on from what is before into its first character."""
    if first.isdigit():
        return before[-1:].isdigit() or (before[-1:] in {".", ","} and before[:1].isdigit())
    return _is_letter(first) and _is_letter(before[-1:])


def _is_gone_on(last: str, after: str) -> bool:
    if last.isdigit():
        return after[:1].isdigit() or (after[:1] in {".", ","} and after[1:].isdigit())
    return _is_letter(last) and _is_letter(after[:1])


def _is_letter(character: str) -> bool:
    """A letter of a script that sets spaces between words."""
    return character.isalpha() and not _ONE.fullmatch(character)
