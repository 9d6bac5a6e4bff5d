"""A reader for tests that does what the file tells it, installed the way a third party installs one."""

from __future__ import annotations

from pathlib import Path

_CODE = r"""
import ctypes, os, pathlib, socket, subprocess, sys, time
from wenyuan.errors import ReadingFailed
from wenyuan.reading.builder import TextBuilder
from wenyuan.reading.document import Document

class ActorReader:
    media_types = ("application/x-actor",)

    def detect(self, data, name):
        return "application/x-actor" if data.startswith(b"ACT ") else None

    def read(self, data, name, limits):
        action, _, rest = data[4:].partition(b" ")
        said = getattr(self, action.decode())(rest, limits)
        if isinstance(said, Document):
            return said
        builder = TextBuilder()
        builder.block("paragraph", said or "done")
        return builder.finish("application/x-actor")

    def say(self, rest, limits):
        return rest.decode()

    def size(self, rest, limits):
        return str(len(rest))

    def long(self, rest, limits):
        return Document("汉" * int(rest), "text/plain")

    def pid(self, rest, limits):
        return str(os.getpid())

    def leak(self, rest, limits):
        self.leaked = bytearray(b"x") * int(rest)

    def sleep(self, rest, limits):
        time.sleep(float(rest))

    def allocate(self, rest, limits):
        return str(len(bytearray(int(rest))))

    def hoard(self, rest, limits):
        kept = []
        while True:
            kept.append(b"x" * int(rest))

    def abort_for_memory(self, rest, limits):
        os.write(2, b"memory allocation of 1048576 bytes failed\n")
        os.abort()

    def segfault(self, rest, limits):
        ctypes.string_at(0)

    def prints(self, rest, limits):
        print("x" * 300_000, flush=True)
        os.write(1, b"straight to descriptor one")
        sys.stderr.write("y" * 300_000)
        assert sys.stdin.read() == ""

    def exits(self, rest, limits):
        os.write(2, b"goodbye\n")
        os._exit(int(rest))

    def sys_exit(self, rest, limits):
        sys.exit(3)

    def recurse(self, rest, limits):
        return self.recurse(rest, limits)

    def recurse_in_c(self, rest, limits):
        sys.setrecursionlimit(1 << 30)
        nested = []
        for _ in range(300_000):
            nested = [nested]
        return repr(nested)

    def raises(self, rest, limits):
        raise KeyError("no such thing")

    def refuses(self, rest, limits):
        raise ReadingFailed("页面 3 读不了")

    def surrogate(self, rest, limits):
        return Document("a\ud800b", "text/plain")

    def hides(self, rest, limits):
        for descriptor in range(3, 64):
            try:
                os.close(descriptor)
            except OSError:
                pass
        time.sleep(60)

    def lies(self, rest, limits):
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, bytes.fromhex(rest.decode()))
            except OSError:
                pass
        time.sleep(60)

    def tries(self, rest, limits):
        tried = {}
        def attempt(name, deed):
            try:
                tried[name] = str(deed())
            except Exception as exc:
                tried[name] = type(exc).__name__
        attempt("socket", lambda: socket.create_connection(("127.0.0.1", int(rest)), 2))
        attempt("program", lambda: subprocess.run(["/bin/true"]))
        attempt("file", lambda: (pathlib.Path(os.environ["TMPDIR"]) / "grown").write_bytes(b"x" * 10))
        attempt("environ", lambda: " ".join(sorted(os.environ)))
        attempt("folder", os.getcwd)
        return "\n".join(f"{key}={value}" for key, value in tried.items())
"""


def install(folder: Path) -> Path:
    """Put the package and its entry point into `folder`, to go on PYTHONPATH."""
    (folder / "actor_reader.py").write_text(_CODE, encoding="utf-8")
    info = folder / "actor_reader-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: actor-reader\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[wenyuan.readers]\nactor = actor_reader:ActorReader\n")
    return folder
