"""Files from the model hub over HTTPS: resumed where a connection was cut, checked against what the hub states.

The hub answers HEAD for `OWNER/REPO/resolve/REVISION/PATH` with the commit (`X-Repo-Commit`) and the file's hash:
`X-Linked-Etag` is the SHA-256 of a large file, `ETag` the Git blob hash of a small one. GET leads, by redirects, to
the bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import quote, urljoin, urlsplit

import httpx

from wenyuan.errors import ModelError
from wenyuan.models.manifest import FromHub

if TYPE_CHECKING:
    from types import TracebackType

Progress = Callable[[int, int], None]
"""Told the bytes that are here and the bytes there are."""

T = TypeVar("T")

_HUB = "https://huggingface.co"
_TRIES = 4
_REDIRECTS = 5
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Stated:
    """What the hub says of a file: the commit, its size, and its hash (64 hex digits: SHA-256; 40: Git blob)."""

    commit: str
    bytes: int
    hash: str


class Hub:
    """The model hub, or the mirror that `HF_ENDPOINT` names. pause: how to wait between tries."""

    def __init__(self, pause: Callable[[float], None] = time.sleep) -> None:
        self._base = (os.environ.get("HF_ENDPOINT") or _HUB).rstrip("/")
        self._pause = pause
        self._client = httpx.Client(timeout=_TIMEOUT, headers={"accept-encoding": "identity"})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(self, source: FromHub, target: Path, progress: Progress) -> str:
        """Write the file to `target` and return the commit it is of.

        What a cut connection leaves lies beside `target` and is gone on with, in a later call too. Raises ModelError.
        """
        stated = self._patiently(source, lambda: self._state(source))
        part = target.with_name(f".{target.name}.{stated.hash[:16]}.part")
        had = -1
        while (have := part.stat().st_size if part.exists() else 0) < stated.bytes:
            if have <= had:
                raise ModelError(f"{self._place(source)} stops at {have:,} of {stated.bytes:,} bytes; try again later")
            had = have
            self._patiently(source, lambda: self._get(source, stated, part, progress), lambda: _size(part))
        if have > stated.bytes or _hash(part, stated.hash) != stated.hash:
            part.unlink()
            raise ModelError(f"what {self._place(source)} sent does not have the hash it states; pull again")
        part.replace(target)
        return stated.commit

    def _state(self, source: FromHub) -> Stated:
        url, commit = self._url(source, source.revision), ""
        for _ in range(_REDIRECTS):
            answer = self._client.head(url)
            self._accept(source, answer)
            headers = answer.headers
            commit = headers.get("x-repo-commit") or commit
            if headers.get("x-linked-etag") or not answer.is_redirect:
                break
            url = urljoin(url, headers["location"])  # a repository that was renamed
        else:
            raise ModelError(f"{self._place(source)} leads on and on")
        etag = headers.get("x-linked-etag") or headers.get("etag") or ""
        hash = etag.removeprefix("W/").strip('"')
        size = headers.get("x-linked-size") or headers.get("content-length") or ""
        if not re.fullmatch("[0-9a-f]{64}|[0-9a-f]{40}", hash) or not size.isdecimal():
            raise ModelError(f"{self._place(source)} states no hash or size, so its files cannot be checked")
        return Stated(commit or source.revision, int(size), hash)

    def _get(self, source: FromHub, stated: Stated, part: Path, progress: Progress) -> None:
        have = _size(part)
        ask = {"range": f"bytes={have}-"} if have else {}
        url = self._url(source, stated.commit)
        with self._client.stream("GET", url, headers=ask, follow_redirects=True) as answer:
            self._accept(source, answer)
            # A server that knows no ranges sends all of it again.
            goes_on = answer.status_code == 206 and answer.headers.get("content-range", "").startswith(f"bytes {have}-")
            have = have if goes_on else 0
            with part.open("ab" if goes_on else "wb") as out:
                for chunk in answer.iter_raw():
                    out.write(chunk)
                    have += len(chunk)
                    progress(have, stated.bytes)
                    if have > stated.bytes:
                        return

    def _accept(self, source: FromHub, answer: httpx.Response) -> None:
        if answer.status_code in _PASSING:
            raise _Passing(f"it answers {answer.status_code}")
        if answer.status_code in (401, 403, 404):
            raise ModelError(f"{self._place(source)} has no {source.path} for everyone ({answer.status_code})")
        if answer.status_code >= 400:
            raise ModelError(f"{self._place(source)} answers {answer.status_code} for {source.path}")

    def _patiently(self, source: FromHub, ask: Callable[[], T], gained: Callable[[], int] = lambda: 0) -> T:
        """Ask again after what may pass, as often as it gains something and a few times more."""
        tried, had = 0, gained()
        while True:
            try:
                return ask()
            except (httpx.RequestError, httpx.InvalidURL, _Passing) as error:
                if (have := gained()) > had:
                    tried, had = 0, have
                tried += 1
                if tried >= _TRIES:
                    raise ModelError(
                        f"{self._place(source)} cannot be reached ({str(error) or type(error).__name__}); "
                        f"check the network, or name a mirror in HF_ENDPOINT"
                    ) from error
                self._pause(0.5 * 2**tried)

    def _url(self, source: FromHub, revision: str) -> str:
        return f"{self._base}/{source.hub}/resolve/{quote(revision, safe='')}/{quote(source.path)}"

    def _place(self, source: FromHub) -> str:
        return f"{source.hub} at {urlsplit(self._base).hostname}"


class _Passing(Exception):
    """An answer that may be another one in a while."""


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _hash(path: Path, like: str) -> str:
    with path.open("rb") as file:
        if len(like) == 64:
            return hashlib.file_digest(file, "sha256").hexdigest()
        blob = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
        while chunk := file.read(1 << 20):
            blob.update(chunk)
        return blob.hexdigest()
