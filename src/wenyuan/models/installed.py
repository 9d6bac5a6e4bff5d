"""Pulled models: a folder each, with a record that says what it is and what its files must be."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wenyuan.errors import ModelError
from wenyuan.models.manifest import TOKENIZER, WEIGHTS, Model, Name, known

RECORD = "model.json"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in lower-case hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Kept(BaseModel):
    """A file of a pulled model. pinned: its hash was known beforehand, not recorded when it came."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    bytes: int = Field(ge=1)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    pinned: bool
    source: str


class Record(BaseModel):
    """What a model's folder says of itself. A model is run by its own record, whatever a later manifest says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: Model
    kept: tuple[Kept, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if missing := {WEIGHTS, TOKENIZER} - {kept.name for kept in self.kept}:
            raise ValueError(f"a model has {' and '.join(sorted(missing))}")
        return self

    def write(self, folder: Path) -> None:
        """Put the record into the folder."""
        (folder / RECORD).write_text(json.dumps(self.model_dump(by_alias=True), ensure_ascii=False, indent=1), "utf-8")


@dataclass(frozen=True, slots=True)
class Installed:
    """A pulled model."""

    folder: Path
    model: Model
    kept: tuple[Kept, ...]

    @property
    def key(self) -> str:
        """Tells this model's vectors from any others: changes with weights, tokenizer and how texts are put to them."""
        of_files = {kept.name: kept.sha256 for kept in self.kept}
        model = self.model
        matters = (of_files[WEIGHTS], of_files[TOKENIZER], model.pooling, model.max_tokens, model.passage_prefix)
        digest = hashlib.sha256(json.dumps(matters).encode()).hexdigest()
        return f"{model.name.lower()}-{model.dimension}-{digest[:12]}"

    @property
    def bytes(self) -> int:
        return sum(kept.bytes for kept in self.kept)

    @property
    def pinned(self) -> bool:
        """False where a hash was recorded at the first pull, since none was known before."""
        return all(kept.pinned for kept in self.kept)

    def path(self, name: str) -> Path:
        """Where a file of the model lies, its size checked. Raises ModelError."""
        for kept in self.kept:
            if kept.name == name:
                path = self.folder / name
                if not path.is_file():
                    raise self.damaged(f"{name} is missing")
                if (size := path.stat().st_size) != kept.bytes:
                    raise self.damaged(f"{name} has {size:,} bytes where {kept.bytes:,} were pulled")
                return path
        raise self.damaged(f"its record does not name {name}")

    def check(self) -> None:
        """Read every file and compare its hash. Raises ModelError."""
        for kept in self.kept:
            if sha256(self.path(kept.name)) != kept.sha256:
                raise self.damaged(f"{kept.name} is not what was pulled")

    def damaged(self, what: str) -> ModelError:
        name = self.model.name
        return ModelError(f"model {name} is damaged: {what}; mend it with: wenyuan models pull {name} --again")


class ModelFolder:
    """The folder where pulled models lie."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        """What was pulled: the manifest's in its order, then others by name."""
        found = (
            {path.name for path in self.path.iterdir() if self._is_model(path)} if self.path.is_dir() else set[str]()
        )
        ours = [name for name in known().names if name in found]
        return ours + sorted(found - set(ours))

    def get(self, name: str) -> Installed | None:
        """The model of that name, None where it was not pulled. Raises ModelError where its record cannot be read."""
        folder = self.path / name
        if name not in self.names():
            return None
        try:
            record = Record.model_validate_json((folder / RECORD).read_bytes())
        except (OSError, ValidationError) as error:
            raise ModelError(
                f"model {name} is damaged: {RECORD} cannot be read; mend it with: wenyuan models pull {name} --again"
            ) from error
        return Installed(folder, record.model, record.kept)

    def need(self, name: str) -> Installed:
        """The model of that name. Raises ModelError where it was not pulled or is damaged."""
        if (found := self.get(name)) is None:
            known().find(name)
            raise ModelError(f"model {name} was not pulled; do it with: wenyuan models pull {name}")
        return found

    def remove(self, name: str) -> None:
        """Delete a pulled model and what a pull that was cut short left of it. Raises ModelError if there is none."""
        begun = name in known().names and self.work(name).is_dir()
        if name not in self.names() and not begun:
            raise ModelError(f"no model {name!r} was pulled; pulled are: {', '.join(self.names()) or 'none'}")
        if begun:
            shutil.rmtree(self.work(name))
        if name in self.names():
            gone = self.path / f".removed-{name}"
            shutil.rmtree(gone, ignore_errors=True)
            (self.path / name).rename(gone)
            shutil.rmtree(gone)

    def work(self, name: str) -> Path:
        """Where a model lies while it is being pulled."""
        return self.path / f".pulling-{name}"

    def all(self) -> Iterator[Installed]:
        """Every pulled model, in the order of `names`. Raises ModelError at a damaged record."""
        for name in self.names():
            if found := self.get(name):
                yield found

    @staticmethod
    def _is_model(path: Path) -> bool:
        return path.is_dir() and not path.name.startswith(".") and (path / RECORD).is_file()
