"""Files from the hub: cut connections, wrong content, what is not there, and no network."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from scripted import Asked, Reply, serving

from wenyuan.errors import ModelError
from wenyuan.models.hub import Hub
from wenyuan.models.manifest import FromHub

CONTENT = os.urandom(300_000)
COMMIT = "c0ffee" * 6 + "c0ff"
SOURCE = FromHub(hub="maker/model", path="onnx/model.onnx")
LARGE = {"x-linked-etag": f'"{hashlib.sha256(CONTENT).hexdigest()}"', "x-linked-size": str(len(CONTENT))}
BLOB = {"etag": f'"{hashlib.sha1(b"blob 300000" + bytes(1) + CONTENT).hexdigest()}"'}


def ranged(asked: Asked, content: bytes = CONTENT) -> Reply:
    """The content from where it is asked."""
    if found := re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", "")):
        start = int(found[1])
        headers = {"content-range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        return Reply(206, content[start:], headers)
    return Reply(200, content)


def stated(asked: Asked, headers: dict[str, str] = LARGE) -> Reply:
    return Reply(302, headers=headers | {"x-repo-commit": COMMIT, "location": "/cdn", "content-length": "0"})


def fetch(target: Path, answer: Callable[[Asked], Reply], monkeypatch: pytest.MonkeyPatch) -> tuple[str, list[Asked]]:
    with serving(answer) as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url + "/")
        with Hub(pause=lambda seconds: None) as hub:
            return hub.fetch(SOURCE, target, lambda here, there: None), server.asked


def test_a_file_by_way_of_a_redirect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.method == "HEAD":
            return stated(asked)
        return ranged(asked) if asked.path == "/cdn" else Reply(302, headers={"location": "/cdn"})

    commit, asked = fetch(tmp_path / "model.onnx", answer, monkeypatch)
    assert (tmp_path / "model.onnx").read_bytes() == CONTENT
    assert commit == COMMIT
    assert asked[0].path == "/maker/model/resolve/main/onnx/model.onnx"
    assert (
        asked[1].path == f"/maker/model/resolve/{COMMIT}/onnx/model.onnx"
    )  # the commit that was stated, not the latest
    assert [path.name for path in tmp_path.iterdir()] == ["model.onnx"]


def test_a_small_file_is_checked_by_its_git_hash_and_a_renamed_repository_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: Asked) -> Reply:
        if "renamed" not in asked.path:
            return Reply(307, headers={"location": "/renamed/model/resolve/main/onnx/model.onnx"})
        return Reply(200, CONTENT, BLOB | {"x-repo-commit": COMMIT})

    assert fetch(tmp_path / "model.onnx", answer, monkeypatch)[0] == COMMIT
    assert (tmp_path / "model.onnx").read_bytes() == CONTENT


def test_a_cut_connection_is_gone_on_with_where_it_was_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.method == "HEAD":
            return stated(asked)
        reply = ranged(asked)
        reply.cut = 40_000  # always: many more cuts than tries, each of which gained something
        return reply

    _, asked = fetch(tmp_path / "model.onnx", answer, monkeypatch)
    assert (tmp_path / "model.onnx").read_bytes() == CONTENT
    starts = [one.headers.get("range") for one in asked[1:]]
    assert starts[0] is None
    assert "bytes=40000-" in starts


def test_what_was_left_by_an_earlier_call_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "model.onnx"

    def cut_then_gone(asked: Asked) -> Reply:
        if asked.method == "HEAD":
            return stated(asked)
        if asked.headers.get("range"):
            return Reply(404)
        return Reply(200, CONTENT, cut=100_000)

    with pytest.raises(ModelError):
        fetch(target, cut_then_gone, monkeypatch)
    assert not target.exists()
    _, asked = fetch(target, lambda one: stated(one) if one.method == "HEAD" else ranged(one), monkeypatch)
    assert asked[1].headers["range"] == "bytes=100000-"
    assert target.read_bytes() == CONTENT


def test_a_server_without_ranges_sends_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = iter([50_000, None])

    def answer(asked: Asked) -> Reply:
        return stated(asked) if asked.method == "HEAD" else Reply(200, CONTENT, cut=next(sent))

    fetch(tmp_path / "model.onnx", answer, monkeypatch)
    assert (tmp_path / "model.onnx").read_bytes() == CONTENT


def test_a_server_that_is_busy_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = iter([503, 429])

    def answer(asked: Asked) -> Reply:
        if status := next(busy, None):
            return Reply(status)
        return stated(asked) if asked.method == "HEAD" else ranged(asked)

    fetch(tmp_path / "model.onnx", answer, monkeypatch)
    assert (tmp_path / "model.onnx").read_bytes() == CONTENT


@pytest.mark.parametrize("content", [CONTENT[:-1] + b"?", CONTENT + b"?"])
def test_content_with_another_hash_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    with pytest.raises(ModelError, match="does not have the hash it states"):
        fetch(tmp_path / "f", lambda one: stated(one) if one.method == "HEAD" else ranged(one, content), monkeypatch)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(404), r"maker/model at 127\.0\.0\.1 has no onnx/model.onnx for everyone \(404\)"),
        (Reply(401), r"\(401\)"),
        (Reply(418), "answers 418"),
        (Reply(503), "cannot be reached .it answers 503.; check the network, or name a mirror in HF_ENDPOINT"),
        (Reply(200, b"<html>", {"etag": '"abc"'}), "states no hash"),
        (Reply(307, headers={"location": "/again"}), "leads on and on"),
    ],
)
def test_what_cannot_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reply: Reply, says: str) -> None:
    with pytest.raises(ModelError, match=says):
        fetch(tmp_path / "f", lambda asked: reply, monkeypatch)
    assert not (tmp_path / "f").exists()


def test_no_network_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{unused.getsockname()[1]}")
        waits = list[float]()
        with Hub(pause=waits.append) as hub, pytest.raises(ModelError, match=r"cannot be reached .*check the network"):
            hub.fetch(SOURCE, tmp_path / "f", lambda here, there: None)
    assert waits == sorted(waits)
    assert len(waits) >= 2
