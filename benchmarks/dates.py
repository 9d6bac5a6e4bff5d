"""What `text.dates` reads: the hard expressions, the gold of Recognizers-Text, and its speed.

    python benchmarks/dates.py DATA [--show] [--json]

DATA holds quantities/expressions.jsonl, quantities/recognizers_specs (DateParser and DatePeriodParser of both
languages), qa/dragonball_docs.jsonl and retrieval/news_zh_10k.jsonl.gz. A case of the specs counts where its gold is
the same whether past or future is preferred: an absolute date, or one that follows from the day of reference. --show
prints every case that is not read as the gold says.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from wenyuan.text.dates import periods
from wenyuan.text.period import Period
from wenyuan.text.sentences import sentences

# What the gold has and a document hardly says, or says in more ways than one.
_KINDS = tuple(
    (name, re.compile(words))
    for name, words in (
        (
            "days of the week, weekends",
            r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|[周週][一二三四五六日末]|[期拜][一二三四五六日]",
        ),
        (
            "counted from now",
            r"(?i)\b(?:ago|later|within|hence|future|from now|from today|from tomorrow|before|after|few|in (?:\d|"
            r"four))|[上后前]\d",
        ),
        (
            "the moon, eras, years before 1000",
            r"[正农]|初|大年|康熙|雍正|神龙|民国|^\D*[1-9]\d\d年|三六七|八月十五|(?i:year \w+ ?\w* ?\w* ?\w* ?\w*$)",
        ),
        ("numbers in words", r"(?i)thousand|nineteen|twent|thirt|first|second$|fifteen|noughties|eighty|seventies"),
        ("years of two digits", r"\d[-/,. ]\d+[-/,]\d\d$|\d0'?s|\d\d-\d+-\d+$|[A-Za-z] \d\d$"),
        ("days and months as fractions", r"^(?:from )?\d{1,2}[-/.]\d{1,2}\b(?![-/])|\d{1,4} ?[-/.] ?\d{1,4}$"),
        ("a day of an unsaid month", r"^(?:the )?\d{1,2}(?:st|nd|rd|th|日|号)?\W*$"),
        ("the day, my week, rest of the year", r"(?i)\b(?:day|year|month|rest|decade|now)\b|[前后後]天|最近|tmrw|same"),
    )
)
_FAR = date.max - timedelta(1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    result: dict[str, Any] = {"expressions": expressions(arguments.data / "quantities" / "expressions.jsonl")}
    specs = arguments.data / "quantities" / "recognizers_specs" / "raw" / "Specs" / "DateTime"
    for language in ("Chinese", "English"):
        for name in ("DateParser", "DatePeriodParser"):
            result[f"{language} {name}"] = gold(specs / language / f"{name}.json", show=arguments.show)
    result["sentences a second"] = {
        "dragonball": speed(dragonball(arguments.data / "qa" / "dragonball_docs.jsonl")),
        "news": speed(news(arguments.data / "retrieval" / "news_zh_10k.jsonl.gz")),
    }
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))
    else:
        for name, figures in result.items():
            print(f"{name:26}", "  ".join(f"{key} {value}" for key, value in figures.items()))
    return 0


def expressions(path: Path) -> dict[str, int]:
    """How many of the hard expressions are read exactly, and how many quantities are taken for a date."""
    right = wrong = taken = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        told = date.fromisoformat(case["document_date"]) if "document_date" in case else None
        wanted = [one for one in case["expect"] if one["kind"] in ("date", "period")]
        read = [as_expected(period) for period in periods(case["text"], told=told)]
        if not wanted:
            taken += bool(read)
        elif read == wanted:
            right += 1
        else:
            wrong += 1
            print(f"{case['text']}: {wanted} is read {read}", file=sys.stderr)
    return {"right": right, "wrong": wrong, "quantities taken for dates": taken}


def as_expected(period: Period) -> dict[str, object]:
    """In the words of expressions.jsonl."""
    said: dict[str, object] = {"kind": period.kind}
    if period.kind == "date" and period.first:
        said["value"] = period.first.isoformat()
    elif period.first and period.last:
        said |= {"start": period.first.isoformat(), "end": period.last.isoformat()}
    if period.relative:
        said["relative"] = period.relative
    if period.bound:
        said["bound"] = period.bound
    if period.fiscal:
        said["fiscal"] = True
    return said


def gold(path: Path, *, show: bool) -> dict[str, object]:
    """Agreement with one file of Recognizers-Text: of all cases with one answer, and of those read at all."""
    outcomes = Counter[str]()
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        at = case.get("Context", {}).get("ReferenceDateTime")
        told = date.fromisoformat(at[:10]) if at else None
        for wanted in case["Results"]:
            value = wanted.get("Value") or {}
            answers = {tuple(value.get(name, {}).values()) for name in ("FutureResolution", "PastResolution")}
            if not all(answers) or any("0001-01-01" in answer for answer in answers):
                continue  # no dates in the gold: seasons, days that do not exist
            found = [
                one
                for one in periods(case["Input"], told=told)
                if one.start < wanted["Start"] + wanted["Length"] and wanted["Start"] < one.end
            ]
            outcome = judged(found, [tuple(map(date.fromisoformat, answer)) for answer in answers], wanted["Text"])
            outcomes["two answers: " * (len(answers) > 1) + outcome] += 1
            if show and outcome != "agrees":
                read = [
                    (case["Input"][one.start : one.end], str(one.first), str(one.last), one.relative) for one in found
                ]
                print(f"  {outcome}: {told} {case['Input']!r} [{wanted['Text']}] gold {answers} read {read}")
    single = {name: count for name, count in outcomes.items() if not name.startswith("two")}
    total = sum(single.values())
    return {"cases": total, "share agreed": round(single.get("agrees", 0) / total, 3), **dict(sorted(outcomes.items()))}


def judged(found: list[Period], answers: list[tuple[date, ...]], text: str) -> str:
    dated = [one for one in found if one.first or one.last]
    if not dated:
        return (
            "left open"
            if found
            else f"not read: {next((name for name, words in _KINDS if words.search(text)), 'other')}"
        )
    first, last = min(one.first or date.min for one in dated), max(one.last or _FAR for one in dated)
    for answer in answers:
        begins, ends = answer[0], answer[-1]
        if first == begins and (last == ends or last + timedelta(1) == ends):
            return "agrees"
        if first == begins and dated[0].kind == "period" and last.replace(day=1) in (ends, ends.replace(month=12)):
            return "their range stops where its last year or month begins"
    if len(dated) > 1:
        return "read in parts"
    if dated[0].bound:
        return "bounded otherwise"
    return "DIFFERS"


def dragonball(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def news(path: Path, documents: int = 1000) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(documents), lines, strict=False):
            yield json.loads(line)["text"]


def speed(texts: Iterator[str]) -> int:
    """Sentences a second of processor time, the best of three runs."""
    cut = [text[start:end] for text in texts for start, end in sentences(text)]
    told = date(2024, 11, 3)
    times = list[float]()
    for _ in range(3):
        began = time.process_time()
        for sentence in cut:
            periods(sentence, told=told)
        times.append(time.process_time() - began)
    return round(len(cut) / min(times))


if __name__ == "__main__":
    sys.exit(main())
