"""What a document holds never speaks to the terminal, and what a pipe receives is whole."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run

from wenyuan.console.plain import safe


def program(home: Path, *arguments: str, kind: str = "dumb") -> tuple[list[str], dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENYUAN_")}
    environment = {**kept, "WENYUAN_HOME": str(home), "TERM": kind}
    return [sys.executable, "-m", "wenyuan.cli", *arguments], environment


def on_a_terminal(home: Path, *arguments: str, kind: str = "dumb") -> bytes:
    """What a terminal receives from the program."""
    command, environment = program(home, *arguments, kind=kind)
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=environment) as process:
        os.close(theirs)
        got, deadline = b"", time.monotonic() + 60
        while time.monotonic() < deadline and select.select([ours], [], [], 60)[0]:
            try:
                piece = os.read(ours, 1 << 16)
            except OSError:  # the other end is closed: how Linux says that a terminal is done
                break
            got += piece
        assert process.wait(60) == 0
    os.close(ours)
    return got


@given(st.text())
def test_only_what_prints_is_left(text: str) -> None:
    shown = safe(text)
    assert len(shown) == len(text)
    assert safe(shown) == shown
    for before, after in zip(text, shown, strict=True):
        assert unicodedata.category(after) not in ("Cc", "Cs", "Co") or after in "\n\t"
        assert after == before or after in " \ufffd•□"


def test_both_languages_pass_unchanged() -> None:
    said = "营业收入（3.2亿元），“增长”11.44%！\n\tRevenue’s naïve – “quoted” … 𠮷野家 שלום 👩‍👩‍👧 ｱｶﾞ　全角"
    assert safe(said) == said
    assert safe("5\u00a0%") == "5 %"
    assert safe("a\x1b[2Jb\x9b1m\u202ec\x07\r") == "a\ufffd[2Jb\ufffd1m\ufffdc\ufffd\ufffd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\uf0b7 rent\n\t\uf0a7\uf0a7 due", "• rent\n\t•□ due"),
        ("first \ue000 last", "first • last"),
        ("first\uf8ff last", "first□ last"),
        ("\U000f0000\U0010fffd", "\ufffd\ufffd"),
    ],
)
def test_signs_of_a_private_font_are_bullets_or_boxes(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_json_keeps_signs_of_a_private_font(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("\uf0b7 The rent\uf0b7 is due.\n")
    assert run("add", str(tmp_path / "in.txt")).status == 0
    assert "\uf0b7 The rent\uf0b7 is due." in run("search", "rent", "--json").out
    assert "• The rent□ is due." in run("search", "rent").out


@pytest.mark.parametrize("arguments", [("list",), ("collections",), ("search", "rent"), ("ask", "rent of 950 euros")])
def test_a_document_cannot_move_the_cursor(run: Run, ids: dict[str, str], arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 0
    assert not {c for c in ran.out + ran.err if unicodedata.category(c) == "Cc"} - {"\n", "\t"}
    assert "\u202e" not in ran.out


def test_an_error_cannot_either(run: Run, ids: dict[str, str]) -> None:
    ran = run("list", "--collection", "none")
    assert "odd" in ran.err
    assert "\x1b" not in ran.err


def test_show_is_exact_in_a_pipe_and_safe_on_a_terminal(run: Run, ids: dict[str, str], tmp_path: Path) -> None:
    command, environment = program(tmp_path / "home", "show", ids["hostile.md"])
    exact = subprocess.run(command, env=environment, capture_output=True, check=True).stdout.decode()
    assert exact == run("show", ids["hostile.md"]).out
    assert "\x1b[31m950" in exact
    seen = on_a_terminal(tmp_path / "home", "show", ids["hostile.md"])
    assert b"950" in seen
    assert b"\x1b[31m" not in seen
    assert b"\x07" not in seen


def test_lines_are_not_broken_in_a_pipe(run: Run, ids: dict[str, str], tmp_path: Path) -> None:
    lines = run("list").out.splitlines()
    assert len(lines) == 1 + len(ids)
    assert all(identity in line for identity, line in zip(ids.values(), lines[1:], strict=True))


def test_a_reader_that_goes_away_is_no_trace(ids: dict[str, str], tmp_path: Path) -> None:
    command, environment = program(tmp_path / "home", "list")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
        process.wait(60)
    assert b"Traceback" not in said
    assert process.returncode != 0


def test_a_terminal_that_cannot_show_chinese(ids: dict[str, str], tmp_path: Path) -> None:
    command, environment = program(tmp_path / "home", "search", "营业收入")
    environment |= {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ran = subprocess.run(command, env=environment, capture_output=True)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"11.44%" in ran.stdout
    as_json = subprocess.run([*command, "--json"], env=environment, capture_output=True)
    assert "营业收入为3.2亿元" in as_json.stdout.decode("utf-8")


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), ("search", "营业收入")])
def test_an_output_that_cannot_be_written_is_said(
    ids: dict[str, str], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    command, environment = program(tmp_path / "home", *arguments)
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.decode() == "wenyuan: No space left on device\n"


def test_a_closed_output_is_said(ids: dict[str, str], tmp_path: Path) -> None:
    command, environment = program(tmp_path / "home", "list")
    ended = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *command], env=environment, stderr=subprocess.PIPE, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.decode() == "wenyuan: standard output is closed\n"


def test_words_that_matched_are_bold_on_a_terminal_alone(run: Run, ids: dict[str, str], tmp_path: Path) -> None:
    shown = on_a_terminal(tmp_path / "home", "search", "monthly", kind="xterm")
    assert b"The \x1b[1mmonthly\x1b[0m rent" in shown
    assert "\x1b" not in run("search", "monthly").out
