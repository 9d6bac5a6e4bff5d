"""One typed tree of settings, from (strongest first) arguments, environment, the TOML file, defaults.

Environment: `WENYUAN_HOME`, and `WENYUAN_<SECTION>__<NAME>` such as `WENYUAN_READING__SECONDS=60`. The file is
`config.toml` in the home folder, or what `WENYUAN_CONFIG` names.
"""

from __future__ import annotations

import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as MalformedError

from wenyuan.errors import SettingsError

_MIB = 1024 * 1024


def _whole(path: Path) -> Path:
    return path.expanduser().absolute()


class Reading(BaseModel):
    """What one file may cost, and how many readers work at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    workers: int = Field(default_factory=lambda: max(1, min(8, (os.cpu_count() or 2) - 1)), ge=1, le=64)
    bytes: int = Field(default=512 * _MIB, ge=1, description="largest file read")
    pages: int = Field(default=20_000, ge=1, description="pages read of one document; the rest is said to be missing")
    expanded_bytes: int = Field(
        default=1024 * _MIB, ge=1, description="largest content of a packed file (docx, xlsx, epub)"
    )
    expansion: float = Field(default=200.0, ge=1, description="largest ratio of content to packed size")
    characters: int = Field(default=50_000_000, ge=1, description="characters kept of one document")
    seconds: float = Field(default=300.0, gt=0, description="time one file may take")
    memory_bytes: int = Field(default=3 * 1024 * _MIB, ge=256 * _MIB, description="address space of one reader process")


class Answering(BaseModel):
    """How answers are made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    refuse_below: float = Field(default=0.2, ge=0, le=1, description="evidence under which a question is refused")


def _address(url: str) -> str:
    """An http(s) address without its last slash. A key written into it would be shown wherever the address is."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address begins with https:// or http://, such as https://api.example.com/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("an address holds no user, password or query; give the key as the setting `key`")
    return url.rstrip("/")


def _sendable(key: SecretStr) -> SecretStr:
    secret = key.get_secret_value().strip()
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise ValueError("a key is one word of ASCII characters")
    return SecretStr(secret)


Address = Annotated[str, AfterValidator(_address)]
Key = Annotated[SecretStr, AfterValidator(_sendable)]


class EmbeddingEndpoint(BaseModel):
    """An OpenAI-compatible `/embeddings` endpoint. In use as soon as `base_url` is given; texts are sent to it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    base_url: Address | None = Field(default=None, description="what stands before /embeddings")
    model: str = Field(default="", description="the model's name there")
    key: Key | None = Field(default=None, description="sent as a bearer token; never logged or stored")
    dimension: int = Field(default=0, ge=0, le=16_384, description="numbers in a vector of that model")
    shorten: bool = Field(default=False, description="ask for vectors of this dimension, for models that can cut them")
    languages: tuple[Literal["zh", "en"], ...] = Field(default=("zh", "en"), min_length=1)
    query_prefix: str = Field(default="", description="put before each question")
    passage_prefix: str = Field(default="", description="put before each passage")
    batch: int = Field(default=64, ge=1, le=2048, description="texts of one request")
    timeout: float = Field(default=60.0, gt=0, description="seconds one request may take")


class RerankEndpoint(BaseModel):
    """A `/rerank` endpoint; in use where `models.rerank` is "endpoint". The question and passages are sent to it."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    base_url: Address | None = Field(default=None, description="what stands before /rerank")
    model: str = Field(default="", description="the model's name there")
    key: Key | None = Field(default=None, description="sent as a bearer token; never logged or stored")
    speaks: Literal["jina", "tei"] = Field(default="jina", description="jina: as Jina and Cohere; tei: as TEI")
    timeout: float = Field(default=30.0, gt=0, description="seconds one request may take")


class Models(BaseModel):
    """Which models are used, and where those that were pulled lie."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    embedding: tuple[str, ...] = Field(
        default=("auto",), description='names; "auto": the endpoint and what was pulled, one a language; []: none'
    )
    rerank: str | None = Field(default=None, description='a pulled reranking model, or "endpoint"')
    endpoint: EmbeddingEndpoint = Field(default_factory=EmbeddingEndpoint)
    rerank_endpoint: RerankEndpoint = Field(default_factory=RerankEndpoint)
    threads: int = Field(default=0, ge=0, le=256, description="processor threads of one model; 0: as many as there are")
    folder: Annotated[Path, AfterValidator(_whole)] | None = Field(
        default=None, description="where pulled models lie; models in the home folder if not given"
    )


class Settings(BaseSettings):
    """Every setting of Wenyuan. Make it with `load`, which turns mistakes into a `SettingsError`."""

    model_config = SettingsConfigDict(
        env_prefix="WENYUAN_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        toml_file=None,
        hide_input_in_errors=True,  # a key may be among it
    )

    home: Annotated[Path, AfterValidator(_whole)] = Field(
        default_factory=lambda: user_data_path("wenyuan"), description="the data folder"
    )
    reading: Reading = Field(default_factory=Reading)
    answering: Answering = Field(default_factory=Answering)
    models: Models = Field(default_factory=Models)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = _file(init_settings().get("home"))
        toml = TomlConfigSettingsSource(settings_cls, toml_file=file) if file.is_file() else None
        return (init_settings, env_settings) + ((toml,) if toml else ())


def load(home: Path | None = None) -> Settings:
    """The settings in force; `home` overrides where the data folder is. Raises SettingsError."""
    file = _file(home)
    try:
        if os.environ.get("WENYUAN_CONFIG") and not file.is_file():
            raise SettingsError(f"WENYUAN_CONFIG names {file}, and there is no such file")
        return Settings(home=home) if home else Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        variable = "WENYUAN_" + "__".join(str(part) for part in first["loc"]).upper()
        where = variable if variable in os.environ else str(file)
        given = "" if first["loc"][0] == "models" else f"given: {first['input']!r}, "  # there may be a key in it
        raise SettingsError(f"setting {name}: {first['msg']} ({given}in {where})") from error
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read as TOML: {error}") from error
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error
    except MalformedError as error:
        raise SettingsError(f"{error}; give sections as WENYUAN_<SECTION>__<NAME>") from error


def _file(home: object = None) -> Path:
    if named := os.environ.get("WENYUAN_CONFIG"):
        return Path(named).expanduser()
    folder = home or os.environ.get("WENYUAN_HOME")
    return (Path(str(folder)).expanduser() if folder else user_data_path("wenyuan")) / "config.toml"
