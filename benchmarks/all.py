"""Run the benchmarks whose data are there, one after another.

    python benchmarks/all.py [DATA]

DATA holds one folder for each data set; a benchmark whose data are missing is skipped, and the line says which file it
looked for. Exit status 1 where a benchmark failed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# benchmark: its arguments, where {} is DATA, and the file that shows that its data are there
NEEDS: dict[str, tuple[tuple[str, ...], str]] = {
    "adding.py": (
        ("{}/retrieval/news_zh_10k.jsonl.gz", "--documents", "2000", "--search"),
        "retrieval/news_zh_10k.jsonl.gz",
    ),
    "reading_pdf.py": (("{}/pdf",), "pdf/financebench_qa.jsonl"),
    "reading_office.py": (("{}/office",), "office/pairs.jsonl"),
    "reading_html.py": (("{}/html",), "html/pairs.jsonl"),
    "checking.py": (("{}", "--limit", "500"), "claims/zh_numerical.half.jsonl.gz"),
    "dates.py": (("{}",), "quantities/expressions.jsonl"),
    "evidence.py": (("{}/qa",), "qa/dragonball_docs.jsonl"),
    "quantities.py": (("{}",), "quantities/expressions.jsonl"),
    "retrieval": (("{}",), "retrieval/npl_docs.jsonl"),
}
NO_DATA = ("install_size.py",)


def main() -> int:
    data = Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else None
    failed = list[str]()
    scripts = [path for path in HERE.glob("*.py") if path != Path(__file__).resolve()]
    scripts += [path.parent for path in HERE.glob("*/__main__.py")]
    for script in sorted(path.name for path in scripts):
        command = [sys.executable, str(HERE / script)]
        if script in NEEDS:
            arguments, file = NEEDS[script]
            if data is None or not (data / file).is_file():
                print(f"\n== {script}: skipped, {data or 'DATA'}/{file} is not there", flush=True)
                continue
            command += [argument.format(data) for argument in arguments]
        elif script not in NO_DATA:
            print(f"\n== {script}: takes arguments of its own; see python benchmarks/{script} --help", flush=True)
            continue
        print(f"\n== {script}", flush=True)
        began = time.perf_counter()
        if subprocess.run(command, check=False).returncode:
            failed.append(script)
        print(f"-- {time.perf_counter() - began:.0f} s", flush=True)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
