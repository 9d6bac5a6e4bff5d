"""How long it takes to check a report of 300 claims against a folder of filings.

    python benchmarks/checking_report.py FOLDER [--claims 300]

The report is made from the filings' own sentences, every n-th of them, each in turn as it stands, with another figure,
and with another year: a third can be supported. Printed are the seconds for adding the filings, for checking, and how
many of each kind got which verdict.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter
from pathlib import Path

from wenyuan.api import Library
from wenyuan.checking.claims import claims

_FIGURE = re.compile(r"(?<![\d.,/-])(\d{1,3}(?:,\d{3})+|\d+\.\d+|\d{2,3})(?![\d.,/-])")
_YEAR = re.compile(r"(?<!\d)20[012]\d(?!\d)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, Library(home) as library:
        began = time.perf_counter()
        added = sum(one.outcome == "added" for one in library.add(sorted(arguments.folder.glob("*.pdf"))))
        print(f"{added} filings added in {time.perf_counter() - began:.1f} s")
        sentences = _sentences(library, arguments.claims)
        draft = "\n\n".join(text for _, text in sentences)
        kinds = dict[str, str]()
        for kind, text in sentences:
            kinds.setdefault(text, kind)
        library.search("the first search of a process loads what it needs", 1)
        began, worked = time.perf_counter(), time.process_time()
        report = library.check(draft)
        took, worked = time.perf_counter() - began, time.process_time() - worked
        print(f"{len(report.claims)} claims, {len(draft):,} characters: {took:.1f} s, {worked:.1f} of the processor")
        for kind in ("as it stands", "another figure", "another year"):
            counted = Counter(one.verdict for one in report.claims if kinds.get(one.text) == kind)
            print(f"{kind}: {dict(counted)}")


def _sentences(library: Library, wanted: int) -> list[tuple[str, str]]:
    """Sentences of the filings that hold a figure and a year, changed in turn."""
    held = list[str]()
    for record in library.documents():
        content = library.store.content(record.id)
        for one in claims(content.text, content.blocks):
            text = " ".join(one.text.split())
            if one.kind == "sentence" and 60 < len(text) < 300 and _FIGURE.search(text) and _YEAR.search(text):
                held.append(text)
    held = list(dict.fromkeys(held))
    held = held[:: max(1, len(held) // wanted)][:wanted]
    return [_changed(number, text) for number, text in enumerate(held)]


def _changed(number: int, text: str) -> tuple[str, str]:
    if number % 3 == 1:
        return "another figure", _FIGURE.sub(_other_figure, text, count=1)
    if number % 3 == 2:
        return "another year", _YEAR.sub(lambda found: str(int(found[0]) - 7), text)
    return "as it stands", text


def _other_figure(found: re.Match[str]) -> str:
    return "".join(str((int(digit) + 3) % 9 + 1) if digit.isdigit() else digit for digit in found[0])


if __name__ == "__main__":
    main()
