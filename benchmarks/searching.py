"""How long `search` takes, warm, on queries drawn from the documents themselves.

    python benchmarks/searching.py LIBRARY [--queries 500] [--seed 1] [--limit 10] [--profile] [--json]

LIBRARY is a folder that `wenyuan add` has filled, as benchmarks/adding.py leaves with --keep. Four kinds of query,
equally many: a word of two characters, a longer word (mostly names), a phrase cut out of a text, a whole question. Each
is timed with all that a caller gets: texts, places and reasons. A second process adding meanwhile is the
business of benchmarks/adding.py --search.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from wenyuan.api import Library
from wenyuan.library.store import Store

KINDS = ("word", "name", "phrase", "question")
_HAN_RUN = re.compile("[\u4e00-\u9fff]{4,}")
_ASKED = ("{}是什么时候？", "关于{}，有哪些说法？", "{}的原因是什么？", "请介绍{}和{}之间的关系。", "谁参加了{}？")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("library", type=Path)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=10)
    parser.add_argument("--profile", action="store_true", help="say where the time goes, on stderr")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with Library(arguments.library, create=False) as library:
        queries = draw(library.store, arguments.queries, arguments.seed)
        for _, query in queries[:: max(1, len(queries) // 40)]:
            library.search(query, arguments.limit)
        profile = cProfile.Profile() if arguments.profile else None
        if profile:
            profile.enable()
        taken = measure(library, queries, arguments.limit)
        if profile:
            profile.disable()
            pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(40)
    report = {kind: summary(taken[kind]) for kind in (*KINDS, "processor") if taken[kind]}
    report["all"] = summary([time for kind in KINDS for time in taken[kind]])
    out = {"kinds": report, "load": os.getloadavg()[0]}
    print(json.dumps(out) if arguments.json else table(report, os.getloadavg()[0]))
    return 0


def draw(store: Store, count: int, seed: int) -> list[tuple[str, str]]:
    """(kind, query) in mixed order, the same for the same library and seed."""
    import rjieba

    chance = random.Random(seed)
    records = sorted(store.documents(), key=lambda record: record.id)
    out = list[tuple[str, str]]()
    while len(out) < count:
        kind = KINDS[len(out) % len(KINDS)]
        text = store.text(chance.choice(records).id)
        runs = _HAN_RUN.findall(text)
        words = [word for run in runs for word in rjieba.cut(run, True) if len(word) >= 2]
        if len(words) < 10 or not runs:
            continue
        if kind == "word":
            out.append((kind, chance.choice([word for word in words if len(word) == 2] or words)))
        elif kind == "name":
            out.append((kind, chance.choice([word for word in words if len(word) >= 3] or words)))
        elif kind == "phrase":
            at = chance.randrange(max(1, len(text) - 20))
            out.append((kind, text[at : at + chance.randint(8, 20)].strip() or words[0]))
        else:
            topics = ["".join(chance.sample(words, 2)), chance.choice(runs)[:12]]
            out.append((kind, chance.choice(_ASKED).format(*topics)))
    return out


def measure(library: Library, queries: Sequence[tuple[str, str]], limit: int) -> dict[str, list[float]]:
    """Milliseconds by kind; under "processor" those that the processor worked, which other programs cost less."""
    taken = defaultdict[str, list[float]](list)
    for kind, query in queries:
        began, worked = time.perf_counter(), time.process_time()
        library.search(query, limit)
        taken["processor"].append((time.process_time() - worked) * 1000)
        taken[kind].append((time.perf_counter() - began) * 1000)
    return taken


def summary(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    part = {f"p{percent}": ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] for percent in (50, 95, 99)}
    return {name: round(value, 2) for name, value in {**part, "worst": ordered[-1]}.items()}


def table(report: dict[str, dict[str, float]], load: float) -> str:
    lines = [f"{'':10}" + "".join(f"{name:>9}" for name in ("p50", "p95", "p99", "worst")) + "   milliseconds"]
    lines += [f"{kind:10}" + "".join(f"{value:9.2f}" for value in row.values()) for kind, row in report.items()]
    return "\n".join([*lines, f"load average {load:.1f}"])


if __name__ == "__main__":
    sys.exit(main())
