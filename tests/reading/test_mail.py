from __future__ import annotations

from email.message import EmailMessage

import pytest

from wenyuan.errors import ReadingFailed
from wenyuan.reading.document import Document
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read


def _message(subject: str = "季度报告 Q3") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "张三 <zhang@example.com>"
    message["To"] = "Li Si <li@example.com>"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0800"
    message["Subject"] = subject
    return message


def _read(message: EmailMessage | bytes, name: str = "a.eml") -> Document:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return read(data, name, Limits())


def test_headers_come_first_and_the_subject_is_the_title() -> None:
    message = _message()
    message.set_content("营收增长。\n\n> 上一封\n> 的内容\n")
    document = _read(message)
    assert document.title == "季度报告 Q3"
    first = document.blocks[0]
    assert document.text[first.start : first.end].splitlines() == [
        "From: 张三 <zhang@example.com>",
        "To: Li Si <li@example.com>",
        "Date: Tue, 05 Mar 2024 10:00:00 +0800",
        "Subject: 季度报告 Q3",
    ]
    assert "营收增长。" in document.text
    assert "> 上一封" in document.text
    assert document.metadata["date"] == "2024-03-05T10:00:00+08:00"
    assert document.status == "ready"


def test_attachments_are_named_as_not_read() -> None:
    message = _message()
    message.set_content("see attached")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="合同.pdf")
    message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="b.xlsx")
    document = _read(message)
    assert document.problems == ["2 attachments are not read: 合同.pdf, b.xlsx; add them as files"]
    assert "%PDF" not in document.text


def test_plain_text_is_preferred_and_html_read_where_it_is_a_stub() -> None:
    message = _message()
    message.set_content("The plain words of this message.")
    message.add_alternative("<p>The <b>rich</b> words of this message.</p>", subtype="html")
    assert "plain words" in _read(message).text
    assert "rich" not in _read(message).text
    message = _message()
    message.set_content("View in a browser")
    message.add_alternative("<h1>News</h1><p>" + "All of the story. " * 30 + "</p><script>x()</script>", subtype="html")
    document = _read(message)
    assert "All of the story." in document.text
    assert "x()" not in document.text
    assert [block.kind for block in document.blocks[1:3]] == ["heading", "paragraph"]


def test_pictures_of_an_html_body_are_no_attachments() -> None:
    message = _message()
    message.set_content("<p>Body <img src='cid:logo'></p>", subtype="html")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    assert _read(message).problems == []


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "big5", "utf-8"])
def test_body_in_an_old_charset(charset: str) -> None:
    body = "本公司第三季營業收入為十億元" if charset == "big5" else "本公司第三季度营业收入为十亿元"
    data = (
        f"From: a@example.com\r\nTo: b@example.com\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ).encode() + body.encode(charset)
    assert body in _read(data).text


def test_headers_with_raw_bytes_and_unknown_charsets_are_read() -> None:
    data = "From: 王五 <w@example.com>\nSubject: 会议纪要与下周安排\nMIME-Version: 1.0\n".encode("gb18030")
    data += b"Content-Type: text/plain; charset=x-unknown\n\n" + "正文内容在此，请查收。".encode("gb18030")
    document = _read(data)
    assert document.title == "会议纪要与下周安排"
    assert "正文内容在此，请查收。" in document.text


def test_flowed_lines_are_joined() -> None:
    data = (
        b"From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
        b"One sentence that \nflows on.\nAnother.\n"
    )
    assert "One sentence that flows on.\n" in _read(data).text


def test_encrypted_message_fails_with_the_reason() -> None:
    data = (
        b"From: a@example.com\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x\n\n--x\n\n--x--\n'
    )
    with pytest.raises(ReadingFailed, match="encrypted"):
        _read(data)


def test_deeply_nested_parts_end_in_a_reason() -> None:
    head = b"From: a@example.com\nMIME-Version: 1.0\n"
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    try:
        document = _read(head + parts + b"Content-Type: text/plain\n\ninnermost")
    except ReadingFailed as failure:
        assert "nested too deeply" in str(failure)
    else:
        assert "innermost" in document.text
