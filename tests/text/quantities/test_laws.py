"""What holds for every text: exact spans, one reading for one number however it is written, bounded time."""

from __future__ import annotations

import time
import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenyuan.text.quantities import quantities, same_unit

PIECES = st.sampled_from(
    [
        *"0 1 5 12 2023 1,234 3.14 .5 1/2 1e6 % ‰ $ US$ ¥ € ( ) （ ） - – — ~ 至 到 、 ， 。 . ; :".split(),
        *"约 近 超 不到 至少 以上 左右 多 余 几 数 十 百 千".split(),
        *"万 亿 兆 元 美元 人民币 个 家 名 个百分点 基点 倍 成 半 折 分之 又 点 零 一 二 两".split(),
        *"三 五 九 〇 第 年 月 日 增长 下降 净亏损 翻一番 减半".split(),
        *" one two twenty- hundred thousand million and a half dozen percent points bps".split(),
        *"x fold times between to from over".split(),
        *"½ ² ① ５ ％ ㎡ ﬁ e\u0301 K m bn \n \u3000 \u202f employees".split(" "),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=16).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))
)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    end = 0
    for q in quantities(text):
        assert end <= q.start < q.end <= len(text)
        assert text[q.start : q.end].strip()
        assert q.upper is None or q.upper > q.value
        assert q.step > 0
        assert (q.bound == "range") == (q.upper is not None)
        assert not isinstance(q.value, Fraction) or q.value.denominator % 3 == 0 or _no_decimal(q.value.denominator)
        end = q.end


def _no_decimal(denominator: int) -> bool:
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator > 1


WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@given(
    st.integers(0, 10**12),
    st.sampled_from(["元", "%", "万元", "亿美元", "个百分点", "kg", "家"]),
    st.sampled_from(["", "约", "-", "不到"]),
)
@settings(deadline=None)
def test_full_width_reads_as_half_width(value: int, unit: str, before: str) -> None:
    narrow = f"同比{before}{value / 100:,.2f}{unit}"
    wide = narrow.translate(WIDE)
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", narrow)
    (one,), (other,) = quantities(narrow), quantities(wide)
    assert (one.start, one.end, one.value, one.bound, one.kind) == (
        other.start,
        other.end,
        other.value,
        other.bound,
        other.kind,
    )


@given(st.integers(0, 10**15), st.sampled_from(["元", " employees", "%", " km"]))
@settings(deadline=None)
def test_commas_change_nothing(value: int, unit: str) -> None:
    (one,), (other,) = quantities(f"是{value}{unit}"), quantities(f"是{value:,}{unit}")
    assert one.value == other.value
    assert one.kind == other.kind


def in_characters(value: int) -> str:
    """As it is written: 亿 and 万 by turns, a gap filled by one 零."""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= unit:
            high, low = divmod(value, unit)
            gap = "零" if 0 < low < unit // 10 else ""
            return in_characters(high) + name + gap + (in_characters(low) if low else "")
    return "零一二三四五六七八九"[value]


@given(st.integers(0, 10**16) | st.integers(0, 10**5))
@settings(max_examples=300, deadline=None)
def test_numerals_in_characters_read_as_digits(value: int) -> None:
    (one,) = quantities(f"共{in_characters(value)}元")
    assert one.value == value
    assert one.unit == "CNY"


SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
SMALL += ["seventeen", "eighteen", "nineteen"]
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(value: int) -> str:
    if value < 20:
        return SMALL[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"-{SMALL[value % 10]}" if value % 10 else "")
    for unit, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (1000, "thousand"),
        (100, "hundred"),
    ):
        if value >= unit:
            rest = value % unit
            joint = " and " if unit == 100 else " "
            return f"{in_words(value // unit)} {name}" + (joint + in_words(rest) if rest else "")
    raise AssertionError


@given(st.integers(2, 10**15 - 1) | st.integers(2, 10**5))
@settings(max_examples=300, deadline=None)
def test_numerals_in_words_read_as_digits(value: int) -> None:
    (one,) = quantities(f"a sum of {in_words(value)} dollars")
    assert one.value == value
    assert one.unit == "USD"


@given(
    st.decimals(0, 10**6, places=2),
    st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12), (" million", 10**6), ("bn", 10**9)]),
)
@settings(deadline=None)
def test_scales_multiply_exactly_and_the_step_with_them(value: Decimal, scale: tuple[str, int]) -> None:
    (one,) = quantities(f"${value}{scale[0]}")
    assert one.value == value * scale[1]
    assert one.step == Decimal("0.01") * scale[1]


HOSTILE = [
    "1,", "千", "(", "1", "万亿", "1 ", "1-", "1.2", "one ", "one hundred and ", "twenty-", "不超过", "$1",
    "人民币", "1%至", "2024年", "1/", "十几", "三分之", "1又", "1e", "78、", "(1", "1a", "section 1 and ",
    "1 million and ", "http://a/1 ", "百分之", "@1", "between 1 and ", "5 y y y ", "1 234", "-", "第", "*1.",
    "1、\n", "零", "半", "1\u0301",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        quantities(text)
        return time.process_time() - begun

    seconds(1000)
    short = min(seconds(2500) for _ in range(3))
    # Eight times the text: sixteen times the time would still be far from the sixty-four of squares.
    assert seconds(20_000) < max(0.25, 20 * short)


def test_a_mistaken_long_number_is_left_alone() -> None:
    assert quantities("1" * 100_000) == []
    assert quantities("千" * 50_000) == []


def test_units_compare_across_languages() -> None:
    assert same_unit("天", "days")
    assert same_unit("Unit", "units")
    assert not same_unit("家", "名")
    assert not same_unit(None, "days")
    assert same_unit(None, None)
