"""A BERT encoder small enough to make in a test, its weights known, and the same encoder in plain numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from wenyuan.models.converting import bert
from wenyuan.models.converting.onnx_file import Graph
from wenyuan.models.installed import Kept, Record, sha256
from wenyuan.models.manifest import Model

WIDTH, HEAD, LAYERS, PLACES = 16, 8, 2, 64
WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    *"the rent is 950 euros a month ship sails at six query passage :".split(),
    *"租金每月船六点开",
]
Weights = dict[str, NDArray[np.float32]]


def weights(seed: int = 0) -> Weights:
    random = np.random.default_rng(seed)

    def some(*shape: int) -> NDArray[np.float32]:
        return random.normal(0, 0.3, shape).astype(np.float32)

    named = {
        "embeddings.word_embeddings.weight": some(len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": some(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
    }
    shapes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (4 * WIDTH, WIDTH),
        "output.dense": (WIDTH, 4 * WIDTH),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        for name, shape in shapes.items():
            named[f"encoder.layer.{layer}.{name}.weight"] = some(*shape)
            named[f"encoder.layer.{layer}.{name}.bias"] = some(shape[0])
        norms += [f"encoder.layer.{layer}.{name}.LayerNorm" for name in ("attention.output", "output")]
    for name in norms:
        named[f"{name}.weight"], named[f"{name}.bias"] = 1 + some(WIDTH), some(WIDTH)
    return named


def states(named: Weights, ids: Sequence[int]) -> NDArray[np.float64]:
    """`(tokens, WIDTH)`: what the encoder makes of one text, in full precision."""

    def normed(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        spread = np.sqrt(x.var(axis=-1, keepdims=True) + 1e-12)
        return (x - x.mean(axis=-1, keepdims=True)) / spread * named[f"{name}.weight"] + named[f"{name}.bias"]

    def dense(x: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        return x @ named[f"{name}.weight"].T.astype(np.float64) + named[f"{name}.bias"]

    gelu = np.vectorize(lambda value: value / 2 * (1 + math.erf(value / math.sqrt(2))))
    x = named["embeddings.word_embeddings.weight"][list(ids)].astype(np.float64)
    x = (
        x
        + named["embeddings.position_embeddings.weight"][: len(ids)]
        + named["embeddings.token_type_embeddings.weight"][0]
    )
    x = normed(x, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        query, key, value = (dense(x, f"{name}.attention.self.{part}") for part in ("query", "key", "value"))
        heads = []
        for start in range(0, WIDTH, HEAD):
            part = slice(start, start + HEAD)
            logits = query[:, part] @ key[:, part].T / math.sqrt(HEAD)
            raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
            heads.append(raised / raised.sum(axis=-1, keepdims=True) @ value[:, part])
        x = normed(
            dense(np.concatenate(heads, axis=1), f"{name}.attention.output.dense") + x,
            f"{name}.attention.output.LayerNorm",
        )
        x = normed(
            dense(gelu(dense(x, f"{name}.intermediate.dense")), f"{name}.output.dense") + x, f"{name}.output.LayerNorm"
        )
    return x


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    made.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return made


def model(name: str = "tiny", **changes: object) -> Model:
    about = {
        "name": name,
        "task": "embedding",
        "languages": ["zh", "en"],
        "licence": "Apache-2.0",
        "dimension": WIDTH,
        "max_tokens": 32,
        "file": [{"name": "model.onnx", "bytes": 1}, {"name": "tokenizer.json", "bytes": 1}],
    }
    return Model.model_validate(about | changes)


def install(folder: Path, about: Model, seed: int = 0) -> Path:
    """Put the encoder into a folder of models, as pulling does; returns its own folder."""
    place = folder / about.name
    place.mkdir(parents=True)
    bert.write(weights(seed), place / "model.onnx", head_width=HEAD)
    tokenizer().save(str(place / "tokenizer.json"))
    kept = (
        Kept(name=path.name, bytes=path.stat().st_size, sha256=sha256(path), pinned=True, source="a test")
        for path in (place / "model.onnx", place / "tokenizer.json")
    )
    Record(model=about, kept=tuple(kept)).write(place)
    return place


def install_reranker(folder: Path) -> Path:
    """A cross-encoder whose score is the number of tokens of the passage minus 3, before it is squeezed to 0 to 1."""
    place = install(folder, model("pairs", task="rerank", dimension=0, pooling="cls"))
    graph = Graph()
    for name in ("input_ids", "attention_mask", "token_type_ids"):
        graph.input(name, "int64", ("batch", "tokens"))
    ones = graph.one("Cast", graph.one("Mul", "token_type_ids", "attention_mask"), to=1)
    count = graph.one("ReduceSum", ones, graph.weight(np.array([1], np.int64)), keepdims=1)
    graph.one("Sub", count, graph.weight(np.array(3, np.float32)), name="logits")
    graph.output("logits", "float32", ("batch", 1))
    graph.write(place / "model.onnx")
    record = Record.model_validate_json((place / "model.json").read_bytes())
    weights = place / "model.onnx"
    kept = Kept(name=weights.name, bytes=weights.stat().st_size, sha256=sha256(weights), pinned=True, source="a test")
    Record(model=record.model, kept=(kept, record.kept[1])).write(place)
    return place
