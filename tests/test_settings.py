"""Settings: where each comes from, which wins, and mistakes that name themselves."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from wenyuan.api import Library
from wenyuan.errors import SettingsError
from wenyuan.reading.protocol import Limits
from wenyuan.settings import Reading, Settings, load


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("WENYUAN_CONFIG", "WENYUAN_READING", "WENYUAN_READING__SECONDS", "WENYUAN_READING__WORKERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENYUAN_HOME", str(tmp_path))
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_defaults(home: Path) -> None:
    settings = load()
    assert settings.home == home
    assert settings.reading.workers >= 1
    assert 0 < settings.answering.refuse_below < 1


def test_what_a_file_may_cost_is_said_twice_alike() -> None:
    """The settings lie below the readers and cannot import their limits: the two are kept the same here."""
    assert Reading().model_dump(exclude={"workers"}) == asdict(Limits())


def test_arguments_win_over_the_environment_over_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / "config.toml", "[reading]\nseconds = 10\nworkers = 3\n[answering]\nrefuse_below = 0.5\n")
    monkeypatch.setenv("WENYUAN_READING__SECONDS", "20")
    settings = load()
    assert (settings.reading.seconds, settings.reading.workers, settings.answering.refuse_below) == (20, 3, 0.5)
    assert load(home / "other").home == home / "other"
    assert Settings(home=home, answering={"refuse_below": 0.1}).answering.refuse_below == 0.1  # type: ignore[arg-type]


def test_the_file_of_the_home_that_is_asked_for(home: Path, tmp_path: Path) -> None:
    write(home / "config.toml", "[reading]\nworkers = 3\n")
    write(tmp_path / "mine" / "config.toml", "[reading]\nworkers = 5\n")
    assert load().reading.workers == 3
    assert load(tmp_path / "mine").reading.workers == 5
    with Library(tmp_path / "mine") as library:
        assert library.settings.reading.workers == 5


def test_a_file_named_by_the_environment(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home / "config.toml", "[reading]\nworkers = 3\n")
    monkeypatch.setenv("WENYUAN_CONFIG", str(write(tmp_path / "named.toml", "[reading]\nworkers = 7\n")))
    assert load().reading.workers == 7
    monkeypatch.setenv("WENYUAN_CONFIG", str(tmp_path / "gone.toml"))
    with pytest.raises(SettingsError, match=r"WENYUAN_CONFIG names .*gone\.toml"):
        load()


def test_the_home_is_whole_whatever_was_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.chdir(tmp_path)
    for said, meant in (("~/papers", tmp_path / "me" / "papers"), ("papers", tmp_path / "papers")):
        monkeypatch.setenv("WENYUAN_HOME", said)
        assert load().home == meant
    monkeypatch.setenv("WENYUAN_HOME", "")
    assert load().home.is_absolute()
    assert load().home != tmp_path


@pytest.mark.parametrize(
    ("variable", "value", "setting"),
    [
        ("WENYUAN_READING__SECONDS", "soon", "reading.seconds"),
        ("WENYUAN_READING__SECONDS", "0", "reading.seconds"),
        ("WENYUAN_READING__WORKERS", "-1", "reading.workers"),
        ("WENYUAN_READING__WORKERS", "2.5", "reading.workers"),
        ("WENYUAN_READING__WORKER", "2", "reading.worker"),
        ("WENYUAN_ANSWERING__REFUSE_BELOW", "2", "answering.refuse_below"),
    ],
)
def test_a_mistake_in_the_environment(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, setting: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert f"setting {setting}:" in str(caught.value)
    assert value in str(caught.value)
    assert variable in str(caught.value)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[reading]\nseconds = 'soon'\n", "setting reading.seconds:"),
        ("[reading]\nsecond = 5\n", "setting reading.second:"),
        ("[readng]\nseconds = 5\n", "setting readng:"),
        ("reading = 5\n", "setting reading:"),
        ("[reading\n", "cannot be read as TOML"),
    ],
)
def test_a_mistake_in_the_file(home: Path, text: str, says: str) -> None:
    path = write(home / "config.toml", text)
    with pytest.raises(SettingsError) as caught:
        load()
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_no_text_and_a_section_that_is_no_section(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config.toml").write_bytes(b"[reading]\nseconds = '\xff'\n")
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        load()
    (home / "config.toml").unlink()
    monkeypatch.setenv("WENYUAN_READING", "{torn")
    with pytest.raises(SettingsError, match="reading"):
        load()


def test_settings_do_not_change_once_made() -> None:
    settings = load()
    with pytest.raises(ValueError, match="frozen"):
        settings.reading.workers = 2
