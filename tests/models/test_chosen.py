"""Which models are in use, by the settings and what was pulled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tiny

from wenyuan.errors import ModelError, SettingsError
from wenyuan.models.chosen import embedders, reranker
from wenyuan.models.manifest import known
from wenyuan.settings import Models, Settings, load

ENDPOINT = {"base_url": "https://a.example", "model": "m", "dimension": 3, "languages": ["zh"]}


def settings(home: Path, **models: Any) -> Settings:
    return Settings(home=home, models=Models.model_validate(models))


def used(home: Path, **models: Any) -> list[tuple[str, list[str]]]:
    return [(one.key.rpartition("-")[0], sorted(one.languages)) for one in embedders(settings(home, **models))]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("WENYUAN_CONFIG", raising=False)
    for name, languages in (("all-minilm-l6-v2", ["en"]), ("multilingual-e5-small", ["zh", "en"]), ("zz", ["zh"])):
        tiny.install(tmp_path / "models", tiny.model(name, languages=languages))
    tiny.install_reranker(tmp_path / "models")
    return tmp_path


def test_nothing_pulled_is_nothing_used(tmp_path: Path) -> None:
    assert embedders(settings(tmp_path)) == []
    assert reranker(settings(tmp_path)) is None


def test_of_itself_the_preferred_model_of_each_language_is_used(home: Path) -> None:
    assert used(home) == [("multilingual-e5-small-16", ["en", "zh"])]
    assert used(home, endpoint=ENDPOINT) == [("endpoint-a-example-m-3", ["zh"]), ("multilingual-e5-small-16", ["en"])]
    assert used(home, embedding=[]) == []


def test_those_named_are_used_in_their_order(home: Path) -> None:
    assert used(home, embedding=["zz", "all-minilm-l6-v2"]) == [("zz-16", ["zh"]), ("all-minilm-l6-v2-16", ["en"])]
    assert used(home, embedding=["zz", "auto"]) == [("zz-16", ["zh"]), ("multilingual-e5-small-16", ["en"])]
    assert used(home, embedding=["all-minilm-l6-v2"]) == [("all-minilm-l6-v2-16", ["en"])]
    assert used(home, embedding=["all-minilm-l6-v2", "endpoint"], endpoint=ENDPOINT)[1][1] == ["zh"]


@pytest.mark.parametrize(
    ("embedding", "error", "says"),
    [
        (["bge-m3"], ModelError, "bge-m3 was not pulled; do it with: wenyuan models pull bge-m3"),
        (["bge"], ModelError, "no model is known as 'bge'"),
        (["multilingual-e5-small", "zz"], SettingsError, "zz knows zh, which one before it is for"),
        (["zz", "zz"], SettingsError, "zz knows zh"),
        (["pairs"], SettingsError, "pairs is not an embedding model"),
        (["endpoint"], SettingsError, "models.endpoint.base_url is needed"),
    ],
)
def test_names_that_cannot_be_followed(home: Path, embedding: list[str], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        embedders(settings(home, embedding=embedding))


def test_the_reranker_is_the_one_named(home: Path) -> None:
    assert reranker(settings(home)) is None
    chosen = reranker(settings(home, rerank="pairs"))
    assert chosen
    assert chosen.score("the rent", ["950", "the rent is 950"])[1] > 0.5
    with pytest.raises(SettingsError, match="zz is not a reranking model"):
        reranker(settings(home, rerank="zz"))
    with pytest.raises(ModelError, match="was not pulled"):
        reranker(settings(home, rerank="bge-reranker-v2-m3"))
    there = reranker(settings(home, rerank="endpoint", rerank_endpoint={"base_url": "https://a.example", "model": "r"}))
    assert there
    assert there.name == "endpoint r"


def test_models_may_lie_in_another_folder(home: Path, tmp_path: Path) -> None:
    assert used(tmp_path / "elsewhere", folder=home / "models") == [("multilingual-e5-small-16", ["en", "zh"])]


def test_a_damaged_record_is_said(home: Path) -> None:
    (home / "models" / "zz" / "model.json").write_text("{}")
    with pytest.raises(ModelError, match="zz is damaged"):
        embedders(settings(home))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENDPOINT__KEY", "sk-Kept Secret"),
        ("ENDPOINT__KEY", "sk-Kept-密"),
        ("ENDPOINT__KEYS", "sk-Kept-Secret"),
        ("ENDPOINT__BASE_URL", "https://me:sk-Kept@a.example"),
        ("ENDPOINT__BASE_URL", "https://a.example?key=sk-Kept"),
        ("ENDPOINT", '{"api_key": "sk-Kept"}'),
        ("RERANK_ENDPOINT__BASE_URL", "sk-Kept"),
    ],
)
def test_a_mistake_in_an_endpoint_shows_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("WENYUAN_MODELS__" + name, value)
    with pytest.raises(SettingsError, match=r"setting models\.") as caught:
        load(tmp_path)
    assert "sk-" not in str(caught.value) + repr(caught.value) + str(caught.value.__cause__)


def test_a_key_in_the_settings_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYUAN_MODELS__ENDPOINT__KEY", "sk-Kept-Secret\n")
    made = load(tmp_path)
    assert "sk-Kept" not in repr(made) + str(made) + made.model_dump_json()
    assert made.models.endpoint.key
    assert made.models.endpoint.key.get_secret_value() == "sk-Kept-Secret"


def test_the_manifest_says_what_each_model_needs() -> None:
    names = known().names
    assert len(set(names)) == len(names)
    for model in known().models:
        files = {file.name for file in model.files}
        assert "tokenizer.json" in files
        assert "model.onnx" in files or model.convert
        assert (model.licence in ("MIT", "Apache-2.0")) == (model.terms is None)
        for file in model.files:
            assert file.sources
            # What comes out of a package is checked against what is known; a hub states a hash of its own.
            assert file.sha256 or all(str(source).startswith("hub ") for source in file.sources)
