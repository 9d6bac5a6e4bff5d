"""What the package brings with it: licences, weight, the wheel's files, and the commands from an installed wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
# "GPL" and "AGPL" but not "LGPL", as an expression and as a classifier spells them.
COPYLEFT = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public License")


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True
    )


def done(*command: str | Path, **environment: str) -> str:
    """The output of a command that must succeed."""
    ended = run(*command, **environment)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def copyleft_only(licence: str) -> bool:
    """True where no alternative of the licence is free of GPL and AGPL."""
    return all(COPYLEFT.search(choice) for choice in licence.split(" OR "))


@pytest.fixture(scope="module")
def installed() -> dict[str, Any]:
    return json.loads(done(sys.executable, "benchmarks/install_size.py", "--json"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2) OR GNU General Public License v3 (GPLv3)", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MIT", False),
    ],
)
def test_copyleft_is_told_from_a_choice_of_licences(licence: str, refused: bool) -> None:
    assert copyleft_only(licence) is refused


def test_every_installed_package_states_a_licence_that_is_not_copyleft_only(installed: dict[str, Any]) -> None:
    packages = {one["name"]: one["licence"] for one in installed["packages"]}
    assert {"tantivy", "sqlalchemy", "lxml-html-clean"} <= packages.keys()
    assert [name for name, licence in packages.items() if not licence] == []
    assert [(name, licence) for name, licence in packages.items() if copyleft_only(licence)] == []


def test_the_default_install_stays_small(installed: dict[str, Any]) -> None:
    assert installed["count"] <= 60
    assert installed["bytes"] <= 300e6


def test_every_installed_package_is_in_the_document_on_dependencies(installed: dict[str, Any]) -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    names = [one["name"] for one in installed["packages"] if one["name"] != "wenyuan"]
    assert [name for name in names if f"`{name}`" not in told] == []


def test_locks_pin_what_is_required_and_name_no_place_to_download_from() -> None:
    for name in ("run.txt", "dev.txt", "lock.txt"):
        text = (ROOT / "requirements" / name).read_text("utf-8")
        pins = re.split(r"\n(?=\S)", text)
        assert "://" not in text
        assert not re.search(r"^-|@ |^#.*/", text, re.MULTILINE)
        wanted = [pin for pin in pins if not pin.startswith("#")]
        assert wanted
        assert [pin for pin in wanted if not re.match(r"[\w.-]+==\S+ \\\n\s+--hash=sha256:[0-9a-f]{64}\b", pin)] == []


def test_the_wheel_holds_types_migrations_and_every_module(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = ROOT / "src" / "wenyuan"
    ours = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert "wenyuan/py.typed" in names
    assert any(re.match(r"wenyuan/library/migrations/versions/v0001\w*\.py$", name) for name in names)
    assert ours - names == set()
    assert {name for name in names if not name.startswith("wenyuan/")} == {
        name for name in names if re.match(r"wenyuan-[\d.]+\.dist-info/", name)
    }
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_reader_of_the_contributing_guide_works(tmp_path: Path) -> None:
    """The example is installed as a package would be, with nothing but its module and its entry point."""
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    code, entry = re.search(r"```python\n(.+?)```.+?```toml\n(.+?)```", guide, re.DOTALL).groups()  # type: ignore[union-attr]
    group, line = re.search(r'entry-points\."([\w.]+)"\]\n(.+)\n', entry).groups()  # type: ignore[union-attr]
    module = re.search(r'"(\w+):', line)[1]  # type: ignore[index]
    site = tmp_path / "site"
    about = site / "example-1.0.dist-info"
    about.mkdir(parents=True)
    (site / f"{module}.py").write_text(code, "utf-8")
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: example\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{group}]\n{line.replace(chr(34), '')}\n")
    film = tmp_path / "film.srt"
    film.write_text(
        textwrap.dedent("""\
            1
            00:00:01,000 --> 00:00:04,000
            The ferry leaves Selwick Quay at six.

            2
            00:00:05,000 --> 00:00:07,500
            末班船
            二十二点返航。
            """),
        "utf-8",
    )
    place = {"PYTHONPATH": str(site), "WENYUAN_HOME": str(tmp_path / "home")}
    wenyuan = Path(sys.executable).with_name("wenyuan")
    (document,) = json.loads(done(wenyuan, "add", film, "--json", **place))["documents"]
    assert (document["media_type"], document["status"]) == ("application/x-subrip", "ready")
    shown = json.loads(done(wenyuan, "show", document["id"], "--json", **place))
    assert shown["text"] == "The ferry leaves Selwick Quay at six.\n\n末班船\n二十二点返航。"


@pytest.mark.slow
def test_an_installed_wheel_answers_and_is_small(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, away from the checkout. Installs packages."""
    done(sys.executable, "-m", "venv", tmp_path / "env")
    python, wenyuan = tmp_path / "env/bin/python", tmp_path / "env/bin/wenyuan"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
    done(*pip, "--require-hashes", "-r", "requirements/run.txt")
    done(*pip, wheel)
    home = {"WENYUAN_HOME": str(tmp_path / "home")}
    where = done(python, "-P", "-c", "import wenyuan; print(wenyuan.__file__)")
    assert where.startswith(str(tmp_path))
    assert re.fullmatch(r"wenyuan \d+\.\d+\.\d+\n", done(wenyuan, "--version"))
    added = json.loads(done(wenyuan, "add", "samples/documents", "--json", **home))["documents"]
    assert {one["status"] for one in added} == {"ready"}
    question = "Why did Brindlewick Ferries spend more on maintenance in 2024?"
    answer = json.loads(done(wenyuan, "ask", question, "--json", **home))
    assert "hull of the Samphire" in answer["statements"][0]["text"]
    refused = run(wenyuan, "ask", "Who is the chief executive of Brindlewick Ports?", **home)
    assert refused.returncode == 3
    weight = json.loads(done(sys.executable, "benchmarks/install_size.py", "--fresh", "--json"))
    assert weight["count"] <= 60
    assert weight["bytes"] <= 400e6  # with compiled files; without them the bound of the quick test holds
