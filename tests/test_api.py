"""The Python door: what it opens, adds, shows and refuses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import wenyuan
from shelf import put
from wenyuan.api import Library
from wenyuan.errors import LibraryError, NoLibrary, SettingsError, UsageError, WenyuanError


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with wenyuan.Library(tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers" / "sub").mkdir(parents=True)
    (tmp_path / "papers" / "lease.md").write_text("# Lease\n\nThe monthly rent is 950 euros.\n")
    (tmp_path / "papers" / "sub" / "年报.txt").write_text("营业收入为3.2亿元。\n")
    (tmp_path / "papers" / "torn.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    return tmp_path / "papers"


def test_add_search_ask_show_remove(library: Library, papers: Path) -> None:
    seen = list[str]()
    added = list(library.add([papers], progress=lambda met, path: seen.append(path)))
    assert {Path(one.path).name: (one.outcome, one.record.status) for one in added} == {
        "lease.md": ("added", "ready"),
        "torn.pdf": ("failed", "failed"),
        "年报.txt": ("added", "ready"),
    }
    assert len(seen) == 3
    assert len(library.documents()) == 3
    (hit,) = library.search("monthly rent")
    assert "950 euros" in hit.text
    assert library.show(hit.span.document, hit.span.start, hit.span.end).text == hit.text
    answer = library.ask("营业收入是多少？")
    assert not answer.refused
    assert "3.2亿元" in answer.statements[0].text
    assert library.remove([hit.span.document]) == [hit.span.document]
    assert library.search("monthly rent") == []
    assert library.ask("What is the monthly rent?").refused
    with pytest.raises(UsageError):
        library.show(hit.span.document)


def test_a_file_that_changed_answers_with_its_newer_text_alone(library: Library, papers: Path) -> None:
    list(library.add([papers]))
    (papers / "lease.md").write_text("# Lease\n\nThe monthly rent is 1,020 euros from May.\n")
    (changed,) = [one for one in library.add([papers]) if one.outcome == "updated"]
    assert changed.record.version == 2
    assert [hit.span.document for hit in library.search("monthly rent")] == [changed.record.id]
    assert "1,020" in library.ask("What is the monthly rent?").statements[0].text


def test_a_path_that_is_not_there_adds_nothing(library: Library, papers: Path) -> None:
    with pytest.raises(UsageError, match="gone"):
        list(library.add([papers, papers / "gone"]))
    assert library.documents() == []


def test_collections(library: Library) -> None:
    put(library.store, "a.md", "The rent is due.", "law")
    put(library.store, "b.md", "The rent is low.", "tax")
    assert library.collections() == [("law", 1), ("tax", 1)]
    assert [record.title for record in library.documents("law")] == ["a"]
    assert [hit.record.title for hit in library.search("rent", collection="tax")] == ["b"]
    for wrong in (library.documents, lambda name: library.search("x", 1, name), lambda name: library.ask("x", name)):
        with pytest.raises(UsageError, match=r"no collection 'Law'.*law, tax"):
            wrong("Law")


def test_show(library: Library) -> None:
    text = "第一行𠮷\n\nSecond line 👩‍👩‍👧."
    record = put(library.store, "a.txt", text)
    whole = library.show(record.id[:6])
    assert (whole.id, whole.title, whole.start, whole.end) == (record.id, record.title, 0, record.characters)
    for start in range(record.characters + 1):
        part = library.show(record.id, start, start + 3)
        assert part.text == whole.text[start : start + 3]
        assert (part.start, part.end) == (start, min(start + 3, record.characters))
    for start, end in ((-1, 3), (3, 2), (record.characters + 1, None), (0, -1)):
        asked = f"{start} to {'its end' if end is None else end} of .* 0 to {record.characters}$"
        with pytest.raises(UsageError, match=asked) as caught:
            library.show(record.id, start, end)
        assert "--" not in str(caught.value)
        assert "None" not in str(caught.value)
    with pytest.raises(UsageError):
        library.show("not an id")


def test_one_that_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(NoLibrary, match="there is no library"):
        Library(tmp_path / "home", create=False)
    Library(tmp_path / "home").close()
    Library(tmp_path / "home", create=False).close()


def test_the_folder_may_be_named_in_any_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with Library("here") as one, Library("~/there") as other:
        assert (one.home, other.home) == (tmp_path / "here", tmp_path / "there")
    monkeypatch.setenv("WENYUAN_HOME", str(tmp_path / "named"))
    with Library() as library:
        assert library.home == tmp_path / "named"


def test_an_index_that_was_deleted_comes_back(library: Library, tmp_path: Path) -> None:
    put(library.store, "a.md", "The rent is due.")
    assert library.search("rent")
    shutil.rmtree(library.home / "index")
    with Library(library.home) as again:
        assert [hit.text for hit in again.search("rent")] == ["The rent is due."]
        assert again.reindex() == 1


def test_reindex_counts_documents_and_nothing_else(library: Library, papers: Path) -> None:
    list(library.add([papers]))
    assert library.reindex() == 2, "one of the three failed"
    (hit,) = library.search("monthly rent")
    library.remove([hit.span.document])
    assert library.reindex() == 1
    (papers / "sub" / "年报.txt").write_text("营业收入为4.1亿元。\n")
    list(library.add([papers / "sub"]))
    assert library.reindex() == 1
    assert ["4.1" in hit.text for hit in library.search("营业收入")] == [True]


def test_two_open_libraries_see_each_other(library: Library) -> None:
    with Library(library.home) as other:
        record = put(other.store, "a.md", "The rent is due.")
        assert [hit.span.document for hit in library.search("rent")] == [record.id]
        library.remove([record.id])
        assert other.search("rent") == []


def test_errors_know_their_exit_status() -> None:
    assert (WenyuanError.exit_status, UsageError.exit_status, SettingsError.exit_status) == (1, 2, 2)
    assert (LibraryError.exit_status, NoLibrary.exit_status) == (1, 2)


def test_a_collection_is_known_by_any_spelling_of_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The kestrel nests on the tower.")
    with Library(tmp_path / "home") as library:
        list(library.add([folder], collection=" birds\tof\nprey "))
        assert library.collections() == [("birds of prey", 1)]
        assert library.search("kestrel", collection="birds\tof prey")[0].record.title == "a"
        assert not library.ask("Where does the kestrel nest?", collection=" birds of prey").refused
