"""Which of the two languages a text is in."""

from __future__ import annotations

import pytest

from wenyuan.text.language import language


@pytest.mark.parametrize(
    "text",
    [
        "营业收入是多少？",
        "钱",
        "2023年",
        "使用 Python 和 FastAPI 构建服务",
        "腾讯 Tencent 与 Alibaba 的收入",
        "𠮷野家",
        "iPhone 发布会",
    ],
)
def test_chinese(text: str) -> None:
    assert language(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2023 11.44%",
        "What was net income in 2022?",
        "The company known in China as 腾 was founded in Shenzhen by five partners",
        "Straße",
        "🙂",
    ],
)
def test_english_and_what_is_neither(text: str) -> None:
    assert language(text) == "en"


def test_only_the_opening_is_looked_at() -> None:
    assert language("word " * 1000 + "字" * 10_000) == "en"
    assert language("word " * 10 + "字" * 10_000, sample=20) == "en"
