"""Office files without the time of their making: zip members and properties get one fixed date."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def save(path: Path, data: bytes) -> None:
    """Write an Office file's bytes to `path`, every date in it replaced by 1 January 2025."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>2025-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(member.filename, date_time=(2025, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    path.write_bytes(out.getvalue())
