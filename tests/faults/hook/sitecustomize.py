"""Loaded by the doit that is to be killed, and by nothing else: counts what it writes, and at one
of these events it kills its own process group, as a power cut would. The product knows nothing of
it: Python tells an audit hook of every file that is opened and every process that is started."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import PurePath
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CALLS = frozenset(
    {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
)
_LOOKS = frozenset(
    {"git cat-file", "git log", "git ls-files", "git ls-tree", "git rev-parse", "git status"}
    | {"git var", "git version"}
)
_TEMPORARY = re.compile(r"^\.(.+)\.[a-z0-9_]{8}\.sddtasks-new$")
_VARIES = re.compile(r"[0-9a-f]{12,}|[0-9]+")


class Fault:
    """Event `at` is the last one; `torn` seconds after it has begun, or before it if negative."""

    def __init__(self, home: str, log: str, at: int, torn: float) -> None:
        self.home, self.at, self.torn = home, at, torn
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.numbers = itertools.count(1)
        self.busy = threading.local()

    def audit(self, event: str, args: tuple[Any, ...]) -> None:
        if getattr(self.busy, "now", False):
            return
        self.busy.now = True
        try:
            if event == "open" and isinstance(args[2], int) and args[2] & _WRITES:
                self.file("open", _at(getattr(self.busy, "directory", None), args[0]), args[2])
            elif event in _CALLS:
                self.call(event.removeprefix("os."), args)
            elif event == "subprocess.Popen":
                self.process("start", args[1])
        finally:
            self.busy.now = False

    def call(self, what: str, args: tuple[Any, ...]) -> None:
        """The descriptor of the directory that a name is in is the last argument, or the third."""
        descriptor = args[2] if what in ("rename", "link") else args[-1]
        place = _at(None if what == "truncate" else descriptor, args[0])
        if what != "mkdir" or not os.path.exists(place):
            self.file(what, place, 0)

    def process(self, what: str, words: Any) -> None:
        named = _program(words)
        if named not in _LOOKS:
            self.reached(f"{what} {named}", delayed=what == "start")

    def file(self, what: str, path: object, flags: int) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        place = os.path.abspath(os.fsdecode(path))
        if place.startswith(self.home) and not place.endswith(".pyc"):
            self.reached(f"{what} {_kind(place)}", opening=(place, flags))

    def reached(
        self, kind: str, *, opening: tuple[str, int] = ("", 0), delayed: bool = False
    ) -> None:
        number = next(self.numbers)
        os.write(self.log, f"{number} {kind}\n".encode())
        if number != self.at:
            return
        if self.torn >= 0 and delayed:
            threading.Thread(target=self.later, daemon=True).start()
            return
        if self.torn >= 0 and opening[1]:
            with contextlib.suppress(OSError):
                os.close(os.open(opening[0], opening[1], 0o600))
        os.killpg(0, signal.SIGKILL)

    def later(self) -> None:
        time.sleep(self.torn)
        os.killpg(0, signal.SIGKILL)


def _at(descriptor: Any, name: Any) -> Any:
    """The path of a name that is in the directory with this descriptor."""
    if not isinstance(descriptor, int) or descriptor < 0 or isinstance(name, int):
        return name
    return os.path.join(os.readlink(f"/proc/self/fd/{descriptor}"), os.fsdecode(name))


def _watch_directories(fault: Fault) -> None:
    """The audit of an opened file does not say which directory its name is in."""
    original = os.open

    def opened(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        fault.busy.directory = dir_fd
        try:
            return original(path, flags, mode, dir_fd=dir_fd)
        finally:
            fault.busy.directory = None

    os.open = opened
    os.supports_dir_fd.add(opened)  # as shutil asks


def _kind(place: str) -> str:
    """The file's name, less what differs from task to task and from run to run."""
    path = PurePath(place)
    name = _TEMPORARY.sub(r"\1 (new)", path.name)
    return _VARIES.sub("#", f"{path.parent.name}/{name}")


def _program(words: Any) -> str:
    words = [os.fsdecode(word) for word in words]
    return " ".join([PurePath(words[0]).name, *words[1:2]]) if words[0] == "git" else words[0]


def _watch_databases(fault: Fault) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
            word = sql.split(maxsplit=1)[0]
            writes = word in ("insert", "delete", "create")
            if writes:
                fault.reached(f"database {word}")
            done = super().execute(sql, *parameters)
            if writes:
                fault.reached(f"database {word} done")
            return done

    original = sqlite3.connect

    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = original(*args, **{"factory": Connection, **kwargs})
        return made

    sqlite3.connect = connect  # type: ignore[assignment]


def _watch_ends(fault: Fault) -> None:
    """The moment after a program has ended, and before we have drawn any conclusion from it."""
    original = subprocess.Popen._handle_exitstatus  # type: ignore[attr-defined]

    def handle(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        fault.process("end", self.args)

    subprocess.Popen._handle_exitstatus = handle  # type: ignore[attr-defined]


if "FAULT_LOG" in os.environ:
    _fault = Fault(
        os.environ["FAULT_HOME"],
        os.environ.pop("FAULT_LOG"),
        int(os.environ.pop("FAULT_AT")),
        float(os.environ.pop("FAULT_TORN")),
    )
    os.environ["PYTHONPATH"] = os.environ["PYTHONPATH"].partition(os.pathsep)[2]
    _watch_databases(_fault)
    _watch_ends(_fault)
    _watch_directories(_fault)
    sys.addaudithook(_fault.audit)
