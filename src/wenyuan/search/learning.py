"""When to learn anew what words of the library go together, and from which of its passages."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from wenyuan.library.records import DocumentRecord
from wenyuan.library.store import Store
from wenyuan.search.lsa import FEWEST, SAMPLE, Lsa, fit
from wenyuan.search.passages import passages
from wenyuan.text.language import Language, language

# Learnt again when the library has grown so many times; more seldom once the sample was full.
_GROWN, _GROWN_PAST_SAMPLE = 2, 10
_CHARACTERS_A_PASSAGE = 500
_OF_ONE_DOCUMENT = 200


def outgrown(lsa: Lsa | None, records: Sequence[DocumentRecord]) -> bool:
    """Whether there is nothing learnt yet, or the documents of the language are many times those learnt from."""
    characters = sum(record.characters for record in records)
    if lsa is None:
        return characters > 0
    full = lsa.fitted > SAMPLE * _CHARACTERS_A_PASSAGE
    return characters >= lsa.fitted * (_GROWN_PAST_SAMPLE if full else _GROWN)


def learn(store: Store, path: Path, of: Language, records: Sequence[DocumentRecord]) -> bool:
    """Learn from a sample of the passages of these documents into the file at `path`; False where they are too few."""
    order = sorted(records, key=lambda record: record.id)
    random.Random(0).shuffle(order)  # noqa: S311 - a sample, no secret
    texts = list[str]()
    for content in store.contents([record.id for record in order]):
        own = list[str]()
        for passage in passages(content.text, content.blocks, content.tables):
            text = content.text[passage.start : passage.end]
            if language(text) == of:
                own.append(text)
        texts += own if len(own) <= _OF_ONE_DOCUMENT else own[:: len(own) // _OF_ONE_DOCUMENT + 1]
        if len(texts) >= SAMPLE:
            break
    if len(texts) < FEWEST:
        return False
    fit(path, texts[:SAMPLE], of, sum(record.characters for record in records))
    return True
