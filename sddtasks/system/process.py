"""Starting processes: own session, cleaned environment, time limits, and nothing left running."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import psutil

from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import beneath
from sddtasks.system import environment
from sddtasks.system import orphans
from sddtasks.system import owners
from sddtasks.system import secrets

RUN_VARIABLE = "SDDTASKS_RUN"
GRACE_SECONDS = 3.0
_MARGIN = 2.0
_PAUSE = 0.02
_INTERRUPTED = threading.Event()
_STARTING = threading.Lock()


def run(request: Request, on_line: Callable[[str], None] | None = None) -> Outcome:
    """Start, wait, and end everything that was started, also on Ctrl-C.

    Output goes to files, not pipes: a grandchild that keeps a pipe open would make us wait for it.
    What is left behind is killed, whichever session it moved to. `on_line` is called in this thread
    with each line of standard output as it comes.
    """
    _prepare(request)
    orphans.adopt()
    began = time.monotonic()
    mark, older = uuid.uuid4().hex, frozenset(psutil.pids())
    with (
        _sink(request.log) as out,
        _sink(None) as err,
        _memory() as report,
    ):
        start = out.seek(0, os.SEEK_END)
        try:
            child = _started(request, mark, out, err, report)
        except OSError as error:
            return _not_started(request, error.strerror)
        try:
            timed_out = _wait(child, request, _Tail(out, start, on_line), began)
        finally:
            _end(child, mark, older)
        trouble = _read(report, 0).decode()
        if trouble.isdigit():
            return _not_started(request, os.strerror(int(trouble)))
        output, errors = _read(out, start), _read(err, 0)
        _write_down(request.log, out, start, output, errors)
        return Outcome(
            argv=request.argv,
            exit_code=child.returncode,
            output=_told(output),
            errors=_told(errors),
            duration=time.monotonic() - began,
            timed_out=timed_out,
            reports={path: _report(path) for path in request.reports if path.is_file()},
        )


def _started(
    request: Request, mark: str, out: BinaryIO, err: BinaryIO, report: BinaryIO
) -> subprocess.Popen[bytes]:
    with _memory() as stdin, _STARTING:
        stdin.write(request.stdin.encode())
        stdin.seek(0)
        return subprocess.Popen(
            orphans.command(request.argv, report.fileno(), GRACE_SECONDS),
            cwd=request.cwd,
            env=_environment(request, mark),
            stdin=stdin,
            stdout=out,
            stderr=err,
            pass_fds=(report.fileno(),),
            start_new_session=True,
        )


def _not_started(request: Request, why: str | None) -> Outcome:
    return Outcome(request.argv, None, trouble=f"cannot start {request.argv[0]}: {why}")


def interrupt() -> None:
    """End what runs now in any thread, and let nothing start: a person wants us to stop."""
    _INTERRUPTED.set()


def stop_if_interrupted() -> None:
    """For every thread that waits for something."""
    if _INTERRUPTED.is_set():
        raise KeyboardInterrupt


def pause(seconds: float) -> None:
    """Do nothing for a while, unless a person wants us to stop."""
    if seconds > 0 and _INTERRUPTED.wait(seconds):
        raise KeyboardInterrupt


def _prepare(request: Request) -> None:
    for path, text in request.inputs.items():
        beneath.write(path, text)
    for report in request.reports:
        beneath.make(report.parent)
        beneath.remove(report)


def _environment(request: Request, mark: str) -> dict[str, str]:
    own = environment.without_repository(os.environ)
    own = own if request.keep_secrets else environment.of_program(own, request.pass_env)
    return {**own, **request.env, **owners.mark(), RUN_VARIABLE: mark}


@contextlib.contextmanager
def _sink(log: Path | None) -> Iterator[BinaryIO]:
    if log is None:
        with _memory() as file:
            yield file
        return
    with beneath.opened(log, "ab+") as file:
        yield file


def _memory() -> BinaryIO:
    """A file without a name; where the system can, no disk has to make it and to forget it."""
    try:
        return open(os.memfd_create("sddtasks"), "w+b")
    except (AttributeError, OSError):  # not Linux
        return tempfile.TemporaryFile()


class _Tail:
    """Reads what a process has written so far, from a position of its own."""

    def __init__(self, sink: BinaryIO, start: int, on_line: Callable[[str], None] | None) -> None:
        self._descriptor = sink.fileno()
        self._position = start
        self._rest = b""
        self._on_line = on_line

    def advance(self) -> bool:
        """Pass on complete lines; was there anything new?"""
        new = os.pread(self._descriptor, 1 << 20, self._position)
        self._position += len(new)
        if self._on_line:
            *lines, self._rest = (self._rest + new).split(b"\n")
            for line in lines:
                self._on_line(_told(line))
        return bool(new)


def _wait(child: subprocess.Popen[bytes], request: Request, tail: _Tail, began: float) -> bool:
    """Wait for the end; True when a time limit passed first."""
    heard = began
    with _waiting(child.pid) as wait:
        while child.poll() is None:
            now = time.monotonic()
            if tail.advance():
                heard = now
            stop_if_interrupted()
            if _over(request.timeout, began, now) or _over(request.idle, heard, now):
                return True
            wait()
    while tail.advance():
        pass
    return False


@contextlib.contextmanager
def _waiting(pid: int) -> Iterator[Callable[[], object]]:
    """How to do nothing for a moment: where the system can tell, not beyond the process's end."""
    try:
        end = os.pidfd_open(pid)
    except (AttributeError, OSError):  # not Linux, or an old one
        yield lambda: time.sleep(_PAUSE)
        return
    try:
        poll = select.poll()
        poll.register(end, select.POLLIN)
        yield lambda: poll.poll(_PAUSE * 1000)
    finally:
        os.close(end)


