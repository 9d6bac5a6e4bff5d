"""Wrong use is said in one line on standard error, with status 2; so is a library that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run


@pytest.mark.parametrize(
    "arguments",
    [
        ("--nope",),
        ("nope",),
        ("add",),
        ("add", "--nope", "x"),
        ("search",),
        ("search", "rent", "--limit", "0"),
        ("search", "rent", "--limit", "many"),
        ("search", "rent", "--collection", "nowhere"),
        ("list", "--collection", "nowhere"),
        ("ask",),
        ("ask", "rent?", "--mode", "guess"),
        ("ask", "rent?", "--collection", "nowhere"),
        ("show",),
        ("show", "zzzz"),
        ("show", "0000000000000000"),
        ("show", "ab"),
        ("remove",),
        ("remove", "0000000000000000"),
        ("eval",),
        ("eval", "no-such-set.jsonl"),
        ("add", "/no/such/path"),
    ],
    ids=" ".join,
)
def test_wrong_use(run: Run, ids: dict[str, str], arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    with_json = run(*arguments, "--json")
    assert (with_json.status, with_json.out) == (2, "")


@pytest.mark.parametrize(("start", "end"), [("-1", "5"), ("9", "3"), ("99999", "100000"), ("0", "-1"), ("x", "3")])
def test_a_span_that_is_none(run: Run, ids: dict[str, str], start: str, end: str) -> None:
    ran = run("show", ids["lease.md"], "--start", start, "--end", end)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.strip()


def test_a_part_beyond_the_text_is_said_with_its_length(run: Run, ids: dict[str, str]) -> None:
    size = len(run("show", ids["lease.md"]).out)
    ran = run("show", ids["lease.md"], "--start", "99999999")
    assert (ran.status, ran.out) == (2, "")
    assert f"99999999 to its end of a text that runs from character 0 to {size}" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("search", "x"), ("ask", "x"), ("show", "abcd"), ("remove", "abcd"), ("collections",), ("reindex",)],
    ids=" ".join,
)
def test_a_library_that_is_not_there(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "there is no library" in ran.err
    assert "wenyuan add" in ran.err
    assert not (tmp_path / "home").exists()


def test_a_home_that_cannot_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ran = run("--home", str(tmp_path / "file"), "list")
    assert (ran.status, "there is no library in" in ran.err) == (2, True)
    ran = run("--home", str(tmp_path / "file"), "add", str(tmp_path / "file"))
    assert (ran.status, "cannot be used as the library's folder" in ran.err) == (1, True)


def test_the_option_wins_over_the_environment(run: Run, tmp_path: Path, ids: dict[str, str]) -> None:
    assert run("--home", str(tmp_path / "elsewhere"), "list").status == 2
    assert run("--home", str(tmp_path / "home"), "list").status == 0


def test_a_wrong_setting_is_said(run: Run, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENYUAN_READING__SECONDS", "soon")
    ran = run("list")
    assert ran.status == 2
    assert "reading.seconds" in ran.err
    assert "WENYUAN_READING__SECONDS" in ran.err


def test_no_arguments_and_help_and_version(run: Run) -> None:
    import wenyuan

    assert "add" in run("--help").out
    assert run("--help").status == 0
    assert run("--version").out == f"wenyuan {wenyuan.__version__}\n"
    for command in ("add", "list", "remove", "collections", "show", "search", "ask", "eval", "reindex"):
        ran = run(command, "--help")
        assert ran.status == 0
        assert "--json" in ran.out
