"""PDF reading: evidence coverage, speed with boxes, share of pages with a drawn grid, speed through the reader pool.

    python benchmarks/reading_pdf.py FOLDER

FOLDER holds PDF files and `financebench_qa.jsonl`: one object a line with `doc_name` and `evidence`, a list of
`evidence_text`, `evidence_text_full_page` and `evidence_page_num` (from 0). Coverage is the share of the evidence's
words (as a multiset) that stand on that page, running heads and page numbers included. Pages a second are of CPU time,
the least of three readings, with the cyclic collector set as the reader process sets it; those through the pool are of
CPU time of the reader process and of this one together, encoding and decoding included, and of wall time.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path

import pypdfium2

from wenyuan.reading.document import Document
from wenyuan.reading.pool import ReaderPool
from wenyuan.reading.protocol import Limits
from wenyuan.reading.readers.pdf import PdfReader
from wenyuan.reading.worker import rarely_collect

_WORDS = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+")


def page_text(document: Document, number: int) -> str:
    """Everything that stands on a page, by its layout: lines joined with a space."""
    layout = document.layouts.get(number)
    return " ".join(document.text[line.start : line.end] for line in layout.lines) if layout else ""


def coverage(wanted: str, found: str) -> float:
    want, have = Counter(_WORDS.findall(wanted.lower())), Counter(_WORDS.findall(found.lower()))
    return sum((want & have).values()) / max(1, want.total())


def bare_seconds(data: bytes) -> float:
    """What pdfium alone takes to open every page and give its text, on the same machine at the same time."""
    began = time.process_time()
    file = pypdfium2.PdfDocument(data)
    for page in file:
        page.get_textpage().get_text_range()
    file.close()
    return time.process_time() - began


def cpu_seconds() -> float:
    """CPU time of this process and of those it started that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def through_the_pool(files: list[tuple[bytes, str]], rounds: int = 2) -> tuple[float, float, int]:
    """CPU and wall seconds for one reading of all files by one reader process, and its peak memory in bytes."""
    cpu, began = cpu_seconds(), time.perf_counter()
    with ReaderPool(Limits()) as pool:
        pool.read(*files[0])
        started = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(rounds):
            for data, name in files:
                pool.read(data, name)
        wall = time.perf_counter() - began
    # The start of the process and the first file are in the CPU time; a share of the wall time takes them out.
    cpu = (cpu_seconds() - cpu) * wall / (wall + started)
    return cpu / rounds, wall / rounds, 1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def main(folder: Path) -> None:
    rarely_collect()
    documents: dict[str, Document] = {}
    pages = ruled = 0
    best_seconds = bare = 0.0
    for path in sorted(folder.glob("*.pdf")):
        data, times = path.read_bytes(), list[float]()
        reader = PdfReader()
        own_bare = min(bare_seconds(data) for _ in range(3))
        bare += own_bare
        document = reader.read(data, path.name, Limits())
        for _ in range(3):
            began = time.process_time()
            document = reader.read(data, path.name, Limits())
            times.append(time.process_time() - began)
        document.check()
        documents[path.stem] = document
        pages += len(document.pages)
        ruled += len(reader.ruled_pages)
        best_seconds += min(times)
        kinds = Counter(block.kind for block in document.blocks)
        speed, times_bare = len(document.pages) / min(times), min(times) / own_bare
        print(f"{path.stem[:40]:40} {len(document.pages):4} pages {speed:6.1f} pages/s, {times_bare:.2f} times pdfium")
        print(f"    {document.status} {document.title[:60]!r} {dict(kinds)}")
    print(
        f"{pages} pages, {pages / best_seconds:.1f} pages/s with boxes; pdfium's text alone {pages / bare:.1f} pages/s"
    )
    print(f"{best_seconds / bare:.2f} times pdfium; {ruled / pages:.1%} of the pages sent to pdfplumber's table finder")
    cpu, wall, peak = through_the_pool([(path.read_bytes(), path.name) for path in sorted(folder.glob("*.pdf"))])
    print(
        f"through the reader pool, one process: {pages / cpu:.1f} pages/s of CPU, {pages / wall:.1f} of wall time; "
        f"peak memory of the process {peak / 2**20:.0f} MiB"
    )
    shares, fulls = list[float](), list[float]()
    with (folder / "financebench_qa.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            question = json.loads(line)
            for evidence in question["evidence"]:
                found = page_text(documents[question["doc_name"]], evidence["evidence_page_num"] + 1)
                shares.append(coverage(evidence["evidence_text"], found))
                fulls.append(coverage(evidence["evidence_text_full_page"], found))
                print(
                    f"{question['doc_name'][:40]:40} page {evidence['evidence_page_num'] + 1:3}"
                    f"  evidence {shares[-1]:.1%}  whole page {fulls[-1]:.1%}"
                )
    print(
        f"evidence: mean {sum(shares) / len(shares):.1%}, least {min(shares):.1%}; "
        f"whole page: mean {sum(fulls) / len(fulls):.1%}, least {min(fulls):.1%}"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
