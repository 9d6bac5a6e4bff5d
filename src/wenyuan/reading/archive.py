"""Opening files that are zip archives underneath (docx, pptx, xlsx, odt, epub): measured before anything is unpacked.

The central directory says how large every member claims to be; a file that claims too much, or whose members turn
out larger than they claim, is refused. Member names are only ever keys: nothing is written to disk.
"""

from __future__ import annotations

import copy
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from wenyuan.errors import ReadingFailed
from wenyuan.reading.containers import ENCRYPTED_OFFICE, is_ole, is_zip, ole_type
from wenyuan.reading.protocol import Limits

_MEMBERS = 65_536
_CHUNK = 1 << 20
# Below this size a high ratio is only a very regular file (an empty sheet with formats, say), and harmless.
_RATIO_FROM = 32 * 1024 * 1024
_ENCRYPTED = "it is encrypted; remove the password in the program that wrote it and add it again"
_DAMAGED = "the file is damaged or incomplete ({}); open it in the program that wrote it, save it and add it again"


class Archive:
    """A zip archive within `limits`. Raises `ReadingFailed` for what is damaged, encrypted or too large.

    problems: what of the file is out of reach: members that another of the same name replaces, an archive before
    this one.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        if is_ole(data) and ole_type(data) == ENCRYPTED_OFFICE:
            raise ReadingFailed(_ENCRYPTED)
        limits.check_size(len(data))
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ReadingFailed(_DAMAGED.format(error)) from error
        if len(members) > _MEMBERS:
            raise ReadingFailed(f"the archive has {len(members)} members and the limit is {_MEMBERS}")
        total = sum(member.file_size for member in members)
        if total > limits.expanded_bytes:
            raise ReadingFailed(f"unpacked it would have {total} bytes and the limit is {limits.expanded_bytes}")
        if total > _RATIO_FROM and total > limits.expansion * len(data):
            raise ReadingFailed(
                f"unpacked it would be {total // max(len(data), 1)} times its size and the limit is "
                f"{limits.expansion:g}: it looks like a zip bomb"
            )
        self._members = {member.filename.lstrip("/"): member for member in members}
        self.problems = list[str]()
        first = min((member.header_offset for member in members), default=0)
        if first and is_zip(data):
            self.problems.append("another file is joined before this one and was not read; add the two separately")
        if len(self._members) < len(members):
            twice = Counter(member.filename.lstrip("/") for member in members)
            named = ", ".join(repr(name) for name, count in twice.items() if count > 1)
            self.problems.append(f"the file holds more than one part called {named[:200]}; only the last was read")

    @property
    def names(self) -> list[str]:
        """Member names in the archive's order."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """One member's bytes. `KeyError` where it is absent."""
        return b"".join(self._stream(self._members[name]))

    def verify(self) -> None:
        """Unpack every member once and drop it: for archives that another library is going to open by itself."""
        for member in self._members.values():
            for _ in self._stream(member):
                pass

    def _stream(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        if member.flag_bits & 1:
            raise ReadingFailed(_ENCRYPTED)
        # Asked for one byte more than declared, a member that is larger than it claims fails its checksum; asked for
        # the declared size it would pass, cut, and another library would unpack all of it.
        asked = copy.copy(member)
        asked.file_size = member.file_size + 1
        size = 0
        try:
            with self._zip.open(asked) as opened:
                while chunk := opened.read(_CHUNK):
                    size += len(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise ReadingFailed(_DAMAGED.format(error)) from error
        if size != member.file_size:
            raise ReadingFailed(_DAMAGED.format(f"{member.filename!r} has not the size it claims"))
