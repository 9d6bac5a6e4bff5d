from __future__ import annotations

import codecs
import gzip
import json
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenyuan.reading.encoding import canonical, decode

SIMPLIFIED = "公司2024年第三季度实现营业收入十二亿元，同比增长百分之八；董事会审议通过了年度报告。"
TRADITIONAL = "公司宣佈，第三季營業收入較去年同期成長百分之十二，董事會於臺北召開會議，審議通過年度報告。"
SAMPLES = [
    (SIMPLIFIED, "gb18030", "gb18030"),
    (SIMPLIFIED[:20], "gb18030", "gb18030"),
    (TRADITIONAL, "gb18030", "gb18030"),
    (TRADITIONAL, "big5", "cp950"),
    (TRADITIONAL[:20], "big5", "cp950"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (SIMPLIFIED, "utf-16-be", "utf-16-be"),
    ("Plain English without a mark.\r\nSecond line.", "utf-16-le", "utf-16-le"),
    ("当社は、第3四半期の売上高が前年同期比で12％増加したと発表しました。", "cp932", "cp932"),
    ("当社は、第3四半期の売上高が前年同期比で12％増加したと発表しました。", "euc_jp", "euc_jp"),
    ("회사는 3분기 매출이 지난해 같은 기간보다 12퍼센트 증가했다고 발표했다.", "cp949", "cp949"),
    ("Компания сообщила, что выручка за третий квартал выросла на 12 процентов.", "cp1251", "cp1251"),
    ("Компания сообщила, что выручка за третий квартал выросла на 12 процентов.", "koi8_r", "koi8_r"),
    ("La société a annoncé que le chiffre d’affaires a augmenté — « très élevé ».", "cp1252", "cp1252"),
    ("Die Umsätze fielen größer aus. Müller übernahm die Führung für 5 €.", "cp1252", "cp1252"),
    ("It costs £5 – “quoted” at the café.", "cp1252", "cp1252"),
    ("Spółka ogłosiła, że przychody wzrosły o dwanaście procent. Źródło: własne, łączność.", "cp1250", "cp1250"),
]


@pytest.mark.parametrize(("text", "written", "found"), SAMPLES, ids=[f"{w}-{len(t)}" for t, w, _ in SAMPLES])
def test_encodings_without_any_mark(text: str, written: str, found: str) -> None:
    decoded = decode(text.encode(written))
    assert (decoded.text, decoded.encoding, decoded.problem) == (text, found, "")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + SIMPLIFIED.encode(encoding))
    assert (decoded.text, decoded.encoding) == (SIMPLIFIED, encoding)


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\nd").text == "a\r\nb\rc\nd"
    assert decode("一\r\n二\r三".encode("gb18030")).text == "一\r\n二\r三"


def test_broken_bytes_are_shown_and_counted() -> None:
    data = SIMPLIFIED.encode()
    decoded = decode(data[:40] + b"\xff" + data[40:])
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") >= 1
    assert "not valid UTF-8" in decoded.problem
    cut = decode(SIMPLIFIED.encode()[:-1])
    assert cut.text == SIMPLIFIED[:-1] + "\ufffd"
    assert cut.problem.startswith("one place is not valid UTF-8")


def test_a_files_own_replacement_characters_are_no_loss() -> None:
    assert decode("a\ufffdb".encode()).problem == ""


def test_nul_is_removed() -> None:
    assert decode(b"a\x00b" + b"c" * 200).text == "ab" + "c" * 200


def test_a_declared_encoding_is_believed_where_it_fits() -> None:
    # Too little to tell by its characters.
    assert decode("né".encode("iso8859_2"), "iso-8859-2").text == "né"
    assert decode("价".encode("gb18030"), "gb2312").text == "价"
    # Declared as Latin and really UTF-8: the bytes decide.
    assert decode(SIMPLIFIED.encode(), "iso-8859-1").text == SIMPLIFIED
    assert decode("é".encode("cp1252"), "base64").text == "é"


