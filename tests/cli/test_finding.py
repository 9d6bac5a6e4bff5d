"""Search from the command line: filters, --all, --explain, and what is bold."""

from __future__ import annotations

import json

import pytest
from running import Run


def hits(run: Run, *arguments: str) -> set[str]:
    return {hit["document"] for hit in json.loads(run("search", *arguments, "--json").out)["hits"]}


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("rent",), {"lease.md", "hostile.md"}),
        (("rent", "--type", "markdown"), {"lease.md", "hostile.md"}),
        (("rent", "--type", "csv"), set[str]()),
        (("north", "-t", "csv", "-t", "pdf"), {"figures.csv"}),
        (("rent", "--language", "en"), {"lease.md", "hostile.md"}),
        (('"monthly rent"',), {"lease.md"}),
        (("rent -notice",), {"hostile.md"}),
        (("rent", "--since", "2020"), set[str]()),
        (("rent added:>=2020",), {"lease.md", "hostile.md"}),
    ],
)
def test_filters(run: Run, ids: dict[str, str], arguments: tuple[str, ...], names: set[str]) -> None:
    assert hits(run, *arguments) == {ids[name] for name in names}


def test_one_document(run: Run, ids: dict[str, str]) -> None:
    assert hits(run, "rent", "--document", ids["lease.md"][:8]) == {ids["lease.md"]}


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--type", "pfd", "pdf, word"),
        ("--since", "lately", "2024-03"),
        ("--until", "2024-13", "2024-03"),
        ("--language", "french", "zh"),
        ("--document", "ffff", "wenyuan list"),
    ],
)
@pytest.mark.parametrize("command", ["search", "ask"])
def test_an_option_that_means_nothing(
    run: Run, ids: dict[str, str], command: str, option: str, value: str, says: str
) -> None:
    ran = run(command, "rent", option, value)
    assert ran.status == 2
    assert ran.out == ""
    assert value in ran.err
    assert says in ran.err


def test_offset_goes_with_all(run: Run, ids: dict[str, str]) -> None:
    ran = run("search", "rent", "--offset", "3")
    assert (ran.status, ran.out) == (2, "")
    assert "--all" in ran.err


def test_ask_under_filters(run: Run, ids: dict[str, str]) -> None:
    question = "What is the monthly rent of Unit 4B?"
    assert "950 euros" in run("ask", question, "--type", "markdown").out
    refused = run("ask", question, "--type", "pdf")
    assert refused.status == 3
    assert "application/pdf" in refused.out


def test_what_was_taken_for_words_is_said_on_stderr(run: Run, ids: dict[str, str]) -> None:
    ran = run("search", "rent type:pfd", "--json")
    assert ran.status == 0
    assert json.loads(ran.out)["conditions"] == []
    assert "type:pfd is searched for as words" in ran.err
    assert run("search", "rent", "--json").err == ""


def test_conditions_are_said(run: Run, ids: dict[str, str]) -> None:
    value = json.loads(run("search", 'rent "notice" -draft', "--type", "md", "--json").out)
    assert value["conditions"] == ["type: text/markdown", 'text: "notice"', "not text: draft"]
    assert 'where type: text/markdown, text: "notice"' in run("search", 'rent "notice"', "--type", "md").out


def test_highlights_are_offsets_of_the_document(run: Run, ids: dict[str, str]) -> None:
    (hit,) = [one for one in json.loads(run("search", "monthly rent", "--json").out)["hits"] if "4B" in one["text"]]
    marked = [run("show", hit["document"], "--start", str(a), "--end", str(b)).out for a, b in hit["highlights"]]
    assert marked == ["Rent", "monthly", "rent"]


def test_explain(run: Run, ids: dict[str, str]) -> None:
    hit = json.loads(run("search", "rent", "--explain", "--json").out)["hits"][0]
    assert hit["explanation"]
    assert all(set(part) == {"name", "value", "weight"} for part in hit["explanation"])
    assert "made of " in run("search", "rent", "--explain").out
    assert "explanation" not in json.loads(run("search", "rent", "--json").out)["hits"][0]


def test_all(run: Run, ids: dict[str, str]) -> None:
    ran = run("search", "rent", "--all", "--json", "--limit", "1")
    assert ran.status == 0
    value = json.loads(ran.out)
    assert set(value) == {"hits", "documents", "passages", "offset", "rule", "conditions", "milliseconds"}
    assert (value["documents"], value["passages"], len(value["hits"])) == (2, 2, 1)
    following = json.loads(run("search", "rent", "--all", "--json", "--limit", "1", "--offset", "1").out)
    assert [following["hits"][0]["rank"], following["hits"][0]["passages"]] == [2, 1]
    assert {value["hits"][0]["document"], following["hits"][0]["document"]} == {ids["lease.md"], ids["hostile.md"]}
    shown = run("search", "rent", "--all", "--limit", "1")
    assert "2 documents, 2 passages; 1 to 1 shown" in shown.out
    assert "rule: one passage of each document" in shown.out
    none = run("search", "zebra", "--all")
    assert none.status == 3
    assert "No document matches" in none.out
    assert run("search", "zebra", "--all", "--json").status == 3
