"""One run per feature: a lock that the system frees when its holder dies."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from filelock import Timeout

from sddtasks.model.errors import StateError
from sddtasks.system import beneath
from sddtasks.system import clock
from sddtasks.system import nested
from sddtasks.system import process

_PATIENCE_SECONDS = 0.2


@contextlib.contextmanager
def held(directory: Path, name: str) -> Iterator[None]:
    """Hold the feature's lock, or say who does."""
    holder = directory / "lock.json"
    beneath.make(directory)
    beneath.check(directory / "lock")
    lock = FileLock(directory / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise _taken(name, holder) from None
    except OSError as error:
        raise StateError(f"cannot lock {directory}: {error.strerror}") from error
    try:
        who = {"pid": os.getpid(), "host": socket.gethostname(), "since": clock.stamp()}
        beneath.write(holder, json.dumps(who))
        yield
    finally:
        beneath.remove(holder)
        lock.release()


def refuse_if_held(directory: Path, name: str) -> None:
    """Raise as `held` would, where somebody holds the feature's lock; nothing is made."""
    if holder(directory):
        raise _taken(name, directory / "lock.json")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is at work on a feature."""

    pid: int
    host: str
    since: str


def holder(directory: Path) -> Holder | None:
    """Who holds the lock, for somebody who only looks; a process of this machine that is gone does
    not, whatever its file says, nor one that only has its number."""
    found = _noted(directory / "lock.json")
    if found is None or found.host != socket.gethostname():
        return found
    return found if _is_alive(found.pid) and _is_locked(directory / "lock") else None


def _noted(note: Path) -> Holder | None:
    try:
        about = nested.read_json(beneath.read(note))
        return Holder(int(about["pid"]), str(about["host"]), str(about["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_locked(path: Path) -> bool:
    try:
        with FileLock(path).acquire(timeout=0):
            return False
    except (Timeout, OSError):
        return True


@contextlib.contextmanager
def in_turn(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock that others hold for a while only; `on_wait` is called if one of them does."""
    lock = FileLock(path)
    told = False
    while not lock.is_locked:
        try:
            lock.acquire(timeout=_PATIENCE_SECONDS if told else 0)
        except Timeout:
            process.stop_if_interrupted()
            if not told:
                on_wait()
            told = True
    try:
        yield
    finally:
        lock.release()


def _taken(name: str, note: Path) -> StateError:
    return StateError(
        f"another run is at work on {name}: {_who(note)}",
        "wait for it to end, or stop it with Ctrl-C there",
    )


def _who(note: Path) -> str:
    found = _noted(note)
    if found is None:
        return "a process that has only just started"
    return f"process {found.pid} on {found.host} since {found.since}"
