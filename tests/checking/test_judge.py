"""A claim before a sentence or a row: the verdict, and the check that says why."""

from __future__ import annotations

from datetime import date

import pytest

from wenyuan.checking.evidence import Sentence, rows
from wenyuan.checking.judge import judge
from wenyuan.checking.verdict import Judgement


def _before(claim: str, *sources: str) -> Judgement:
    return judge(claim, [Sentence(source) for source in sources])


def _kinds(judgement: Judgement, outcome: str) -> set[str]:
    return {check.kind for check in judgement.checks if check.outcome == outcome}


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("公司营业收入为11.44亿元。", "公司营业收入为11.44亿元，同比增长84.47%。"),
        ("公司营业收入为114,400万元。", "公司营业收入为11.44亿元。"),
        ("小丽看一本小于440页的故事书。", "小丽看一本240页的故事书。"),
        ("被告人被判处有期徒刑3年。", "被告人被判处有期徒刑三年。"),
        ("会议于2023年召开。", "会议于2023年5月3日召开。"),
        ("净利润增加了5%。", "净利润增长了5%。"),
        ("Revenue rose 12% to $1.2bn.", "Sales grew 12% to $1,200 million."),
        ("The book has less than 440 pages.", "The book has 240 pages."),
        ("The fine was $100 thousand.", "The fine was $100,000."),
        ("She was sentenced to 5 years in prison.", "She was sentenced to five years in prison."),
        ("The board met in 2021.", "The board met on 3 May 2021."),
        ("The patient had no fever.", "On admission, the patient had no fever."),
    ],
)
def test_said_otherwise_is_still_said(claim: str, source: str) -> None:
    assert _before(claim, source).verdict == "supported"


@pytest.mark.parametrize(
    ("claim", "source", "kind"),
    [
        ("公司营业收入为11.44亿元。", "公司营业收入为21.44亿元。", "quantity"),
        ("公司营业收入为11.44万元。", "公司营业收入为11.44亿元。", "quantity"),
        ("毛利率提高5.6个百分点。", "毛利率提高5.6%。", "quantity"),
        ("小丽看一本640页的故事书。", "小丽看一本240页的故事书。", "quantity"),
        ("王军买一枝小于5元的钢笔。", "王军买一枝5元的钢笔。", "quantity"),
        ("宋某出生于1973年7月19日。", "宋某出生于1972年7月19日。", "period"),
        ("被告人费某被判处有期徒刑三年。", "被告人宋某被判处有期徒刑三年。", "entity"),
        ("净利润同比下降5%。", "净利润同比增长5%。", "direction"),
        ("患者有发热。", "患者无发热。", "direction"),
        ("被告人的行为不构成盗窃罪。", "被告人的行为构成盗窃罪。", "direction"),
        ("肝功能检查结果为阳性。", "肝功能检查结果为阴性。", "direction"),
        ("Revenue was $12 million.", "Revenue was $15 million.", "quantity"),
        ("Revenue was $12 billion.", "Revenue was $12 million.", "quantity"),
        ("The margin rose 3 percentage points.", "The margin rose 3%.", "quantity"),
        ("He was born on 3 May 1971.", "He was born on 3 May 1970.", "period"),
        ("The court sentenced J. Gonzalez to jail.", "The court sentenced M. Bennett to jail.", "entity"),
        ("Operating costs rose during the quarter.", "Operating costs fell during the quarter.", "direction"),
        ("The defendant did not sign the contract.", "The defendant did sign the contract.", "direction"),
        ("The biopsy was positive.", "The biopsy was negative.", "direction"),
    ],
)
def test_one_thing_changed_is_contradicted_and_named(claim: str, source: str, kind: str) -> None:
    judgement = _before(claim, source)
    assert judgement.verdict == "contradicted"
    assert kind in _kinds(judgement, "contradicted")


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("小红每分钟打110个字。", "小红每分钟打不到510个字。"),
        ("The book has 110 pages.", "The book has less than 510 pages."),
        ("公司在深圳设有三家工厂，员工满意度很高。", "今天天气很好。"),
        ("The company opened a new plant in Texas.", "The weather was fine all week."),
        ("他说：“我们绝不会裁减任何一名员工”。", "他说公司会裁员。"),
        ('She said "we will never cut a single job".', "She said the company will cut jobs."),
        ("All patients recovered.", "Some patients recovered."),
    ],
)
def test_what_the_source_does_not_say_is_unsupported(claim: str, source: str) -> None:
    assert _before(claim, source).verdict in ("unsupported", "unsure")


def test_a_figure_of_another_year_contradicts_nothing() -> None:
    judgement = _before("2022年公司营业收入为11.44亿元。", "2023年公司营业收入为11.44亿元。")
    assert judgement.verdict == "unsupported"
    assert _kinds(judgement, "failed") == {"period"}


