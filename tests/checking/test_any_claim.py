"""No claim and no evidence makes the checker fail, hang or say what it cannot know."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenyuan.checking.evidence import Sentence, rows
from wenyuan.checking.judge import judge

_PIECES = st.sampled_from(
    [
        *"营业收入 同比增长 下降 84.47% 11.44亿元 2023年 去年 不 没有 被告人宋某 约 倍 第 三 个百分点".split(),
        *("revenue", "rose", "fell", "not", "$1.2bn", "1,200 million", "in 2019", "last year", "J. Smith", "about"),
        *("-5", "(3.2)", "per"),
        *("“", "”", '"', "|", "\n", "。", ". ", ", ", "、", "…", "/", "%", "0", "9" * 30, "e", "\u0301", "　"),
    ]
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=14).map("".join))


@given(_TEXTS, st.lists(_TEXTS, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_claim_before_any_sentences(claim: str, sources: list[str]) -> None:
    judgement = judge(claim, [Sentence(source) for source in sources])
    for check in judgement.checks:
        assert check.detail
        assert all(0 <= index < len(sources) for index in check.sources)
        if check.part is not None:
            assert 0 <= check.part[0] < check.part[1] <= len(claim)
    assert judgement == judge(claim, [Sentence(source) for source in sources])


@given(_TEXTS, st.lists(st.lists(_TEXTS, max_size=4), max_size=5), _TEXTS)
@settings(max_examples=100, deadline=None)
def test_any_claim_before_any_table(claim: str, table: list[list[str]], note: str) -> None:
    evidence = rows(table, note=note)
    for sentence in evidence:
        for cell in sentence.cells:
            assert 0 <= cell.start <= cell.end <= len(sentence.text)
    judge(claim, evidence)


@given(_TEXTS.filter(lambda text: any(map(str.isalnum, text))))
@settings(max_examples=100, deadline=None)
def test_what_the_source_says_to_the_letter_is_supported(text: str) -> None:
    assert judge(text, [Sentence(text)]).verdict == "supported"


@pytest.mark.parametrize("piece", ["9", "1,", "年", "not ", "“a", "a-", "三", "1/", "$", "(", "1 and ", "第一", "A. "])
def test_long_hostile_text_takes_no_long(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    began = time.process_time()
    judge(text, [Sentence(text), Sentence("营业收入为11.44亿元。")])
    assert time.process_time() - began < 8
