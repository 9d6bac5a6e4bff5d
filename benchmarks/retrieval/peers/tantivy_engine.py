"""Plain tantivy through tantivy-py: one text field, BM25, the query parser. The floor for cost.

    python tantivy_engine.py default|en_stem|bigrams

`default` and `en_stem` are the tokenizers its documentation names; both take a run of ideographs for one word, so
`bigrams` (its n-gram tokenizer, 2 to 2, lower case) is here as the floor for Chinese.
"""

# pyright: reportMissingImports=false
from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from serving import Text, serve


class Tantivy:
    def __init__(self, tokenizer: str) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._tokenizer = tokenizer
        self._index: Any = None
        self._searcher: Any = None

    def build(self, texts: Iterable[Text], source: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        index = self._at(folder)
        writer = index.writer()
        for one in texts:
            document = self._tantivy.Document()
            document.add_text("id", one.id)
            document.add_text("text", one.text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self._index = self._at(folder)
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: str, limit: int) -> list[str]:
        query = self._pairs(question) if self._tokenizer == "bigrams" else self._parsed(question)
        found = self._searcher.search(query, limit).hits
        return [self._searcher.doc(address)["id"][0] for _, address in found]

    def _parsed(self, question: str) -> Any:
        return self._index.parse_query_lenient(question, ["text"])[0]

    def _pairs(self, question: str) -> Any:
        """Any of the question's pairs; the query parser would look for all of them in a row."""
        kind, words = self._tantivy.Query, question.lower().split()
        pairs = dict.fromkeys(word[at : at + 2] for word in words for at in range(len(word) - 1))
        schema, may = self._index.schema, self._tantivy.Occur.Should
        return kind.boolean_query([(may, kind.term_query(schema, "text", pair)) for pair in pairs])

    def _at(self, folder: Path) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=True, tokenizer_name=self._tokenizer)
        index = self._tantivy.Index(builder.build(), path=str(folder))
        if self._tokenizer == "bigrams":
            pairs = self._tantivy.Tokenizer.ngram(2, 2, False)
            lower = self._tantivy.Filter.lowercase()
            index.register_tokenizer("bigrams", self._tantivy.TextAnalyzerBuilder(pairs).filter(lower).build())
        return index


if __name__ == "__main__":
    serve(lambda: Tantivy(sys.argv[1]))
