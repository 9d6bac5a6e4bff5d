"""Everyday claims that a source in nearly the same words does not bear out, and some that it does."""

from __future__ import annotations

import pytest

from wenyuan.checking.evidence import Sentence
from wenyuan.checking.judge import judge


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("利率上升至2%。", "利率上升2%。"),
        ("利润增长5%。", "利润增长至5%。"),
        ("The rate rose to 2%.", "The rate rose by 2%."),
        ("The rate rose by 2%.", "The rate rose to 2%."),
        ("公司已收购甲公司。", "公司计划收购甲公司。"),
        ("Acme acquired Borel in 2021.", "Acme plans to acquire Borel in 2021."),
        ("甲方应当付款。", "甲方可以付款。"),
        ("The tenant must pay within 30 days.", "The tenant may pay within 30 days."),
        ("甲公司收购了乙公司。", "乙公司收购了甲公司。"),
        ("张伟起诉李强。", "李强起诉张伟。"),
        ("北京的人口多于上海。", "上海的人口多于北京。"),
        ("Acme acquired Borel.", "Borel acquired Acme."),
        ("Dr. Lee treated Ms. Wong.", "Ms. Wong treated Dr. Lee."),
        ("The drug is safe.", "The drug is unsafe."),
        ("会议在三楼举行。", "会议在五楼举行。"),
    ],
)
def test_nearly_the_same_words_are_not_support(claim: str, source: str) -> None:
    assert judge(claim, [Sentence(source)]).verdict in ("contradicted", "unsupported")


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("利率上升至2%。", "利率提高至2%。"),
        ("The rate rose to 2%.", "The rate increased to 2%."),
        ("The rate rose by 2%.", "The rate grew 2%."),
        ("Acme acquired Borel.", "Borel was acquired by Acme."),
        ("Acme met with Borel.", "Borel met with Acme."),
        ("Revenue rose 5% in 2023.", "In 2023 revenue rose 5%."),
        ("公司计划收购甲公司。", "公司计划收购甲公司，交易金额未定。"),
        ("甲公司与乙公司签署了协议。", "乙公司与甲公司签署了协议。"),
        ("会议在三楼举行。", "会议于三楼举行。"),
    ],
)
def test_what_is_said_is_still_supported(claim: str, source: str) -> None:
    assert judge(claim, [Sentence(source)]).verdict == "supported"


def test_a_claim_that_is_not_read_to_its_end_is_not_supported() -> None:
    said = "公司的营业收入为5亿元，" * 400
    assert judge(said + "净利润为9亿元。", [Sentence(said)]).verdict == "unsure"


REVENUE = Sentence("Revenues $ 11,692,713 $ 8,830,669 of Netflix rose 32% in 2017.")


def test_what_would_have_been_is_no_source_for_what_was() -> None:
    supposed = Sentence("Revenues would have been $21.9 million lower in 2017 if rates had remained the same.")
    assert judge("Netflix's revenues fell in 2017.", [supposed, REVENUE]).verdict not in ("supported", "derivable")


def test_what_was_defeated_was_not_approved() -> None:
    defeated = Sentence("The shareholder proposal regarding a congruency report was defeated.")
    claim = "The shareholders approved the shareholder proposal regarding a congruency report."
    assert judge(claim, [defeated]).verdict == "contradicted"


def test_the_figure_of_another_says_nothing_against_a_claim() -> None:
    assert judge("Microsoft's revenue in 2017 was $85.3 billion.", [REVENUE]).verdict == "unsupported"
