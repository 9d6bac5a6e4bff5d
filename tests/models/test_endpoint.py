"""Models behind an endpoint: order, batches, patience, answers that are wrong, and a key that nothing shows."""

from __future__ import annotations

import logging
import socket
import traceback
from typing import Any

import numpy as np
import pytest
from scripted import Asked, Reply, serving

from wenyuan.errors import ModelError, SettingsError
from wenyuan.models.endpoint import EndpointEmbedder, EndpointReranker
from wenyuan.settings import EmbeddingEndpoint, RerankEndpoint

KEY = "sk-Kept-Secret-77"
BOTH = frozenset({"zh", "en"})


def embedder(url: str, waits: list[float] | None = None, **changes: Any) -> EndpointEmbedder:
    about = {"base_url": f"{url}/v1/", "model": "m-1", "key": KEY, "dimension": 3, "batch": 2, "timeout": 5}
    settings = EmbeddingEndpoint.model_validate(about | changes)
    return EndpointEmbedder(settings, BOTH, pause=([] if waits is None else waits).append)


def embedded(asked: Asked, **changes: Any) -> Reply:
    """A vector of each text by its length, the last first."""
    vectors = [[float(len(text)), 1.0, 0.0] for text in asked.json["input"]]
    listed = [{"index": place, "embedding": vector} for place, vector in enumerate(vectors)]
    return Reply(200, {"data": listed[::-1]} | changes)


def test_vectors_come_in_the_order_of_the_texts_and_blank_ones_are_not_sent() -> None:
    with serving(embedded) as server:
        made = embedder(server.url, passage_prefix="p: ", query_prefix="question: ")
        vectors = made.passages(["four", "", "租金", "a", " \n", "123456"])
        query = made.query("ab")
    assert vectors.shape == (6, 3)
    assert vectors.dtype == np.float32
    expected = [7, None, 5, 4, None, 9]
    for row, length in zip(vectors, expected, strict=True):
        wanted = np.zeros(3) if length is None else np.array([length, 1, 0]) / np.hypot(length, 1)
        assert row == pytest.approx(wanted, abs=1e-6)
    assert query == pytest.approx(np.array([12, 1, 0]) / np.hypot(12, 1), abs=1e-6)
    assert [one.json["input"] for one in server.asked] == [
        ["p: four", "p: 租金"],
        ["p: a", "p: 123456"],
        ["question: ab"],
    ]
    assert {one.path for one in server.asked} == {"/v1/embeddings"}
    assert {one.headers["authorization"] for one in server.asked} == {f"Bearer {KEY}"}
    assert all(one.json["model"] == "m-1" and "dimensions" not in one.json for one in server.asked)


def test_what_is_asked_for_where_vectors_are_to_be_shortened_and_no_key_is_set() -> None:
    with serving(embedded) as server:
        embedder(server.url, shorten=True, key=None).query("a")
    assert server.asked[0].json["dimensions"] == 3
    assert "authorization" not in server.asked[0].headers


def test_it_is_asked_again_after_what_passes() -> None:
    replies = iter(
        [Reply(429, {"error": {"message": "slow down"}}, {"retry-after": "7"}), Reply(503), Reply(200, b"", cut=0)]
    )
    waits = list[float]()

    def answer(asked: Asked) -> Reply:
        reply = next(replies, None)
        if reply and reply.cut == 0:
            raise ConnectionError
        return reply or embedded(asked)

    with serving(answer) as server:
        assert embedder(server.url, waits).query("a").any()
    assert len(server.asked) == 4
    assert waits[0] == 7
    assert all(0 < wait < 60 for wait in waits)


@pytest.mark.parametrize(("status", "asked"), [(503, 5), (429, 5), (400, 1), (401, 1), (302, 1)])
def test_it_gives_up_with_what_the_endpoint_said(status: int, asked: int) -> None:
    reply = Reply(status, {"error": {"message": f"no use, {KEY}\nis not known"}})
    with serving(lambda one: reply) as server, pytest.raises(ModelError) as caught:
        embedder(server.url).query("a")
    assert len(server.asked) == asked
    assert f"it answers {status}: no use, *** is not known" in str(caught.value)
    assert f"{server.url}/v1/embeddings" in str(caught.value)


