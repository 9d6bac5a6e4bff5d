"""Reading the tensors of a PyTorch file without PyTorch, and without running what it may hold.

Such a file is a zip: a pickle that names tensors, and their bytes one member each. A pickle can call anything; this
reader knows four names, rebuilds plain arrays from them, and refuses every other.
"""

from __future__ import annotations

import io
import math
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from wenyuan.errors import ModelError

_STORAGES = {"FloatStorage": "<f4", "HalfStorage": "<f2", "LongStorage": "<i8"}


def tensors(path: Path) -> Mapping[str, NDArray[np.generic]]:
    """The arrays of a state dictionary, by name. Raises ModelError where the file holds anything else."""
    try:
        with zipfile.ZipFile(path) as archive:
            (listing,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
            reader = _Reader(io.BytesIO(archive.read(listing)), archive, listing.removesuffix("data.pkl"))
            found = reader.load()
    except ModelError:
        raise
    except Exception as error:  # a pickle that is not what it should be fails in any way
        raise ModelError(f"{path.name} is not a PyTorch file of plain tensors: {error}") from error
    if not isinstance(found, dict) or not all(isinstance(value, np.ndarray) for value in found.values()):
        raise ModelError(f"{path.name} holds something else than named tensors")
    return {str(name): value for name, value in found.items()}


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(file)
        self._archive = archive
        self._root = root

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name, global_name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module_name, global_name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module_name == "torch" and global_name in _STORAGES:
            return _STORAGES[global_name]
        return _refuse(f"{module_name}.{global_name}")

    def persistent_load(self, pid: Any) -> NDArray[np.generic]:
        kind, numbers, key, _place, count = pid
        if kind != "storage" or numbers not in _STORAGES.values() or not str(key).isdecimal():
            _refuse(str(kind))
        stored = np.frombuffer(self._archive.read(f"{self._root}data/{key}"), dtype=np.dtype(numbers))
        if len(stored) != count:
            _refuse(f"a tensor of {count} numbers that has {len(stored)}")
        return stored


def _tensor(
    stored: NDArray[np.generic], offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_rest: object
) -> NDArray[np.generic]:
    count = math.prod(shape)
    dense = tuple(math.prod(shape[place + 1 :]) for place in range(len(shape)))
    if strides != dense or not 0 <= offset <= offset + count <= len(stored):
        _refuse("a tensor whose numbers do not lie one after the other")
    return stored[offset : offset + count].reshape(shape)


def _refuse(what: str) -> NoReturn:
    raise ModelError(f"the file of weights asks for {what}, which plain tensors do not need; it is not read")
