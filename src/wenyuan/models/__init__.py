"""Learned parts, each optional and behind a small seam: embedding and reranking models and where they come from."""
