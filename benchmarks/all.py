"""Run the benchmarks whose data are there, one after another.

    python benchmarks/all.py [DATA]

DATA holds one folder for each data set; a benchmark whose folder is missing is skipped, and the line says which file
it looked for. Exit status 1 where a benchmark failed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# benchmark: the folder it takes, and the file in it that shows that the data are there
NEEDS: dict[str, tuple[str, str]] = {
    "reading_pdf.py": ("pdf", "financebench_qa.jsonl"),
    "reading_office.py": ("office", "pairs.jsonl"),
    "reading_html.py": ("html", "pairs.jsonl"),
    "evidence.py": ("qa", "dragonball_docs.jsonl"),
}
NO_DATA = ("install_size.py",)


def main() -> int:
    data = Path(sys.argv[1]) if sys.argv[1:] and sys.argv[1] else None
    failed = list[str]()
    for script in sorted(path.name for path in HERE.glob("*.py") if path != Path(__file__).resolve()):
        command = [sys.executable, str(HERE / script)]
        if script in NEEDS:
            folder, file = NEEDS[script]
            if data is None or not (data / folder / file).is_file():
                where = data / folder / file if data else f"DATA/{folder}/{file}"
                print(f"\n== {script}: skipped, {where} is not there", flush=True)
                continue
            command.append(str(data / folder))
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
