"""Question sets: what is read, what is refused, and what a report counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shelf import put
from wenyuan.api import Library
from wenyuan.errors import UsageError
from wenyuan.evaluating.evaluation import Outcome, report, run
from wenyuan.evaluating.questions import Case, Gold, read_set


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def outcome(
    found: tuple[bool, ...],
    cited: tuple[bool, ...],
    *,
    unanswerable: bool = False,
    refused: bool = False,
    evidence: float = 0.5,
    language: str = "en",
    domain: str = "",
    type: str = "",
) -> Outcome:
    case = Case("q", "?", tuple(Gold("x") for _ in found), unanswerable, type, language, domain)
    return Outcome(case, found, cited, 2, refused, evidence, 10.0, 20.0)


def test_what_a_set_says(tmp_path: Path) -> None:
    path = written(
        tmp_path / "set.jsonl",
        "\ufeff" + json.dumps({"question": "What is the rent?"}),
        "",
        json.dumps(
            {
                "id": 7,
                "question": "租金\u2028是多少？",
                "type": "fact",
                "domain": "law",
                "evidence": [{"text": "租金为5元。", "source": "a.md"}, {"text": "五元"}],
            },
            ensure_ascii=False,
        ),
        json.dumps({"question": "Who?", "unanswerable": True, "language": "zh"}),
    )
    first, second, third = read_set(path)
    assert (first.id, first.evidence, first.unanswerable, first.language) == ("1", (), True, "en")
    assert (second.id, second.type, second.domain, second.language) == ("7", "fact", "law", "zh")
    assert second.question == "租金\u2028是多少？"
    assert second.evidence == (Gold("租金为5元。", "a.md"), Gold("五元"))
    assert not second.unanswerable
    assert (third.id, third.language) == ("4", "zh")


@pytest.mark.parametrize(
    "line",
    [
        "{torn",
        "[]",
        "5",
        "null",
        "{}",
        '{"question": null}',
        '{"question": "  "}',
        '{"question": 5}',
        '{"question": "?", "evidence": "text"}',
        '{"question": "?", "evidence": 5}',
        '{"question": "?", "evidence": [{"source": "a"}]}',
        '{"question": "?", "evidence": [{"text": ""}]}',
        '{"question": "?", "evidence": [{"text": "x", "doc_id": 7}]}',
        '{"question": "?", "unanswerable": false}',
        '{"question": "?", "unanswerable": false, "evidence": []}',
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str) -> None:
    path = written(tmp_path / "set.jsonl", '{"question": "fine"}', "", line)
    with pytest.raises(UsageError, match=r"set\.jsonl, line 3"):
        read_set(path)


def test_a_set_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.jsonl cannot be read: No such file or directory$"):
        read_set(tmp_path / "gone.jsonl")
    with pytest.raises(UsageError, match="cannot be read"):
        read_set(tmp_path)
    (tmp_path / "bytes.jsonl").write_bytes(b'{"question": "\xff"}')
    with pytest.raises(UsageError, match="cannot be read: it is not UTF-8"):
        read_set(tmp_path / "bytes.jsonl")
    with pytest.raises(UsageError, match="no questions"):
        read_set(written(tmp_path / "empty.jsonl", "", "  "))


@pytest.mark.parametrize(
    ("gold", "text", "source", "stands"),
    [
        (Gold("营业收入 3.2亿元"), "其中，营业收入\n３．２亿元。", "/a/b.md", True),
        (Gold("Net income"), "the net  INCOME was", "/a/b.md", True),
        (Gold("Net income", "b.md"), "net income", "/a/b.md", True),
        (Gold("Net income", "b.md"), "net income", "/a/ab.md", False),
        (Gold("Net income was"), "net income", "/a/b.md", False),
    ],
)
def test_where_evidence_stands(gold: Gold, text: str, source: str, stands: bool) -> None:
    assert gold.stands_in(text, source) is stands


def test_a_report_counts_by_hand() -> None:
    made = report(
        [
            outcome((True, True), (True, False), evidence=0.9, domain="law", type="fact"),
            outcome((True, False), (False, False), evidence=0.4, language="zh"),
            outcome((False,), (False,), refused=True, evidence=0.2),
            outcome((), (), unanswerable=True, refused=True, evidence=0.1),
            outcome((), (), unanswerable=True, evidence=0.4, language="zh"),
        ]
    )
    assert (made.questions, made.unanswerable, made.refused_unanswerable) == (3, 2, 0.5)
    rows = {row.group: row for row in made.rows}
    assert set(rows) == {"all", "en", "zh", "en law", "en fact"}
    whole = rows["all"]
    assert whole.questions == 3
    assert whole.found_any == pytest.approx(2 / 3)
    assert whole.found_all == pytest.approx(1 / 3)
    assert whole.found_share == pytest.approx((1 + 0.5 + 0) / 3)
    assert whole.cited_any == pytest.approx(1 / 3)
    assert whole.cited_share == pytest.approx(0.5 / 3)
    assert (whole.statements, whole.refused) == (2, pytest.approx(1 / 3))
    assert made.refusal_auroc == pytest.approx((2 + 1.5 + 1) / 6)
    assert made.refusal_auroc_by_language == {"en": 1.0, "zh": 0.5}
    assert (made.search_p50_ms, made.ask_p95_ms) == (10.0, 20.0)


def test_a_question_without_evidence_is_never_found_whole() -> None:
    (row, _) = report([outcome((), ())]).rows
    assert (row.found_any, row.found_all, row.found_share) == (0.0, 0.0, 0.0)


def test_a_report_of_nothing_unanswerable() -> None:
    made = report([outcome((True,), (True,))])
    assert (made.unanswerable, made.refused_unanswerable, made.refusal_auroc) == (0, 0.0, None)


def test_a_case_through_a_library(tmp_path: Path) -> None:
    with Library(tmp_path / "home") as library:
        put(library.store, "lease.md", "# Lease\n\nThe monthly rent is 950 euros.\n")
        case = Case("1", "What is the monthly rent?", (Gold("rent is 950 euros", "lease.md"),), False, "", "en", "")
        done = run(case, library.search, library.ask)
    assert (done.found, done.cited, done.refused) == ((True,), (True,), False)
    assert done.statements >= 1
    assert done.search_ms > 0
    assert done.ask_ms > 0
