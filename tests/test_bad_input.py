"""Bad input through the command line: each row of docs/bad-input.md is held here. A file costs itself alone."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

ROOT = os.geteuid() == 0


def wenyuan(
    home: Path, *arguments: str | Path, wrapped: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [*wrapped, sys.executable, "-m", "wenyuan.cli", "--home", str(home), *map(str, arguments)]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("WENYUAN_")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=kept | environment, cwd="/")
    assert "Traceback" not in done.stderr, done.stderr
    return done


def add(home: Path, *paths: Path, **environment: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """Exit status, and (status, reason) by file name."""
    done = wenyuan(home, "add", "--json", *paths, **environment)
    said = json.loads(done.stdout)["documents"]
    return done.returncode, {Path(one["source"]).name: (one["status"], one["reason"]) for one in said}


def pdf(text: str = "Wind turbines", **options: object) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, **options)  # pyright: ignore[reportArgumentType]
    page.drawString(72, 720, text)
    page.save()
    return out.getvalue()


def word(text: str = "Wind turbines") -> bytes:
    out, document = io.BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def bomb(inner: str) -> bytes:
    """A zip whose one member is 300 MB of nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if inner == "xl/worksheets/sheet1.xml":
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook><sheets/></workbook>")
        with archive.open(inner, "w") as member:
            for _ in range(300):
                member.write(bytes(1 << 20))
    return out.getvalue()


def nested_zip() -> bytes:
    data = bytes(1 << 20)
    for level in range(6):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(8):
                archive.writestr(f"{level}-{number}.zip", data)
        data = out.getvalue()
    return data


