"""Texts to try the language ground on: both languages, and what breaks offsets."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        *("中文", "营业收入", "𠮷野家", "々", "年", "カタカナ", "ｶﾞｷﾞ", "한글", "각", "ㄱㅏ"),
        *("Revenue", "don’t", "company's", "naïve", "cafe\u0301", "q\u0323\u0307", "ﬁﬂ", "Straße", "İ", "ΣΑΣ"),
        *("１１．４４", "11.44", "1,234.50", "FY2018", "COVID-19", "3.5mm", "A-0417", "٣٤", "①", "㎏", "½"),
        *("。", "！", "？", "……", "；", ". ", "!", "?", "...", ".", "“", "”", "」", ")", '"', "Dr. ", "U.S. ", "No. 5"),
        *(" ", "\t", "\n", "\r\n", "\r", "\x0b", "\u2028", "\u3000", "\u00a0", "\u200b", "\ufeff"),
        *("👩‍👩‍👧", "🇨🇳", "שלום", "مرحبا", "\u202e", "\u0301", "\uff9e", "\U000e0100"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=24).map("".join)
"""Any text, with much of what matters here in it."""
