"""Wenyuan's search and its peers', on the same texts and questions: quality, cost and growth.

    python benchmarks/retrieval DATA [--full] [--out FOLDER] [--cache FOLDER] [--sets NAMES] [--systems NAMES]

DATA holds the data sets (`retrieval/`, `qa/`); those that are not there are left out. Each peer is installed into a
virtual environment of its own under the cache, once; one that cannot be is a row that says why. The tables go to
standard output; --out writes them as retrieval.md, with charts and JSON.

With --keep, what was found of each system is kept in a folder and taken from there the next time, but for Wenyuan's own
rows, which are measured again (--again says whose). Times of different hours are then side by side.

Without --full at most 300 questions of each group are asked, every n-th of them, and growth ends at 10,000 passages.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from environments import Environments
from growth import grow
from kept import Kept
from measuring import Plan, measure
from platformdirs import user_cache_path
from report import page, write
from results import Corpora, Results
from sets import Corpus, fewer, load
from systems import SYSTEMS, System

_SOME = 300
_NEWS = "retrieval/news_zh_10k.jsonl.gz"


def main() -> int:
    arguments = _arguments()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    environments = Environments(arguments.cache)
    again = arguments.again or ([] if arguments.only_kept else ["^wenyuan"])
    kept = Kept(
        arguments.keep, {one.name for one in SYSTEMS if again and _wanted(one.name, again)}, arguments.only_kept
    )
    systems = [one for one in SYSTEMS if _wanted(one.name, arguments.systems)]
    results = Results(
        Plan(seconds=arguments.minutes * 60), Corpora({}, {}), [], [], _machine(arguments.keep is not None)
    )
    for corpus in load(arguments.data):
        if _wanted(corpus.name, arguments.sets):
            with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
                _compare(results, corpus, arguments.full, systems, environments, kept, Path(scratch))
            if arguments.out:  # what was found so far, should the rest be stopped
                write(results, arguments.out)
    if arguments.grow and (arguments.data / _NEWS).is_file():
        serious = [one for one in systems if one.serious]
        with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
            news, sizes = arguments.data / _NEWS, arguments.grow
            for one in grow(news, sizes, results.plan, environments, kept, Path(scratch), serious):
                results.growth.append(one)
                _log(f"{one.size.texts:,} passages, {one.system.name}: {one.failed or one.cost}")
    print(page(results))
    if arguments.out:
        write(results, arguments.out)
    return 0


def _compare(
    results: Results,
    whole: Corpus,
    full: bool,
    systems: list[System],
    environments: Environments,
    kept: Kept,
    scratch: Path,
) -> None:
    corpus = whole if full else fewer(whole, _SOME)
    results.corpora.sizes[corpus.name] = corpus.lay_out(scratch)
    for group in dict.fromkeys(one.group for one in whole.questions):
        asked, total = (sum(one.group == group for one in of.questions) for of in (corpus, whole))
        results.corpora.questions[group] = (asked, total)
    for system in systems:
        outcome = kept.outcome(system, corpus.name, len(corpus.questions))
        if outcome is None and kept.only:
            continue
        if outcome is None:
            outcome = measure(system, corpus, results.plan, environments, scratch)
            kept.keep(outcome, len(corpus.questions))
        results.outcomes.append(outcome)
        means = {group: round(float(found.ndcg10.mean()), 3) for group, found in outcome.quality.items()}
        times = f"p50 {outcome.cost.p50:.2f} ms, p95 {outcome.cost.p95:.2f} ms" if outcome.cost else ""
        _log(f"{corpus.name}, {system.name}: {outcome.failed} {means or ''} {times}")


def _wanted(name: str, patterns: list[str] | None) -> bool:
    return not patterns or any(re.search(one, name) for one in patterns)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks/retrieval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--full", action="store_true", help="all questions, growth to a million passages")
    parser.add_argument("--out", type=Path, help="folder for retrieval.md, retrieval.json and the charts")
    cache = os.environ.get("WENYUAN_BENCH_CACHE")
    parser.add_argument("--cache", type=Path, default=Path(cache) if cache else user_cache_path("wenyuan-bench"))
    parser.add_argument("--scratch", type=Path, help="where libraries and indexes are made (the system's own)")
    parser.add_argument("--sets", type=_names, help="only sets whose names match one of these")
    parser.add_argument("--systems", type=_names, help="only systems, likewise")
    parser.add_argument("--keep", type=Path, help="folder of results that are kept, and taken from there another time")
    parser.add_argument("--again", type=_names, help="systems measured again all the same (wenyuan)")
    parser.add_argument("--only-kept", action="store_true", help="measure nothing: the page of what --keep holds")
    parser.add_argument("--minutes", type=float, help="for one system to build, and to answer, one set (10, or 60)")
    parser.add_argument("--grow", type=lambda text: [int(one) for one in text.split(",") if one], help="passages")
    arguments = parser.parse_args()
    arguments.cache = arguments.cache.absolute()
    arguments.minutes = arguments.minutes or (60 if arguments.full else 10)
    if arguments.grow is None:
        arguments.grow = [10_000, 100_000, 1_000_000] if arguments.full else [10_000]
    return arguments


def _names(text: str) -> list[str]:
    return text.split(",")


def _log(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def _machine(kept: bool) -> str:
    load = f"; load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    earlier = " Some rows were kept from earlier runs: compare times with care." if kept else ""
    return f"Measured on {os.cpu_count()} cores{load}, Python {sys.version.split()[0]}.{earlier}"


if __name__ == "__main__":
    sys.exit(main())
