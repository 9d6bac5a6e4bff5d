"""Sentences: what can be quoted alone, in both languages, with nothing lost between them."""

from __future__ import annotations

import time

import pytest
from any_text import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.text.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(TEXTS)
def test_every_character_is_in_exactly_one_sentence(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


@given(TEXTS)
def test_a_line_end_always_ends(text: str) -> None:
    assert not any(mark in sentence for sentence in split(text) for mark in "\n\r\u2028\u2029\x0b\x0c\x85")


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_text_keeps_to_itself(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    found = list(sentences(text, start, end))
    assert all(start <= a < b <= end for a, b in found)
    assert sum(len("".join(text[a:b].split())) for a, b in found) == len("".join(text[start:end].split()))


@pytest.mark.parametrize(
    "expected",
    [
        # Chinese
        ["营业收入为3.2亿元。", "同比增长11.44%！", "为什么？", "不清楚。"],
        ["他说：“好的。”", "然后走了。"],
        ["（一）总则。", "（二）附则；以及其他。"],
        ["真的吗？！", "是的。"],
        ["销量上升……", "成本下降。"],
        ["第１条．本合同自２０２３年５月１日起生效。"],
        ["第一条．增长１１．４４％．", "成本不变．"],
        ["合同编号A.B.C号，共3.5页。"],
        ["版本v2.0已发布。", "请升级。"],
        # English
        ["Dr. J. Brooks of Acme Inc. said it rose 3.5 percent.", "The U.S. market fell.", "He left."],
        ["See Fig. 3 for details.", "No. 5 is best.", "Turn to pp. 3 to 7."],
        ["I said no.", "Nobody came.", "He sat.", "Birds sang in the sun.", "Mary left on Sat. 5 May."],
        ["It was 5 p.m.", "The shop shut."],
        ["Acme Co.", "The company was sold to Brooks et al. in 2003.", "They stayed."],
        ["Total: $3.5M.", "Net: $2.1M."],
        ["Visit www.example.com today.", "It is open."],
        ["Revenue fell in 2018.", "It rose in 2019."],
        ['He said "No."', "Then he left.", 'She asked: "Why?"', "He did."],
        ['"Why?" he asked.', '"Go!" she said.'],
        ["(He left.)", "She stayed."],
        ["Wait... what?", "Wait...", "He left."],
        ["What?!", "Really?!", "Yes."],
        ["First; second; third."],
        ["The rate, approx. three percent, held."],
        # Lists and mixed
        ["1. First item.", "2. Second item."],
        ["本公司（Acme Inc.）成立于1999年。", "The head office is in 上海。", "电话：021-5555。"],
        ["苹果公司发布iPhone 15。", "It sells well!", "价格是多少？"],
    ],
    ids=lambda expected: expected[0][:24],
)
def test_sentences_of(expected: list[str]) -> None:
    joiner = "" if any("\u4e00" <= c <= "\u9fff" for c in expected[0]) else " "
    assert split(joiner.join(expected)) == expected
    assert split("\r\n".join(expected)) == expected


def test_lines_end_sentences_even_without_a_stop() -> None:
    assert split("Annual report\n2023年度报告\r\n\r\nRevenue rose\u2028again") == [
        "Annual report",
        "2023年度报告",
        "Revenue rose",
        "again",
    ]


@pytest.mark.parametrize("piece", ["字", "word ", ". ", "。", "...", "a.", '."', "1. ", "U.S. ", "\n", "“", "Mr. "])
def test_a_long_text_takes_reasonable_time(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    began = time.perf_counter()
    count = sum(end - start for start, end in sentences(text))
    assert time.perf_counter() - began < 6
    assert count <= len(text)
