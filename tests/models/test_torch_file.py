"""PyTorch files are read without PyTorch, and what they would run is not run."""

from __future__ import annotations

import io
import pickle
import sys
import types
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny

from wenyuan.errors import ModelError
from wenyuan.models.converting import bert
from wenyuan.models.converting.torch_file import tensors


class FloatStorage:
    """Stands for the class that such files name; only its name is written."""


@dataclass
class Numbers:
    """The numbers of a tensor, which such files keep beside the pickle."""

    key: str
    count: int


@dataclass
class Stored:
    """A tensor to be: pickled as the call that PyTorch writes."""

    numbers: Numbers
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def __reduce__(self) -> Any:
        import torch._utils  # type: ignore[import-not-found]

        return torch._utils._rebuild_tensor_v2, (self.numbers, 0, self.shape, self.strides, False, OrderedDict())


class Writer(pickle.Pickler):
    def persistent_id(self, obj: Any) -> Any:
        return ("storage", FloatStorage, obj.key, "cpu", obj.count) if isinstance(obj, Numbers) else None


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules of the names that such files hold, so that one can be written; gone again when it is read."""
    utils, whole = types.ModuleType("torch._utils"), types.ModuleType("torch")

    def _rebuild_tensor_v2() -> None:
        pass

    _rebuild_tensor_v2.__module__, _rebuild_tensor_v2.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    utils._rebuild_tensor_v2 = _rebuild_tensor_v2  # type: ignore[attr-defined]
    whole._utils, whole.FloatStorage = utils, FloatStorage  # type: ignore[attr-defined]
    monkeypatch.setattr(FloatStorage, "__module__", "torch")
    monkeypatch.setitem(sys.modules, "torch", whole)
    monkeypatch.setitem(sys.modules, "torch._utils", utils)


def write(path: Path, named: dict[str, np.ndarray], *, strides: tuple[int, ...] | None = None, more: int = 0) -> Path:
    listing = io.BytesIO()
    stored: OrderedDict[str, Stored] = OrderedDict()
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, array) in enumerate(named.items()):
            dense = tuple(step // array.itemsize for step in array.strides)
            stored[name] = Stored(Numbers(str(number), array.size + more), array.shape, strides or dense)
            archive.writestr(f"archive/data/{number}", array.tobytes())
        Writer(listing, protocol=2).dump(stored)
        archive.writestr("archive/data.pkl", listing.getvalue())
    return path


@pytest.mark.usefixtures("torch")
def test_tensors_come_as_they_were(tmp_path: Path) -> None:
    named = tiny.weights()
    read = tensors(write(tmp_path / "weights.bin", named))
    assert list(read) == list(named)
    assert all(np.array_equal(read[name], named[name]) for name in named)


@pytest.mark.usefixtures("torch")
def test_an_encoder_is_made_of_them(tmp_path: Path) -> None:
    named = tiny.weights()
    bert.write(named, tmp_path / "here.onnx", tiny.HEAD)
    bert.write(tensors(write(tmp_path / "weights.bin", named)), tmp_path / "there.onnx", tiny.HEAD)
    assert (tmp_path / "here.onnx").read_bytes() == (tmp_path / "there.onnx").read_bytes()
    del named["encoder.layer.1.output.dense.weight"]
    with pytest.raises(ModelError, match=r"not a BERT encoder's: encoder\.layer\.1\.output\.dense\.weight is missing"):
        bert.write(named, tmp_path / "less.onnx", tiny.HEAD)


@pytest.mark.usefixtures("torch")
def test_tensors_that_reach_beyond_their_numbers_are_refused(tmp_path: Path) -> None:
    array = {"a": np.arange(6, dtype=np.float32).reshape(2, 3)}
    for changes in ({"strides": (300, 1)}, {"strides": (1, 2)}, {"more": 1}):
        with pytest.raises(ModelError, match="plain tensors do not need"):
            tensors(write(tmp_path / "weights.bin", array, **changes))  # type: ignore[arg-type]


class Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


class Call:
    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


@pytest.mark.parametrize("protocol", [2, 4])
def test_what_a_file_would_run_is_not_run(tmp_path: Path, protocol: int) -> None:
    touched = tmp_path / "touched"
    for content in (
        Trap(touched),
        {"a": Trap(touched)},
        Call(eval, f"open({str(touched)!r}, 'w')"),
        Call(__import__, "os"),
        Call(getattr, "", "join"),
    ):
        with zipfile.ZipFile(tmp_path / "weights.bin", "w") as archive:
            archive.writestr("archive/data.pkl", pickle.dumps(content, protocol))
        with pytest.raises(ModelError, match="asks for"):
            tensors(tmp_path / "weights.bin")
    assert not touched.exists()


@pytest.mark.parametrize("content", [b"", b"PK\3\4", pickle.dumps({})])
def test_what_is_no_such_file_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights.bin").write_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.bin is not a PyTorch file"):
        tensors(tmp_path / "weights.bin")
    with zipfile.ZipFile(tmp_path / "weights.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(["no", "names"]))
    with pytest.raises(ModelError, match="something else than named tensors"):
        tensors(tmp_path / "weights.bin")
