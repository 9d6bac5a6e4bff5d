"""Whether the files of the lexical index are what the engine wrote: each ends in a checksum of the rest.

The engine itself looks at those sums only when asked, and a changed byte among postings may go unnoticed: hits would be
missing and nobody would know. Files are written once, so one that was checked is known by its size and the time it was
last written, and read again only where those are others: what an index of gigabytes costs to open is what is new in it.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

CHECKED = "checked.json"
_END = struct.Struct("<II")
_MAGIC = 1337
_BLOCK = 1 << 22
_PARTS = (".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm")

_Seen = dict[str, tuple[int, int]]


def check(folder: Path) -> None:
    """Read what is new of a committed index to its end. Raises ValueError for a file that is not as it was written.

    Where the folder cannot be written to, everything is read each time.
    """
    known, found = _known(folder), _Seen()
    for segment in json.loads((folder / "meta.json").read_bytes())["segments"]:
        for path in _files(folder, segment):
            try:
                status = path.stat()
                seen = (status.st_size, status.st_mtime_ns)
                if known.get(path.name) != seen:
                    _read(path)
            except FileNotFoundError:
                if path.suffix == ".del" or not (folder / "meta.json").exists():
                    continue
                if segment["segment_id"] not in (folder / "meta.json").read_text():
                    continue  # merged away since the list was read
                raise
            found[path.name] = seen
    if found != known:
        _keep(folder, found)


def _files(folder: Path, segment: dict[str, object]) -> list[Path]:
    name = str(segment["segment_id"]).replace("-", "")
    files = [folder / (name + part) for part in _PARTS]
    deletes = segment.get("deletes")
    if isinstance(deletes, dict):
        files += folder.glob(f"{name}.{deletes['opstamp']}.del")
    return files


def _read(path: Path) -> None:
    size, crc = path.stat().st_size, 0
    with path.open("rb") as file:
        if size < _END.size:
            raise ValueError(f"{path.name} is cut short")
        file.seek(size - _END.size)
        length, magic = _END.unpack(file.read(_END.size))
        rest = size - _END.size - length
        if magic != _MAGIC or rest < 0:
            raise ValueError(f"{path.name} does not end as it was written")
        file.seek(rest)
        stated = json.loads(file.read(length))["crc"]
        file.seek(0)
        while rest:
            block = file.read(min(_BLOCK, rest))
            if not block:
                raise ValueError(f"{path.name} is cut short")
            crc, rest = zlib.crc32(block, crc), rest - len(block)
    if crc != stated:
        raise ValueError(f"{path.name} is not what was written")


def _known(folder: Path) -> _Seen:
    try:
        return {name: (size, time) for name, (size, time) in json.loads((folder / CHECKED).read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(folder: Path, seen: _Seen) -> None:
    """Not where nothing can be written: that is said when something has to be."""
    new = folder / f"{CHECKED}.{os.getpid()}"
    try:
        new.write_text(json.dumps(seen), encoding="ascii")
        new.replace(folder / CHECKED)
    except OSError:
        with suppress(OSError):
            new.unlink()
