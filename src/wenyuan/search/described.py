"""What is embedded of a document: its passages in a model's languages, each under what it stands under."""

from __future__ import annotations

from wenyuan.library.records import DocumentRecord, StoredDocument
from wenyuan.search.passages import Passage, passages
from wenyuan.search.vectors import Place
from wenyuan.text.language import Language, language


def embeddable(content: StoredDocument, languages: frozenset[Language]) -> tuple[list[Place], list[str]]:
    """The passages of a document in these languages, and what is embedded of each."""
    places, texts = list[Place](), list[str]()
    for passage in passages(content.text, content.blocks, content.tables):
        text = content.text[passage.start : passage.end]
        if (own := language(text)) and own in languages:
            places.append(Place(passage.start, passage.end, passage.body, passage.context))
            texts.append(described(content.record, passage, text))
    return places, texts


def described(record: DocumentRecord, passage: Passage, text: str) -> str:
    """A passage as it is embedded: under the title of its document, its headings and the header of its table."""
    title = record.title if language(record.title) and not text.startswith(record.title) else ""
    above = dict.fromkeys(one for one in (title, *passage.heading, passage.context) if one and not text.startswith(one))
    return "\n".join((*above, text))
