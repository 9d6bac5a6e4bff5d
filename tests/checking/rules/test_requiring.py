"""Claims that must have something, and claims that may not be."""

from __future__ import annotations

import pytest
from ruling import Judged


def require(when: str, must: str) -> str:
    return f'kind = "require"\nwhen = {when}\nmust = {must}\n'


CHANGE = require('"percentage_change"', '"base_period"')


@pytest.mark.parametrize(
    "claim",
    [
        "Revenue rose by 8.9% compared with 2023.",
        "Revenue increased 12% year-on-year.",
        "Sales fell by 3% from 2022.",
        "Sales were 4% lower than in the previous year.",
        "Revenue grew 5% from $20 million to $21 million.",
        "营业收入同比增长8.9%。",
        "净利润较上年下降3.2%。",
        "与2022年相比，销量增长了12%。",
        "毛利率从20%提高到25%。",
        "订单比去年同期减少5%。",
    ],
)
def test_a_change_that_says_from_what(judged: Judged, claim: str) -> None:
    result = judged(CHANGE, claim)
    assert (result.outcome, len(result.steps)) == ("passed", 1)


@pytest.mark.parametrize(
    "claim",
    [
        "Revenue rose by 8.9%.",
        "Sales fell 3% to 20 million euros in 2024.",
        "Profit from fees grew 4%.",
        "2024年营业收入增长8.9%。",
        "净利润下降3.2%，达到9,230万元。",
        "毛利率提高2个百分点。",
    ],
)
def test_a_change_that_does_not_is_shown(judged: Judged, claim: str) -> None:
    result = judged(CHANGE, claim)
    assert (result.outcome, len(result.steps)) == ("failed", 1)
    assert "no base period" in result.detail
    assert result.steps[0].part == (0, len(claim))


@pytest.mark.parametrize("claim", ["The margin is 8.9%.", "毛利率为20%。", "The office opened in 2024."])
def test_a_share_is_no_change(judged: Judged, claim: str) -> None:
    result = judged(CHANGE, claim)
    assert (result.outcome, result.steps) == ("passed", ())


def test_what_opens_a_list_is_said_of_each_item(judged: Judged) -> None:
    draft = "Compared with 2023:\n\n- Revenue rose by 8.9%.\n- Costs rose by 4%.\n"
    assert judged(CHANGE, draft).outcome == "passed"


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("Larkspur Mills Ltd had 412 employees at the end of 2024.", "passed"),
        ("Larkspur Bakery Ltd had 412 employees at the end of 2024.", "failed"),
        ("云栖纺织股份有限公司2024年末在册员工412人。", "passed"),
        ("青岚造纸股份有限公司2024年末在册员工412人。", "failed"),
    ],
)
def test_each_company_named_has_a_source(judged: Judged, claim: str, outcome: str) -> None:
    result = judged(require('"company"', '"named_in_source"'), claim)
    assert (result.outcome, len(result.steps)) == (outcome, 1)


def test_names_of_the_users_own(judged: Judged) -> None:
    rule = require('{ names = ["Larkspur Mills", "Bakery", "青岚"] }', '"named_in_source"')
    assert judged(rule, "Larkspur Mills grows.").outcome == "passed"
    assert "Bakery" in judged(rule, "The Bakery grows.").detail
    assert judged(rule, "青岚正在扩张。").outcome == "failed"
    assert judged(rule, "Others grow.").steps == ()


def test_support_is_the_checkers_verdict(judged: Judged) -> None:
    rule = require('"number"', '"supported"')
    assert judged(rule, "The company had 412 employees at the end of 2024.").outcome == "passed"
    result = judged(rule, "The company had 512 employees at the end of 2024.")
    assert result.outcome == "failed"
    assert result.steps[0].citations


@pytest.mark.parametrize(
    ("when", "must", "good", "bad"),
    [
        ('"amount"', '"period"', "In 2024 revenue was 52 million euros.", "Revenue was 52 million euros."),
        ('"amount"', '"period"', "2024年营业收入为5.2亿元。", "营业收入为5.2亿元。"),
        ('"quotation"', '"citation_mark"', "It is “a good year for us” [1].", "It is “a good year for us”."),
        (
            '"quotation"',
            '"citation_mark"',
            "董事长说：“今年是丰收的一年”（来源：年报）。",
            "董事长说：“今年是丰收的一年”。",
        ),
        ('{ pattern = "revenue" }', '["amount", "unit"]', "Revenue was 52 million euros.", "Revenue was 52."),
        ('["percentage", { pattern = "margin|毛利率" }]', '"period"', "The margin was 20% in 2024.", "毛利率为20%。"),
    ],
)
def test_properties(judged: Judged, when: str, must: str, good: str, bad: str) -> None:
    assert [one.outcome for one in judged(require(when, must), good).steps] == ["passed"]
    assert [one.outcome for one in judged(require(when, must), bad).steps] == ["failed"]


def test_what_may_not_be_said(judged: Judged) -> None:
    rule = 'kind = "forbid"\nwhen = { pattern = "guarantee*|保本|up * percent" }\n'
    for claim in ("This is GUARANTEED.", "本产品保本。", "It goes up by ten percent."):
        result = judged(rule, claim)
        assert (result.outcome, len(result.steps)) == ("failed", 1)
    assert judged(rule, "This is good. 本产品有风险。").outcome == "passed"
    assert judged('kind = "forbid"\nwhen = "percentage"\n', "It is 5%.").outcome == "failed"


def test_long_claims_full_of_openings_are_quick(judged: Judged) -> None:
    for piece in ("从", "](", "“a", "from ", "(", "A b ", "由增", "year " * 2):
        rule = require('["company", "quotation", "percentage_change"]', '["base_period", "citation_mark"]')
        judged(rule, piece * 3_000)
        judged('kind = "forbid"\nwhen = { pattern = "a*b*c*从*d" }\n', piece * 3_000)
