from __future__ import annotations

from collections.abc import Iterator

import pytest
from ruling import Judged

from shelf import put
from wenyuan.api import Library
from wenyuan.checking.rules.loading import parse
from wenyuan.checking.rules.outcome import RuleResult
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read

ACCOUNTS = """# Larkspur Mills Ltd: annual report 2024

## Income

(in thousand euros)

| | 2024 | 2023 |
|---|---|---|
| Revenue | 52,400 | 48,100 |
| Cost of goods | (31,150) | (29,900) |
| Operating costs | (12,020) | (11,400) |
| Net income | 9,230 | 6,800 |

## Cash

(in thousand euros)

| | 2024 | 2023 |
|---|---|---|
| Cash from operations | 11,980 | 9,400 |
| Purchases of equipment | (4,310) | (3,950) |
| Dividends paid | (5,200) | (4,800) |

The company had 412 employees at the end of 2024. Orders fell by 5% in 2024, compared with 2023.
"""
SIBLING = ACCOUNTS.replace("Larkspur Mills", "Larkspur Farms").replace("52,400", "18,250")
CHINESE = """# 云栖纺织股份有限公司2024年年度报告

## 一、经营情况

2024年，公司实现净利润9,230万元，同比增长35.7%。

单位：万元

| 项目 | 2024年 | 2023年 |
|---|---|---|
| 营业收入 | 52,400 | 48,100 |
| 营业成本 | 31,150 | 29,900 |
| 期间费用 | 12,020 | 11,400 |

截至2024年12月31日，公司在册员工412人。
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two near-identical reports in English, and one in Chinese."""
    with Library(tmp_path_factory.mktemp("ruled")) as library:
        put(library.store, "larkspur-mills.md", ACCOUNTS)
        put(library.store, "larkspur-farms.md", SIBLING)
        put(library.store, "云栖纺织2024年报.md", CHINESE)
        yield library


@pytest.fixture
def judged(library: Library) -> Judged:
    """What one rule comes to, of a draft in Markdown."""

    def call(rule: str, draft: str = "Nothing is said.", name: str = "draft.md") -> RuleResult:
        rules = parse(f'[[rule]]\nname = "it"\n{rule}')
        report = library.check(read(draft.encode(), name, Limits()), rules=rules)
        assert len(report.rules) == 1
        result = report.rules[0]
        for step in result.steps:
            if step.part:
                assert 0 <= step.part[0] < step.part[1] <= len(report.text)
            for cited in step.citations:
                assert library.show(cited.document, cited.start, cited.end).text == cited.quote
        return result

    return call
