"""Writing an ONNX file: a graph of operators and weights in the Protocol Buffers wire format.

Only what a graph needs is here; numbers of fields are those of `onnx.proto` (ONNX 1.12, IR version 8, opset 17).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_IR_VERSION, _OPSET = 8, 17
_FLOAT, _INT, _INTS = 1, 2, 7  # kinds of attributes
_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}

Attribute = int | float | list[int]
Array = NDArray[np.generic]


class Graph:
    """A graph as it grows. Values are known by name; weights are written once, where they are first used."""

    def __init__(self) -> None:
        self._nodes = list[bytes]()
        self._weights = list[bytes]()
        self._inputs = list[bytes]()
        self._outputs = list[bytes]()

    def input(self, name: str, kind: str, shape: tuple[int | str, ...]) -> str:
        """Declare an input of the whole; a dimension given by name may be any. Returns its name."""
        self._inputs.append(_value(name, kind, shape))
        return name

    def output(self, name: str, kind: str, shape: tuple[int | str, ...]) -> None:
        """Declare that the value of that name is an output of the whole."""
        self._outputs.append(_value(name, kind, shape))

    def weight(self, array: Array) -> str:
        """A constant; returns its name."""
        name = f"w{len(self._weights)}"
        if array.dtype.name not in _TYPES:
            raise ValueError(f"an ONNX file is not written with {array.dtype.name} here")
        dims = b"".join(_number(1, size) for size in array.shape)
        raw = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        self._weights.append(dims + _number(2, _TYPES[array.dtype.name]) + _text(8, name) + _bytes(9, raw))
        return name

    def three(self, operator: str, *inputs: str) -> tuple[str, str, str]:
        """An operator of opset 17 with three outputs over named values; returns their names."""
        first, second, third = (f"v{len(self._nodes)}.{place}" for place in range(3))
        self._node(operator, inputs, [first, second, third], {})
        return first, second, third

    def one(self, operator: str, *inputs: str, name: str = "", **attributes: Attribute) -> str:
        """An operator of opset 17 with one output over named values; returns its name."""
        return self._node(operator, inputs, [name or f"v{len(self._nodes)}"], attributes)

    def _node(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], attributes: Mapping[str, Attribute]
    ) -> str:
        given = b"".join(_text(1, one) for one in inputs) + b"".join(_text(2, one) for one in outputs)
        said = b"".join(_bytes(5, _attribute(key, value)) for key, value in attributes.items())
        self._nodes.append(given + _text(4, operator) + said)
        return outputs[0]

    def write(self, path: Path) -> None:
        """Write the whole to a file."""
        graph = b"".join(
            (
                *(_bytes(1, node) for node in self._nodes),
                _text(2, "graph"),
                *(_bytes(5, weight) for weight in self._weights),
                *(_bytes(11, value) for value in self._inputs),
                *(_bytes(12, value) for value in self._outputs),
            )
        )
        opset = _text(1, "") + _number(2, _OPSET)
        path.write_bytes(_number(1, _IR_VERSION) + _text(2, "wenyuan") + _bytes(7, graph) + _bytes(8, opset))


def _value(name: str, kind: str, shape: tuple[int | str, ...]) -> bytes:
    dims = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
    tensor = _number(1, _TYPES[kind]) + _bytes(2, b"".join(_bytes(1, dim) for dim in dims))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, list):
        return _text(1, name) + b"".join(_number(8, one) for one in value) + _number(20, _INTS)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _INT)
    return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, _FLOAT)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