def test_an_endpoint_that_is_not_there_is_said() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        waits = list[float]()
        with pytest.raises(ModelError, match=r"cannot be used: .*\(5 tries\)"):
            embedder(f"http://127.0.0.1:{unused.getsockname()[1]}", waits).query("a")
    assert len(waits) == 4


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<html>hello</html>", "not JSON"),
        ({"data": None}, "no list `data`"),
        ([1], "no list `data`"),
        ({"data": []}, "0 of 1 texts"),
        ({"data": [{"index": 1, "embedding": [1, 0, 0]}]}, "1 of 1 texts"),
        ({"data": [{"index": 0}]}, "0 of 1 texts"),
        ({"data": [{"index": 0, "embedding": [1, 0]}]}, "2 numbers where models.endpoint.dimension says 3"),
        ({"data": [{"index": 0, "embedding": ["a", 0, 0]}]}, "not lists of numbers"),
        ({"data": [{"index": 0, "embedding": "AAAA"}]}, "not lists of numbers"),
        ({"data": [{"index": 0, "embedding": [1e999, 0, 0]}]}, "no number"),
        ({"data": [{"index": 0, "embedding": [None, 0, 0]}]}, "no"),
    ],
)
def test_an_answer_that_is_not_vectors_is_said(body: Any, says: str) -> None:
    with serving(lambda one: Reply(200, body)) as server, pytest.raises(ModelError, match=says):
        embedder(server.url).query("a")


def test_the_key_is_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda one: Reply(401, f"who is {KEY}?".encode())) as server:
        made = embedder(server.url)
        with pytest.raises(ModelError) as caught:
            made.query("a")
    shown = [repr(made), repr(made.__dict__), made.key, caplog.text, "".join(traceback.format_exception(caught.value))]
    assert "who is ***?" in str(caught.value)
    assert not [one for one in shown if KEY in one]


def test_the_key_of_vectors_tells_endpoints_apart_and_may_name_a_folder() -> None:
    changes = [{}, {"model": "m-2"}, {"dimension": 4}, {"passage_prefix": "p: "}, {"base_url": "https://b.example/v2"}]
    keys = [embedder("https://a.example", **change).key for change in changes]
    assert len(set(keys)) == len(keys)
    assert keys[0].startswith("endpoint-a-example-m-1-3-")
    assert embedder("https://a.example", key="sk-another").key == keys[0]
    long = embedder("https://a.example", model="某/" + "very/long" * 90).key
    assert len(long) < 150
    assert set(long) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("missing", ["base_url", "model", "dimension"])
def test_what_is_needed_is_named(missing: str) -> None:
    about = {"base_url": "https://a.example", "model": "m", "dimension": 3}
    del about[missing]
    with pytest.raises(SettingsError, match=f"models.endpoint.{missing} is needed"):
        EndpointEmbedder(EmbeddingEndpoint.model_validate(about), BOTH)


def reranker(url: str, **changes: Any) -> EndpointReranker:
    settings = RerankEndpoint.model_validate({"base_url": url, "model": "r-1", "key": KEY} | changes)
    return EndpointReranker(settings, pause=lambda seconds: None)


def test_a_reranker_as_jina_and_cohere_speak() -> None:
    def answer(asked: Asked) -> Reply:
        scored = [
            {"index": place, "relevance_score": len(text) / 10} for place, text in enumerate(asked.json["documents"])
        ]
        return Reply(200, {"results": sorted(scored, key=lambda one: -one["relevance_score"])})

    with serving(answer) as server:
        assert reranker(server.url).score("q", ["abc", " ", "abcde", "a"]) == [0.3, 0, 0.5, 0.1]
        assert reranker(server.url).score("q", ["", " "]) == [0, 0]
    assert server.asked[0].path == "/rerank"
    assert server.asked[0].json == {"model": "r-1", "query": "q", "documents": ["abc", "abcde", "a"], "top_n": 3}
    assert len(server.asked) == 1


def test_a_reranker_as_tei_speaks() -> None:
    reply = Reply(200, [{"index": 1, "score": 0.9}, {"index": 0, "score": 0.2}])
    with serving(lambda one: reply) as server:
        assert reranker(server.url, speaks="tei", model="").score("q", ["a", "b"]) == [0.2, 0.9]
    assert server.asked[0].json == {"query": "q", "texts": ["a", "b"], "truncate": True}


@pytest.mark.parametrize("score", ["high", None, float("nan")])
def test_a_score_that_is_no_number_is_said(score: Any) -> None:
    reply = Reply(200, {"results": [{"index": 0, "relevance_score": score}]})
    with serving(lambda one: reply) as server, pytest.raises(ModelError, match="no number"):
        reranker(server.url).score("q", ["a"])


def test_what_a_reranker_needs_is_named() -> None:
    with pytest.raises(SettingsError, match=r"models\.rerank_endpoint\.base_url"):
        EndpointReranker(RerankEndpoint())
    with pytest.raises(SettingsError, match=r"models\.rerank_endpoint\.model"):
        reranker("https://a.example", model="")
