"""The models in use, by the settings: the one door for those who search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wenyuan.errors import SettingsError
from wenyuan.models.installed import Installed, ModelFolder
from wenyuan.settings import Settings
from wenyuan.text.language import Language

if TYPE_CHECKING:
    from wenyuan.models.embedding import Embedder
    from wenyuan.models.reranking import Reranker

AUTO, ENDPOINT = "auto", "endpoint"


@dataclass(frozen=True, slots=True)
class Choice:
    """A model in use for these languages. installed: None for the endpoint."""

    name: str
    languages: frozenset[Language]
    installed: Installed | None


def model_folder(settings: Settings) -> ModelFolder:
    """Where pulled models lie."""
    return ModelFolder(settings.models.folder or settings.home / "models")


def embedders(settings: Settings) -> list[Embedder]:
    """The embedding models in use, no language twice; none where none was pulled and no endpoint is set.

    Nothing is loaded or asked before the first text. Raises ModelError where a model that is named was not pulled or is
    damaged, SettingsError where the settings cannot be followed.
    """
    return [_embedder(settings, choice) for choice in choices(settings)]


def others(settings: Settings) -> list[Embedder]:
    """Every pulled embedding model, in use or not, for all its languages. Raises ModelError at a damaged one."""
    from wenyuan.models.onnx import OnnxEmbedder

    return [
        OnnxEmbedder(installed, frozenset(installed.model.languages), settings.models.threads)
        for installed in model_folder(settings).all()
        if installed.model.task == "embedding"
    ]


def reranker(settings: Settings) -> Reranker | None:
    """The reranking model in use, None where the settings name none. Raises as `embedders` does."""
    if not (name := settings.models.rerank):
        return None
    if name == ENDPOINT:
        from wenyuan.models.endpoint import EndpointReranker

        return EndpointReranker(settings.models.rerank_endpoint)
    installed = model_folder(settings).need(name)
    if installed.model.task != "rerank":
        raise SettingsError(f"setting models.rerank: {name} is not a reranking model")
    from wenyuan.models.onnx import OnnxReranker

    return OnnxReranker(installed, settings.models.threads)


def choices(settings: Settings) -> list[Choice]:
    """Which embedding models are in use, each for the languages that none before it has. Raises as `embedders` does."""
    chosen, left = list[Choice](), frozenset[Language](("zh", "en"))
    for name, languages, installed, named in _wanted(settings):
        if not (mine := languages & left):
            if named:
                knows = " and ".join(sorted(languages))
                raise SettingsError(f"setting models.embedding: {name} knows {knows}, which one before it is for")
            continue
        chosen.append(Choice(name, mine, installed))
        left -= mine
    return chosen


def _wanted(settings: Settings) -> Iterator[tuple[str, frozenset[Language], Installed | None, bool]]:
    """Name, languages, the model where it was pulled, and whether the settings name it; in order of preference."""
    folder, endpoint = model_folder(settings), settings.models.endpoint
    for name in settings.models.embedding:
        if name == ENDPOINT:
            yield name, frozenset(endpoint.languages), None, True
        elif name != AUTO:
            installed = folder.need(name)
            if installed.model.task != "embedding":
                raise SettingsError(f"setting models.embedding: {name} is not an embedding model")
            yield name, frozenset(installed.model.languages), installed, True
        else:
            if endpoint.base_url:
                yield ENDPOINT, frozenset(endpoint.languages), None, False
            for installed in folder.all():
                if installed.model.task == "embedding":
                    yield installed.model.name, frozenset(installed.model.languages), installed, False


def _embedder(settings: Settings, choice: Choice) -> Embedder:
    if choice.installed is None:
        from wenyuan.models.endpoint import EndpointEmbedder

        return EndpointEmbedder(settings.models.endpoint, choice.languages)
    from wenyuan.models.onnx import OnnxEmbedder

    return OnnxEmbedder(choice.installed, choice.languages, settings.models.threads)
