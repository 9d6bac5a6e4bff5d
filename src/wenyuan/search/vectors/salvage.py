"""Saving what is undamaged of a vector index: to make vectors takes hours, to look them through a second.

The documents saved are held but found no more, and the index has no state: who follows the library goes through all of
it again, assigns what is held, and embeds only what is not.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np

from wenyuan.search.vectors.manifest import NAME, REMOVED, REPLACED, Manifest, Settled
from wenyuan.search.vectors.seal import Damage
from wenyuan.search.vectors.segment import TABLE, Segment
from wenyuan.search.vectors.view import View

_log = logging.getLogger(__name__)


def salvaged(folder: Path, key: str, dimension: int) -> Manifest:
    """The manifest of what is sound in the folder: as it was, or without the inverted file, if that is enough."""
    try:
        manifest = Manifest.read(folder)
        if (manifest.key, manifest.dimension) != (key, dimension):
            manifest = None
    except (Damage, FileNotFoundError):
        manifest = None
    if manifest:
        for attempt in (manifest, manifest.unsettled()):
            try:
                return View(folder, attempt, whole=True).manifest
            except (Damage, FileNotFoundError):
                continue
    return _from_segments(folder, key, dimension, manifest)


def _from_segments(folder: Path, key: str, dimension: int, manifest: Manifest | None) -> Manifest:
    names = manifest.segments if manifest else _found(folder)
    segments: list[Segment] = []
    for name in names:
        try:
            segments.append(Segment(folder, name, dimension, whole=True))
        except (Damage, FileNotFoundError) as error:
            _log.warning("vectors are damaged, and made again from the documents: %s", error)
    codes: list[int] = []
    stands: dict[bytes, int] = {}
    for segment in segments:
        base = len(codes)
        codes += [REMOVED] * len(segment.ids)
        # The later one stands: inside a segment that was merged, the one whose rows come later.
        for place in np.argsort(segment.documents[:, 0], kind="stable").tolist():
            document = bytes(segment.ids[place])
            if document in stands:
                codes[stands[document]] = REPLACED
            stands[document] = base + place
    kept = tuple(segment.name for segment in segments)
    return Manifest(
        key, dimension, segments=kept, settled=_settled(folder, manifest, kept), codes=np.array(codes, np.int32)
    )


def _found(folder: Path) -> list[str]:
    """Segments that no manifest names, in the order they were written in."""
    return [path.stem for path in sorted(folder.glob("*" + TABLE), key=lambda path: path.stat().st_mtime_ns)]


def _settled(folder: Path, manifest: Manifest | None, kept: tuple[str, ...]) -> Settled | None:
    if manifest is None or manifest.settled is None:
        return None
    number = manifest.settled.segments
    if kept[:number] != manifest.segments[:number]:
        return None
    try:
        View(folder, replace(manifest, segments=kept, codes=np.empty(0, np.int32)), whole=True)
    except (Damage, FileNotFoundError):
        return None
    return manifest.settled


def replaces(folder: Path) -> bool:
    """Whether there is anything in the folder to be saved or replaced."""
    return (folder / NAME).exists() or any(folder.glob("*" + TABLE))
