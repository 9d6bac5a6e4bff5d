"""What is learnt of a library's own passages: which words keep the same company."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from wenyuan.search import lsa
from wenyuan.search.lsa import FEWEST, Lsa, fit
from wenyuan.search.naming import rarity
from wenyuan.search.vectors.seal import Damage
from wenyuan.text.analyser import terms

SUBJECTS = (
    ("ship harbour captain cargo sail anchor crew port tide", "boat vessel"),
    ("court judge verdict appeal lawyer trial plaintiff evidence", "tribunal magistrate"),
    ("cell protein enzyme genome tissue membrane antibody virus", "molecule peptide"),
    ("loan interest bank credit deposit lender mortgage debt", "bond debenture"),
)


def texts(number: int = 4 * FEWEST) -> list[str]:
    """Passages of one subject each; of its last two words each passage has one at most."""
    draw = random.Random(3)
    out = list[str]()
    for at in range(number):
        common, alike = SUBJECTS[at % len(SUBJECTS)]
        out.append(" ".join([*draw.sample(common.split(), 5), draw.choice(alike.split()), f"w{at % 37}x"]))
    return out


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Lsa:
    """In few directions: with as many as there are words, it would know of each pair that it shares no passage."""
    path = tmp_path_factory.mktemp("learnt") / "lsa"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lsa, "DIMENSION", len(SUBJECTS))
        fit(path, texts(), "en", 999)
    return Lsa(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "lsa"
    fit(path, texts(), "en", 7)
    return path


def cosine(lsa: Lsa, one: str, other: str) -> float:
    return float(lsa.query(one) @ lsa.query(other))


def test_words_that_share_no_passage_come_near_by_their_company(learnt: Lsa) -> None:
    assert not any("boat" in text and "vessel" in text for text in texts())
    pairs = [alike.split() for _, alike in SUBJECTS]
    near = [cosine(learnt, *pair) for pair in pairs]
    far = [cosine(learnt, one[0], other[0]) for one, other in itertools.combinations(pairs, 2)]
    assert min(near) > max(far) + 0.3


def test_passages_of_the_subject_are_nearest(learnt: Lsa) -> None:
    vectors = learnt.passages(texts())
    assert vectors.shape == (len(texts()), learnt.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    best = np.argsort(-(vectors @ learnt.query("tribunal")))[: FEWEST // 2]
    assert Counter(int(at) % len(SUBJECTS) for at in best).most_common(1) == [(1, FEWEST // 2)]


def test_a_question_is_embedded_as_a_passage_of_its_words(learnt: Lsa) -> None:
    assert float(learnt.query("harbour captain") @ learnt.passages(["harbour captain"])[0]) > 0.999


@pytest.mark.parametrize("question", ["zyzzyva", "", "？", "海上风电"])
def test_what_is_unknown_has_no_direction(learnt: Lsa, question: str) -> None:
    assert not learnt.query(question).any()
    assert not learnt.passages([question]).any()
    assert learnt.query(question).shape == (learnt.dimension,)


def test_the_directions_are_those_of_the_singular_value_decomposition() -> None:
    """As far as they are told apart: the span of the first few, and orthonormal all of them."""
    counts = [Counter(terms(text)) for text in texts()]
    names = sorted({term for held in counts for term in held})
    places = {term: place for place, term in enumerate(names)}
    frequency = Counter(term for held in counts for term in held)
    rarities = np.array([rarity(frequency[term], len(counts)) for term in names], np.float32)
    dense = np.zeros((len(counts), len(names)))
    for row, held in enumerate(counts):
        for term, number in held.items():
            dense[row, places[term]] = np.log1p(number) * rarities[places[term]]
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    rows, columns = np.nonzero(dense)
    times = np.array([counts[row][names[column]] for row, column in zip(rows, columns, strict=True)])
    found = lsa._directions(lsa._Matrix(rows, columns, times, len(counts), rarities), 24)
    assert np.allclose(found.T @ found, np.eye(24), atol=1e-3)
    _, _, exact = np.linalg.svd(dense, full_matrices=False)
    leading = exact[: len(SUBJECTS)].T
    assert np.linalg.svd(leading.T @ found[:, : len(SUBJECTS)], compute_uv=False).min() > 0.999
    kept = np.linalg.norm(dense @ found) / np.linalg.norm(dense @ exact[:24].T)
    assert 0.98 < kept <= 1.0001


def test_the_same_texts_give_the_same_file_in_every_process(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); from test_lsa import fit, texts; "
        "fit(Path(sys.argv[2]), texts(), 'en', 7)"
    )
    for number in range(2):
        environment = os.environ | {"PYTHONHASHSEED": str(number)}
        command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / str(number))]
        subprocess.run(command, check=True, env=environment)
    assert Lsa(tmp_path / "0").key == Lsa(tmp_path / "1").key
    one, other = (Lsa(tmp_path / name).passages(texts()[:20]) for name in "01")
    assert np.allclose(one, other, atol=1e-6)


def test_other_texts_give_another_key(tmp_path: Path, whole: Path) -> None:
    fit(tmp_path / "other", [*texts(), "a ship in the court"], "en", 7)
    assert Lsa(whole).key != Lsa(tmp_path / "other").key


@pytest.mark.parametrize("number", [2, 5, FEWEST])
def test_few_and_alike_texts_can_be_learnt_from(tmp_path: Path, number: int) -> None:
    fit(tmp_path / "lsa", ["the same old ship sails"] * number, "en", number)
    learnt = Lsa(tmp_path / "lsa")
    assert np.isfinite(learnt.passages(["ship", "sails", "nothing"])).all()
    assert np.isfinite(learnt.query("ship")).all()


def test_chinese_is_learnt_from_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lsa, "DIMENSION", 3)
    draw = random.Random(5)
    subjects = ("法院判决原告被告证据上诉", "细胞蛋白基因组织病毒抗体", "贷款利息银行存款抵押债务")
    passages = ["，".join(draw.sample([one[at : at + 2] for at in range(0, 12, 2)], 4)) for one in subjects * FEWEST]
    fit(tmp_path / "lsa", passages, "zh", 1)
    learnt = Lsa(tmp_path / "lsa")
    assert learnt.languages == {"zh"}
    assert learnt.key.startswith("lsa-zh-")
    assert cosine(learnt, "法院", "上诉") > cosine(learnt, "法院", "银行") + 0.3


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 4
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: os.truncate(path, 0),
        lambda path: os.truncate(path, 11),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: os.truncate(path, path.stat().st_size - 1),
        lambda path: flip(path, 0),
        lambda path: flip(path, 12),
        lambda path: flip(path, path.stat().st_size // 2),
        lambda path: flip(path, path.stat().st_size - 1),
        lambda path: path.write_bytes(bytes(path.stat().st_size)),
    ],
)
def test_a_file_that_is_not_what_was_written_is_damage(
    tmp_path: Path, whole: Path, damage: Callable[[Path], None]
) -> None:
    path = Path(shutil.copy(whole, tmp_path))
    damage(path)
    with pytest.raises(Damage):
        Lsa(path)


def test_what_another_version_has_learnt_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lsa, "_MADE_BY", "0-0")
    fit(tmp_path / "lsa", texts(), "en", 7)
    monkeypatch.undo()
    with pytest.raises(Damage):
        Lsa(tmp_path / "lsa")


def test_a_file_that_is_not_there_is_told_from_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lsa(tmp_path / "none")
