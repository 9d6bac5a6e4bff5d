"""What a question asks for, in both languages, and what a sentence must show to answer it."""

from __future__ import annotations

import pytest

from wenyuan.answering.question import analyse
from wenyuan.search.kinds import Kind, holds, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When was the lease signed?", "when"),
        ("On what date does the lease end?", "when"),
        ("租约什么时候到期？", "when"),
        ("宋某的出生日期是？", "when"),
        ("Who was admitted earlier, A. Reed or B. Stone?", "when"),
        ("Who received a longer sentence, A. Reed or B. Stone?", "amount"),
        ("谈某和孙某的判刑时间谁更长？", "amount"),
        ("柏某和曹某的判决日期谁更早？", "when"),
        ("How much is the deposit?", "amount"),
        ("What was the total revenue in 2023?", "amount"),
        ("2024年的营业收入是多少？", "amount"),
        ("How many passengers travelled in 2024?", "count"),
        ("一共有几个人受伤？", "count"),
        ("Why did sales fall in 2024?", "why"),
        ("What drove the increase in inventories?", "why"),
        ("为什么利润下降？", "why"),
        ("为什么费用上升？", "why"),
        ("Who approved the total cost?", "who"),
        ("谁负责费用审批？", "who"),
        ("What is the sales representative's name?", "who"),
        ("Where is the sales office?", "where"),
        ("被告人的住址在哪里？", "where"),
        ("List all sources of revenue", "list"),
        ("列出A-0417的出院带药", "list"),
        ("公司有哪些子公司？", "list"),
        ("Summarize the evidence presented", "summary"),
        ("总结曹某的审判结果。", "summary"),
        ("May the tenant keep a dog?", "other"),
    ],
)
def test_kinds(question: str, kind: Kind) -> None:
    assert kind_of(question) == kind


def test_the_clause_that_says_where_to_look_decides_nothing() -> None:
    assert analyse("According to the report on sales and costs, why was the plant closed?").kind == "why"
    assert analyse("根据2023年收入明细表，谁签署了合同？").kind == "who"


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("amount", "The rent is €2,450 a month.", True),
        ("amount", "表1 2024年营业收入构成", False),
        ("amount", "Table 2. Operating costs, 2024 and 2023", False),
        ("amount", "营业收入合计\t51,500\t48,600", True),
        ("amount", "Sales fell in the first six months of fiscal 2024.", False),
        ("amount", "The notice is six months.", True),
        ("count", "See Note 5 and Item 7.", False),
        ("count", "共有三名被告人。", True),
        ("when", "The lease begins on 1 May 2024.", True),
        ("when", "二〇二三年十月十日", True),
        ("when", "The lease begins with the handing over.", False),
        ("why", "成本上升，主要由于航班增加。", True),
        ("other", "Anything.", None),
    ],
)
def test_what_a_sentence_must_show(kind: Kind, text: str, shown: bool | None) -> None:
    assert holds(kind, text) is shown
