"""`check --rules`: in the terminal, as JSON, on the page; and the sample rules on the sample documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

SAMPLES = Path(__file__).parent.parent.parent / "samples"
RULES = """
[[rule]]
name = "No <b>promises</b>"
kind = "forbid"
when = { pattern = "guarantee*" }

[[rule]]
name = "Rent"
kind = "deduce"
step = [
  { name = "rent", find = "monthly rent", in = "lease", as = "amount" },
  { name = "year", is = "12 * rent" },
  { check = "year == 11400" },
]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.toml"
    path.write_text(RULES, "utf-8")
    return path


def draft(folder: Path, text: str) -> str:
    path = folder / "draft.md"
    path.write_text(text, "utf-8")
    return str(path)


def test_every_step_on_its_line(run: Run, ids: dict[str, str], tmp_path: Path, rules: Path) -> None:
    ran = run("check", draft(tmp_path, "The monthly rent is 950 euros."), "--rules", str(rules))
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert any("rent = EUR 950, from “950 euros”" in line for line in lines)
    assert any("year = 12 * rent = 12 * 950 = EUR 11,400" in line for line in lines)
    assert any("year == 11400 holds: 11,400 == 11400" in line for line in lines)
    assert any(ids["lease.md"] in line and "monthly rent is 950 euros" in line for line in lines)
    assert "2 rules: 2 passed" in ran.out


def test_a_rule_that_fails_is_status_1_and_in_the_json(
    run: Run, ids: dict[str, str], tmp_path: Path, rules: Path
) -> None:
    text = "The monthly rent is 950 euros. Notice is guaranteed."
    ran = run("check", draft(tmp_path, text), "--rules", str(rules), "--json")
    assert ran.status == 1
    given = json.loads(ran.out)["rules"]
    assert [(one["name"], one["kind"], one["outcome"]) for one in given] == [
        ("No <b>promises</b>", "forbid", "failed"),
        ("Rent", "deduce", "passed"),
    ]
    start, end = given[0]["steps"][0]["part"]
    assert text[start:end] == "Notice is guaranteed."
    cited = given[1]["steps"][0]["citations"][0]
    shown = json.loads(
        run("show", cited["document"], "--start", str(cited["start"]), "--end", str(cited["end"]), "--json").out
    )
    assert shown["text"] == cited["quote"]


def test_without_rules_there_are_none(run: Run, ids: dict[str, str], tmp_path: Path) -> None:
    ran = run("check", draft(tmp_path, "The monthly rent is 950 euros."), "--json")
    assert json.loads(ran.out)["rules"] == []


def test_the_page_holds_the_rules_as_text(run: Run, ids: dict[str, str], tmp_path: Path, rules: Path) -> None:
    page = tmp_path / "page.html"
    run("check", draft(tmp_path, "A guaranteed <i>rent</i>."), "--rules", str(rules), "--html", str(page))
    html = page.read_text("utf-8")
    assert "No &lt;b&gt;promises&lt;/b&gt;" in html
    assert "<b>promises" not in html
    assert "year = 12 * rent = 12 * 950 = EUR 11,400" in html


def test_wrong_rules_are_status_2_before_anything_is_read(run: Run, ids: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('[[rule]]\nname = "x"\nkind = "sum"\nsums = 3\n', "utf-8")
    ran = run("check", "nowhere.md", "--rules", str(path), "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "`sums` is no key here; accepted: name, kind, total, in, document, tolerance" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_the_sample_rules_find_what_is_wrong_with_the_sample_draft(run: Run) -> None:
    ran = run(
        "check",
        str(SAMPLES / "draft.md"),
        "--against",
        str(SAMPLES / "documents"),
        "--rules",
        str(SAMPLES / "rules.toml"),
        "--json",
    )
    assert ran.status == 1
    rules = json.loads(ran.out)["rules"]
    assert [one["outcome"] for one in rules] == ["failed", "failed", "failed", "passed", "passed", "passed"]
    assert len(rules[4]["steps"]) == 10
    assert all(len(one["citations"]) == 1 for one in rules[4]["steps"] if "find" not in one and not one["formula"])
    wrong = [one["detail"] for one in rules[0]["steps"] if one["outcome"] == "failed"]
    assert wrong == ["48,945 is 100 more than its 4 parts, which come to 48,845"]
