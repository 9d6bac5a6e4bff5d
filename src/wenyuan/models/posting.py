"""JSON over HTTP to a model's endpoint: patient with what passes, and silent about the key."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from wenyuan.errors import ModelError

_TRIES = 5
_LONGEST_WAIT = 60.0
_PASSING = frozenset({408, 429, 500, 502, 503, 504, 529})
_SHOWN = 300


class Endpoint:
    """One address that takes JSON. pause: how to wait between tries."""

    def __init__(self, url: str, key: SecretStr | None, timeout: float, pause: Callable[[float], None]) -> None:
        self._url = url
        self._key = key
        self._timeout = timeout
        self._pause = pause
        self._client: httpx.Client | None = None

    def __repr__(self) -> str:
        return f"Endpoint({self._url!r})"

    @property
    def host(self) -> str:
        return urlsplit(self._url).netloc

    def post(self, body: Mapping[str, Any]) -> Any:
        """What it answers to the body. Raises ModelError, which holds what it said but never the key."""
        for tried in range(1, _TRIES + 1):
            try:
                answer = self._http().post(self._url, json=dict(body))
            except httpx.RequestError as error:
                reason, wait = str(error) or type(error).__name__, 0.0
            else:
                if answer.is_success:
                    return self._read(answer)
                reason, wait = f"it answers {answer.status_code}: {_said(answer)}", _asked_wait(answer)
                if answer.status_code not in _PASSING:
                    raise self.wrong(reason)
            if tried < _TRIES:
                # Spread, so that many who were turned away together do not come back together.
                self._pause(max(wait, 0.5 * 2**tried * random.uniform(0.5, 1.0)))  # noqa: S311
        raise self.wrong(f"{reason} ({_TRIES} tries)")  # pyright: ignore[reportPossiblyUnboundVariable]

    def wrong(self, what: str) -> ModelError:
        """The error that says what is wrong with this endpoint, the key struck out where it was repeated."""
        if self._key:
            what = what.replace(self._key.get_secret_value(), "***")
        return ModelError(f"the endpoint {self._url} cannot be used: {what}")

    def _read(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise self.wrong("what it answers is not JSON; is the address right?") from None

    def _http(self) -> httpx.Client:
        if self._client is None:
            headers = {"authorization": f"Bearer {self._key.get_secret_value()}"} if self._key else {}
            self._client = httpx.Client(headers=headers, timeout=self._timeout)
        return self._client


def patience(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def _asked_wait(answer: httpx.Response) -> float:
    """Seconds of Retry-After; 0 where it is not given, or as a date, which no endpoint for models does."""
    asked = answer.headers.get("retry-after", "")
    return min(float(asked), _LONGEST_WAIT) if asked.replace(".", "", 1).isdecimal() else 0.0


def _said(answer: httpx.Response) -> str:
    """The message of an error as these services give it, in one line, cut short."""
    try:
        said = answer.json()
        if isinstance(said, dict):
            said = said.get("error", said.get("message", said.get("detail", said)))
        if isinstance(said, dict):
            said = said.get("message", said)
    except (json.JSONDecodeError, UnicodeDecodeError):
        said = answer.text
    line = " ".join(str(said).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
