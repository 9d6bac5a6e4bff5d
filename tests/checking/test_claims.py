"""The claims of a text: what it states, where, and under what."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "text"))
from any_text import TEXTS

from wenyuan.checking.claims import Claim, claims
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.html import HtmlReader
from wenyuan.reading.readers.markdown import MarkdownReader
from wenyuan.reading.readers.plain import PlainReader


def of(markdown: str) -> list[Claim]:
    document = MarkdownReader().read(markdown.encode(), "text.md", Limits())
    return claims(document.text, document.blocks, document.tables)


def said(markdown: str) -> list[str]:
    return [claim.text for claim in of(markdown)]


def test_sentences_of_both_languages_are_claims_under_their_headings() -> None:
    found = of(
        "# Annual report\n\nRevenue rose 5% in 2023. Dr. Roe left the board.\n\n"
        "## 经营情况\n\n营业收入11.44亿元，同比增长84.47%。公司于2001年成立！\n"
    )
    assert [(claim.text, claim.heading, claim.kind) for claim in found] == [
        ("Revenue rose 5% in 2023.", ("Annual report",), "sentence"),
        ("Dr. Roe left the board.", ("Annual report",), "sentence"),
        ("营业收入11.44亿元，同比增长84.47%。", ("Annual report", "经营情况"), "sentence"),
        ("公司于2001年成立！", ("Annual report", "经营情况"), "sentence"),
    ]


@pytest.mark.parametrize(
    ("text", "claim", "mark"),
    [
        ("Revenue rose.[1] Costs fell.", "Revenue rose.", "[1]"),
        ("Revenue rose. [1, 2] Costs fell.", "Revenue rose.", "[1, 2]"),
        ("Revenue rose [1]. Costs fell.", "Revenue rose [1].", "[1]"),
        (
            "Revenue rose [Source: 10-K, p. 3]. Costs fell.",
            "Revenue rose [Source: 10-K, p. 3].",
            "[Source: 10-K, p. 3]",
        ),
        ("Revenue rose<sup>4</sup>. Costs fell.", "Revenue rose<sup>4</sup>.", "<sup>4</sup>"),
        ("Revenue rose.[^note] Costs fell.", "Revenue rose.", "[^note]"),
        ("Revenue rose.¹ Costs fell.", "Revenue rose.", "¹"),
        (
            "Revenue rose (Smith et al., 2020). Costs fell.",
            "Revenue rose (Smith et al., 2020).",
            "(Smith et al., 2020)",
        ),
        ("Revenue rose (source: annual report). Costs fell.", "Revenue rose (source: annual report).", None),
        ("公司收入增长5%。[1]成本下降。", "公司收入增长5%。", "[1]"),
        ("公司收入增长5%【3】。成本下降。", "公司收入增长5%【3】。", "【3】"),
        ("公司收入增长5%（来源：年报）。成本下降。", "公司收入增长5%（来源：年报）。", "（来源：年报）"),
        ("公司收入增长5%。（资料来源：招股书）成本下降。", "公司收入增长5%。", "（资料来源：招股书）"),
    ],
)
def test_marks_belong_to_the_claim_they_follow(text: str, claim: str, mark: str | None) -> None:
    first, second = of(text)
    assert first.text == claim
    assert second.text in ("Costs fell.", "成本下降。")
    assert [text[start:end] for start, end in first.marks] == [mark or "(source: annual report)"]
    assert second.marks == ()


@pytest.mark.parametrize(
    "text",
    [
        *("# Revenue rose 5% in 2023", "Why did revenue rise in 2023?", "收入为何增长？", "Overview"),
        *("概况", "Table of contents", "Dear shareholders,", "尊敬的各位股东：", "Best regards"),
        *("谢谢大家！", "Thank you very much.", "此致", "The company reported:", "主要数据如下："),
        *("https://example.com/report", "Source: https://example.com/report", "来源：公司2023年年度报告"),
        *("Sources: annual report 2023, page 4.", "[1] Annual report 2023, page 4.", "(Smith, 2020)"),
        *("Author: Jane Roe", "作者：张三", "日期：2023年3月5日", "2023年3月5日", "March 5, 2023"),
        *("Date: March 5, 2023", "---", "***", "---\ntitle: Revenue rose 5%\ndate: 2023-03-05\n---"),
        *("Introduction ........ 5", "© 2023 Example Inc. All rights reserved."),
        *("[^1]: Revenue rose 5% in 2023.", "```\nRevenue rose 5% in 2023.\n```"),
        *("## References\n\nSmith J. Revenue rose. Journal 2020.",),
        *("## 参考文献\n\n张三。公司收入增长。学报，2020年。", "☐ Yes, the report was filed.", "PEPSICO, INC."),
        *("Let me know if you have any questions!", "如有其他问题，请随时联系我。", "Here is a summary of the report."),
        *("表1：主要财务数据", "（单位：亿元）", "Figure 2: Revenue by segment of the company"),
        *("Page 12", "第三章", "12", "- 无", "1."),
    ],
)  # fmt: skip
def test_what_states_nothing_is_no_claim(text: str) -> None:
    assert said(text) == []


def test_several_marks_are_all_of_the_claim() -> None:
    text = "营业收入为11.44亿元。[1][2] 净利润下降5%。"
    first, second = of(text)
    assert [text[start:end] for start, end in first.marks] == ["[1]", "[2]"]
    assert second.marks == ()


def test_items_of_a_list_keep_what_announces_them() -> None:
    found = of(
        "Growth was strong. In 2023 the company reported:\n\n- revenue of $5 million\n- costs:\n  - 20 stores opened\n"
    )
    assert [(claim.text, claim.kind, claim.context) for claim in found] == [
        ("Growth was strong.", "sentence", ()),
        ("revenue of $5 million", "list_item", ("In 2023 the company reported:",)),
        ("20 stores opened", "list_item", ("In 2023 the company reported:", "costs:")),
    ]
    (item,) = of("主要数据如下：\n\n1. 净利润为3亿元；毛利率40%。\n")
    assert (item.text, item.context) == ("净利润为3亿元；毛利率40%。", ("主要数据如下：",))


def test_a_table_keeps_what_announces_it() -> None:
    found = of(
        "Revenue was as follows ($ in millions):\n\n| Item | 2023 |\n|---|---|\n| Revenue | 1,234 |\n\nIt rose by 5%.\n"
    )
    assert [(claim.text, claim.context) for claim in found] == [
        ("1,234", ("Revenue was as follows ($ in millions):", "Revenue", "2023")),
        ("It rose by 5%.", ()),
    ]


def test_figures_of_a_table_stand_under_their_labels() -> None:
    found = of(
        "# 数据\n\n| 项目 | 2023年 | 2022年 |\n|---|---|---|\n| 收入 | 11.44亿元 | 6.20亿元[1] |\n|"
        " 备注 | 合并报表口径 | 已重述 |\n"
    )
    assert [(claim.text, claim.kind, claim.context) for claim in found] == [
        ("11.44亿元", "cell", ("收入", "2023年")),
        ("6.20亿元[1]", "cell", ("收入", "2022年")),
        ("备注 | 合并报表口径 | 已重述", "row", ("项目", "2023年", "2022年")),
    ]
    assert found[1].marks == ((found[1].end - 3, found[1].end),)


def test_a_table_of_a_page_and_one_whose_cells_are_unknown() -> None:
    page = (
        "<html><body><main><h1>Results of the year</h1><p>Revenue rose by five percent in the year 2023, it said.</p>"
        "<table><tr><th></th><th colspan=2>Million dollars</th></tr><tr><th>Item</th><th>2023</th><th>2022</th></tr>"
        "<tr><th>Revenue</th><td>1,234</td><td>(5.2)</td></tr></table></main></body></html>"
    )
    document = HtmlReader().read(page.encode(), "page.html", Limits())
    cells = [one for one in claims(document.text, document.blocks, document.tables) if one.kind == "cell"]
    assert [(one.text, one.context) for one in cells] == [
        ("1,234", ("Revenue", "Million dollars", "2023")),
        ("(5.2)", ("Revenue", "Million dollars", "2022")),
    ]
    rows = [one for one in claims(document.text, document.blocks) if one.kind == "row"]
    assert rows and all("1,234" in one.text or "2023" in one.text for one in rows)


def test_plain_text_and_text_without_blocks_read_alike() -> None:
    text = (
        "Annual results\n\nRevenue was $5 million in 2023. [1] Net income fell.\n\n一、概况\n\n公司2023年收入增长5%。\n"
    )
    document = PlainReader().read(text.encode(), "text.txt", Limits())
    assert claims(document.text, document.blocks) == claims(text)
    assert [claim.text for claim in claims(text)] == [
        "Revenue was $5 million in 2023.",
        "Net income fell.",
        "公司2023年收入增长5%。",
    ]


def test_a_named_value_is_a_claim() -> None:
    assert said("Please note that revenue rose 5%.") == ["Please note that revenue rose 5%."]
    assert said("请注意，公司收入增长5%。") == ["请注意，公司收入增长5%。"]
    assert said("**Fine:** $50,000") == ["**Fine:** $50,000"]
    assert said("初步诊断：肠梗阻") == ["初步诊断：肠梗阻"]


@given(
    st.lists(TEXTS | st.sampled_from(["\n\n", "| a | 1 |\n|---|---|\n", "- ", "# ", "[1]", "：\n", "[^1]: "])).map(
        "".join
    )
)
def test_every_claim_stands_where_it_says_and_overlaps_none(text: str) -> None:
    document = MarkdownReader().read(text.encode("utf-8", "ignore"), "text.md", Limits())
    for found in (claims(document.text, document.blocks, document.tables), claims(document.text)):
        at = 0
        for claim in found:
            assert at <= claim.start < claim.end <= len(document.text)
            assert claim.text == document.text[claim.start : claim.end]
            assert all(claim.start <= start < end <= len(document.text) for start, end in claim.marks)
            at = claim.end


@pytest.mark.parametrize(
    "piece", ["[1] ", "(Smith, 2020", "（来源：", "Revenue rose. ", "a: ", "[1,", "www.", "收入增长。[1]", "¹"]
)
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        claims(text)
        return time.process_time() - began

    assert seconds(40_000) < 14 * seconds(10_000) + 0.1


def test_a_line_broken_by_its_width_ends_no_claim() -> None:
    text = (
        "Revenue rose by 6.6% to 48,845 thousand euros, compared with\n45,822 thousand euros in 2023. Costs fell.\n\n"
        "Passengers\nFreight\n"
    )
    document = MarkdownReader().read(text.encode(), "draft.md", Limits())
    assert [claim.text for claim in claims(document.text, document.blocks)][:2] == [
        "Revenue rose by 6.6% to 48,845 thousand euros, compared with\n45,822 thousand euros in 2023.",
        "Costs fell.",
    ]