def _over(limit: float, since: float, now: float) -> bool:
    return limit > 0 and now - since > limit


def _end(child: subprocess.Popen[bytes], mark: str, older: frozenset[int]) -> None:
    """Terminate what still runs, then see that nothing is left of it."""
    try:
        if child.poll() is None:
            _signal_group(child.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=GRACE_SECONDS + _MARGIN)
    finally:  # a second Ctrl-C ends the wait, not the killing
        _signal_group(child.pid, signal.SIGKILL)
        if child.wait() < 0 or not orphans.HAS_REAPER:
            with _STARTING:
                _sweep(mark, older)


def _sweep(mark: str, older: frozenset[int]) -> None:
    """Kill what carries the mark and what has lost it, as often as anything is found.

    Nobody may start a program of ours meanwhile: until it runs, it has no mark either.
    """
    while any(_killed(pid, mark) for pid in set(psutil.pids()) - older):
        pass


def _killed(pid: int, mark: str) -> bool:
    try:
        process = psutil.Process(pid)
        found = process.environ().get(RUN_VARIABLE)
        if found != mark and (found or not orphans.is_stray(pid, process.ppid())):
            return False
        process.kill()
    except (psutil.Error, OSError):
        return False
    orphans.bury(pid)
    return True


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _read(file: BinaryIO, start: int) -> bytes:
    file.seek(start)
    return file.read()


def _write_down(log: Path | None, out: BinaryIO, start: int, output: bytes, errors: bytes) -> None:
    """Complete the log: standard error after the output, which stands there already, and no secret
    of ours in either."""
    if log is None:
        return
    hidden = secrets.ours().hidden(output)
    if hidden != output:  # the file is open for appending, where a write goes to its end
        with beneath.opened(log, "r+b") as file:
            file.seek(start)
            file.write(hidden)
    out.write(secrets.ours().hidden(errors))


def _told(data: bytes) -> str:
    """What was printed, as text and without the secrets of our environment."""
    return secrets.ours().hidden(data).decode(errors="replace")


def _report(path: Path) -> str:
    return _told(path.read_bytes())
