"""What a default install of this package weighs: every distribution it pulls in, with its size and licence.

    python benchmarks/install_size.py [--json] [--fresh]

Follows the requirements of the installed package (without its extras) and counts the files that each distribution
recorded. With --fresh the wheel is built, installed with the locked versions into an empty environment of its own and
measured there by disk use, compiled files included; this installs packages.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OURS = "wenyuan"


@dataclass(frozen=True, slots=True)
class Package:
    """One installed distribution. bytes: its files without compiled ones. needed_by: who asks for it."""

    name: str
    version: str
    licence: str
    bytes: int
    needed_by: tuple[str, ...]


def installed() -> list[Package]:
    """The package and all that it needs, by name. A requirement that is not installed raises PackageNotFoundError."""
    asked: dict[str, set[str]] = {OURS: set()}
    seen = set[tuple[str, str]]()
    waiting = [(OURS, "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for line in distribution(name).requires or ():
            need = Requirement(line)
            if need.marker and not need.marker.evaluate({"extra": extra}):
                continue
            other = str(canonicalize_name(need.name))
            asked.setdefault(other, set()).add(name)
            waiting += [(other, one) for one in ("", *need.extras)]
    return [_package(distribution(name), by) for name, by in sorted(asked.items())]


def licence_of(found: Distribution) -> str:
    """The licence as the distribution states it: expression, classifiers, or the first line of the free text."""
    about = found.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    named = [name for name in named if name != "OSI Approved"]
    stated = about["License"].strip() if "License" in about else ""
    return " OR ".join(named) or stated.partition("\n")[0]


def _package(found: Distribution, needed_by: set[str]) -> Package:
    paths = [Path(str(found.locate_file(file))) for file in found.files or () if file.suffix != ".pyc"]
    size = sum(path.stat().st_size for path in paths if path.is_file())
    name = str(canonicalize_name(found.metadata["Name"]))
    return Package(name, found.version, licence_of(found), size, tuple(sorted(needed_by)))


def fresh() -> tuple[int, int]:
    """Distributions in, and bytes on disk of, an environment that holds the wheel and the locked versions alone."""
    needed = {f"{package.name}=={package.version}" for package in installed()}
    with tempfile.TemporaryDirectory() as folder:
        python = f"{folder}/env/bin/python"
        _quietly(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
        _quietly(sys.executable, "-m", "venv", f"{folder}/env")
        locked = _stanzas((ROOT / "requirements" / "run.txt").read_text("utf-8"))
        wanted = "\n".join(text for pin, text in locked.items() if pin in needed)
        lock = Path(folder, "lock.txt")
        lock.write_text(wanted, "utf-8")
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
        _quietly(*pip, "--require-hashes", "-r", str(lock))
        _quietly(*pip, *map(str, Path(folder).glob("*.whl")))
        _quietly(python, "-m", "pip", "uninstall", "--quiet", "--yes", "setuptools", "pip")
        packages = next(Path(folder, "env", "lib").glob("python*/site-packages"))
        count = len(list(packages.glob("*.dist-info")))
        return count, sum(path.lstat().st_blocks * 512 for path in packages.rglob("*"))


def _stanzas(lock: str) -> dict[str, str]:
    """The pins of a lock file, each with its own lines."""
    pins, pin = dict[str, str](), ""
    for line in lock.splitlines():
        if line and not line.startswith((" ", "#")):
            pin = line.partition(" ")[0]
        if pin:
            pins[pin] = f"{pins.get(pin, '')}{line}\n"
    return pins


def _quietly(*command: str) -> None:
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--fresh", action="store_true", help="measure an environment of its own; installs packages")
    arguments = parser.parse_args()
    if arguments.fresh:
        count, size = fresh()
        print(
            json.dumps({"count": count, "bytes": size}) if arguments.json else f"{count} packages, {size / 1e6:.0f} MB"
        )
        return
    packages = installed()
    total = sum(package.bytes for package in packages)
    if arguments.json:
        print(json.dumps({"packages": [asdict(one) for one in packages], "count": len(packages), "bytes": total}))
        return
    for package in sorted(packages, key=lambda one: -one.bytes):
        by = ", ".join(package.needed_by)
        print(f"{package.bytes / 1e6:7.1f} MB  {package.name} {package.version}  [{package.licence}]  {by}")
    print(f"{total / 1e6:7.1f} MB in {len(packages)} packages")


if __name__ == "__main__":
    main()