def encrypted_office() -> bytes:
    """The frame of one: a compound file whose directory names an encrypted package."""
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIII", 1, 0, 0, 4096)  # one sector of allocation table; the directory is the first sector
    entries = [("Root Entry", 5, 1), ("EncryptedPackage", 2, 0xFFFFFFFF)]
    none = 0xFFFFFFFF
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII", 2 * len(name) + 2, kind, 1, none, none, child).ljust(64, b"\0")
        for name, kind, child in entries
    )
    return (head.ljust(512, b"\0") + directory).ljust(4096, b"\0")


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Path]:
    """A folder with a good file before and after whatever is bad."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "0 first.txt").write_text("海上风电场并网发电。")
    (folder / "zz last.txt").write_text("The harbour was enlarged.")
    yield folder
    for root, _, _ in os.walk(folder):
        Path(root).chmod(0o755)


def check_rest(home: Path, said: dict[str, tuple[str, str]]) -> None:
    """The good files are there and answer."""
    assert said["0 first.txt"] == said["zz last.txt"] == ("ready", "")
    for query in ("海上风电", "harbour"):
        assert json.loads(wenyuan(home, "search", query, "--json").stdout)["hits"]


FILES = [
    ("cut.pdf", lambda: pdf()[:300], "the file is not a PDF that can be opened: it is damaged or cut short"),
    ("noise.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "it is damaged or cut short"),
    ("locked.pdf", lambda: pdf(encrypt=StandardEncryption("secret")), "password"),
    ("cut.docx", lambda: word()[:6000], "zip"),
    ("locked.docx", encrypted_office, "the file is protected by a password; remove the password and add it again"),
    ("bomb.xlsx", lambda: bomb("xl/worksheets/sheet1.xml"), "expan|pack|more than|times"),
    ("bomb.zip", lambda: bomb("zeros.txt"), "an archive (zip); unpack it and add the folder"),
    ("nested.zip", nested_zip, "an archive (zip); unpack it and add the folder"),
    ("empty.txt", lambda: b"", "the file is empty"),
    ("program.txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "ELF program"),
    ("binary.txt", lambda: bytes(range(256)) * 200, ""),
]


def test_bad_files_cost_themselves_alone(batch: Path, tmp_path: Path) -> None:
    for name, make, _ in FILES:
        (batch / name).write_bytes(make())
    status, said = add(tmp_path / "home", batch)
    assert status == 1
    for name, _, reason in FILES:
        assert said[name][0] == "failed", (name, said[name])
        assert any(part in said[name][1] for part in reason.split("|")), (name, said[name])
    check_rest(tmp_path / "home", said)


def test_a_pdf_by_any_name_is_read(batch: Path, tmp_path: Path) -> None:
    (batch / "report.txt").write_bytes(pdf("Nacelle assembly"))
    status, said = add(tmp_path / "home", batch)
    assert (status, said["report.txt"]) == (0, ("ready", ""))
    hits = json.loads(wenyuan(tmp_path / "home", "search", "nacelle", "--json").stdout)["hits"]
    assert hits[0]["locator"]["page"] == 1


def test_a_gigabyte_is_refused_unread(batch: Path, tmp_path: Path) -> None:
    with (batch / "sparse.txt").open("wb") as file:
        file.truncate(1 << 30)
    status, said = add(tmp_path / "home", batch)
    assert status == 1
    assert said["sparse.txt"] == (
        "failed",
        "it has 1,024 MiB, more than the 512 MiB that are read; raise reading.bytes to add it",
    )
    check_rest(tmp_path / "home", said)


@pytest.mark.parametrize("size", [2_000_000, pytest.param(60_000_000, marks=pytest.mark.slow)])
def test_a_large_text_is_read_whole(batch: Path, tmp_path: Path, size: int) -> None:
    line = "海上风电场在第三季度并网发电，容量为四百二十兆瓦。\n"
    (batch / "large.txt").write_text(line * (size // len(line.encode())) + "The very last sentence names a walrus.")
    status, said = add(tmp_path / "home", batch)
    assert (status, said["large.txt"]) == (0, ("ready", ""))
    hits = json.loads(wenyuan(tmp_path / "home", "search", "walrus", "--json").stdout)["hits"]
    assert "walrus" in hits[0]["text"]
    check_rest(tmp_path / "home", said)


def test_links_in_a_circle_end(batch: Path, tmp_path: Path) -> None:
    (batch / "below").mkdir()
    (batch / "below" / "round").symlink_to(batch)
    (batch / "self").symlink_to(batch / "self")
    status, said = add(tmp_path / "home", batch)
    assert status == 1
    assert said["self"] == ("failed", "it cannot be opened: Too many levels of symbolic links")
    assert len(said) == 3
    check_rest(tmp_path / "home", said)


def test_what_is_no_file_is_said(batch: Path, tmp_path: Path) -> None:
    os.mkfifo(batch / "pipe.txt")
    (batch / "device").symlink_to("/dev/zero")
    status, said = add(tmp_path / "home", batch)
    assert (status, said["pipe.txt"]) == (1, ("failed", "it is not a regular file"))
    assert said["device"] == ("failed", "it is not a regular file")
    check_rest(tmp_path / "home", said)


def without_override(*, tmp: Path) -> tuple[str, ...]:
    """How to run a command that must heed permissions: as it is, or as root without the right to pass them over."""
    if not ROOT:
        return ()
    rights = "-dac_override,-dac_read_search"
    wrapped = ("setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}")
    closed = tmp / "closed to all"
    closed.mkdir(mode=0)
    probe = [*wrapped, sys.executable, "-c", f"import os; os.listdir({str(closed)!r})"]
    if not shutil.which("setpriv") or b"PermissionError" not in subprocess.run(probe, capture_output=True).stderr:
        pytest.skip("root may read every file here; run the tests as another user")
    return wrapped


def test_files_and_folders_without_permission_are_said(batch: Path, tmp_path: Path) -> None:
    (batch / "secret.txt").write_text("secret")
    (batch / "closed").mkdir()
    (batch / "closed" / "in.txt").write_text("inside")
    wrapped = without_override(tmp=tmp_path)
    (batch / "secret.txt").chmod(0)
    (batch / "closed").chmod(0)
    done = wenyuan(tmp_path / "home", "add", "--json", batch, wrapped=wrapped)
    said = {Path(one["source"]).name: one for one in json.loads(done.stdout)["documents"]}
    assert done.returncode == 1
    for name in ("secret.txt", "closed"):
        assert (said[name]["status"], said[name]["reason"]) == ("failed", "it cannot be opened: Permission denied")
    assert said["0 first.txt"]["status"] == said["zz last.txt"]["status"] == "ready"


def test_a_home_that_cannot_be_written(batch: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    wrapped = without_override(tmp=tmp_path)
    tmp_path.chmod(0o555)
    done = wenyuan(home, "add", batch, wrapped=wrapped)
    tmp_path.chmod(0o755)
    assert done.returncode == 1
    assert f"{home} cannot be used as the library's folder: Permission denied" in done.stderr
    assert wenyuan(home, "add", batch, wrapped=wrapped).returncode == 0
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    (batch / "more.txt").write_text("more")
    done = wenyuan(home, "add", batch, wrapped=wrapped)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755)
    assert done.returncode == 1
    assert "check" in done.stderr


def test_names_of_any_bytes_and_length(batch: Path, tmp_path: Path) -> None:
    strange = os.fsencode(batch) + b"/caf\xe9 \xff.txt"
    Path(os.fsdecode(strange)).write_text("咖啡馆的名字")
    (batch / ("长" * 83 + ".txt")).write_text("名字最长的文件")
    deep = batch
    for _ in range(12):
        deep = deep / ("d" * 250)
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("The lowest of all.")
    status, said = add(tmp_path / "home", batch)
    assert status == 0, said
    assert said["caf\\xe9 \\xff.txt"] == said["长" * 83 + ".txt"] == said["deep.txt"] == ("ready", "")
    assert add(tmp_path / "home", batch)[0] == 0
    listed = json.loads(wenyuan(tmp_path / "home", "list", "--json").stdout)["documents"]
    assert {"caf\\xe9 \\xff", "长" * 83, "deep"} <= {one["title"] for one in listed}
    check_rest(tmp_path / "home", said)


def test_a_file_that_changes_or_vanishes_meanwhile(batch: Path, tmp_path: Path) -> None:
    from wenyuan.api import Library

    for number in range(40):
        (batch / f"{number:02} some.txt").write_text(f"number {number}")
    with Library(tmp_path / "home") as library:
        adding = library.add([batch], progress=lambda met, path: change(batch, met))
        said = {Path(one.path).name: one.record for one in adding}
    gone = said["39 some.txt"]
    assert (gone.status, gone.reason) == ("failed", "it cannot be opened: No such file or directory")
    status, again = add(tmp_path / "home", batch)
    assert (status, again["38 some.txt"]) == (0, ("ready", ""))
    hits = json.loads(wenyuan(tmp_path / "home", "search", "rewritten", "--json").stdout)["hits"]
    assert [Path(hit["source"]).name for hit in hits] == ["38 some.txt"]
    check_rest(tmp_path / "home", said={**again})


def change(batch: Path, met: int) -> None:
    (batch / "39 some.txt").unlink(missing_ok=True)
    (batch / "38 some.txt").write_text(f"rewritten while it was added, {met}" + " and longer" * met)


def test_a_file_that_takes_too_long(batch: Path, tmp_path: Path) -> None:
    (batch / "long.txt").write_text("".join(f"第{number}句话，说到这里。" for number in range(2_000_000)))
    status, said = add(tmp_path / "home", batch, WENYUAN_READING__SECONDS="0.5")
    assert status == 1
    assert said["long.txt"] == ("failed", "reading took longer than 0.5 s; raise reading.seconds")
    check_rest(tmp_path / "home", said)


def test_a_library_from_a_newer_version(batch: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    add(home, batch)
    with sqlite3.connect(home / "library.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (("add", batch), ("search", "harbour"), ("list",)):
        done = wenyuan(home, *command)
        assert done.returncode == 1
        assert "was written by a newer version of Wenyuan" in done.stderr
        assert "update Wenyuan to open it" in done.stderr


def test_a_library_that_is_no_library(batch: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "library.db").write_bytes(b"no database at all " * 1000)
    done = wenyuan(home, "add", batch)
    assert done.returncode == 1
    assert "is damaged or not a library; restore a backup of it" in done.stderr


def test_a_path_that_is_not_there(batch: Path, tmp_path: Path) -> None:
    done = wenyuan(tmp_path / "home", "add", batch, batch / "nothing.txt")
    assert done.returncode == 2
    assert f"there is no such file or folder: {batch / 'nothing.txt'}" in done.stderr


def test_a_full_disk(batch: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    if not ROOT or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", home]).returncode:
        pytest.skip("a disk of 4 MB takes root and the right to mount")
    try:
        for number in range(300):
            (batch / f"{number}.txt").write_text(f"文件{number}：" + chr(0x4E00 + number) * 10_000)
        done = wenyuan(home, "add", batch)
        assert done.returncode == 1
        assert "disk" in done.stderr
        subprocess.run(["mount", "-o", "remount,size=200m", home], check=True)
        done = wenyuan(home, "add", "--json", batch)
        outcomes = Counter(one["outcome"] for one in json.loads(done.stdout)["documents"])
        assert (done.returncode, outcomes["added"] + outcomes["unchanged"]) == (0, 302)
        assert outcomes["added"] > 0
        assert len(json.loads(wenyuan(home, "list", "--json").stdout)["documents"]) == 302
        assert json.loads(wenyuan(home, "search", "harbour", "--json").stdout)["hits"]
    finally:
        subprocess.run(["umount", "-l", home], check=True)
