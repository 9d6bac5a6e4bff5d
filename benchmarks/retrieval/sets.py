"""The data sets: texts, questions, and which texts answer them.

Texts that are the same to the letter are one, under the first of their ids, for every system alike. In DragonBall,
passages are ranked: those Wenyuan cuts, given to every system; one is relevant where it overlaps half or more of a gold
sentence.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from peers.serving import Text

from wenyuan.api import Library
from wenyuan.search.passages import passages

Unit = Literal["documents", "passages"]


@dataclass(frozen=True, slots=True)
class Question:
    """relevant: the grade of each text that answers it, by id. group: the line of the table it belongs to."""

    text: str
    relevant: Mapping[str, int]
    group: str


class Size(NamedTuple):
    """Of what peers are given."""

    texts: int
    characters: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """files: what Wenyuan reads, content by name. texts: what every other system is given."""

    name: str
    unit: Unit
    files: Mapping[str, str]
    texts: Sequence[Text]
    questions: Sequence[Question]

    def lay_out(self, folder: Path) -> Size:
        """Write `files/` and `texts.jsonl` into the folder, from where the systems read them."""
        write(self.files.items(), folder / "files")
        return write_texts(self.texts, folder / "texts.jsonl")


def load(data: Path) -> Iterator[Corpus]:
    """Each set whose files are in the folder."""
    for name, stem in (("NPL", "npl"), ("Cranfield", "cranfield")):
        if (data / f"retrieval/{stem}_docs.jsonl").is_file():
            yield _judged(name, data / "retrieval", stem)
    if (data / "retrieval/cmrc2018_docs.jsonl").is_file():
        yield _cmrc(data / "retrieval")
    if (data / "qa/dragonball_docs.jsonl").is_file():
        yield _dragonball(data / "qa")


def fewer(corpus: Corpus, most: int) -> Corpus:
    """The corpus with at most about so many questions a group: every n-th of them, none chosen."""
    groups = defaultdict[str, list[Question]](list)
    for one in corpus.questions:
        groups[one.group].append(one)
    kept = [one for group in groups.values() for one in group[:: -(-len(group) // most)]]
    return replace(corpus, questions=kept)


def cut(library: Library) -> Iterator[Text]:
    """The passages of all documents of a library, as its search cuts them; ids as `wenyuan_engine` gives them."""
    for record in library.documents():
        text, held = library.show(record.id).text, library.store.content(record.id)
        name = Path(record.source).stem
        for one in passages(text, held.blocks, held.tables):
            yield Text(f"{name}:{one.start}", text[one.start : one.end], name)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _documents(rows: Sequence[dict[str, Any]]) -> tuple[list[Text], dict[str, str]]:
    """The different texts, and for each id the id it goes by."""
    first, names = dict[str, str](), dict[str, str]()
    for row in rows:
        names[row["doc_id"]] = first.setdefault(row["text"], row["doc_id"])
    return [Text(name, text, "") for text, name in first.items()], names


def _corpus(name: str, texts: Sequence[Text], questions: Sequence[Question]) -> Corpus:
    return Corpus(name, "documents", {f"{one.id}.txt": one.text for one in texts}, texts, questions)


def _judged(name: str, folder: Path, stem: str) -> Corpus:
    texts, names = _documents(lines(folder / f"{stem}_docs.jsonl"))
    asked = {row["id"]: row["question"] for row in lines(folder / f"{stem}_queries.jsonl")}
    grades = defaultdict[str, dict[str, int]](dict)
    for line in (folder / f"{stem}_qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, _, document, grade = line.split()
        if int(grade) > 0 and document in names:
            document = names[document]
            grades[question][document] = max(int(grade), grades[question].get(document, 0))
    return _corpus(name, texts, [Question(asked[one], relevant, name) for one, relevant in grades.items()])


def _cmrc(folder: Path) -> Corpus:
    texts, names = _documents(lines(folder / "cmrc2018_docs.jsonl"))
    rows = lines(folder / "cmrc2018_qa.jsonl")
    return _corpus("CMRC", texts, [Question(row["question"], {names[row["gold_doc"]]: 1}, "CMRC") for row in rows])


def _dragonball(folder: Path) -> Corpus:
    files, names = dict[str, str](), dict[int, str]()
    for row in lines(folder / "dragonball_docs.jsonl"):
        name = re.sub(r"[/\\:]", "-", row["name"])
        names[row["doc_id"]] = name if f"{name}.md" not in files else f"{name} {row['doc_id']}"
        files[f"{names[row['doc_id']]}.md"] = row["text"]
    with tempfile.TemporaryDirectory() as scratch:
        docs = write(files.items(), Path(scratch) / "docs")
        with Library(Path(scratch) / "library") as library:
            for _ in library.add([docs]):
                pass
            texts = list(cut(library))
    held = defaultdict[str, list[tuple[int, int]]](list)
    for one in texts:
        start = int(one.id.rpartition(":")[2])
        held[one.title].append((start, start + len(one.text)))
    questions = list[Question]()
    for row in lines(folder / "dragonball_qa.jsonl"):
        relevant = dict[str, int]()
        for gold in row["evidence"]:
            name = names[gold["doc_id"]]
            relevant |= dict.fromkeys(_overlapping(name, files[f"{name}.md"], gold["text"], held[name]), 1)
        if relevant and not row["unanswerable"]:
            questions.append(Question(row["question"], relevant, f"DragonBall {row['lang']}"))
    return Corpus("DragonBall", "passages", files, texts, questions)


def _overlapping(name: str, text: str, gold: str, held: Sequence[tuple[int, int]]) -> Iterator[str]:
    at = text.find(gold)
    while at >= 0:
        for start, end in held:
            if 2 * (min(at + len(gold), end) - max(at, start)) >= len(gold):
                yield f"{name}:{start}"
        at = text.find(gold, at + 1)


def write(files: Iterable[tuple[str, str]], folder: Path) -> Path:
    """Write each file, by its name and content, into the new folder; returns the folder."""
    folder.mkdir(parents=True)
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def write_texts(texts: Iterable[Text], path: Path) -> Size:
    """Write what peers read: a JSON object a line."""
    count = characters = 0
    with path.open("w", encoding="utf-8") as out:
        for one in texts:
            out.write(json.dumps({"id": one.id, "text": one.text, "title": one.title}, ensure_ascii=False) + "\n")
            count += 1
            characters += len(one.text)
    return Size(count, characters)
