"""The language ground: spans, sentences, normalisation and the analyser. Imports no other room."""
