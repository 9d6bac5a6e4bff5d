"""Embedding with a pulled model: the numbers, their order, what cannot be read, and what is missing or damaged."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from wenyuan.errors import ModelError
from wenyuan.models.embedding import Embedder
from wenyuan.models.installed import ModelFolder
from wenyuan.models.onnx import OnnxEmbedder, OnnxReranker

BOTH = frozenset({"zh", "en"})
TEXTS = [
    "The rent is 950 euros a month",
    "租金每月950",
    "ship",
    "",
    "the ship sails at six a month " * 3,
    "☃ ☃",
    "  \n",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    path = tmp_path_factory.mktemp("models")
    tiny.install(path, tiny.model())
    tiny.install(path, tiny.model("first", pooling="cls"))
    tiny.install(path, tiny.model("prefixed", query_prefix="query: ", passage_prefix="passage: "))
    tiny.install(path, tiny.model("short", max_tokens=8))
    return ModelFolder(path)


def embedder(folder: ModelFolder, name: str = "tiny") -> Embedder:
    return OnnxEmbedder(folder.need(name), BOTH, threads=1)


def expected(text: str, pooling: str = "mean", most: int = 32) -> np.ndarray:
    tokenizer = tiny.tokenizer()
    tokenizer.enable_truncation(most)
    states = tiny.states(tiny.weights(), tokenizer.encode(text).ids)
    pooled = states[0] if pooling == "cls" else states.mean(axis=0)
    return pooled / np.linalg.norm(pooled)


@pytest.mark.parametrize(
    ("name", "pooling", "most"), [("tiny", "mean", 32), ("first", "cls", 32), ("short", "mean", 8)]
)
def test_vectors_are_those_of_the_encoder_in_full_precision(
    folder: ModelFolder, name: str, pooling: str, most: int
) -> None:
    vectors = embedder(folder, name).passages(TEXTS)
    assert vectors.shape == (len(TEXTS), tiny.WIDTH)
    assert vectors.dtype == np.float32
    for text, vector in zip(TEXTS, vectors, strict=True):
        if text.strip() and "☃" not in text:
            assert vector @ expected(text, pooling, most) > 0.99, text


def test_a_text_of_nothing_known_is_all_zeros(folder: ModelFolder) -> None:
    for name in ("tiny", "prefixed"):
        vectors = embedder(folder, name).passages(["", " \n", "☃ ☃", "the ☃"])
        assert [bool(row.any()) for row in vectors] == [False, False, False, True]
    assert not embedder(folder).query("").any()
    assert embedder(folder).passages([]).shape == (0, tiny.WIDTH)


def test_prefixes_are_put_before_questions_and_passages(folder: ModelFolder) -> None:
    plain, prefixed = embedder(folder), embedder(folder, "prefixed")
    assert prefixed.query("the rent") @ plain.query("query: the rent") > 0.999
    assert prefixed.passages(["the rent"])[0] @ plain.query("passage: the rent") > 0.999
    assert prefixed.query("the rent") @ plain.query("the rent") < 0.999


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="the rent ship 租金船☃ ", max_size=60), max_size=12))
def test_each_row_is_its_own_text_whatever_comes_with_it(folder: ModelFolder, texts: list[str]) -> None:
    made = embedder(folder)
    together = made.passages(texts)
    lengths = np.linalg.norm(together, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))
    for text, row in zip(texts, together, strict=True):
        alone = made.query(text)
        # Whole numbers are rounded by the range of the batch, so that a text alone differs a little.
        assert row @ alone > 0.98 if alone.any() else not row.any()


def test_the_key_tells_models_apart_and_may_name_a_folder(folder: ModelFolder, tmp_path: Path) -> None:
    keys = [embedder(folder, name).key for name in ("tiny", "first", "prefixed", "short")]
    assert len(set(keys)) == 4
    assert all(set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_") for key in keys)
    assert str(tiny.WIDTH) in keys[0]
    tiny.install(tmp_path, tiny.model(), seed=1)
    assert embedder(ModelFolder(tmp_path)).key != keys[0]


def test_without_the_packages_it_says_which(folder: ModelFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    made = embedder(folder)
    with pytest.raises(ModelError, match=r"pip install 'wenyuan\[models\]'"):
        made.query("the rent")


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_damage_is_noticed_when_the_model_is_loaded(tmp_path: Path, file: str) -> None:
    place = tiny.install(tmp_path, tiny.model())
    whole = (place / file).read_bytes()
    for content in (whole[:-1], b"\xff" * len(whole)):
        (place / file).write_bytes(content)
        with pytest.raises(ModelError, match=rf"tiny is damaged: {file}.*wenyuan models pull tiny --again"):
            embedder(ModelFolder(tmp_path)).query("the rent")
    (place / file).unlink()
    with pytest.raises(ModelError, match="is missing"):
        embedder(ModelFolder(tmp_path)).query("the rent")


def test_a_flipped_byte_is_found_by_the_whole_check(tmp_path: Path) -> None:
    place = tiny.install(tmp_path, tiny.model())
    ModelFolder(tmp_path).need("tiny").check()
    content = bytearray((place / "model.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (place / "model.onnx").write_bytes(content)
    with pytest.raises(ModelError, match="is not what was pulled"):
        ModelFolder(tmp_path).need("tiny").check()


def test_a_model_of_another_width_than_its_record_says_is_refused(tmp_path: Path) -> None:
    tiny.install(tmp_path, tiny.model(dimension=24))
    with pytest.raises(ModelError, match="gives 16 numbers, not 24"):
        embedder(ModelFolder(tmp_path)).query("the rent")


def test_an_embedding_model_does_not_rerank(folder: ModelFolder) -> None:
    with pytest.raises(ModelError, match="does not rerank"):
        OnnxReranker(folder.need("tiny")).score("the rent", ["950 euros"])


def test_a_cross_encoder_scores_pairs_in_their_order(tmp_path: Path) -> None:
    tiny.install_reranker(tmp_path)
    reranker = OnnxReranker(ModelFolder(tmp_path).need("pairs"))
    scores = reranker.score("the rent is 950", ["the ship sails at six", "", "rent", "950 euros"])
    # The separator at the end counts as the passage's.
    assert scores == pytest.approx([1 / (1 + np.exp(-3)), 0, 1 / (1 + np.exp(1)), 0.5], abs=1e-6)
    assert reranker.name == "pairs"
