"""What a reader process takes away from itself before it looks at a file. Linux; each step says whether it held.

A file can be hostile and the libraries that parse it are written in C: so the process that holds it has bounded
memory, cannot grow a file, reach the network or start a program, and ends with its parent.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM

# Machine: its audit number, then the numbers of socket, ptrace, execve, execveat, bpf, io_uring_setup, process_vm_readv
# and process_vm_writev.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 101, 59, 322, 321, 425, 310, 311)),
    "aarch64": (0xC00000B7, (198, 117, 221, 281, 280, 425, 270, 271)),
}


def confine(memory_bytes: int) -> str:
    """Confine this process for good; returns what held, in words, for `ReaderPool.isolation`.

    Must run before any thread is started: a user namespace is only given to a process of one thread.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    held = [f"memory up to {memory_bytes >> 20} MiB"]
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    os.nice(5)
    # Root needs no user namespace, and in one it could no longer open the modules of another user's folder.
    if libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
        held.append("no network")
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and _filter_system_calls(libc):
        held.append("no sockets, no programs")
    # After the namespace: a change of credentials clears it.
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    return "; ".join(held)


def _filter_system_calls(libc: ctypes.CDLL) -> bool:
    """Refuse, with EPERM, the system calls that reach out of the process; False where the kernel does not take it."""
    if platform.machine() not in _MACHINES:
        return False
    architecture, refused = _MACHINES[platform.machine()]
    # Classic BPF over struct seccomp_data {int nr; u32 arch; …}: a jump says how many steps to skip if true, if false.
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    refuse = 5 + len(refused)  # index of the last step
    steps: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),
        (equal, 0, refuse - 2, architecture),
        (load, 0, 0, 0),
        # Numbers from 2^30 are x86_64's second calling convention (x32), which would walk around the list.
        (at_least, refuse - 4, 0, 0x40000000),
    ]
    steps += [(equal, refuse - at - 1, 0, number) for at, number in enumerate(refused, start=len(steps))]
    steps += [(give, 0, 0, _ALLOW), (give, 0, 0, _REFUSE)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
    address = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
    return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(address), 0, 0) == 0
