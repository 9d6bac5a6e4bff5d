"""Ranking passages within the documents that a question names.

Words that name the document are explained by it: they hold for all its passages alike, and that a passage says the
name again tells little. What is left of the question asks, and ranks the passages, by BM25's saturation over each
passage and over its best sentence (a passage that says it in one sentence stands before one that scatters the words).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wenyuan.search.counting import Counts
from wenyuan.search.naming import Naming

K1, B = 0.8, 0.75
SENTENCE = 0.6
# What a word that names the document still tells of a passage, and how much a named document earns by each.
AGAIN, NAMED = 0.1, 0.95
# How far two documents named together stand level, whatever each is called by.
LEVEL = 0.8
# BM25's k1 + 1, so that these scores stand beside those of the index.
SCALE = 2.2


def scores(
    weights: Mapping[str, float], named: Naming, naming_terms: frozenset[str], passages: Sequence[tuple[str, Counts]]
) -> list[tuple[float, float]]:
    """Scores of passages, given as (document, counts): what each earns by its document's name, and by what it says.

    What is of `naming_terms` names and does not ask.
    """
    together = sum(weights[term] for term in named.terms)
    earned = {
        one.document: NAMED * (LEVEL * together + (1 - LEVEL) * sum(weights[term] for term in one.terms))
        for one in named.documents
    }
    lengths = [counts.length for _, counts in passages]
    sentences = [length for _, counts in passages for length, _ in counts.sentences]
    mean, mean_sentence = _mean(lengths), _mean(sentences)
    parts = {term: AGAIN if term in naming_terms else 1.0 for term in weights}
    out = list[tuple[float, float]]()
    for document, counts in passages:
        said, norm = 0.0, _norm(counts.length, mean)
        for term, count in counts.terms.items():
            best = max(_part(held.get(term, 0), _norm(length, mean_sentence)) for length, held in counts.sentences)
            said += weights[term] * parts[term] * (_part(count, norm) + SENTENCE * best)
        out.append((SCALE * earned[document], SCALE * said))
    return out


def _part(count: int, norm: float) -> float:
    return count / (count + norm)


def _norm(length: int, mean: float) -> float:
    return K1 * (1 - B + B * length / mean)


def _mean(lengths: Sequence[int]) -> float:
    return max(1.0, sum(lengths) / len(lengths)) if lengths else 1.0
