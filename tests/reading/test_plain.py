from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from looking import outline

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read

_LINES = st.sampled_from(
    [
        "# Head",
        "第一章 总则",
        "一、概况",
        "【主诉】",
        "姓名：张三",
        "1.2 Scope",
        "RISK FACTORS",
        "=====",
        "-----",
        "- item",
        "（一）甲",
        "  indented",
        "\u3000\u3000缩进",
        "Chapter 3",
        "ﬁne",
        "العربية",
        "𝒳😀",
        "\t",
        "",
    ]
)
_TEXTS = st.lists(_LINES | st.text(max_size=90), max_size=15).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


def _read(text: str) -> Document:
    document = read(text.encode(), "note.txt", Limits())
    assert document.text == text
    return document


def _blocks(text: str) -> list[tuple[str, int, str]]:
    return outline(_read(text))


def test_wrapped_lines_are_one_paragraph() -> None:
    first = (
        "This is a paragraph that was wrapped by hand at about seventy columns and\n"
        "so its lines belong together, because each of them ends where the next\n"
        "word would not have fitted."
    )
    item = "- An item that is long enough to be wrapped too goes on in a second line\n  under it."
    assert _blocks(f"{first}\n\n{item}\n- Next item.\n") == [
        ("paragraph", 0, first),
        ("list_item", 1, item),
        ("list_item", 1, "- Next item."),
    ]


def test_wrapped_chinese_is_one_paragraph() -> None:
    text = (
        "本报告由董事会编写，反映公司在过去一年的经营情况与\r\n财务状况，供各位股东参阅。公司全年实现营业收入十二亿\r\n"
        "元，同比增长百分之八。"
    )
    assert _blocks(text) == [("paragraph", 0, text)]


def test_records_keep_a_paragraph_a_line() -> None:
    text = "姓名：张三\r\n性别：男\r\n年龄：45岁\r\n【主诉】\r\n反复咳嗽三天，伴有低热，夜间明显。\r\n"
    assert _blocks(text) == [
        ("paragraph", 0, "姓名：张三"),
        ("paragraph", 0, "性别：男"),
        ("paragraph", 0, "年龄：45岁"),
        ("heading", 2, "【主诉】"),
        ("paragraph", 0, "反复咳嗽三天，伴有低热，夜间明显。"),
    ]
    assert _read(text).title == "note"


def test_long_lines_are_paragraphs_of_their_own() -> None:
    lines = [f"Paragraph {n} " + "goes on in one line however long it is. " * 8 for n in range(3)]
    assert [text for _, _, text in _blocks("\n".join(lines))] == [line.strip() for line in lines]


def test_headings_that_say_so() -> None:
    text = (
        "某公司年度报告\n\n第一章 总则\n第一条 为了规范管理，制定本办法。\n一、基本情况\n公司成立于2001年。\n\n"
        "1.2 Scope\n\n"
        "It applies to all staff.\n\nRISK FACTORS\n\nMarkets move.\n\nSummary\n=======\nAll is well.\n\n"
        "Chapter 3: Ends\nText.\n"
    )
    headings = [(level, words) for kind, level, words in _blocks(text) if kind == "heading"]
    assert headings == [
        (1, "某公司年度报告"),
        (1, "第一章 总则"),
        (2, "一、基本情况"),
        (2, "1.2 Scope"),
        (2, "RISK FACTORS"),
        (1, "Summary"),
        (1, "Chapter 3: Ends"),
    ]
    assert _read(text).title == "某公司年度报告"


def test_what_is_no_heading() -> None:
    for text in (
        "说明：\n甲方应当付款。",
        "一、目的\n二、范围\n三、定义",
        "Dear Ms Lee,\n\nThank you for your letter.",
        "The end.\n\nIt was over.",
        "第一条 本合同自签字之日起生效。\n第二条 本合同一式两份。",
        "1. Buy milk\n\n2. Buy bread",
        "OK\n\nA long answer follows here.\n\nNO!",
    ):
        kinds = [kind for kind, _, words in _blocks(text) if words != "OK"]
        assert "heading" not in kinds, text


@given(_TEXTS)
def test_any_text_is_stored_verbatim_and_every_word_is_in_a_block(text: str) -> None:
    text = text.replace("\x00", "").removeprefix("\ufeff")
    # Such text is not text to detection, and would be told so.
    if sum(c < " " and c not in "\t\n\r\f\v\b\x07\x1a\x1b" for c in text):
        return
    try:
        document = read(text.encode(), "a.log", Limits())
    except ReadingFailed as failure:
        assert "empty" in str(failure) or "no text" in str(failure)
        return
    if document.media_type != "text/plain":
        return
    document.check()
    assert document.text == text
    inside = "".join(text[block.start : block.end] for block in document.blocks)
    left_out = sorted(set("".join(text.split())) - set(inside))
    assert not set(left_out) - set("=-#")
