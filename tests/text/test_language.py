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
        "What was net income in 2022?",
        "The company known in China as 腾 was founded in Shenzhen by five partners",
        "Straße",
    ],
)
def test_english(text: str) -> None:
    assert language(text) == "en"


@pytest.mark.parametrize("text", ["", "   ", "2023 11.44%", "🙂", "売上高はこの一年で伸びました。", "매출은 증가했다"])
def test_neither(text: str) -> None:
    assert language(text) == ""


def test_a_long_text_is_sampled_at_its_ends_and_in_its_middle() -> None:
    assert language("Abstract in English. " * 40 + "正文" * 10_000) == "zh"
    assert language("摘要" * 20 + "word " * 5_000) == "en"
    assert language("word " * 120 + "字" * 100_000 + "word " * 120) == "zh"
