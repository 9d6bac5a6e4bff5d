"""The program starts at once: what a command does not need is not loaded for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HEAVY = ("sqlalchemy", "tantivy", "rich.progress", "pydantic", "alembic", "rjieba", "lxml", "wenyuan.api")


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-c", "import wenyuan.cli"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "wenyuan.cli" in loaded
    assert not [name for name in loaded if name.startswith(HEAVY)]


def test_importing_the_package_loads_nothing_at_all() -> None:
    code = "import sys, wenyuan; sys.exit(any(name.startswith('wenyuan.') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    code = "import wenyuan; assert wenyuan.Library.__name__ == 'Library'; wenyuan.nothing"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "has no attribute 'nothing'" in ran.stderr


def test_help_comes_at_once() -> None:
    program = Path(sys.executable).with_name("wenyuan")
    command = [str(program)] if program.exists() else [sys.executable, "-m", "wenyuan.cli"]
    took = list[float]()
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([*command, "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - began)
    print(f"wenyuan --help: best of 5 {min(took):.3f} s")
    assert min(took) < 0.8


def test_a_stop_by_the_user_is_said_and_keeps_what_was_added(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(1500):
        (tmp_path / "in" / f"{number:04}.txt").write_text(f"Note {number}: the rent of flat {number} is due.")
    environment = os.environ | {"WENYUAN_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "wenyuan.cli"]
    # A shell has the signal ignored by what it runs in the background, a test run for one.
    heeding = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); import wenyuan.cli as c; c.main()"
    )
    adding = [sys.executable, "-c", heeding, "add", str(tmp_path / "in")]
    with subprocess.Popen(adding, env=environment, stderr=subprocess.PIPE) as process:
        while not (tmp_path / "home" / "library.db").exists() and process.poll() is None:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        said = process.stderr.read().decode()
        status = process.wait(60)
    assert status == 130, said
    assert "stopped" in said
    assert "Traceback" not in said
    ran = subprocess.run([*command, "search", "rent"], env=environment, capture_output=True, text=True)
    assert ran.returncode in (0, 3), ran.stderr
