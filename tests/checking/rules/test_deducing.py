"""A chain of steps over the sources: each figure is found where it stands, or it is said why not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruling import Judged

from wenyuan.checking.rules.outcome import RuleResult
from wenyuan.checking.rules.syntax import LONGEST

MILLS = 'in = "Larkspur Mills 2024"'


def steps(*lines: str) -> str:
    return 'kind = "deduce"\nstep = [\n' + "\n".join(f"  {{ {line} }}," for line in lines) + "\n]\n"


def values(result: RuleResult) -> dict[str, str]:
    return {one.name: one.value for one in result.steps}


def test_a_chain_of_ten_steps_cites_each_figure_and_shows_each_formula(judged: Judged) -> None:
    result = judged(
        steps(
            f'name = "revenue", find = "Revenue", {MILLS}, period = "2024"',
            f'name = "before", find = "Revenue", {MILLS}, period = "2023"',
            f'name = "net", find = "Net income", {MILLS}, period = "2024"',
            f'name = "cash", find = "Cash from operations", {MILLS}, period = "2024"',
            f'name = "equipment", find = "Purchases of equipment", {MILLS}, period = "2024"',
            f'name = "dividends", find = "Dividends paid", {MILLS}, period = "2024"',
            'name = "growth", is = "revenue / before - 1"',
            'name = "fcf", is = "cash + equipment"',
            'name = "cover", is = "fcf / abs(dividends)"',
            'check = "cover > 1 and growth > 8% and net > 0"',
        )
    )
    assert result.outcome == "passed"
    assert len(result.steps) == 10
    found = values(result)
    assert found["revenue"] == "EUR 52,400,000"
    assert found["before"] == "EUR 48,100,000"
    assert found["equipment"] == "EUR -4,310,000"
    assert found["fcf"] == "EUR 7,670,000"
    assert found["cover"] == "1.475"
    for step in result.steps[:6]:
        assert [cited.title for cited in step.citations] == ["Larkspur Mills Ltd: annual report 2024"]
    assert "52,400\t48,100" in result.steps[0].citations[0].quote.replace(" | ", "\t")
    formulas = {one.name: one.formula for one in result.steps}
    assert formulas["fcf"] == "11,980,000 + (-4,310,000)"
    assert formulas["growth"] == "52,400,000 / 48,100,000 - 1"


def test_in_chinese_from_rows_and_sentences(judged: Judged) -> None:
    place = 'in = "云栖纺织2024年年度报告"'
    result = judged(
        steps(
            f'name = "收入", find = "营业收入", {place}, period = "2024年"',
            f'name = "上年收入", find = "营业收入", {place}, period = "2023"',
            f'name = "成本", find = "营业成本", {place}, period = "2024年"',
            f'name = "费用", find = "期间费用", {place}, period = "2024年"',
            f'name = "净利润", find = "净利润", {place}, period = "2024年", as = "amount"',
            'name = "增长率", is = "收入 ÷ 上年收入 － 1"',
            'check = "收入 － 成本 － 费用 == 净利润 且 增长率 ＞ 8%"',
        )
    )
    assert result.outcome == "passed"
    assert values(result)["净利润"] == "CNY 92,300,000"
    assert "实现净利润9,230万元" in result.steps[4].citations[0].quote
    assert result.steps[-1].formula.startswith("524,000,000 － 311,500,000 － 120,200,000 == 92,300,000")


def test_a_check_that_does_not_hold_fails_with_its_numbers(judged: Judged) -> None:
    result = judged(steps(f'name = "net", find = "Net income", {MILLS}, period = "2024"', 'check = "net > 10_000_000"'))
    assert result.outcome == "failed"
    assert "9,230,000" in result.detail
    assert result.steps[-1].outcome == "failed"


def test_what_two_documents_say_otherwise_is_not_chosen_between(judged: Judged) -> None:
    result = judged(steps('name = "revenue", find = "Revenue", period = "2024"', 'check = "revenue > 0"'))
    assert result.outcome == "unsure"
    assert "52,400" in result.detail
    assert "18,250" in result.detail
    assert {cited.title for cited in result.steps[0].citations} == {
        "Larkspur Mills Ltd: annual report 2024",
        "Larkspur Farms Ltd: annual report 2024",
    }
    assert "revenue is not known" in result.steps[1].detail


def test_what_two_documents_agree_on_is_one_figure(judged: Judged) -> None:
    result = judged(steps('name = "net", find = "Net income", period = "2024"', 'check = "net == 9_230_000"'))
    assert result.outcome == "passed"


def test_without_a_period_the_years_are_not_chosen_between(judged: Judged) -> None:
    result = judged(steps(f'name = "revenue", find = "Revenue", {MILLS}', 'check = "revenue > 0"'))
    assert result.outcome == "unsure"
    assert "2023" in result.detail


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (f'find = "Goodwill", {MILLS}', "gives a figure for “Goodwill”"),
        (f'find = "Revenue", {MILLS}, period = "2019"', "not for 2019"),
        ('find = "Revenue", in = "Larkspur Bakery", period = "2024"', "called “Larkspur Bakery”"),
        ('find = "商誉", in = "云栖纺织", period = "2024年"', "gives a figure for “商誉”"),
    ],
)
def test_a_figure_that_is_not_there_makes_the_rule_unsure(judged: Judged, step: str, reason: str) -> None:
    result = judged(steps(f'name = "it", {step}', 'check = "it > 0"'))
    assert result.outcome == "unsure"
    assert reason in result.detail


def test_a_heading_tells_tables_apart_and_a_fall_is_negative(judged: Judged) -> None:
    result = judged(
        steps(
            f'name = "equipment", find = "Purchases of equipment", {MILLS}, under = "Cash", period = "2023"',
            f'name = "orders", find = "Orders", {MILLS}, period = "2024", as = "percentage"',
            f'name = "people", find = "employees", {MILLS}, as = "count"',
            'check = "orders == -5% and people == 412 and equipment < 0"',
        )
    )
    assert result.outcome == "passed"


def test_currencies_are_not_mixed_and_nothing_is_divided_by_zero(judged: Judged) -> None:
    mixed = judged(
        steps(
            f'name = "euros", find = "Revenue", {MILLS}, period = "2024"',
            'name = "yuan", find = "营业收入", in = "云栖纺织", period = "2024年"',
            'check = "euros > yuan"',
        )
    )
    assert mixed.outcome == "unsure"
    assert "EUR and CNY" in mixed.detail
    nothing = judged(
        steps(
            f'name = "a", find = "Revenue", {MILLS}, period = "2024"',
            'name = "b", is = "a / (a - a)"',
            'check = "b > 0"',
        )
    )
    assert nothing.outcome == "unsure"
    assert "division by zero" in nothing.detail


def test_steps_that_square_one_another_end(judged: Judged) -> None:
    names = [f"x{number}" for number in range(60)]
    lines = [f'name = "{new}", is = "{old} * {old}"' for old, new in pairwise(names)]
    result = judged(steps('name = "x0", is = "1.5"', *lines, 'check = "x59 > 0"'))
    assert result.outcome == "unsure"
    assert "too long" in result.detail


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=LONGEST + 10))
def test_any_words_to_find_are_refused_or_looked_for(judged_any: Judged, words: str) -> None:
    judged_any(words)


@pytest.fixture(scope="module")
def judged_any(library: object) -> Judged:
    from wenyuan.api import Library
    from wenyuan.checking.rules.model import Rules
    from wenyuan.errors import WenyuanError

    assert isinstance(library, Library)

    def call(words: str) -> RuleResult | None:
        step = [{"name": "it", "find": words}, {"check": "it > 0"}]
        try:
            rules = Rules.model_validate({"rule": [{"kind": "deduce", "name": "it", "step": step}]})
        except ValueError:
            return None
        except WenyuanError:
            raise AssertionError("a wrong rule is said when it is read") from None
        return library.check("", rules=rules).rules[0]

    return call
