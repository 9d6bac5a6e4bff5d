"""The fields of the lexical index, and the version they make: an index of another version is built anew."""

from __future__ import annotations

import tantivy

from wenyuan.search.writing import HEADING_WEIGHT, OPENING_WEIGHT, TITLE_WEIGHT
from wenyuan.text.analyser import VERSION as ANALYSER_VERSION

# Raise it when fields, weights or the cutting of passages change.
VERSION = "10"
TOKENIZER = "terms"


def version() -> str:
    return f"{VERSION}.{ANALYSER_VERSION}.{TITLE_WEIGHT}.{HEADING_WEIGHT}.{OPENING_WEIGHT}"


def by_spaces() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for raw in ("kind", "collection", "type", "language"):
        builder.add_text_field(raw, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("context", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name=TOKENIZER, index_option="position")
    builder.add_text_field("characters", tokenizer_name=TOKENIZER, index_option="basic")
    builder.add_text_field("all", tokenizer_name=TOKENIZER, index_option="freq")
    builder.add_text_field("card", tokenizer_name=TOKENIZER, index_option="freq")
    builder.add_text_field("name", stored=True, tokenizer_name=TOKENIZER, index_option="basic")
    builder.add_integer_field("passages", fast=True)
    for phrased in ("heading", "title", "source"):
        builder.add_text_field(phrased, tokenizer_name=TOKENIZER, index_option="position")
    builder.add_unsigned_field("number", fast=True)
    for day in ("added", "date_first", "date_last"):
        builder.add_integer_field(day, fast=True)
    builder.add_integer_field("start", fast=True)
    builder.add_integer_field("end", fast=True)
    builder.add_integer_field("body", fast=True)
    return builder.build()
