"""What search costs as the library grows: 10 thousand, 100 thousand, a million passages of Chinese news.

The articles repeat with changes, from a fixed seed: in each copy a third of the sentences come from other articles, and
every figure is drawn again, so that no two passages are the same. Ten articles make a file.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from children import Failed
from environments import Environments, Unavailable
from measuring import Cost, Plan, Running
from sets import Size, cut, write, write_texts
from systems import System

from wenyuan.api import Library

_SEED = 2018
_A_FILE = 10
_TOO_SLOW = 500.0  # milliseconds: beyond this p95 a system is not grown further
_CLAUSE = re.compile(r"[\u4e00-\u9fff\w]{6,24}")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_FIGURE = re.compile(r"\d+")


@dataclass
class Grown:
    """One system at one size; failed: why there are no figures."""

    system: System
    size: Size
    cost: Cost | None = None
    failed: str = ""


class Keeping(Protocol):
    """Where what was measured before may be, by system and size wanted."""

    only: bool

    def grown(self, system: System, wanted: int) -> Grown | None: ...

    def keep_grown(self, one: Grown, wanted: int) -> None: ...


def grow(
    news: Path,
    sizes: Sequence[int],
    plan: Plan,
    environments: Environments,
    kept: Keeping,
    scratch: Path,
    systems: Sequence[System],
) -> Iterator[Grown]:
    """Wenyuan first at each size: its passages are what the others get. Those that became too slow stay behind."""
    articles = read(news)
    questions = ask(articles, 200)
    a_passage, left = _characters_a_passage(articles, scratch), dict[str, str]()
    for wanted in sizes:
        held = {system: kept.grown(system, wanted) for system in systems}
        if kept.only:
            yield from (one for one in held.values() if one)
            continue
        if not all(held.values()):
            # The passages that peers need are cut from Wenyuan's library.
            held |= {system: None for system in systems if system.ours}
            write(files(articles, wanted * a_passage), scratch / "files")
        size = Size(0, 0)
        for system in sorted(systems, key=lambda one: not one.ours):
            one = held[system] or Grown(system, size, failed=left.get(system.name, ""))
            if not one.failed and not one.cost:
                _measure(one, questions, plan, environments, scratch)
                if system.ours and one.cost and not size.texts:
                    with Library(scratch / "wenyuan-default", create=False) as library:
                        one.size = write_texts(cut(library), scratch / "texts.jsonl")
                kept.keep_grown(one, wanted)
            size = one.size
            if one.cost and one.cost.p95 > _TOO_SLOW:
                left[system.name] = f"not tried: p95 was {one.cost.p95:,.0f} ms at {size.texts:,}"
            elif one.failed:
                left.setdefault(system.name, f"not tried: at {size.texts:,}, {one.failed}")
            yield one
        for path in scratch.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def read(news: Path) -> list[str]:
    with gzip.open(news, "rt", encoding="utf-8") as rows:
        return [json.loads(row)["text"] for row in rows]


def ask(articles: Sequence[str], count: int) -> list[str]:
    """Questions: clauses of the articles as they were, one or two together."""
    chance, out = random.Random(_SEED), list[str]()
    while len(out) < count:
        clauses = _CLAUSE.findall(chance.choice(articles))
        if len(clauses) > 2:
            out.append(" ".join(chance.sample(clauses, 1 + len(out) % 2)))
    return out


def files(articles: Sequence[str], characters: float) -> Iterator[tuple[str, str]]:
    """Files by name, of so many characters together: first each article as it is, then changed copies."""
    chance = random.Random(_SEED)
    pool = [sentence for text in articles for sentence in _SENTENCE.findall(text)]
    written, held = 0, list[str]()
    for number in itertools.count():
        text = articles[number % len(articles)]
        held.append(text if number < len(articles) else _changed(text, pool, chance))
        if len(held) == _A_FILE:
            name, text = f"news {number // _A_FILE:06}.txt", "\n\n".join(held)
            yield name, text
            written += len(text)
            held = []
            if written >= characters:
                return


def _changed(text: str, pool: Sequence[str], chance: random.Random) -> str:
    kept = (one if chance.random() > 1 / 3 else chance.choice(pool) for one in _SENTENCE.findall(text))
    return _FIGURE.sub(lambda found: str(chance.randrange(10 ** len(found[0][:6]))), "".join(kept))


def _characters_a_passage(articles: Sequence[str], scratch: Path) -> float:
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        docs = write(files(articles, 300_000), Path(folder) / "files")
        with Library(Path(folder) / "library") as library:
            for _ in library.add([docs]):
                pass
            lengths = [len(one.text) for one in cut(library)]
    return sum(lengths) / len(lengths)


def _measure(one: Grown, questions: Sequence[str], plan: Plan, environments: Environments, folder: Path) -> None:
    try:
        running = Running(one.system, "passages", environments, folder)
        built = running.build(plan.seconds * (10 if one.system.ours else 1))
        with running.start() as child:
            one.cost = running.cost(built, child, questions, plan)
        if not one.system.ours:
            shutil.rmtree(running.home)
    except (Failed, Unavailable) as error:
        one.failed = str(error)
