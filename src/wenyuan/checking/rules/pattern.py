"""Words to look for, as a person writes them: "total|合计", "guarantee*", "from * to".

Not regular expressions: these take long on some texts, and nobody sees from looking at one whether it will. Here `|`
stands between ways of saying it and `*` for anything or nothing; case, width and white space do not matter, and Latin
words are found whole.
"""

from __future__ import annotations

import re

from wenyuan.text.normalise import fold, fold_text

LONGEST = 1_000


class Pattern:
    """Raises ValueError, with what is wrong, for words that would be found everywhere or are too long."""

    def __init__(self, written: str) -> None:
        self.written = written
        if len(written) > LONGEST:
            raise ValueError(f"a pattern holds at most {LONGEST} characters")
        ways = [way.strip() for way in written.split("|")]
        if not all(way.strip("* ") for way in ways):
            raise ValueError(
                "a pattern is words, with | between ways of saying it and * for anything; one here is empty"
            )
        self._ways = [_pieces(fold_text(way)) for way in ways]

    def __repr__(self) -> str:
        return f"Pattern({self.written!r})"

    def find(self, text: str) -> tuple[int, int] | None:
        """Where it first stands in a text, of several ways the first there."""
        folded = fold(text)
        found = [one for way in self._ways if (one := _stands(way, folded.text))]
        return folded.span(*min(found)) if found else None

    def all(self, text: str) -> bool:
        """Whether a text says this and nothing else but signs."""
        folded = fold_text(text)
        found = [one for way in self._ways if (one := _stands(way, folded))]
        return any(not _letters(folded[:start]) and not _letters(folded[end:]) for start, end in found)

    @property
    def ways(self) -> tuple[str, ...]:
        """Each way of saying it, as written."""
        return tuple(way.strip() for way in self.written.split("|"))


def _pieces(way: str) -> list[re.Pattern[str]]:
    """What stands between the stars: words with white space between them, so that each is found in one pass."""
    out = list[re.Pattern[str]]()
    parts = way.split("*")
    for at, part in enumerate(parts):
        words = part.split()
        if not words:
            continue
        between = r"\s+" if part.isascii() else r"\s*"
        written = between.join(map(re.escape, words))
        starts = at == 0 or part[0].isspace()
        ends = at == len(parts) - 1 or part[-1].isspace()
        before = r"(?<![a-z0-9])" if starts and _latin(words[0][0]) else ""
        after = r"(?![a-z0-9])" if ends and _latin(words[-1][-1]) else ""
        out.append(re.compile(before + written + after))
    return out


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _stands(pieces: list[re.Pattern[str]], text: str) -> tuple[int, int] | None:
    start, at = -1, 0
    for piece in pieces:
        found = piece.search(text, at)
        if not found:
            return None
        start = found.start() if start < 0 else start
        at = found.end()
    while at < len(text) and _latin(text[at]) and _latin(text[at - 1]):
        at += 1  # the rest of the word: "guarantee*" is "guaranteed" where that stands
    return start, at


def _letters(text: str) -> bool:
    """Whether letters or digits stand in a text, what is in brackets aside ("(thousand euros)", （万元）)."""
    return any(map(str.isalnum, re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)))
