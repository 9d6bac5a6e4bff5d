"""A BERT encoder (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) as an ONNX graph with 8-bit weights.

Weights of layers are kept as whole numbers with one scale a column, and multiplied with inputs rounded likewise as they
come (operators DynamicQuantizeLinear and MatMulInteger); the table of words with one scale a row. 7 bits of the 8 are
used for layers, so that processors without VNNI, which add pairs of products in 16 bits, give the same result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wenyuan.errors import ModelError
from wenyuan.models.converting.onnx_file import Graph
from wenyuan.models.converting.torch_file import tensors

HEAD_WIDTH = 64  # of every BERT published; the weights themselves do not say it
_EPSILON = 1e-12
_LEFT_OUT = -1e4  # added to the logits of padding before the softmax


def convert(weights: Path, target: Path) -> None:
    """Write the encoder in a PyTorch file as ONNX: token ids in, `last_hidden_state` out. Raises ModelError."""
    write(tensors(weights), target)


def write(named: Mapping[str, NDArray[np.generic]], target: Path, head_width: int = HEAD_WIDTH) -> None:
    """Write the encoder with these weights, named as the transformers package does. Raises ModelError."""
    try:
        _Encoder({name.removeprefix("bert."): value for name, value in named.items()}, head_width).write(target)
    except KeyError as error:
        raise ModelError(f"these weights are not a BERT encoder's: {error.args[0]} is missing") from error


class _Encoder:
    def __init__(self, named: Mapping[str, NDArray[np.generic]], head_width: int) -> None:
        self._named = named
        self._graph = Graph()
        self._head_width = head_width
        self._width = self._get("embeddings.word_embeddings.weight").shape[1]

    def write(self, target: Path) -> None:
        graph = self._graph
        ids, mask, types = (
            graph.input(name, "int64", ("batch", "tokens"))
            for name in ("input_ids", "attention_mask", "token_type_ids")
        )
        states, bias = self._embedded(ids, types), self._bias(mask)
        layers = {int(found[1]) for name in self._named if (found := re.match(r"encoder\.layer\.(\d+)\.", name))}
        for layer in sorted(layers):
            states = self._layer(f"encoder.layer.{layer}", states, bias)
        graph.one("Identity", states, name="last_hidden_state")
        graph.output("last_hidden_state", "float32", ("batch", "tokens", self._width))
        graph.write(target)

    def _embedded(self, ids: str, types: str) -> str:
        graph = self._graph
        table = self._get("embeddings.word_embeddings.weight")
        scales = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-12) / 127
        rows = graph.one("Gather", graph.weight(np.rint(table / scales).astype(np.int8)), ids)
        words = graph.one("Mul", graph.one("Cast", rows, to=1), graph.one("Gather", graph.weight(scales), ids))
        length = graph.one("Gather", graph.one("Shape", ids), graph.weight(np.array(1, np.int64)))
        start, step = (graph.weight(np.array(number, np.int64)) for number in (0, 1))
        places = graph.one("Range", start, length, step)
        of_place = graph.one("Gather", self._weight("embeddings.position_embeddings.weight"), places)
        of_type = graph.one("Gather", self._weight("embeddings.token_type_embeddings.weight"), types)
        return self._normed(graph.one("Add", graph.one("Add", words, of_type), of_place), "embeddings.LayerNorm")

    def _bias(self, mask: str) -> str:
        """What is added to the logits: shape `(batch, 1, 1, tokens)`, 0 for a token and far below it for padding."""
        graph = self._graph
        there = graph.one("Cast", graph.one("Unsqueeze", mask, graph.weight(np.array([1, 2], np.int64))), to=1)
        missing = graph.one("Sub", self._number(1.0), there)
        return graph.one("Mul", missing, self._number(_LEFT_OUT))

    def _layer(self, name: str, states: str, bias: str) -> str:
        graph = self._graph
        rounded = graph.three("DynamicQuantizeLinear", states)
        query, key, value = (
            self._heads(
                self._linear(rounded, f"{name}.attention.self.{part}"), [0, 2, 3, 1] if part == "key" else [0, 2, 1, 3]
            )
            for part in ("query", "key", "value")
        )
        logits = graph.one("Mul", graph.one("MatMul", query, key), self._number(self._head_width**-0.5))
        weights = graph.one("Softmax", graph.one("Add", logits, bias), axis=-1)
        mixed = graph.one("Transpose", graph.one("MatMul", weights, value), perm=[0, 2, 1, 3])
        joined = graph.one("Reshape", mixed, graph.weight(np.array([0, 0, self._width], np.int64)))
        attended = self._dense(joined, f"{name}.attention.output.dense")
        states = self._normed(graph.one("Add", attended, states), f"{name}.attention.output.LayerNorm")
        wide = self._gelu(self._dense(states, f"{name}.intermediate.dense"))
        narrow = self._dense(wide, f"{name}.output.dense")
        return self._normed(graph.one("Add", narrow, states), f"{name}.output.LayerNorm")

    def _heads(self, states: str, order: list[int]) -> str:
        shape = np.array([0, 0, self._width // self._head_width, self._head_width], np.int64)
        return self._graph.one("Transpose", self._graph.one("Reshape", states, self._graph.weight(shape)), perm=order)

    def _dense(self, states: str, name: str) -> str:
        return self._linear(self._graph.three("DynamicQuantizeLinear", states), name)

    def _linear(self, rounded: tuple[str, str, str], name: str) -> str:
        """`states @ weight + bias`, the states as DynamicQuantizeLinear gives them: numbers, scale, zero point."""
        graph, (numbers, scale, zero) = self._graph, rounded
        weight = self._get(f"{name}.weight").T
        scales = np.maximum(np.abs(weight).max(axis=0), 1e-12) / 63
        whole = graph.weight(np.rint(weight / scales).astype(np.int8))
        product = graph.one("Cast", graph.one("MatMulInteger", numbers, whole, zero), to=1)
        scaled = graph.one("Mul", product, graph.one("Mul", scale, graph.weight(scales)))
        return graph.one("Add", scaled, self._weight(f"{name}.bias"))

    def _gelu(self, states: str) -> str:
        """x/2 · (1 + erf(x/√2)) (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415)."""
        graph = self._graph
        error = graph.one("Erf", graph.one("Div", states, self._number(2**0.5)))
        return graph.one("Mul", graph.one("Mul", states, graph.one("Add", error, self._number(1.0))), self._number(0.5))

    def _normed(self, states: str, name: str) -> str:
        gain, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._graph.one("LayerNormalization", states, gain, bias, axis=-1, epsilon=_EPSILON)

    def _number(self, value: float) -> str:
        return self._graph.weight(np.array(value, np.float32))

    def _weight(self, name: str) -> str:
        return self._graph.weight(self._get(name))

    def _get(self, name: str) -> NDArray[np.float32]:
        return self._named[name].astype(np.float32)
