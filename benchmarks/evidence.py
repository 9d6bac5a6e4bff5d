"""Evidence location and refusal on DragonBall (RAGEval): both languages indexed as one collection.

    python benchmarks/evidence.py FOLDER [--limit N] [--names id|name] [--json]

FOLDER holds dragonball_docs.jsonl and dragonball_qa.jsonl. Each document is written out as a Markdown file, named
by its own name or only by its number, added to a new library in a temporary folder, and every question is
searched and asked. Questions with an even number in their id can be kept aside with --half.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from wenyuan.api import Library
from wenyuan.evaluating.evaluation import Outcome, report, run
from wenyuan.evaluating.questions import Case, Gold

TYPES = {
    "事实性问题": "factual",
    "Factual Question": "factual",
    "总结性问题": "summary",
    "Summarization Question": "summary",
    "多跳推理问题": "multi-hop",
    "Multi-hop Reasoning Question": "multi-hop",
    "多文档信息整合问题": "two documents",
    "Multi-document Information Integration Question": "two documents",
    "多文档对比问题": "comparison",
    "Multi-document Comparison Question": "comparison",
    "多文档时间序列问题": "time order",
    "Multi-document Time Sequence Question": "time order",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only the first N questions of each half")
    parser.add_argument("--names", choices=("name", "id"), default="name")
    parser.add_argument("--half", choices=("odd", "even"), help="only questions with such a number")
    parser.add_argument("--misses", type=int, default=0, help="print N questions whose evidence was not cited")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = write_documents(arguments.folder / "dragonball_docs.jsonl", Path(scratch) / "docs", arguments.names)
        cases = read_cases(arguments.folder / "dragonball_qa.jsonl", files)
        if arguments.half:
            cases = [one for one in cases if int(one.id.rsplit("-", 1)[1]) % 2 == (arguments.half == "odd")]
        if arguments.limit:
            cases = cases[:: max(1, len(cases) // arguments.limit)]
        with Library(Path(scratch) / "library") as library:
            for added in library.add([Path(scratch) / "docs"]):
                if added.outcome != "added":
                    print(f"{added.path}: {added.outcome} {added.record.reason}", file=sys.stderr)
            outcomes = [run(case, library.search, library.ask) for case in cases]
    show(outcomes, arguments.json)
    missed = [one for one in outcomes if one.case.evidence and not any(one.cited)]
    for one in missed[:: max(1, len(missed) // arguments.misses)] if arguments.misses else ():
        print(f"- {one.case.question} {[gold.text for gold in one.case.evidence][:3]} evidence {one.evidence:.2f}")
    return 0


def write_documents(source: Path, folder: Path, names: str) -> dict[int, str]:
    """Write each document out as a file; returns file names by document number."""
    folder.mkdir(parents=True)
    files = dict[int, str]()
    for line in source.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        number = int(document["doc_id"])
        name = re.sub(r"[/\\:]", "-", str(document["name"])) if names == "name" else f"doc_{number}"
        if name in files.values():
            name = f"{name} {number}"
        files[number] = f"{name}.md"
        (folder / files[number]).write_text(str(document["text"]), encoding="utf-8", newline="")
    return files


def read_cases(source: Path, files: dict[int, str]) -> list[Case]:
    """The questions as cases; those that are answerable but name no evidence cannot be judged and are left out."""
    cases = list[Case]()
    for line in source.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        gold = tuple(Gold(str(one["text"]), files[int(one["doc_id"])]) for one in raw["evidence"])
        if gold or raw["unanswerable"]:
            kind = TYPES.get(raw["type"], "unanswerable")
            cases.append(Case(raw["id"], raw["question"], gold, raw["unanswerable"], kind, raw["lang"], raw["domain"]))
    return cases


def show(outcomes: list[Outcome], as_json: bool) -> None:
    summary = report(outcomes)
    if as_json:
        print(json.dumps(asdict(summary), ensure_ascii=False, indent=1))
        return
    print(
        "| group | questions | found any | found all | found share | cited any | cited share | statements | refused |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for row in summary.rows:
        print(
            f"| {row.group} | {row.questions} | {row.found_any:.3f} | {row.found_all:.3f} | {row.found_share:.3f} | "
            f"{row.cited_any:.3f} | {row.cited_share:.3f} | {row.statements:.1f} | {row.refused:.3f} |"
        )
    by_language = ", ".join(
        f"{name} {value:.3f}" for name, value in summary.refusal_auroc_by_language.items() if value is not None
    )
    overall = summary.refusal_auroc
    print(
        f"\nunanswerable: {summary.unanswerable}, refused {summary.refused_unanswerable:.3f}; "
        f"AUROC of the evidence score {overall if overall is None else round(overall, 3)} ({by_language})\n"
        f"search p50 {summary.search_p50_ms:.1f} ms, p95 {summary.search_p95_ms:.1f} ms; "
        f"ask p50 {summary.ask_p50_ms:.1f} ms, p95 {summary.ask_p95_ms:.1f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
