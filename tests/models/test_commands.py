"""`wenyuan models`: what it prints, its JSON, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
import tiny

from wenyuan.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("WENYUAN_CONFIG", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENYUAN_HOME", str(tmp_path))
    tiny.install(tmp_path / "models", tiny.model("all-minilm-l6-v2", languages=["en"]))
    tiny.install(tmp_path / "models", tiny.model("mine", languages=["zh"], licence="odd\x1b[31m", terms="Ask first."))
    return tmp_path


class Commands:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["wenyuan", "models", *arguments])
        self._capsys.readouterr()
        try:
            main()
            status: Any = 0
        except SystemExit as ended:
            status = ended.code or 0
        said = self._capsys.readouterr()
        return status, said.out, said.err


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(monkeypatch, capsys)


def test_listing(run: Commands) -> None:
    status, out, err = run("list", "--json")
    assert (status, err) == (0, "")
    listed = {one["name"]: one for one in json.loads(out)["models"]}
    assert listed["all-minilm-l6-v2"]["state"] == "ready"
    assert listed["all-minilm-l6-v2"]["in_use"] == ["en"]
    assert listed["mine"]["in_use"] == ["zh"]
    assert listed["bge-m3"]["state"] == "not pulled"
    assert listed["bge-m3"]["hashes"] == "recorded when pulled"
    assert listed["m3e-small"]["terms"]
    status, out, err = run("list")
    assert (status, err) == (0, "")
    assert "\x1b" not in out
    assert out.index("bge-m3") < out.index("all-minilm-l6-v2") < out.index("mine")


def test_damage_is_listed(run: Commands, home: Path) -> None:
    weights = home / "models" / "mine" / "model.onnx"
    content = bytearray(weights.read_bytes())
    content[500] ^= 1
    weights.write_bytes(content)
    assert run("list")[0] == 0  # as long as before: only --check reads it
    status, out, _ = run("list", "--check", "--json")
    (mine,) = (one for one in json.loads(out)["models"] if one["name"] == "mine")
    assert status == 1
    assert (mine["state"], "not what was pulled" in mine["reason"]) == ("damaged", True)
    weights.write_bytes(content[:-1])
    assert run("list")[0] == 1


def test_settings_that_cannot_be_followed_are_said_beside_the_list(
    run: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENYUAN_MODELS__EMBEDDING", '["bge-m3"]')
    status, out, err = run("list", "--json")
    assert status == 0
    assert "bge-m3 was not pulled" in json.loads(out)["problem"]
    assert "bge-m3 was not pulled" in err


def test_removing(run: Commands, home: Path) -> None:
    status, out, _ = run("remove", "mine", "--json")
    assert (status, json.loads(out)) == (0, {"removed": ["mine"]})
    assert not (home / "models" / "mine").exists()
    status, _, err = run("remove", "mine")
    assert status == 1
    assert "no model 'mine' was pulled; pulled are: all-minilm-l6-v2" in err


def test_pulling_what_is_there_what_is_unknown_and_what_has_terms(run: Commands, home: Path) -> None:
    status, out, err = run("pull", "all-minilm-l6-v2", "--json")
    assert (status, err) == (0, "")
    (pulled,) = json.loads(out)["pulled"]
    assert (pulled["name"], pulled["in_use"]) == ("all-minilm-l6-v2", ["en"])
    assert run("pull", "nothing")[2].startswith("wenyuan: no model is known as 'nothing'; known are bge-m3,")
    status, out, err = run("pull", "m3e-small", "--json")
    assert (status, out) == (1, "")
    assert "non-commercial" in err
    assert "--accept-licence" in err
    assert not (home / "models" / "m3e-small").exists()


def test_a_model_that_is_pulled_and_not_used_says_how_to_use_it(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYUAN_MODELS__EMBEDDING", "[]")
    status, out, err = run("pull", "all-minilm-l6-v2")
    assert (status, out.startswith("pulled all-minilm-l6-v2, 0 MB")) == (0, True)
    assert "all-minilm-l6-v2 is not in use: name it in the setting models.embedding" in err
