"""JSON lines and JSON: records as headings, paragraphs and "key: value" lines.

Numbers keep the digits of the file ("1.10" stays so). Objects and lists that hold texts are written field by field,
others as compact JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.detect import detect
from wenyuan.reading.document import Document
from wenyuan.reading.encoding import decode
from wenyuan.reading.naming import stem_of
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.built_in import BuiltInReader

_NAMES = ("title", "name", "标题", "名称", "subject", "question", "id", "doc_id", "_id", "编号")
_TEXTS = frozenset(
    "text content contents body abstract summary description passage paragraph context article answer message"
    " 正文 内容 文本 摘要 描述 简介 答案".split()
)
_LONGEST_NAME = 200
_NAMED_LINES = 5
_DEEPEST = 8
_DEEP = "nested too deeply"
_LONG = "a whole number of too many digits (over 4,300)"


class _Float(float):
    """A number that remembers how it was written."""

    source: str

    def __new__(cls, source: str) -> _Float:
        made = super().__new__(cls, source)
        made.source = source
        return made


class _Parser:
    """Parses values and counts the names that stand twice in one object, of which JSON keeps the last."""

    def __init__(self) -> None:
        self.twice = 0
        self._first = ""
        self._decoder = json.JSONDecoder(parse_float=_Float, object_pairs_hook=self._object)

    def parse(self, text: str) -> Any:
        """Raises ValueError with the reason for what cannot be read."""
        try:
            return self._decoder.decode(text)
        except json.JSONDecodeError:
            raise
        except RecursionError:
            raise ValueError(_DEEP) from None
        except ValueError:  # Python's guard against whole numbers that take long to convert
            raise ValueError(_LONG) from None

    def said(self) -> list[str]:
        """The problem, in words for the user."""
        if not self.twice:
            return []
        where = "one object" if self.twice == 1 else f"{self.twice:,} objects"
        return [f"a name stands twice in {where} (the first is {self._first!r}); only the last value is kept"]

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            if not self.twice:
                seen = set[str]()
                self._first = next(key for key, _ in pairs if key in seen or seen.add(key))[:100]
            self.twice += 1
        return made


class JsonReader(BuiltInReader):
    """Reads a file of records as one document, in the order of the file."""

    media_types = ("application/jsonl", "application/json")

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        decoded = decode(data)
        builder = TextBuilder()
        if decoded.problem:
            builder.problem(decoded.problem)
        media_type, title, parser = detect(data, name), "", _Parser()
        if media_type == "application/json":
            title = _write_json(_whole(decoded.text, builder, parser), builder)
        else:
            media_type = "application/jsonl"
            for record in _lines(decoded.text, builder, parser):
                _write_record(record, builder, 1)
                if builder.size > limits.characters:
                    break
        builder.problems += parser.said()
        return builder.finish(media_type, title or stem_of(name), {"encoding": decoded.encoding})


def _whole(text: str, builder: TextBuilder, parser: _Parser) -> Any:
    """The value of a JSON file; where it is really JSON lines, its records."""
    try:
        return parser.parse(text)
    except json.JSONDecodeError as error:
        records = list(_lines(text, builder, parser))
        if not records:
            raise ReadingFailed(f"not valid JSON: {error}") from error
        return records
    except ValueError as error:
        raise ReadingFailed(f"its JSON cannot be read: {error}") from error


def _lines(text: str, builder: TextBuilder, parser: _Parser) -> Iterator[Any]:
    """The records of JSON lines; says at the end which lines are none, and why."""
    bad: dict[str, list[int]] = {}
    # Not splitlines: JSON strings may hold U+2028 and its like.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = parser.parse(line)
        except json.JSONDecodeError:
            bad.setdefault("not valid JSON", []).append(number)
            continue
        except ValueError as error:
            bad.setdefault(str(error), []).append(number)
            continue
        yield record
    for why, numbers in bad.items():
        one, shown = len(numbers) == 1, ", ".join(map(str, numbers[:_NAMED_LINES]))
        verb = "holds" if why == _LONG else "is"
        what = f"1 line {verb} {why}" if one else f"{len(numbers):,} lines {'hold' if why == _LONG else 'are'} {why}"
        more = ", …" if len(numbers) > _NAMED_LINES else ""
        builder.problem(f"{what} and {'was' if one else 'were'} left out: line{'' if one else 's'} {shown}{more}")


def _write_json(value: Any, builder: TextBuilder) -> str:
    """Write a whole JSON value; returns the title an object gives itself."""
    if isinstance(value, list):
        for record in cast(list[Any], value):
            _write_record(record, builder, 1)
        return ""
    if not isinstance(value, dict):
        _write_record(value, builder, 1)
        return ""
    fields = cast(dict[str, Any], value)
    inner = {key: held for key, held in fields.items() if _is_records(held)}
    title = _write_record({key: held for key, held in fields.items() if key not in inner}, builder, 1)
    for key, records in inner.items():
        builder.block("heading", key, 1)
        for record in records:
            _write_record(record, builder, 2)
    return title


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in cast(list[Any], value))


def _write_record(record: Any, builder: TextBuilder, level: int) -> str:
    """Write one record; returns its heading."""
    if not isinstance(record, dict):
        builder.block("paragraph", _written(record))
        return ""
    fields = cast(dict[str, Any], record)
    named = next((key for key in _NAMES if _is_name(fields.get(key))), None)
    heading = _written(fields[named]) if named else ""
    builder.block("heading", heading, level)
    _write_fields({key: value for key, value in fields.items() if key != named}, builder, 0)
    return heading


def _write_fields(fields: dict[str, Any], builder: TextBuilder, depth: int) -> None:
    """Short values as "key: value" lines, texts as paragraphs, and objects that hold texts field by field."""
    lines = list[str]()
    for key, value in fields.items():
        if value is None or value == "":
            continue
        if isinstance(value, str) and (key.lower() in _TEXTS or _is_text(value)):
            builder.block("paragraph", "\n".join(lines))
            lines = []
            for paragraph in value.replace("\r\n", "\n").split("\n\n"):
                builder.block("paragraph", paragraph)
        elif isinstance(value, (list, dict)) and depth < _DEEPEST and _holds_text(cast(Any, value), 0):
            builder.block("paragraph", "\n".join(lines))
            lines = []
            items = cast(list[Any], value) if isinstance(value, list) else [value]
            for item in items:
                held = cast(dict[str, Any], item) if isinstance(item, dict) else {key: item}
                _write_fields(held, builder, depth + 1)
        else:
            lines.append(f"{key}: {_written(value)}")
    builder.block("paragraph", "\n".join(lines))


def _is_text(value: str) -> bool:
    return len(value) > _LONGEST_NAME or "\n" in value.strip()


def _holds_text(value: Any, depth: int) -> bool:
    """Whether a nested value holds a text, whose line ends compact JSON would turn into escapes."""
    if isinstance(value, str):
        return _is_text(value)
    if depth >= _DEEPEST:
        return False
    if isinstance(value, dict):
        return any(_holds_text(one, depth + 1) for one in cast(dict[str, Any], value).values())
    return isinstance(value, list) and any(_holds_text(one, depth + 1) for one in cast(list[Any], value))


def _is_name(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and len(value) <= _LONGEST_NAME and "\n" not in value.strip()
    return isinstance(value, int) and not isinstance(value, bool)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, _Float):
        return value.source
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
