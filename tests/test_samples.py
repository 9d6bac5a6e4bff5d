"""The sample documents: made again the same, and every piece of evidence stands in its document as read."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read

SAMPLES = Path(__file__).parent.parent / "samples"
DOCUMENTS = sorted((SAMPLES / "documents").iterdir())
QUESTIONS = [json.loads(line) for line in (SAMPLES / "questions.jsonl").read_text("utf-8").splitlines()]


@cache
def document(name: str) -> Document:
    return read((SAMPLES / "documents" / name).read_bytes(), name, Limits())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_sample_is_read_whole(path: Path) -> None:
    got = document(path.name)
    got.check()
    assert got.status == "ready", got.problems
    assert got.title


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path.suffix == ".pdf"], ids=lambda path: path.name)
def test_the_reports_have_pages_tables_and_marked_furniture(path: Path) -> None:
    got = document(path.name)
    assert 2 <= len(got.pages) <= 4
    assert len(got.tables) == 2
    assert all(len(table.cells) >= 18 for table in got.tables)
    furniture = [got.text[b.start : b.end] for b in got.blocks if b.kind == "furniture"]
    assert len(furniture) == 2 * len(got.pages)  # a running head and a page number each


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_the_evidence_is_verbatim_in_its_document(question: dict[str, object]) -> None:
    evidence = question["evidence"]
    assert isinstance(evidence, list)
    assert question["unanswerable"] == (not evidence) == (not question["answer"])
    for piece in evidence:
        assert document(piece["source"]).text.count(piece["text"]) == 1


def test_the_questions_are_balanced() -> None:
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS) >= 24
    for language in ("en", "zh"):
        asked = [question for question in QUESTIONS if question["language"] == language]
        assert len(asked) == len(QUESTIONS) // 2
        assert sum(question["unanswerable"] for question in asked) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("brindlewick-ferries-2023.pdf", "brindlewick-ferries-2024.pdf"),
        ("lease-unit-4a.docx", "lease-unit-4b.docx"),
        ("出院小结-A-0417.docx", "出院小结-A-0471.docx"),
        ("澜汐轮渡2023年度报告.pdf", "澜汐轮渡2024年度报告.pdf"),
    ],
)
def test_siblings_share_their_wording_and_differ_in_their_figures(one: str, other: str) -> None:
    lines, others = (set(document(name).text.split("\n")) for name in (one, other))
    assert len(lines & others) >= 8
    assert len(lines - others) >= 8


def test_the_samples_are_small_and_come_out_the_same(tmp_path: Path) -> None:
    for package in ("reportlab", "docx", "openpyxl"):
        pytest.importorskip(package)
    made = subprocess.run([sys.executable, SAMPLES / "make.py", tmp_path], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in DOCUMENTS]
    for path in DOCUMENTS:
        again = (tmp_path / path.name).read_bytes()
        # Deflate differs between builds of zlib, so an Office file or PDF is compared as read.
        if again != path.read_bytes():
            assert read(again, path.name, Limits()).text == document(path.name).text
    assert sum(path.stat().st_size for path in DOCUMENTS) < 1_500_000
