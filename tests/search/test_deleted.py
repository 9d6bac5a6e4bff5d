"""What was removed or replaced never answers again, by its words, its meaning or its name; what lives is found.

Whatever is done in whatever order by two processes, one of which is killed in the middle of it.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from pathlib import Path

import apart
import pytest
from apart import MEANING, NAMES, VERSIONS, change, found, text, token
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

import wenyuan.api
from wenyuan.api import Library
from wenyuan.search import learning

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["apart"])
NAME = st.sampled_from(NAMES)
VERSION = st.none() | st.integers(0, VERSIONS - 1)
Living = dict[str, int]


class Deleting(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.home = Path(self.place.name) / "home"
        self.library = Library(self.home)
        self.living = Living()
        # Vectors are as far as the library is.
        self.level = True
        self.pipe, end = PROCESSES.Pipe()
        self.other = PROCESSES.Process(target=apart.searching, args=(self.home, end), daemon=True)
        self.other.start()

    def teardown(self) -> None:
        if hasattr(self, "other"):
            self.pipe.send("")
            self.other.join(10)
            self.library.close()
            self.place.cleanup()

    def after(self, name: str, version: int | None) -> Living:
        rest = {one: held for one, held in self.living.items() if one != name}
        return rest if version is None else rest | {name: version}

    @rule(name=NAME, version=VERSION, level=st.booleans())
    def change(self, name: str, version: int | None, level: bool) -> None:
        change(self.library, name, version, level=level)
        self.living, self.level = self.after(name, version), level
        self.check(name)

    @rule(name=NAME, version=VERSION, milliseconds=st.integers(0, 80))
    def change_and_be_killed(self, name: str, version: int | None, milliseconds: int) -> None:
        pipe, end = PROCESSES.Pipe()
        process = PROCESSES.Process(target=apart.changing, args=(self.home, name, version, end), daemon=True)
        process.start()
        assert pipe.poll(30), "the process did not begin"
        time.sleep(milliseconds / 1000)
        process.kill()
        process.join()
        now = self.kept()
        assert now in (self.living, self.after(name, version)), "a change is made wholly or not at all"
        self.living, self.level = now, False
        self.check(name)

    @rule()
    def bring_level(self) -> None:
        self.library.index.embed()
        self.level = True
        self.check()

    @rule()
    def open_again(self) -> None:
        self.library.close()
        self.library = Library(self.home)
        self.check()

    def kept(self) -> Living:
        """What the library says it holds, to the letter."""
        out = Living()
        for record in self.library.documents():
            name = Path(record.source).stem
            held = self.library.store.text(record.id)
            (out[name],) = (version for version in range(VERSIONS) if text(name, version) == held)
        return out

    def check(self, *names: str) -> None:
        """Ask by all that lives, and by what these names stand for or stood for: by all names if none is given."""
        assert self.kept() == self.living
        ids = {record.id for record in self.library.documents()}
        alive = {token(NAMES.index(name) * VERSIONS + version): name for name, version in self.living.items()}
        dead = {token(number) for number in range(len(NAMES) * VERSIONS)} - alive.keys()
        queries = [*alive, MEANING]
        for name in names or NAMES:
            at = NAMES.index(name) * VERSIONS
            queries += [*map(token, range(at, at + VERSIONS)), f"What of the doors in the papers of {name}?"]
        # The other process comes first: this one would bring the index up to date for it.
        for ask in (self.ask_the_other, lambda query: found(self.library, query)):
            for query in dict.fromkeys(queries):
                hits = ask(query)
                assert {document for document, _ in hits} <= ids, f"{query!r} is answered by what is gone"
                assert not any(word in text for word in dead for _, text in hits)
                if query in alive:
                    assert hits
                    assert query in hits[0][1]
                    assert sum(query in text for _, text in hits) >= 2
                if query == MEANING and self.level:
                    assert {document for document, _ in hits} == ids, "not all that lives is found by what it means"

    def ask_the_other(self, query: str) -> list[tuple[str, str]]:
        self.pipe.send(query)
        return self.pipe.recv()


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((wenyuan.api, "embedders"), (wenyuan.api, "others"), (learning, "FEWEST")):
        monkeypatch.setattr(module, name, getattr(module, name))  # to be put back
    apart.prepare()


def run(examples: int, steps: int) -> None:
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Deleting, settings=profile)


def test_what_is_deleted_never_comes_back() -> None:
    run(5, 8)


@pytest.mark.slow
def test_what_is_deleted_never_comes_back_in_many_ways() -> None:
    run(200, 12)
