"""A pulled model in ONNX Runtime: texts or pairs of texts in, the first output's rows out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.errors import ModelError
from wenyuan.models.installed import Installed
from wenyuan.models.manifest import TOKENIZER, WEIGHTS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Text = str | tuple[str, str]

# A batch is as many texts as make this many tokens, padding counted: large enough that the processor is busy, small
# enough that the states between layers stay in its cache.
_BATCH_TOKENS = 1024
_BATCH_TEXTS = 64


@dataclass(frozen=True, slots=True)
class Ran:
    """One batch. rows: which texts, shape `(n,)`; output: `(n, tokens, width)` or `(n, width)`; mask: `(n, tokens)`."""

    rows: NDArray[np.int64]
    output: NDArray[np.float32]
    mask: NDArray[np.int64]


class Session:
    """A model that is loaded when first run. threads: 0 for as many as there are processors."""

    def __init__(self, installed: Installed, threads: int) -> None:
        self._installed = installed
        self._threads = threads
        self._loading = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def run(self, texts: Sequence[Text], past: int = 0) -> Iterator[Ran]:
        """The texts in batches of like length; those without a known token past that many characters are left out.

        Raises ModelError: the packages are missing, the model is damaged, or it cannot be run.
        """
        session, tokenizer = self._load()
        encoded = tokenizer.encode_batch(list(texts), add_special_tokens=True)
        unknown = self._unknown(tokenizer)
        meant = [row for row, one in enumerate(encoded) if _says(one, unknown, past)]
        meant.sort(key=lambda row: len(encoded[row].ids))
        for rows in _batches(meant, [len(one.ids) for one in encoded]):
            yield self._batch(session, rows, [encoded[row] for row in rows])

    def _batch(self, session: InferenceSession, rows: Sequence[int], encoded: Sequence[Encoding]) -> Ran:
        shape = (len(rows), max(len(one.ids) for one in encoded))
        ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
        for row, one in enumerate(encoded):
            length = len(one.ids)
            ids[row, :length], mask[row, :length], types[row, :length] = one.ids, 1, one.type_ids
        given: dict[str, Any] = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        wanted = {one.name for one in session.get_inputs()}
        if missing := wanted - given.keys():
            raise self._installed.damaged(f"it wants {', '.join(sorted(missing))}, which is not given to such models")
        try:
            output = session.run([_output(session)], {name: given[name] for name in wanted})[0]
        except Exception as error:  # ONNX Runtime's own errors share no other base
            raise ModelError(f"model {self._installed.model.name} could not be run: {error}") from error
        if not isinstance(output, np.ndarray) or output.shape[0] != shape[0] or output.ndim not in (2, 3):
            raise self._installed.damaged("its output is not one row a text")
        return Ran(np.array(rows, np.int64), output.astype(np.float32, copy=False), mask)

    def _load(self) -> tuple[InferenceSession, Tokenizer]:
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(self._installed, self._threads)
            return self._loaded

    @staticmethod
    def _unknown(tokenizer: Tokenizer) -> int | None:
        return next(
            (number for name in ("[UNK]", "<unk>") if (number := tokenizer.token_to_id(name)) is not None), None
        )


def _load(installed: Installed, threads: int) -> tuple[InferenceSession, Tokenizer]:
    weights, words = installed.path(WEIGHTS), installed.path(TOKENIZER)
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelError(
            f"model {installed.model.name} needs packages that are not installed: pip install 'wenyuan[models]'"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or len(os.sched_getaffinity(0))
    # Threads that spin while they wait for work would take the processor from search and from reading.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own errors share no other base
        raise installed.damaged(f"{WEIGHTS} cannot be loaded ({error})") from error
    try:
        tokenizer = Tokenizer.from_file(str(words))
        tokenizer.no_padding()
        tokenizer.enable_truncation(installed.model.max_tokens)
    except Exception as error:  # the package raises Exception itself
        raise installed.damaged(f"{TOKENIZER} cannot be loaded ({error})") from error
    return session, tokenizer


def _output(session: InferenceSession) -> str:
    """States of the tokens where the model gives them, else its first output."""
    names = [one.name for one in session.get_outputs()]
    return next((name for name in ("last_hidden_state", "token_embeddings") if name in names), names[0])


def _says(encoded: Encoding, unknown: int | None, past: int) -> bool:
    tokens = zip(encoded.ids, encoded.special_tokens_mask, encoded.offsets, strict=True)
    return any(token != unknown and not special and end > past for token, special, (_, end) in tokens)


def _batches(rows: Sequence[int], lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """Runs of the rows, which come shortest first."""
    start = 0
    for end in range(1, len(rows) + 1):
        full = end - start == _BATCH_TEXTS
        if end == len(rows) or full or (end - start + 1) * lengths[rows[end]] > _BATCH_TOKENS:
            yield rows[start:end]
            start = end