def test_a_figure_of_the_same_year_contradicts() -> None:
    sources = ("2023年公司营业收入为11.44亿元。", "2022年公司营业收入为6.20亿元。")
    judgement = _before("2022年公司营业收入为11.44亿元。", *sources)
    assert judgement.verdict == "contradicted"
    assert "quantity" in _kinds(judgement, "contradicted")


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("公司实现净利润11.44亿元。", "公司实现营业收入11.44亿元，实现净利润2.3亿元。"),
        ("公司毛利率为32.1%，净利率为45.2%。", "公司毛利率为45.2%，净利率为32.1%。"),
        ("Profit was $11 million.", "Revenue was $11 million and profit was $3 million."),
    ],
)
def test_a_figure_of_something_else_supports_nothing(claim: str, source: str) -> None:
    judgement = _before(claim, source)
    assert judgement.verdict == "contradicted"
    assert "quantity" in _kinds(judgement, "contradicted")


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("2023年公司营收11.44亿元，较上年增长84.47%。", "2023年公司营业收入11.44亿元，同比增长84.47%。"),
        ("公司总部设在北京。", "公司总部位于北京市。"),
    ],
)
def test_a_base_and_a_place_by_other_words(claim: str, source: str) -> None:
    assert _before(claim, source).verdict == "supported"


def test_growth_is_derived_with_its_formula() -> None:
    sources = ("2023年公司营业收入为11.44亿元。", "2022年公司营业收入为6.20亿元。")
    judgement = _before("2023年公司营业收入同比增长84.47%。", *sources)
    assert judgement.verdict == "derivable"
    (check,) = [check for check in judgement.checks if check.outcome == "derived"]
    assert "11.44亿元 / 6.20亿元 − 1" in check.detail
    assert set(check.sources) == {0, 1}


def test_a_share_of_another_thing_is_not_derived() -> None:
    sources = ("2023年公司营业收入为11.44亿元。", "2022年公司员工总数为6.20亿元。")
    assert _before("2023年公司营业收入同比增长84.47%。", *sources).verdict != "derivable"


TABLE = (("(in millions)", "2019", "2018"), ("Net sales", "$1,452.4", "$1,146.2"), ("Gross margin", "44.1%", "41.0%"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Net sales in 2019 were $1,452.4 million.", "supported"),
        ("Net sales in 2018 were $1,146.2 million.", "supported"),
        ("Net sales in 2019 were $1,146.2 million.", "contradicted"),
        ("Net sales in 2019 were $1,452.4 billion.", "contradicted"),
        ("The change in net sales between 2018 and 2019 was $306.2 million.", "derivable"),
        ("The percentage change in net sales from 2018 to 2019 was 26.71%.", "derivable"),
        ("The average net sales in 2018 and 2019 were $1,299.3 million.", "derivable"),
        ("Gross margin in 2019 was 44.1%.", "supported"),
    ],
)
def test_rows_of_a_table_are_evidence(claim: str, verdict: str) -> None:
    assert judge(claim, rows(TABLE)).verdict == verdict


def test_a_chinese_table_in_its_scale() -> None:
    table = (("项目", "2023年", "2022年"), ("营业收入", "114,400", "62,000"), ("净利润", "8,000", "7,000"))
    evidence = rows(table, note="单位：万元")
    assert judge("2023年营业收入为11.44亿元。", evidence).verdict == "supported"
    assert judge("2023年营业收入为11.44万元。", evidence).verdict != "supported"


def test_a_relative_year_is_of_the_document() -> None:
    evidence = [Sentence("去年公司净利润为3亿元。", dated=date(2024, 3, 1))]
    assert judge("2023年公司净利润为3亿元。", evidence).verdict == "supported"
    assert judge("2022年公司净利润为3亿元。", evidence).verdict != "supported"


def test_what_stands_above_a_sentence_counts() -> None:
    evidence = [Sentence("营业收入为5亿元。", title="青山公司2023年年度报告")]
    assert judge("青山公司2023年营业收入为5亿元。", evidence).verdict == "supported"
    assert judge("绿水公司2023年营业收入为5亿元。", evidence).verdict != "supported"


def test_nothing_is_known_without_evidence() -> None:
    assert judge("公司营业收入为11.44亿元。", []).verdict == "unsupported"
    assert judge("", []).verdict != "supported"


def test_reasons_name_both_sides_and_places() -> None:
    claim = "Revenue was $12 million."
    judgement = _before(claim, "Costs were high.", "Revenue was $15 million.")
    (check,) = [check for check in judgement.checks if check.outcome == "contradicted"]
    assert "$12 million" in check.detail
    assert "$15 million" in check.detail
    assert check.part is not None
    assert claim[check.part[0] : check.part[1]] == "$12 million"
    assert check.sources == (1,)
    assert judgement.cited[0] == 1


def test_a_year_beside_what_is_compared_is_not_the_first_figures() -> None:
    evidence = [
        Sentence("Revenue rose by 6.6% to 48,845 thousand euros.", title="Brindlewick Ferries: Annual Report 2024"),
        Sentence("Revenue rose by 4.8% to 45,822 thousand euros.", title="Brindlewick Ferries: Annual Report 2023"),
    ]
    claim = "Revenue rose by 6.6% to 48,845 thousand euros, compared with\n45,822 thousand euros in 2023."
    assert judge(claim, evidence).verdict in ("supported", "derivable")
