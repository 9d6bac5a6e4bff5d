"""The JSON of every command, key by key: scripts depend on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from running import Run

DOCUMENT = {"id", "title", "source", "media_type", "status", "pages", "characters", "reason", "version", "collections"}
LOCATOR = {"page", "boxes", "heading", "slide", "sheet", "cell", "seconds"}
HIT = {"rank", "score", "document", "title", "source", "start", "end", "text", "locator", "why", "highlights"}
CITATION = {"document", "title", "source", "start", "end", "quote", "locator"}
ANSWER = {
    *("question", "mode", "refused", "reason", "statements"),
    *("looked_at", "evidence", "milliseconds"),
}


def printed(out: str) -> dict[str, Any]:
    """Standard output as one JSON object on one line, and nothing else."""
    assert out.endswith("\n")
    assert out.count("\n") == 1
    value = json.loads(out)
    assert isinstance(value, dict)
    return value


def test_add(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "年报.md").write_text("# 年报\n\n营业收入为3.2亿元。\n")
    (tmp_path / "in" / "torn.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    ran = run("add", "--json", str(tmp_path / "in"))
    assert ran.status == 1
    value = printed(ran.out)
    assert set(value) == {"documents", "seconds"}
    assert value["seconds"] >= 0
    bad, good = value["documents"]
    assert set(good) == set(bad) == DOCUMENT | {"outcome"}
    assert (good["status"], good["outcome"], good["title"], good["reason"]) == ("ready", "added", "年报", "")
    assert good["source"] == str(tmp_path / "in" / "年报.md")
    assert (bad["status"], bad["outcome"], bad["characters"]) == ("failed", "failed", 0)
    assert bad["reason"]
    assert "torn.pdf" in ran.err
    assert bad["reason"] in ran.err
    again = run("add", "--json", str(tmp_path / "in" / "年报.md"))
    assert again.status == 0
    assert [one["outcome"] for one in printed(again.out)["documents"]] == ["unchanged"]


def test_add_says_failures_without_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    ran = run("add", str(tmp_path / "torn.pdf"))
    assert ran.status == 1
    assert ran.out == ""
    assert "failed" in ran.err
    assert "torn.pdf" in ran.err


def test_list(run: Run, ids: dict[str, str]) -> None:
    value = printed(run("list", "--json").out)
    assert set(value) == {"documents"}
    assert [set(one) for one in value["documents"]] == [DOCUMENT] * 4
    assert [one["id"] for one in value["documents"]] == list(ids.values())
    shown = run("list")
    assert shown.status == 0
    assert all(identity in shown.out for identity in ids.values())
    few = printed(run("list", "--json", "--collection", "odd \x1b[5m").out)
    assert [one["id"] for one in few["documents"]] == [ids["hostile.md"]]


def test_remove_and_collections(run: Run, ids: dict[str, str]) -> None:
    assert printed(run("collections", "--json").out) == {
        "collections": [{"name": "default", "documents": 3}, {"name": "odd \x1b[5m", "documents": 1}]
    }
    ran = run("remove", ids["lease.md"][:6], ids["年报.md"], "--json")
    assert printed(ran.out) == {"removed": [ids["lease.md"], ids["年报.md"]]}
    assert len(printed(run("list", "--json").out)["documents"]) == 2
    assert run("search", "--json", "rent notice days").status == 0  # the other rent
    assert run("search", "--json", "营业收入").status == 3
    assert ids["figures.csv"] in run("remove", ids["figures.csv"]).out


def test_show(run: Run, ids: dict[str, str]) -> None:
    whole = printed(run("show", ids["lease.md"], "--json").out)
    assert set(whole) == {"id", "title", "text", "start", "end"}
    assert (whole["start"], whole["end"]) == (0, len(whole["text"]))
    part = printed(run("show", ids["lease.md"][:8], "--start", "2", "--end", "9", "--json").out)
    assert part["text"] == whole["text"][2:9]
    assert (part["id"], part["start"], part["end"]) == (ids["lease.md"], 2, 9)
    assert run("show", ids["lease.md"]).out == whole["text"]
    beyond = printed(run("show", ids["lease.md"], "--end", "99999", "--json").out)
    assert beyond["text"] == whole["text"]


def test_search(run: Run, ids: dict[str, str]) -> None:
    ran = run("search", "营业收入 11.44%", "--json")
    assert ran.status == 0
    value = printed(ran.out)
    assert set(value) == {"hits", "conditions", "milliseconds"}
    for rank, hit in enumerate(value["hits"], 1):
        assert set(hit) == HIT
        assert hit["rank"] == rank
        assert set(hit["locator"]) == LOCATOR
        assert all(set(why) == {"term", "weight", "places"} for why in hit["why"])
        shown = run("show", hit["document"], "--start", str(hit["start"]), "--end", str(hit["end"]))
        assert shown.out == hit["text"]
    assert value["hits"][0]["document"] == ids["年报.md"]
    none = run("search", "量子纠缠", "--json")
    assert none.status == 3
    assert printed(none.out)["hits"] == []
    assert run("search", "量子纠缠").status == 3
    assert len(printed(run("search", "rent", "--json", "--limit", "1").out)["hits"]) == 1


def test_ask(run: Run, ids: dict[str, str]) -> None:
    ran = run("ask", "What is the monthly rent of Unit 4B?", "--json")
    assert ran.status == 0
    value = printed(ran.out)
    assert set(value) == ANSWER
    assert (value["mode"], value["refused"], value["reason"]) == ("quote", False, "")
    for statement in value["statements"]:
        assert set(statement) == {"text", "verdict", "citations", "checks"}
        assert all(set(check) == {"kind", "outcome", "detail"} for check in statement["checks"])
        for citation in statement["citations"]:
            assert set(citation) == CITATION
            assert set(citation["locator"]) == LOCATOR
            shown = run("show", citation["document"], "--start", str(citation["start"]), "--end", str(citation["end"]))
            assert shown.out == citation["quote"] == statement["text"]
    assert any("950 euros" in statement["text"] for statement in value["statements"])
    refused = run("ask", "唐代诗人李白的出生地有哪些争议？", "--json", "--mode", "quote")
    assert refused.status == 3
    said = printed(refused.out)
    assert set(said) == ANSWER
    assert said["refused"]
    assert said["reason"]
    assert said["statements"] == []
    assert all(set(one) == {"document", "title", "source", "share"} for one in said["looked_at"])
    assert "No answer" in run("ask", "唐代诗人李白的出生地有哪些争议？").out


def test_ask_for_a_person_numbers_its_footnotes(run: Run, ids: dict[str, str]) -> None:
    ran = run("ask", "What is the monthly rent of Unit 4B?")
    assert ran.status == 0
    assert "[1]" in ran.out
    assert "lease.md" in ran.out
    assert f"{ids['lease.md']}:" in ran.out
    assert "\x1b" not in ran.out


def test_eval(run: Run, ids: dict[str, str], tmp_path: Path) -> None:
    cases = [
        {
            "question": "What is the monthly rent of Unit 4B?",
            "evidence": [{"text": "The monthly rent is 950 euros.", "source": "lease.md"}],
        },
        {"question": "What colour is a zebra?", "unanswerable": True},
    ]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, cases)))
    ran = run("eval", str(tmp_path / "set.jsonl"), "--json")
    assert ran.status == 0
    value = printed(ran.out)
    assert set(value) >= {"rows", "questions", "unanswerable", "refused_unanswerable", "refusal_auroc"}
    assert (value["questions"], value["unanswerable"], value["refused_unanswerable"]) == (1, 1, 1.0)
    assert value["rows"][0]["group"] == "all"
    assert value["rows"][0]["found_all"] == value["rows"][0]["cited_any"] == 1.0
    assert "1 unanswerable" in run("eval", str(tmp_path / "set.jsonl")).out


def test_reindex(run: Run, ids: dict[str, str]) -> None:
    value = printed(run("reindex", "--json").out)
    assert set(value) == {"documents", "seconds"}
    assert value["documents"] == 4
    assert "indexed 4 documents in" in run("reindex").out
    run("remove", *list(ids.values())[1:])
    assert printed(run("reindex", "--json").out)["documents"] == 1
    assert "indexed 1 document in" in run("reindex").out


def test_one_is_said_in_the_singular(run: Run, ids: dict[str, str]) -> None:
    assert "\n1 hit in" in run("search", "monthly rent", "--limit", "1").out
    assert "\n2 hits in" in run("search", "rent", "--limit", "2").out
    assert "\n1 statement, verbatim at its place" in run("ask", "澜海科技的营业收入是多少？").out


def test_a_folder_without_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ran = run("add", str(tmp_path / "in"))
    assert (ran.status, ran.out, ran.err) == (0, "", f"no files found in {tmp_path / 'in'}\n")
    with_json = run("add", "--json", str(tmp_path / "in"))
    assert with_json.status == 0
    assert printed(with_json.out)["documents"] == []


@pytest.mark.parametrize("mode", ["search", "ask"])
def test_a_query_that_is_no_unicode_is_still_json(run: Run, ids: dict[str, str], mode: str) -> None:
    ran = run(mode, "rent\udcff\udc80", "--json")
    assert ran.status in (0, 3)
    printed(ran.out)
