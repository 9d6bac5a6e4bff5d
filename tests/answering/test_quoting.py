"""Answers quoted from small libraries: the right document, the right sentence, to the letter, or a refusal."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shelf import put
from wenyuan.answering.answer import Answer
from wenyuan.api import Library
from wenyuan.errors import UsageError

ACME = """# Acme Robotics Annual Report {year}

## Results

Net income in {year} was {income} million dollars. Revenue reached {revenue} million dollars.

Sales fell because the factory in Leeds was closed by a flood for three months.

## People

Mary O’Brien has been the chief executive officer since 4 March 2015. The board met nine times.

## Offices

The head office is located at 12 Mill Street in the city of York.

## Risks

The principal risks are a shortage of chips. The risks include strikes. A further risk is the price of steel.
"""
LANHAI = """# 澜海科技{year}年年度报告

## 经营情况

{year}年度公司实现营业收入{revenue}亿元。净利润为{income}万元。

由于原材料价格上涨，公司毛利率有所下降。

## 公司治理

公司董事长为沈青禾，财务总监为欧阳明月。公司成立于1998年5月12日。

## 基本信息

公司注册地址位于青岛市海滨路18号。

## 风险

主要风险包括汇率风险、原材料风险和人才风险。
"""
CONTRACT = "# 房屋租赁合同\n\n甲方：周某某。乙方：吴某某。\n\n月租金为人民币4,800元。押金为9,600元。\n"
LEASE = "# Lease of Unit 4B\n\nThe monthly rent is 950 euros.\n\nThe tenant may end the lease with 60 days of notice.\n"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled") / "home"
    with Library(home) as library:
        for year, income, revenue in (("2021", "41.5", "310"), ("2022", "57.2", "365")):
            put(library.store, f"acme-{year}.md", ACME.format(year=year, income=income, revenue=revenue))
        for year, income, revenue in (("2022", "5,180", "2.9"), ("2023", "6,240", "3.2")):
            text = LANHAI.format(year=year, income=income, revenue=revenue)
            put(library.store, f"澜海科技{year}年年报.md", text, "reports")
        put(library.store, "租赁合同.md", CONTRACT)
        put(library.store, "lease-4b.md", LEASE)
        for number in range(6):
            text = f"# Note {number}\n\nThe weather on hill {number} was mild and dry.\n"
            put(library.store, f"note-{number}.md", text)
        library.search("rent")
    return home


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Iterator[Library]:
    shutil.copytree(template, tmp_path / "filled")
    with Library(tmp_path / "filled") as library:
        yield library


def said(answer: Answer) -> str:
    return "\n".join(statement.text for statement in answer.statements)


def verbatim(library: Library, answer: Answer) -> None:
    """Each statement is its citation's quote, and that is the stored text at its place."""
    assert answer.refused == (not answer.statements)
    assert bool(answer.reason) == answer.refused
    assert 0 <= answer.evidence <= 1
    for statement in answer.statements:
        assert statement.verdict == "supported"
        assert statement.checks
        assert all(check.outcome == "passed" for check in statement.checks)
        assert statement.text == statement.citations[0].quote
        for one in statement.citations:
            assert one.quote == library.store.text(one.document)[one.start : one.end]
            assert one.quote == library.show(one.document, one.start, one.end).text
            assert one.source == library.store.record(one.document).source


@pytest.mark.parametrize(
    ("question", "source", "holds"),
    [
        ("When did Mary O'Brien become chief executive officer of Acme Robotics?", "acme-", "4 March 2015"),
        ("How much was the net income of Acme Robotics in 2022?", "acme-2022.md", "57.2 million"),
        ("What was the revenue of Acme Robotics in 2021?", "acme-2021.md", "310 million"),
        ("Who is the chief executive officer of Acme Robotics?", "acme-", "Mary O’Brien"),
        ("Where is the head office of Acme Robotics?", "acme-", "Mill Street"),
        ("Why was the factory of Acme Robotics in Leeds closed?", "acme-", "by a flood"),
        ("How many times did the board of Acme Robotics meet?", "acme-", "nine times"),
        ("How many days of notice must the tenant of Unit 4B give?", "lease-4b.md", "60 days"),
        ("澜海科技2023年的营业收入是多少？", "澜海科技2023年年报.md", "3.2亿元"),
        ("澜海科技2022年的净利润是多少？", "澜海科技2022年年报.md", "5,180万元"),
        ("澜海科技的董事长是谁？", "澜海科技", "沈青禾"),
        ("澜海科技是什么时候成立的？", "澜海科技", "1998年5月12日"),
        ("澜海科技的注册地址在哪里？", "澜海科技", "海滨路18号"),
        ("澜海科技的毛利率为什么下降？", "澜海科技", "原材料价格上涨"),
        ("房屋租赁合同的月租金是多少？", "租赁合同.md", "4,800元"),
    ],
)
def test_the_right_sentence_of_the_right_document_comes_first(
    filled: Library, question: str, source: str, holds: str
) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert not answer.refused, answer.reason
    citation = answer.statements[0].citations[0]
    assert citation.source.rpartition("/")[2].startswith(source)
    assert holds in said(answer)
    assert citation.title


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("List all the risks of Acme Robotics in 2022", ["shortage of chips", "strikes", "price of steel"]),
        ("澜海科技2023年有哪些主要风险？", ["汇率风险、原材料风险和人才风险"]),
    ],
)
def test_a_list_is_whole(filled: Library, question: str, holds: list[str]) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert all(one in said(answer) for one in holds), said(answer)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("Compare the net income of Acme Robotics in 2021 and 2022", {"acme-2021.md", "acme-2022.md"}),
        ("比较澜海科技2022年和2023年的营业收入", {"澜海科技2022年年报.md", "澜海科技2023年年报.md"}),
    ],
)
def test_a_question_of_two_documents_cites_both(filled: Library, question: str, sources: set[str]) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    cited = {one.source.rpartition("/")[2] for statement in answer.statements for one in statement.citations}
    assert sources <= cited


