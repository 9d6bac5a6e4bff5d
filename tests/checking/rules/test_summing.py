"""Totals are the sums of their parts, as far as the figures' own digits can tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruling import Judged

from wenyuan.api import Library
from wenyuan.checking.rules.loading import parse
from wenyuan.checking.rules.outcome import RuleResult
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read

SUM = 'kind = "sum"\n'


def table(*rows: Sequence[object], above: str = "") -> str:
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return f"{above}\n\n" + "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]) + "\n"


ENGLISH = (("Route", "2024", "2023"), ("North", 120, 110), ("South", 340, 300), ("Total", 460, 410))
CHINESE = (
    ("项目", "2024年", "2023年"),
    ("客运收入", "1,200", "1,100"),
    ("货运收入", 340, 300),
    ("合计", "1,540", "1,400"),
)


@pytest.mark.parametrize("rows", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_a_total_that_is_right_passes(judged: Judged, rows: tuple[tuple[object, ...], ...]) -> None:
    result = judged(SUM, table(*rows))
    assert result.outcome == "passed"
    assert [one.outcome for one in result.steps] == ["passed", "passed"]


@pytest.mark.parametrize(
    ("rows", "wrong", "name"), [(ENGLISH, 466, "“Total”, 2024"), (CHINESE, "1,546", "“合计”, 2024年")], ids=["en", "zh"]
)
def test_a_total_that_is_wrong_says_which_and_by_how_much(
    judged: Judged, rows: tuple[tuple[object, ...], ...], wrong: object, name: str
) -> None:
    draft = table(*rows[:-1], (rows[-1][0], wrong, rows[-1][2]))
    result = judged(SUM, draft)
    assert result.outcome == "failed"
    failed = [one for one in result.steps if one.outcome == "failed"]
    assert len(failed) == 1
    assert failed[0].name.endswith(name)
    assert "6 more than its 2 parts" in failed[0].detail
    assert failed[0].part
    assert draft[slice(*failed[0].part)] == str(wrong)
    assert failed[0].detail in result.detail


NESTED = (
    ("Assets", "2024"),
    ("Cash", 10),
    ("Receivables", 20),
    ("Total current assets", 30),
    ("Land", 5),
    ("Machines", 7),
    ("Subtotal", 12),
    ("Total assets", 42),
)


def test_subtotals_take_the_place_of_their_parts(judged: Judged) -> None:
    result = judged(SUM, table(*NESTED))
    assert [one.formula for one in result.steps] == ["10 + 20 = 30", "5 + 7 = 12", "30 + 12 = 42"]
    assert result.outcome == "passed"
    chinese = judged(
        SUM, table(("项目", "金额"), ("甲", 1), ("乙", 2), ("小计", 3), ("丙", 4), ("丁", 5), ("小计", 9), ("总计", 12))
    )
    assert chinese.outcome == "passed"
    assert len(chinese.steps) == 3


def test_one_wrong_subtotal_is_found_once(judged: Judged) -> None:
    rows = [("Total current assets", 31) if row[0] == "Total current assets" else row for row in NESTED]
    result = judged(SUM, table(*rows))
    assert [one.name.rpartition("“")[2] for one in result.steps if one.outcome != "passed"] == [
        "Total current assets”, 2024"
    ]


def test_a_total_may_stand_above_its_parts_and_a_part_within_another(judged: Judged) -> None:
    result = judged(SUM, table(("指标", "人数"), ("总计", 50), ("男", 30), ("其中：未成年", 4), ("女", 20)))
    assert (result.outcome, result.steps[0].formula) == ("passed", "30 + 20 = 50")


def test_a_column_may_be_the_total(judged: Judged) -> None:
    rows = (("Route", "Q1", "Q2", "Total"), ("North", 1, 2, 3), ("South", 4, 5, 8))
    result = judged(SUM, table(*rows))
    assert result.outcome == "failed"
    assert [one.outcome for one in result.steps] == ["passed", "failed"]
    assert "1 less than its 2 parts, which come to 9" in result.detail


def test_rounding_explains_what_it_can(judged: Judged) -> None:
    rounded = table(("Million euros", "2024"), ("A", "1.4"), ("B", "1.4"), ("Total", "2.9"))
    assert judged(SUM, rounded).outcome == "passed"
    assert judged(SUM + "tolerance = 0.01\n", rounded).outcome == "failed"
    assert judged(SUM, rounded.replace("2.9", "3.0")).outcome == "failed"
    whole = table(("People", "2024"), ("Men", 14), ("Women", 14), ("Total", 29))
    assert judged(SUM, whole).outcome == "failed"
    scaled = table(("In thousands", "2024"), ("A", 14), ("B", 14), ("Total", 29))
    assert judged(SUM, scaled).outcome == "passed"


def test_rates_and_things_of_other_kinds_are_not_added(judged: Judged) -> None:
    rows = (
        ("Route", "Sales", "Change", "Share"),
        ("A", 10, "5%", "40%"),
        ("B", 15, "7%", "60%"),
        ("Total", 25, "6%", "100%"),
    )
    result = judged(SUM, table(*rows))
    assert result.outcome == "passed"
    assert [one.name.rpartition(", ")[2] for one in result.steps] == ["Sales", "Share"]


def test_negative_figures_and_dashes(judged: Judged) -> None:
    rows = (("Item", "2024"), ("In", "1,000"), ("Out", "(400)"), ("Other", "—"), ("Total", "600"))
    assert judged(SUM, table(*rows)).outcome == "passed"


def test_cells_that_hold_no_number_leave_a_column_open(judged: Judged) -> None:
    result = judged(SUM, table(("Item", "2024", "2023"), ("A", 1, "n/a"), ("B", 2, 5), ("Total", 3, 9)))
    assert result.outcome == "unsure"
    assert "2023" in result.detail


def test_where_there_is_no_total_nothing_has_passed(judged: Judged) -> None:
    assert judged(SUM, "No table is here.").outcome == "unsure"
    assert judged(SUM, table(("Item", "2024"), ("A", 1), ("B", 2))).outcome == "unsure"
    assert judged(
        SUM + 'total = "all routes"\n', table(("Item", "2024"), ("A", 1), ("B", 2), ("All routes", 3))
    ).outcome == ("passed")


def test_tables_of_the_sources_are_cited(library: Library) -> None:
    rules = parse('[[rule]]\nname = "x"\nkind = "sum"\nin = "sources"\ndocument = "云栖"\ntotal = "期间费用"\n')
    result = library.check("", rules=rules).rules[0]
    assert result.steps[0].citations[0].quote.startswith("期间费用")


Cells = st.lists(st.lists(st.integers(0, 10**6), min_size=2, max_size=2), min_size=2, max_size=8)


@settings(max_examples=25, deadline=None)
@given(parts=Cells, off=st.integers(-50, 50))
def test_a_total_passes_exactly_where_it_is_the_sum(library: Library, parts: list[list[int]], off: int) -> None:
    totals = [sum(row[column] for row in parts) for column in (0, 1)]
    rows = [(f"Part {number}", *row) for number, row in zip("ABCDEFGH", parts, strict=False)]
    draft = table(("Name", "2024", "2023"), *rows, ("Total", totals[0] + off, totals[1]))
    result: RuleResult = library.check(
        read(draft.encode(), "d.md", Limits()), rules=parse(f'[[rule]]\nname="x"\n{SUM}')
    ).rules[0]
    # Where some of the parts add up by chance, that is what the total may be of.
    assert (result.outcome == "passed") == (off == 0) or any(
        one.formula.count("+") + 1 < len(parts) for one in result.steps
    )
