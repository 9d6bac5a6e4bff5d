from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from running import Ran, Run

from shelf import put
from wenyuan.api import Library
from wenyuan.cli import main

HOSTILE = "The rent is \x1b[31m950\x1b]0;owned\x07 euros\u202e a month.\x00\x9b2J\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command line, run in this process on the library in `tmp_path / "home"`."""
    for name in ("WENYUAN_CONFIG", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WENYUAN_HOME", str(tmp_path / "home"))

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["wenyuan", *arguments])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    home = tmp_path_factory.mktemp("filled") / "home"
    with Library(home) as library:
        files = {
            "lease.md": "# Lease of Unit 4B\n\n## Rent\n\nThe monthly rent is 950 euros. Notice is 60 days.\n",
            "年报.md": "# 澜海科技年度报告\n\n营业收入为3.2亿元，同比增长11.44%。\n",
            "figures.csv": "route,passengers\nNorth,1200\nSouth,3400\n",
        }
        ids = {name: put(library.store, name, text).id for name, text in files.items()}
        ids["hostile.md"] = put(library.store, "hostile.md", HOSTILE, "odd \x1b[5m").id
        library.search("rent")
    return home, ids


@pytest.fixture
def ids(filled: tuple[Path, dict[str, str]], tmp_path: Path) -> dict[str, str]:
    """A library of four documents in `tmp_path / "home"`; their ids by name."""
    shutil.copytree(filled[0], tmp_path / "home")
    return filled[1]
