"""The checker on known sets of claims, and on claims made from known questions and spoilt in one place.

    python benchmarks/checking.py DATA [--only NAME …] [--half dev|aside] [--limit N] [--misses N]

DATA holds claims/*.jsonl.gz and qa/dragonball_*.jsonl. Every set is cut in two by a hash of its ids: the checker's
lists and limits were set on one half, the other was kept aside; figures are given for both.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from claims import perturbing, tables
from claims.cases import Case, Judged, accuracy, balanced, claims, failing, named, rejected, run, supported, verdicts

Measure = Callable[[Sequence[Judged]], float]
SETS: dict[str, tuple[str, Measure, str]] = {
    "zh_numerical": ("zh_numerical.half", accuracy, "accuracy of three"),
    "wice_goldsent": ("wice_goldsent.dev", balanced, "balanced accuracy"),
    "summedits": ("summedits.half", balanced, "balanced accuracy"),
    "csnli": ("csnli.dev", balanced, "balanced accuracy"),
    "ocnli": ("ocnli.train10k", balanced, "balanced accuracy"),
    "begin": ("begin.v1test", balanced, "balanced accuracy"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[*SETS, "perturbed", "tatqa"])
    parser.add_argument("--half", choices=("dev", "aside"), help="only this half")
    parser.add_argument("--limit", type=int, help="only so many cases of each group")
    parser.add_argument("--groups", nargs="*", help="only these ways of changing a sentence")
    parser.add_argument(
        "--misses", type=int, default=0, help="print so many cases judged wrongly, of the half looked at"
    )
    arguments = parser.parse_args()
    judged = list[Judged]()
    for name in arguments.only:
        if name in SETS:
            file, measure, words = SETS[name]
            path = arguments.folder / "claims" / f"{file}.jsonl.gz"
            judged += show(name, sample(claims(path), arguments), measure, words, arguments.misses)
    if "perturbed" in arguments.only:
        judged += made(perturbing.cases(arguments.folder / "qa"), arguments)
    if "tatqa" in arguments.only:
        judged += made(tables.cases(arguments.folder / "claims" / "tatqa_qa.dev.jsonl.gz"), arguments)
    pairs = sum(len(one.case.evidence) for one in judged)
    seconds = sum(one.seconds for one in judged)
    print(f"\n{len(judged)} claims, {pairs} pairs of claim and sentence, {pairs / max(seconds, 1e-9):.0f} a second")


def made(cases: Iterable[Case], arguments: argparse.Namespace) -> list[Judged]:
    """Claims made from questions, as they are and spoilt, by the way they were made and the language."""
    groups = dict[tuple[str, str], list[Case]]()
    for case in cases:
        if not arguments.groups or case.group in arguments.groups:
            groups.setdefault((case.group, case.lang), []).append(case)
    judged = list[Judged]()
    for (group, lang), cases in groups.items():
        chosen = sample(cases, arguments)
        if cases[0].wanted == "supported":
            judged += show(f"{group} {lang}", chosen, supported, "supported", arguments.misses)
        else:
            found = show(f"{group} {lang} changed", chosen, rejected, "not supported", arguments.misses)
            show(f"{group} {lang} changed", found, named, "named as that kind", arguments.misses)
            judged += found
    return judged


def sample(cases: list[Case], arguments: argparse.Namespace) -> list[Case]:
    if arguments.half:
        cases = [case for case in cases if case.aside == (arguments.half == "aside")]
    if arguments.limit and len(cases) > arguments.limit:
        cases = random.Random(0).sample(cases, arguments.limit)
    return cases


def show(name: str, cases: Sequence[Case | Judged], measure: Measure, words: str, misses: int) -> list[Judged]:
    judged = [case if isinstance(case, Judged) else run([case])[0] for case in cases]
    halves = ([one for one in judged if not one.case.aside], [one for one in judged if one.case.aside])
    figures = " / ".join(f"{measure(half):.3f}" if half else "-" for half in halves)
    print(f"{name:32} {len(judged):5}  {words}: {figures}   ({verdicts(judged)})", flush=True)
    wrong = [one for one in halves[0] if _wrong(one, measure)]
    for one in random.Random(1).sample(wrong, min(misses, len(wrong))):
        print(
            f"   {one.case.id} wanted {one.case.wanted} {one.case.kind}, got {one.judgement.verdict}\n"
            f"      {one.case.claim}"
        )
        for at in one.judgement.cited[:2]:
            print(f"      [{at}] {one.case.evidence[at].text[:300]}")
        for check in one.judgement.checks:
            print(f"      {check.kind} {check.outcome}: {check.detail}")
    return judged


def _wrong(one: Judged, measure: Measure) -> bool:
    if measure is named:
        return one.said != "supported" and not failing(one.judgement) & set(one.case.kind.split("|"))
    if measure is accuracy:
        return one.said != one.case.wanted
    return (one.said == "supported") != (one.case.wanted == "supported")


if __name__ == "__main__":
    main()
