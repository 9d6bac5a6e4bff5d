"""A virtual environment for each peer, made once and kept while its requirements stay as they are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from peers.minilm import VECTORS
from systems import MODEL, WENYUAN, System

HERE = Path(__file__).resolve().parent
_INSTALL_SECONDS = 1800


class Unavailable(Exception):
    """Why a system cannot be run here."""


@dataclass
class Environments:
    """folder: where the environments are kept. The first failure to make one is remembered for its other rows."""

    folder: Path
    _failed: dict[str, str] = field(default_factory=dict[str, str])

    def command(self, system: System, unit: str) -> list[str]:
        """What starts a system's process. Raises Unavailable."""
        engine = HERE / "peers" / f"{system.peer}_engine.py"
        python = sys.executable if system.ours else str(self._python(system.peer))
        return [python, str(engine), unit if system.ours else system.kind]

    def variables(self, system: System) -> dict[str, str]:
        """The process's environment. Raises Unavailable where its model cannot be pulled."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith("WENYUAN_")}
        variables |= {
            "TOKENIZERS_PARALLELISM": "false",
            "HF_HUB_OFFLINE": "1",
            "ANONYMIZED_TELEMETRY": "False",
            "OMP_WAIT_POLICY": "PASSIVE",
        }
        variables |= {"HAYSTACK_TELEMETRY_ENABLED": "False", VECTORS: str(self.folder / "minilm.db")}
        if system.ours and system.kind:
            variables["WENYUAN_MODELS__FOLDER"] = str(self._model())
        return variables

    def _python(self, peer: str) -> Path:
        wanted = HERE / f"requirements-{peer}.txt"
        mark = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:12]
        home = self.folder / f"{peer}-{mark}"
        python = home / "bin" / "python"
        if not (home / "ready").exists():
            self._once(peer, [sys.executable, "-m", "venv", "--clear", str(home)])
            install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            self._once(peer, [*install, "-r", str(wanted)])
            (home / "ready").touch()
        return python

    def _model(self) -> Path:
        """The folder of Wenyuan's models, with the one that is compared in it."""
        home = self.folder / "models"
        command = [sys.executable, "-m", "wenyuan.cli", "--home", str(self.folder / "home"), "models", "pull", MODEL]
        if not (home / MODEL).is_dir():
            self._once(WENYUAN, command, os.environ | {"WENYUAN_MODELS__FOLDER": str(home)})
        return home

    def _once(self, name: str, command: list[str], variables: dict[str, str] | None = None) -> None:
        if name in self._failed:
            raise Unavailable(self._failed[name])
        try:
            done = subprocess.run(
                command, env=variables, capture_output=True, text=True, timeout=_INSTALL_SECONDS, check=False
            )
            why = (
                "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            why = str(error)
        if why:
            self._failed[name] = f"cannot be installed here: {why}"
            raise Unavailable(self._failed[name])
