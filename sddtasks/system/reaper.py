"""A program: it starts another one and ends as that ended, when nothing of it is left alive.

On Linux every orphan below it becomes its child, whichever session, group or environment that moved
to; it kills its children until there are none. Standard library only: it has to start fast.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys

_PR_SET_CHILD_SUBREAPER = 36
_NOT_STARTED = 127


def adopt_orphans() -> None:
    """From now on what is orphaned below this process becomes its child, not init's."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def main(report: int, grace: float, argv: list[str]) -> int:
    """`report` is told why the program could not start; SIGTERM ends it, by force after `grace`."""
    adopt_orphans()
    os.set_inheritable(report, False)
    # Handlers, unlike ignored signals, are not handed down.
    signal.signal(signal.SIGTERM, lambda *_: _end(child, grace))
    signal.signal(signal.SIGALRM, lambda *_: _kill_children())
    child = 0
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))
    try:
        child = _started(argv)
    except OSError as error:
        os.write(report, str(error.errno).encode())
        return _NOT_STARTED
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTERM,))
    status = _status(child)
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM,))
    signal.setitimer(signal.ITIMER_REAL, 0)
    _end_all()
    return os.waitstatus_to_exitcode(status)


def _started(argv: list[str]) -> int:
    """Python ignores some signals; a program that it starts should not."""
    ignored = (signal.SIGPIPE, signal.SIGXFSZ)
    return os.posix_spawnp(argv[0], argv, os.environ, setsid=True, setsigmask=(), setsigdef=ignored)


def _status(child: int) -> int:
    """How it ended; orphans that end before it are buried on the way."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return status


def _end(child: int, grace: float) -> None:
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGTERM)
    signal.setitimer(signal.ITIMER_REAL, grace)


def _end_all() -> None:
    """Children of what is killed become ours, so that it ends only when all are gone."""
    with contextlib.suppress(ChildProcessError):
        while True:
            _kill_children()
            os.wait()


def _kill_children() -> None:
    for pid in _children():
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _children() -> list[int]:
    """From /proc, since not every kernel lists a process's children."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and _parent(name) == _SELF]


def _parent(pid: str) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0


def _end_like(code: int) -> None:
    """By the same signal, without a core of our own."""
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if -code not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(-code, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, (-code,))
        os.kill(_SELF, -code)
    os._exit(code)


_SELF = os.getpid()

if __name__ == "__main__":
    _end_like(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
