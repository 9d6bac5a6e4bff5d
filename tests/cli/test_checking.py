"""A text checked from the command line: verdicts, places, JSON, the page, and what is said of wrong use."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from running import Run

SOURCE = """# Lease of Unit 7, Tallow Mill

The lease of Unit 7 begins on 1 May 2024 and ends on 30 April 2027.

The monthly rent of Unit 7 is 950 euros. <script>alert(1)</script> is painted on the door.
"""
SOURCE_ZH = "# 七号房租赁合同\n\n七号房的月租金为9500元。租期自2024年5月1日起至2027年4月30日止。\n"
DRAFT = """# Notes

The monthly rent of Unit 7 is 950 euros. The lease of Unit 7 begins on 1 May 2024 and ends on 30 April 2029.

七号房的月租金为9500元。七号房的月租金为8500元。
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.md").write_text(SOURCE, encoding="utf-8")
    (folder / "租约.md").write_text(SOURCE_ZH, encoding="utf-8")
    return folder


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_each_claim_has_its_verdict_in_both_languages(run: Run, papers: Path, draft: Path) -> None:
    ran = run("check", str(draft), "--against", str(papers), "--json")
    report = json.loads(ran.out)
    verdicts = {claim["text"]: claim["verdict"] for claim in report["claims"]}
    assert verdicts["The monthly rent of Unit 7 is 950 euros."] == "supported"
    assert verdicts["七号房的月租金为9500元。"] == "supported"
    assert verdicts["The lease of Unit 7 begins on 1 May 2024 and ends on 30 April 2029."] in (
        "contradicted",
        "unsupported",
    )
    assert verdicts["七号房的月租金为8500元。"] in ("contradicted", "unsupported")
    assert sum(report["counts"].values()) == len(report["claims"]) == 4
    assert report["documents"] == 2
    assert ran.status == 1


def test_claims_and_quotations_are_verbatim(run: Run, papers: Path, draft: Path) -> None:
    report = json.loads(run("check", str(draft), "--against", str(papers), "--json").out)
    sources = {"lease": SOURCE, "租约": SOURCE_ZH}
    for claim in report["claims"]:
        assert claim["text"] == DRAFT[claim["start"] : claim["end"]]
        assert claim["checks"]
        for check in claim["checks"]:
            assert check["detail"]
            assert all(0 <= at < len(claim["citations"]) for at in check["sources"])
        for cited in claim["citations"]:
            assert cited["quote"] == sources[Path(cited["source"]).stem][cited["start"] : cited["end"]]


def test_a_sound_text_ends_with_status_0(run: Run, papers: Path, tmp_path: Path) -> None:
    sound = tmp_path / "sound.txt"
    sound.write_text("The monthly rent of Unit 7 is 950 euros.\n", encoding="utf-8")
    ran = run("check", str(sound), "--against", str(papers))
    assert ran.status == 0
    assert "1 supported" in ran.out


def test_the_library_is_checked_against_too(run: Run, papers: Path, draft: Path) -> None:
    assert run("add", str(papers)).status == 0
    report = json.loads(run("check", str(draft), "--json").out)
    assert report["counts"]["supported"] == 2


def test_the_reason_names_both_sides(run: Run, papers: Path, draft: Path) -> None:
    out = run("check", str(draft), "--against", str(papers)).out
    assert "30 April 2029" in out
    assert "30 April 2027" in out


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags, self.links, self.ids, self.sources = list[str](), list[str](), list[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        held = {name: value or "" for name, value in attrs}
        self.links += [held["href"]] if "href" in held else []
        self.ids += [held["id"]] if "id" in held else []
        self.sources += [held["src"]] if "src" in held else []


def test_the_page_holds_everything_and_runs_nothing(run: Run, papers: Path, draft: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    run("check", str(draft), "--against", str(papers), "--html", str(path))
    text = path.read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert page.links == [f"#claim-{number}" for number in range(1, 5)]
    assert page.ids == [f"claim-{number}" for number in range(1, 5)]
    assert "script" not in page.tags
    assert not page.sources
    assert "&lt;script&gt;" in text
    assert "default-src 'none'" in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "nowhere.md", "--against", "{papers}"), "nowhere.md cannot be read"),
        (("check", "{draft}", "--against", "{papers}", "--collection", "one"), "does not go with --collection"),
        (("check", "{draft}", "--against", "{empty}"), "none of the files"),
        (("check", "{draft}"), "there is no library"),
    ],
)
def test_wrong_use_is_said(
    run: Run, papers: Path, draft: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    (empty := tmp_path / "empty").mkdir()
    ran = run(*(one.format(papers=papers, draft=draft, empty=empty) for one in arguments))
    assert ran.status == 2
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_text_without_claims_ends_with_status_3(run: Run, papers: Path, tmp_path: Path) -> None:
    path = tmp_path / "nothing.md"
    path.write_text("# A title\n", encoding="utf-8")
    ran = run("check", str(path), "--against", str(papers))
    assert ran.status == 3
    assert "no claim" in ran.out


def test_figures_of_a_table_are_in_what_its_corner_says(run: Run, tmp_path: Path) -> None:
    source, table = tmp_path / "report.md", "| {} | 2024 | 2023 |\n|---|---|---|\n| Freight | {} | 9,415 |\n"
    source.write_text("# Report 2024\n\n" + table.format("Thousand euros", "10,260"), encoding="utf-8")
    for corner, freight, verdict in (
        ("Thousand euros", "10,260", "supported"),
        ("Million euros", "10,260", "contradicted"),
        ("Thousand euros", "10,620", "contradicted"),
    ):
        draft = tmp_path / "draft.md"
        draft.write_text("# Note\n\n" + table.format(corner, freight), encoding="utf-8")
        claims = json.loads(run("check", str(draft), "--against", str(source), "--json").out)["claims"]
        assert {claim["text"]: claim["verdict"] for claim in claims}[freight] == verdict
        for check in (check for claim in claims for check in claim["checks"] if check["part"]):
            assert check["part"][0] < check["part"][1] <= len(freight)
