"""Files that are not what was written are noticed; what is sound is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from shelves import Plain, put, same, state, vectors

from wenyuan.errors import IndexDamaged, ModelError, UsageError
from wenyuan.search.folder import Unreachable
from wenyuan.search.vectors import Place, VectorIndex

Opened = Callable[[], VectorIndex]
# Sizes that are not merged with each other, so that there are three segments.
SIZES = {"large": 60, "middle": 20, "small": 5}


@pytest.fixture
def plain(opened: Opened) -> Plain:
    """An index of three segments with a document each."""
    plain = Plain(sequence=len(SIZES))
    for number, (document, count) in enumerate(SIZES.items(), 1):
        with written(opened()) as writer:
            put(writer, document, count, number, "a")
            writer.commit(state(number))
        plain.vectors[document], plain.live[document] = vectors(count, number), ("a",)
    return plain


def written(index: VectorIndex):
    writer = index.writer()
    assert writer is not None
    return writer


def files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob("*" + suffix), key=lambda path: path.stat().st_size)


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at, os.SEEK_END if at < 0 else os.SEEK_SET)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 4]))


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 3)


DAMAGE = {
    "truncated": truncate,
    "emptied": lambda path: os.truncate(path, 0),
    "flipped first": lambda path: flip(path, 0),
    "flipped in the middle": lambda path: flip(path, path.stat().st_size // 2),
    "flipped last": lambda path: flip(path, -1),
    "missing": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("suffix", [".vectors", ".table"])
def test_a_damaged_segment_is_noticed_and_the_others_kept(
    damage: str, suffix: str, plain: Plain, folder: Path, opened: Opened
) -> None:
    same(opened(), plain)
    DAMAGE[damage](files(folder, suffix)[1])
    index = opened()
    with pytest.raises(IndexDamaged, match="reindex"):
        index.search(vectors(1, 1)[0], 3)
    assert index.salvage() == 2
    assert index.state() is None
    assert index.size == 0
    with written(index) as writer:
        assert [document for document in SIZES if writer.holds(document)] == ["large", "small"]
        for document in ("large", "small"):
            writer.assign(document, ["a"])
        put(writer, "middle", SIZES["middle"], 2, "a")
        writer.commit(state(3))
    same(index, plain)
    same(opened(), plain)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_manifest_costs_no_vectors(damage: str, plain: Plain, folder: Path, opened: Opened) -> None:
    with written(opened()) as writer:
        put(writer, "small", 4, 9, "a")  # in place of the first, which must not come back
        writer.commit(state(4))
    plain.vectors["small"] = vectors(4, 9)
    plain.sequence = 5
    DAMAGE[damage](folder / "manifest")
    index = opened()
    with pytest.raises(IndexDamaged):
        index.state()
    assert index.salvage() == 3
    with written(index) as writer:
        for document in SIZES:
            writer.assign(document, ["a"])
        writer.commit(state(5))
    same(opened(), plain)


def test_a_bit_lost_without_a_write_is_found_by_verify_and_never_copied(
    plain: Plain, folder: Path, opened: Opened
) -> None:
    path = files(folder, ".vectors")[-1]
    before = path.stat()
    flip(path, -5)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    index = opened()
    index.search(vectors(1, 1)[0], 3)
    with pytest.raises(IndexDamaged, match=path.name):
        index.verify()
    with pytest.raises(IndexDamaged, match=path.name), written(index) as writer:
        put(writer, "enough to merge with", 100, 7)
        writer.commit(state(4))
    assert opened().salvage() == 3


def test_a_copied_folder_is_as_good(plain: Plain, folder: Path, opened: Opened) -> None:
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy, copy_function=shutil.copyfile)
    shutil.rmtree(folder)
    copy.rename(folder)
    same(opened(), plain)


def test_another_models_folder_is_not_taken_for_ones_own(plain: Plain, folder: Path) -> None:
    with pytest.raises(IndexDamaged):
        VectorIndex(folder, "another", 16).state()
    with pytest.raises(IndexDamaged):
        VectorIndex(folder, "model", 8).state()


def test_a_folder_taken_away_is_an_empty_index(plain: Plain, folder: Path, opened: Opened) -> None:
    index = opened()
    same(index, plain)
    shutil.rmtree(folder)
    same(index, plain)  # until it looks again
    assert index.reload()
    same(index, Plain())
    with written(index) as writer:
        put(writer, "new", 3, 3)
        writer.commit(state(1))
    same(opened(), Plain({"new": vectors(3, 3)}, {"new": ()}, 1))


def test_what_is_no_vector_is_refused(opened: Opened) -> None:
    index = opened()
    with written(index) as writer:
        bad = vectors(2, 1)
        bad[1, 3] = float("nan")
        with pytest.raises(ModelError, match="finite"):
            writer.put("d", [], [Place(0, 1), Place(1, 2)], bad)
        with pytest.raises(ModelError, match="shape"):
            writer.put("d", [], [Place(0, 1)], vectors(2, 1))
        with pytest.raises(UsageError, match="held"):
            writer.assign("d", [])
        zero = vectors(2, 1) * 0
        writer.put("zero", [], [Place(0, 1), Place(1, 2)], zero)
        writer.commit(state(1))
        assert not writer.holds("d")
    assert [near.score for near in index.search(vectors(1, 1)[0], 5)] == [0, 0]
    with pytest.raises(UsageError, match="closed"):
        writer.commit(state(2))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_to_can_be_read(plain: Plain, folder: Path, opened: Opened) -> None:
    folder.chmod(0o500)
    try:
        same(opened(), plain)
        with pytest.raises(Unreachable), written(opened()) as writer:
            put(writer, "new", 3, 3)
    finally:
        folder.chmod(0o700)