@pytest.mark.parametrize(
    ("name", "wanted"), [("GB2312", "gb18030"), ("ISO-8859-1", "cp1252"), ("rot13", ""), ("?", "")]
)
def test_declared_names_widen_to_what_files_need(name: str, wanted: str) -> None:
    assert canonical(name) == wanted


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff")))
def test_any_utf8_comes_back_verbatim(text: str) -> None:
    # A file of mostly control characters may be UTF-16 as well as UTF-8.
    if sum(c < " " for c in text) > 0.01 * len(text.encode()):
        return
    assert decode(text.encode()).text == text


@given(st.binary(max_size=300))
def test_any_bytes_decode_to_something_storable(data: bytes) -> None:
    text = decode(data).text
    assert "\x00" not in text
    text.encode()


def test_utf8_costs_little_more_than_one_decode() -> None:
    data = (SIMPLIFIED * 100_000).encode()
    ours = theirs = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        decode(data)
        middle = time.perf_counter()
        text = data.decode()
        "\x00" in text  # noqa: B015
        theirs, ours = min(theirs, time.perf_counter() - middle), min(ours, middle - begun)
    assert ours < 3 * theirs


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp950"])
@pytest.mark.parametrize("length", [20, 100, 2000])
def test_cuts_of_real_news(encoding: str, length: int) -> None:
    folder = os.environ.get("WENYUAN_DATA")
    if not folder:
        pytest.skip("WENYUAN_DATA is not set")
    with gzip.open(Path(folder) / "retrieval" / "news_zh_10k.jsonl.gz", "rt") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(500), strict=False)]
    draw, right, total = random.Random(7), 0, 300
    for _ in range(total):
        text = draw.choice(texts)
        start = draw.randrange(max(1, len(text) - length))
        cut = text[start : start + length].encode(encoding, "ignore").decode(encoding)
        right += decode(cut.encode(encoding)).text == cut
    assert right / total >= 0.98


def test_a_file_of_several_encodings_is_read_line_by_line_and_said() -> None:
    parts = [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gb18030"), ("plain English", "ascii"), (TRADITIONAL, "big5")]
    for rows in (parts, parts[::-1], [*parts[1:], *parts[:1] * 6], [*parts[:1] * 40, parts[1]]):
        decoded = decode(b"".join(text.encode(encoding) + b"\r\n" for text, encoding in rows))
        assert decoded.text == "".join(text + "\r\n" for text, _ in rows)
        assert decoded.problem.startswith("its lines are in several encodings (")
    latin = decode(f"{SIMPLIFIED}\n".encode() + "déjà vu\n".encode("cp1252") + f"{TRADITIONAL}\n".encode("big5"))
    assert latin.text == f"{SIMPLIFIED}\ndéjà vu\n{TRADITIONAL}\n"


def test_lines_of_one_encoding_are_no_mixture() -> None:
    for text, written, found in SAMPLES:
        decoded = decode("\n".join([text, text[:9], text[3:12], text[-8:]]).encode(written))
        assert (decoded.encoding, decoded.problem) == (found, "")


def test_characters_written_as_surrogate_pairs_are_joined_and_a_bad_byte_is_said() -> None:
    decoded = decode(b"It is \xed\xa0\xbd\xed\xb8\x80 and \xff fine")
    assert decoded.text == "It is \U0001f600 and \ufffd fine"
    assert decoded.problem.startswith("one place is not valid UTF-8")


def test_an_encoding_that_cannot_be_told_is_said() -> None:
    rare = "龘靐齉爩鱻麤龗灪吁龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟钃骊"
    decoded = decode(rare.encode("gb18030"))
    assert decoded.text == rare or "could not be told" in decoded.problem


def test_chinese_in_seven_bits() -> None:
    text = f"To all: {SIMPLIFIED}\nBye"
    decoded = decode(text.encode("hz"))
    assert (decoded.text, decoded.encoding, decoded.problem) == (text, "hz", "")
    for other in (b"awk '~{print}~'", b"x ~{ab~} y", b"~{open", rb"Theorem~{\bf 1} and ~{ok~}"):
        assert decode(other).text == other.decode()


def test_cyrillic_among_other_lines() -> None:
    russian = "Компания сообщила, что выручка за третий квартал выросла на 12 процентов."
    data = f"{russian}\n".encode("cp1251") * 3 + f"{SIMPLIFIED}\n".encode()
    assert decode(data).text == f"{russian}\n" * 3 + f"{SIMPLIFIED}\n"