def test_no_statement_twice(filled: Library) -> None:
    for question in ("Acme Robotics net income", "澜海科技 营业收入 净利润", "rent"):
        places = [
            (one.document, one.start, one.end)
            for statement in filled.ask(question).statements
            for one in statement.citations
        ]
        assert len(places) == len(set(places))


def test_an_empty_library_refuses(library: Library) -> None:
    answer = library.ask("What is the rent?")
    verbatim(library, answer)
    assert answer.refused
    assert answer.looked == ()
    assert "no documents" in answer.reason


@pytest.mark.parametrize("question", ["zebra xylophone?", "量子纠缠？", "98765432"])
def test_what_matches_nothing_is_refused(filled: Library, question: str) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert answer.refused
    assert answer.evidence == 0
    # Where nothing came near, it names what was searched.
    assert answer.looked
    assert all(one.share == 0 for one in answer.looked)
    assert f"{len(filled.documents())} documents" in answer.reason


@pytest.mark.parametrize(
    "question",
    [
        "What is the boiling point of tungsten in the novel by Melville?",
        "唐代诗人李白的出生地有哪些争议？",
        "How do I bake sourdough bread at high altitude?",
    ],
)
def test_an_unrelated_question_is_refused_and_names_what_was_looked_at(filled: Library, question: str) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert answer.refused
    assert answer.evidence < filled.settings.answering.refuse_below
    assert all(0 <= one.share <= 1 and one.title and one.document for one in answer.looked)
    assert len({one.document for one in answer.looked}) == len(answer.looked)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "？？？", "🙂🙃", "\x00\x07\x1b[", "\u202e\u200b"])
def test_a_question_without_words_is_refused_as_empty(filled: Library, question: str) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert answer.refused
    assert "empty" in answer.reason
    assert answer.question == question


@pytest.mark.parametrize(
    "question",
    [
        *("what is it?", "what", "how much", "什么？", "是多少", "谁", "的"),
        *('"rent"', "rent AND (", "title:rent^3", "rent*", "/rent/", "rent'; DROP TABLE documents; --", "%rent_"),
        *("rent 🙂 euros", "rent\x00\x1b[2J", "rent\u202e", "r\u0301ent", "[rent TO income]", "rent\\", "租金"),
    ],
)
def test_any_question_is_answered_or_refused_in_order(filled: Library, question: str) -> None:
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert len(filled.documents()) == 12


@pytest.mark.parametrize("piece", ["澜海科技的营业收入是多少？", "What was the net income of Acme? ", "租", "x"])
def test_a_very_long_question(filled: Library, piece: str) -> None:
    question = (piece * 10_000)[:10_000]
    began = time.perf_counter()
    answer = filled.ask(question)
    assert time.perf_counter() - began < 10
    verbatim(filled, answer)


def test_ten_thousand_different_words(filled: Library) -> None:
    words = " ".join(f"w{number}" for number in range(5_000)) + "".join(chr(0x4E00 + at) for at in range(5_000))
    began = time.perf_counter()
    verbatim(filled, filled.ask(words + " rent euros"))
    assert time.perf_counter() - began < 20


def test_a_removed_document_is_not_quoted(filled: Library) -> None:
    question = "How many days of notice must the tenant of Unit 4B give?"
    citation = filled.ask(question).statements[0].citations[0]
    with Library(filled.home) as other:
        other.store.remove([citation.document])
    answer = filled.ask(question)
    verbatim(filled, answer)
    assert citation.document not in {one.document for s in answer.statements for one in s.citations}
    assert citation.document not in {one.document for one in answer.looked}


def test_only_the_collection_asked_answers(filled: Library) -> None:
    answer = filled.ask("澜海科技2023年的营业收入是多少？", "reports")
    verbatim(filled, answer)
    assert not answer.refused
    other = filled.ask("澜海科技2023年的营业收入是多少？", "default")
    verbatim(filled, other)
    assert all("澜海" not in one.source for s in other.statements for one in s.citations)
    with pytest.raises(UsageError, match="no collection 'nowhere'"):
        filled.ask("rent", "nowhere")
