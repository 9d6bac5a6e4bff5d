"""Fewer segments out of many, and segments without what is dead.

Merging neighbours keeps every row and its number, so that the inverted file stays as it is. Dropping the dead gives
rows new numbers, and the inverted file its rows' new numbers; it is not made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wenyuan.search.vectors.manifest import Manifest, Settled
from wenyuan.search.vectors.segment import SegmentFile
from wenyuan.search.vectors.settling import renumbered
from wenyuan.search.vectors.view import View

_DEAD_SHARE = 0.25
_FEWEST_DEAD = 64


def merged(folder: Path, view: View) -> Manifest | None:
    """The manifest after merging the last segments, each at most twice what follows; None for nothing to do.

    So there are about as many segments as times that a library has doubled, and a row is copied as often. Segments
    inside the inverted file and behind it are not merged with each other.
    """
    manifest = view.manifest
    sizes = [len(segment.rows) + len(segment.ids) for segment in view.segments]
    border = manifest.settled.segments if manifest.settled else 0
    for low, high in ((border, len(sizes)), (0, border)):
        start, total = high - 1, sizes[high - 1] if high > low else 0
        while start > low and sizes[start - 1] <= 2 * total:
            start -= 1
            total += sizes[start]
        if high - start < 2:
            continue
        file, codes = _copied(folder, view, range(start, high), np.ones(len(view.codes), np.bool_))
        settled = manifest.settled
        if settled and start < border:
            settled = replace(settled, segments=border - (high - start) + 1)
        before, after = view.document_starts[start], view.document_starts[high]
        return replace(
            manifest,
            segments=(*manifest.segments[:start], file.name, *manifest.segments[high:]),
            settled=settled,
            codes=np.concatenate([manifest.codes[:before], codes, manifest.codes[after:]]),
        )
    return None


def wasteful(view: View) -> bool:
    """Whether more than a quarter of what is held is dead."""
    dead = view.rows - view.live.count + int((view.codes < 0).sum())
    return dead > max(_FEWEST_DEAD, _DEAD_SHARE * (view.rows + len(view.codes)))


def compacted(folder: Path, view: View) -> Manifest:
    """The manifest after dropping what is dead: at most one segment in the inverted file, and one behind it."""
    manifest = view.manifest
    live = view.codes >= 0
    border = manifest.settled.segments if manifest.settled else 0
    names: list[str] = []
    codes: list[NDArray[np.int32]] = []
    settled: Settled | None = None
    for part in (range(border), range(border, len(view.segments))):
        if not part or not live[view.document_starts[part.start] : view.document_starts[part.stop]].any():
            continue
        file, kept = _copied(folder, view, part, live)
        names.append(file.name)
        codes.append(kept)
        if manifest.settled and part.start < border:
            rows = live[view.document_of[: manifest.settled.rows]]
            settled = renumbered(folder, manifest.settled, np.where(rows, np.cumsum(rows) - 1, -1))
    used = np.concatenate(codes) if codes else np.empty(0, np.int32)
    sets, place = np.unique(used, return_inverse=True)
    return replace(
        manifest,
        segments=tuple(names),
        sets=tuple(manifest.sets[number] for number in sets.tolist()),
        settled=settled,
        codes=place.astype(np.int32),
    )


def _copied(
    folder: Path, view: View, numbers: Sequence[int], documents: NDArray[np.bool_]
) -> tuple[SegmentFile, NDArray[np.int32]]:
    """Those documents of some segments as one segment on the disk, and their codes in its order."""
    file = SegmentFile(folder, view.manifest.dimension)
    codes: list[NDArray[np.int32]] = []
    try:
        for number in numbers:
            segment = view.segments[number]
            segment.check(whole=True)  # or damage would be copied, and sealed as sound
            low, high = view.document_starts[number], view.document_starts[number + 1]
            codes.append(view.codes[low:high][file.take(segment, documents[low:high])])
        order = file.finish()
    except BaseException:
        file.drop()
        raise
    return file, np.concatenate(codes)[order]
