"""How much of the wanted text of web pages is kept and how much of the unwanted is dropped.

    python benchmarks/reading_html.py FOLDER

FOLDER holds pages and a pairs.jsonl, one object a page: {"src": file name, "truth": {"with": [segments that must be
in the text], "without": [segments that must not]}}. Segments are compared without regard to white space.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from wenyuan.errors import ReadingFailed
from wenyuan.reading.protocol import Limits
from wenyuan.reading.registry import read


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    pairs: list[dict[str, Any]] = [json.loads(line) for line in (folder / "pairs.jsonl").read_text().splitlines()]
    kept = wanted = dropped = unwanted = titles = titled = 0
    worst = list[tuple[int, str, list[str]]]()
    seconds = 0.0
    for pair in pairs:
        data, truth = (folder / pair["src"]).read_bytes(), pair["truth"]
        begun = time.perf_counter()
        try:
            document = read(data, pair["src"], Limits())
            text, title = _squeezed(document.text), document.title
        except ReadingFailed as failure:
            text, title = "", f"FAILED {failure}"
        seconds += time.perf_counter() - begun
        lost = [f"lost: {s}" for s in truth.get("with") or [] if _squeezed(s) not in text]
        left = [f"left: {s}" for s in truth.get("without") or [] if _squeezed(s) in text]
        wanted += len(truth.get("with") or [])
        unwanted += len(truth.get("without") or [])
        kept += len(truth.get("with") or []) - len(lost)
        dropped += len(truth.get("without") or []) - len(left)
        if truth.get("title"):
            titled += 1
            titles += _squeezed(truth["title"]) in _squeezed(title) or _squeezed(title) in _squeezed(truth["title"])
        worst.append((len(lost) + len(left), f"{pair['src']} ({title[:60]!r}, {len(text)} characters)", lost + left))
    for count, name, segments in sorted(worst, key=lambda page: -page[0])[:15]:
        if count:
            print(name, *(f"\n    {segment[:110]!r}" for segment in segments), sep="")
    print(f"kept {kept}/{wanted}, dropped {dropped}/{unwanted}: accuracy {(kept + dropped) / (wanted + unwanted):.3f}")
    print(f"titles {titles}/{titled}; {len(pairs) / seconds:.1f} pages a second")
    return 0


def _squeezed(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
