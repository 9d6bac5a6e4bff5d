"""What `check` does with what nobody should give it: no file is harmed, and nothing is said that is not so."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from running import Run

TEXT = "Revenue was $5 million in 2023.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_page_is_not_written_over_what_is_read(run: Run, source: Path, tmp_path: Path) -> None:
    draft, rules = tmp_path / "draft.md", tmp_path / "rules.toml"
    draft.write_text(TEXT, encoding="utf-8")
    rules.write_text('[[rule]]\nname = "a"\nkind = "sum"\n', encoding="utf-8")
    link = tmp_path / "link.html"
    link.symlink_to(source)
    for page in (draft, source, rules, link):
        before = page.read_bytes()
        ran = run("check", str(draft), "--against", str(source), "--rules", str(rules), "--html", str(page))
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.count("\n") == 1
        assert page.read_bytes() == before


def test_only_unreadable_files_to_check_against_are_wrong_use(run: Run, source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "x.bin").write_bytes(b"\x00\x01\xff\xfe")
    ran = run("check", str(source), "--against", str(folder), "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "x.bin" in ran.err
    assert "none of the files to check against could be read" in ran.err


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_pipe_in_any_encoding(run: Run, source: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    text = "七号房的月租金为9500元，租期为三年。承租人应当按月支付租金。"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode(encoding)), encoding="ascii"))
    ran = run("check", "-", "--against", str(source), "--json")
    claims = json.loads(ran.out)["claims"]
    assert [claim["text"] for claim in claims] == ["七号房的月租金为9500元，租期为三年。", "承租人应当按月支付租金。"]


def test_a_pipe_of_broken_bytes_is_one_json_object(run: Run, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = b"Revenue was $5 million in 2023. \x00Profit \xed\xa0\x80 fell \xff by 5 percent.\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(broken), encoding="utf-8"))
    ran = run("check", "-", "--against", str(source), "--json")
    assert json.loads(ran.out)["claims"]
    assert "\\ud" not in ran.out
    assert "Traceback" not in ran.err
