"""The manifest: what is committed. Replacing it, by one rename, is the commit.

It names the segments in the order of their rows, and says of each document in them what stands now: in which
collections it is, that it was removed, or that a later one took its place.
"""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors import container
from wenyuan.search.vectors.seal import Damage, Seal
from wenyuan.search.writing import State

NAME = "manifest"
VERSION = 1
REMOVED, REPLACED = -1, -2  # removed: vectors are held, and it may come back; replaced: never again


@dataclass(frozen=True, slots=True)
class Settled:
    """The inverted file `name` over the rows of the first `segments` segments.

    trained: how many rows there were when its cells were made.
    """

    name: str
    segments: int
    rows: int
    trained: int
    seal: Seal


def _no_codes() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One commit. codes: int32, for each document of each segment in order its place in `sets`, REMOVED or REPLACED.

    sets: the sets of collections that documents are in.
    """

    key: str
    dimension: int
    state: State | None = None
    segments: tuple[str, ...] = ()
    sets: tuple[tuple[str, ...], ...] = ()
    settled: Settled | None = None
    codes: NDArray[np.int32] = field(default_factory=_no_codes)

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Raises Damage for one that is not whole or of another version, FileNotFoundError for none."""
        path = folder / NAME
        try:
            data, arrays = container.read(path)
            if data["version"] != VERSION:
                raise Damage(path)
            settled: dict[str, Any] | None = data["settled"]
            return cls(
                data["key"],
                data["dimension"],
                State(**data["state"]) if data["state"] else None,
                tuple(data["segments"]),
                tuple(tuple(names) for names in data["sets"]),
                _settled(settled) if settled else None,
                arrays["codes"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Damage(path) from error

    def write(self, folder: Path) -> None:
        """Make this the manifest of the folder: all of it, or, killed at any moment, nothing."""
        new = folder / (NAME + ".new")
        settled = self.settled and {**_fields(self.settled), "seal": self.settled.seal.data()}
        described = {
            "version": VERSION,
            "key": self.key,
            "dimension": self.dimension,
            "state": self.state and asdict(self.state),
            "segments": self.segments,
            "sets": self.sets,
            "settled": settled,
        }
        container.write(new, described, {"codes": self.codes.astype(np.int32)})
        sync(folder)  # the names of the files it points to, before itself
        new.rename(folder / NAME)
        sync(folder)

    def unsettled(self) -> Manifest:
        return replace(self, settled=None)


def _settled(data: dict[str, Any]) -> Settled:
    return Settled(data["name"], data["segments"], data["rows"], data["trained"], Seal.read(data["seal"]))


def _fields(settled: Settled) -> dict[str, Any]:
    return {name: getattr(settled, name) for name in ("name", "segments", "rows", "trained")}


def sync(folder: Path) -> None:
    """Return when the names in the folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
