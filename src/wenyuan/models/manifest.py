"""The models known by name: what each is, how it is run, and where its files come from."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from wenyuan.errors import ModelError
from wenyuan.text.language import Language

WEIGHTS, TOKENIZER = "model.onnx", "tokenizer.json"
Task = Literal["embedding", "rerank"]


def _plain_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name):
        raise ValueError("a name is letters, digits, dots, dashes and underscores")
    return name


Name = Annotated[str, AfterValidator(_plain_name)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FromPackage(_Data):
    """A member of the wheel of a package at an exact version. The package is never installed or imported."""

    package: Name
    version: Name
    member: str

    def __str__(self) -> str:
        return f"package {self.package} {self.version}"


class FromHub(_Data):
    """A file of a repository of the model hub."""

    hub: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    path: str
    revision: str = "main"

    def __str__(self) -> str:
        return f"hub {self.hub}@{self.revision}"


class File(_Data):
    """One file of a model. bytes: exact where sha256 is given, else about; sources: tried in this order."""

    name: Name
    bytes: int = Field(ge=1)
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    sources: tuple[FromPackage | FromHub, ...] = ()


class Model(_Data):
    """A model: what it is for and how texts are put to it.

    terms: given where the licence does not allow every use, commercial ones included. dimension: of its vectors; 0 for
    a model that makes none. pooling: how the vectors of tokens become that of the text, as the model was trained.
    convert: what kind of network its weights are of, where they do not come as ONNX.
    """

    name: Name
    task: Task
    about: str = ""
    languages: tuple[Language, ...] = Field(min_length=1)
    licence: str
    terms: str | None = None
    dimension: int = Field(default=0, ge=0)
    pooling: Literal["mean", "cls"] = "mean"
    max_tokens: int = Field(ge=8)
    query_prefix: str = ""
    passage_prefix: str = ""
    convert: Literal["bert"] | None = None
    files: tuple[File, ...] = Field(alias="file", min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.task == "embedding") != bool(self.dimension):
            raise ValueError("an embedding model has a dimension, another none")
        return self

    @property
    def bytes(self) -> int:
        """What pulling it transfers, about."""
        return sum(file.bytes for file in self.files)

    @property
    def pinned(self) -> bool:
        """True where the hash of every file is known before it is pulled."""
        return all(file.sha256 for file in self.files)


class Manifest(_Data):
    """The known models, the preferred first."""

    models: tuple[Model, ...] = Field(alias="model")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(model.name for model in self.models)

    def find(self, name: str) -> Model:
        """The model of that name. Raises ModelError."""
        for model in self.models:
            if model.name == name:
                return model
        raise ModelError(f"no model is known as {name!r}; known are {', '.join(self.names)}")


@cache
def known() -> Manifest:
    """The manifest that comes with this version."""
    text = resources.files("wenyuan.models").joinpath("manifest.toml").read_text("utf-8")
    return Manifest.model_validate(tomllib.loads(text))
