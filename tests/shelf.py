"""Small documents put straight into a library, read in this process by the real readers."""

from __future__ import annotations

from hashlib import sha256

from wenyuan.library.arriving import Arrival
from wenyuan.library.records import DEFAULT_COLLECTION, DocumentRecord
from wenyuan.library.store import Store
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read


def put(store: Store, name: str, content: str | bytes, collection: str = DEFAULT_COLLECTION) -> DocumentRecord:
    """Add a file of this name and content, as `wenyuan add` would; again under the same name replaces it."""
    data = content.encode() if isinstance(content, str) else content
    arrival = Arrival(
        source=f"/papers/{name}",
        sha256=sha256(data).hexdigest(),
        content=read(data, name, Limits()),
        data=data,
        name=name,
        size=len(data),
        mtime_ns=1,
        collection=collection,
    )
    return store.put(arrival).record
