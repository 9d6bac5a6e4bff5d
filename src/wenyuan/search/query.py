"""A question as the index sees it: its terms, without the words that only make it a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wenyuan.text.analyser import terms
from wenyuan.text.language import Language, language
from wenyuan.text.normalise import fold_text

# Words that ask rather than describe. Dropped from queries only; the index keeps every word.
_QUESTION_ZH = re.compile(
    "什么时候|什么时间|为什么|是什么|有什么|什么样|什么|哪些|哪个|哪一|哪里|哪家|哪位|多少|如何|怎么样|怎样|怎么|是否|有没有|请问|请|"
    "吗|呢|分别|根据|按照|关于|对于|以及|之间|其中|我想知道|告诉我"
)
# A bigram with one of these characters only joins words ("院的", "温是") and would seem a rare, missing term.
_PARTICLE = re.compile("[的了吗呢吧是谁]")
_STOP_EN = frozenset(
    """a about above according after all also am an and any are as at be because been before being between both but by
    can could did do does doing during each for from had has have having how i if in into is it its itself just me
    more most my no nor not of off on once only or other our ours out over own please same she he so some such tell
    than that the their them then there these they this those to too under until up us very was we were what when
    where which while who whom whose why will with would you your""".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """`terms` in the order asked, each once. Where a question holds nothing but question words they stay."""

    text: str
    terms: tuple[str, ...]
    language: Language


def parse(text: str) -> Query:
    """Analyse a question; an empty one has no terms."""
    kept = _QUESTION_ZH.sub(" ", text)
    kept = " ".join(word for word in kept.split() if not _asks(word))
    found = tuple(dict.fromkeys(term for term in terms(kept) if not _PARTICLE.search(term))) or tuple(
        dict.fromkeys(terms(text))
    )
    return Query(text, found, language(text))


def _asks(word: str) -> bool:
    bare = word.strip("?,.!:;\"'")
    # "WHO", "IT" and "US" in capitals are names.
    return fold_text(bare) in _STOP_EN and not (len(bare) > 1 and bare.isupper())
