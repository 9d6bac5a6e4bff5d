"""E-mail messages (.eml): the headers a reader sees, then the body with its quoted history.

Of alternatives the plain text is read, or the HTML where the plain text is only a stub. Attachments are named as
not read; pictures that belong to an HTML body are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder, one_line
from wenyuan.reading.document import Document
from wenyuan.reading.encoding import decode
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader
from wenyuan.reading.readers.html import parse, write_html
from wenyuan.reading.readers.html_pieces import pieces
from wenyuan.reading.readers.plain import blocks_of

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
# Plain text this much shorter than the HTML beside it says "open this in a browser".
_STUB = 0.2
_LINE_END = re.compile(r"\r\n?")


class MailReader(BuiltInReader):
    """Reads one message."""

    media_types = ("message/rfc822",)

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        # compat32 reads any header; the newer policies raise on some that real mail has.
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.compat32)
        if message.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime"}:
            raise ReadingFailed("the message is encrypted; save it decrypted and add that")
        builder = TextBuilder()
        headers = {name: value for name in _HEADERS if (value := _header(message, name))}
        builder.block("paragraph", "\n".join(f"{name}: {value}" for name, value in headers.items()))
        others = list[str]()
        for part in _body(message, others):
            _write(part, builder)
        if others:
            names = ", ".join(others[:10]) + (", …" if len(others) > 10 else "")
            builder.problem(
                f"1 attachment is not read: {names}; add it as a file"
                if len(others) == 1
                else f"{len(others)} attachments are not read: {names}; add them as files"
            )
        metadata = {key.lower(): headers[key] for key in ("From", "To", "Cc") if key in headers}
        date = _iso_date(headers.get("Date", ""))
        if date:
            metadata["date"] = date
        return builder.finish("message/rfc822", headers.get("Subject", ""), metadata)


def _header(message: Message, name: str) -> str:
    """All of a header's values, decoded, on one line."""
    raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
    return ", ".join(value for value in map(_unencoded, raw) if value)


def _unencoded(raw: str) -> str:
    """A header value without its encoded words (RFC 2047), on one line."""
    # Bytes outside ASCII stand as surrogates: mail that should have been encoded and was not.
    if any("\udc80" <= c <= "\udcff" for c in raw):
        return one_line(decode(raw.encode("utf-8", "surrogateescape")).text)
    try:
        value = str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        value = raw
    return one_line(value)


def _iso_date(value: str) -> str:
    try:
        return parsedate_to_datetime(value).isoformat() if value else ""
    except ValueError:
        return ""


def _body(part: Message, others: list[str]) -> Iterator[Message]:
    """The parts that make up the text, in order; names of the other ones go to `others`."""
    kind = part.get_content_type()
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        if kind == "multipart/alternative":
            yield from _best(children, others)
        elif kind == "multipart/related":
            for child in children[:1]:
                yield from _body(child, others)
            # What else is related is shown inside the page, unless it is a file with a name and no place in it.
            others += [_name(child) for child in children[1:] if not child.get("Content-ID") and _is_attachment(child)]
        else:
            for child in children:
                yield from _body(child, others)
    elif kind in {"text/plain", "text/html"} and not _is_attachment(part):
        yield part
    elif kind not in {"application/pkcs7-signature", "application/pgp-signature", "application/x-pkcs7-signature"}:
        others.append(_name(part))


def _best(children: list[Message], others: list[str]) -> Iterator[Message]:
    """The alternative to read; files among the alternatives (an invitation, say) are not named."""
    choices = [(list(_body(child, unread)), unread) for child in children for unread in [list[str]()]]
    choices = [(parts, unread) for parts, unread in choices if parts]
    if not choices:
        return
    plain = next((c for c in choices if all(p.get_content_type() == "text/plain" for p in c[0])), None)
    rich = next((c for c in reversed(choices) if any(p.get_content_type() == "text/html" for p in c[0])), None)
    chosen = plain or rich or choices[0]
    if plain and rich and sum(map(_visible, plain[0])) < _STUB * sum(map(_visible, rich[0])):
        chosen = rich
    # Files that travel with the HTML alternative are attachments whichever of the two is read.
    others += rich[1] if rich else chosen[1]
    yield from chosen[0]


def _visible(part: Message) -> int:
    text = _text(part)[0]
    if part.get_content_type() == "text/html" and text.strip():
        return sum(len(piece.text) for piece in pieces(parse(text)[0]))
    return len(text.strip())


def _is_attachment(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _name(part: Message) -> str:
    name = part.get_filename()
    if name:
        return _unencoded(name)
    kind = part.get_content_type()
    return "a forwarded message" if kind == "message/rfc822" else f"one of type {kind}"


def _text(part: Message) -> tuple[str, str]:
    """A text part's content with line ends as \\n, and the problem it had."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return "", ""
    charset = part.get_content_charset() or ""
    decoded = decode(payload, charset)
    return _LINE_END.sub("\n", decoded.text), decoded.problem


def _write(part: Message, builder: TextBuilder) -> None:
    text, problem = _text(part)
    if problem:
        builder.problem(problem)
    if not text.strip():
        return
    if part.get_content_type() == "text/html":
        write_html(text, builder)
        return
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    for block in blocks_of(text):
        builder.block(block.kind, text[block.start : block.end], block.level)


def _unflowed(text: str, drop_space: bool) -> str:
    """Lines that end in a space go on in the next (RFC 3676); quoted lines are left as they are."""
    out = list[str]()
    flowing = False
    for line in text.split("\n"):
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        content = line.removeprefix(" ") if not line.startswith(">") else line
        if flows and drop_space:
            content = content[:-1]
        if flowing and not line.startswith(">"):
            out[-1] += content
        else:
            out.append(content)
        flowing = flows
    return "\n".join(out)
