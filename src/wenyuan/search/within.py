"""Ranking passages within the documents that a question names.

Words that name the document are explained by it: they hold for all its passages alike, and that a passage says the
name again tells little. What is left of the question asks, and ranks the passages, by BM25's saturation over each
passage and over its best sentence (a passage that says it in one sentence stands before one that scatters the words).
A passage that shows what kind of thing is asked for, a date for "when", earns for that too. Documents named together
are asked alike: the best passage of each stands level.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from wenyuan.search.counting import Counts
from wenyuan.search.naming import Naming
from wenyuan.text.language import HAN

K1, B = 0.8, 0.75
SENTENCE = 0.6
# What a word that names the document still tells of a passage, and how much a named document earns by each.
AGAIN, NAMED = 0.1, 0.95
# How far two documents named together stand level, whatever each is called by.
LEVEL = 0.8
# What a single character of what is asked tells, of what the pairs with it do.
CHARACTER = 0.5
# What a passage earns by showing the kind of thing asked for, of all that its words could.
KIND = 0.15
# BM25's k1 + 1, so that these scores stand beside those of the index.
SCALE = 2.2


_PAIR = re.compile(f"[{HAN}]{{2}}")


class Earned(NamedTuple):
    """What a passage earns: by its document's name, by its words, and by showing the kind of thing asked for."""

    name: float
    words: float
    kind: float


def characters(asking: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    """The single characters of the Chinese pairs that ask, with their weights.

    What is asked is often answered in other words that share a character: 判刑 by 判处有期徒刑.
    """
    held = defaultdict[str, list[float]](list)
    for term in asking:
        for character in term if _PAIR.fullmatch(term) else "":
            held[character].append(weights[term])
    return {character: CHARACTER * sum(of) / len(of) for character, of in held.items() if character not in weights}


def scores(
    weights: Mapping[str, float],
    named: Naming,
    naming_terms: frozenset[str],
    passages: Sequence[tuple[str, Counts]],
    showing: Sequence[bool] = (),
    singles: Mapping[str, float] = MappingProxyType({}),
) -> list[Earned]:
    """What each of the passages earns, given as (document, counts).

    What is of `naming_terms` names and does not ask. showing: whether each shows the kind of thing asked for.
    singles: single characters with their weights. All that is earned stays within what the words alone could earn, so
    that passages of other documents, which earn by words alone, keep their place where a name was misread.
    """
    together = sum(weights[term] for term in named.terms)
    earned = {
        one.document: NAMED * (LEVEL * together + (1 - LEVEL) * sum(weights[term] for term in one.terms))
        for one in named.documents
    }
    lengths = [counts.length for _, counts in passages]
    sentences = [length for _, counts in passages for length, _ in counts.sentences]
    mean, mean_sentence = _mean(lengths), _mean(sentences)
    worth = {term: weight * (AGAIN if term in naming_terms else 1.0) for term, weight in weights.items()}
    alone = sum(worth.values())
    worth |= singles
    said = [_said(counts, worth, mean, mean_sentence) for _, counts in passages]
    kind = KIND * sum(worth.values())
    shown = [kind if one else 0.0 for one in showing] or [0.0] * len(said)
    best = dict.fromkeys(earned, 0.0)
    for (document, _), words, own in zip(passages, said, shown, strict=True):
        best[document] = max(best[document], words + own)
    fair = SCALE * alone / ((1 + KIND) * sum(worth.values()) or 1.0)
    mean_best = sum(best.values()) / len(best)
    level = {document: fair * mean_best / (most or 1.0) for document, most in best.items()}
    return [
        Earned(SCALE * earned[document], level[document] * words, level[document] * own)
        for (document, _), words, own in zip(passages, said, shown, strict=True)
    ]


def _said(counts: Counts, worth: Mapping[str, float], mean: float, mean_sentence: float) -> float:
    said, norm = 0.0, _norm(counts.length, mean)
    for term, count in counts.terms.items():
        best = max(_part(held.get(term, 0), _norm(length, mean_sentence)) for length, held in counts.sentences)
        said += worth[term] * (_part(count, norm) + SENTENCE * best)
    return said


def _part(count: int, norm: float) -> float:
    return count / (count + norm)


def _norm(length: int, mean: float) -> float:
    return K1 * (1 - B + B * length / mean)


def _mean(lengths: Sequence[int]) -> float:
    return max(1.0, sum(lengths) / len(lengths)) if lengths else 1.0
