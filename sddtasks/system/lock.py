"""One run per feature: a lock that the system frees when its holder dies."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock
from filelock import Timeout

from sddtasks.model.errors import StateError
from sddtasks.system import clock


@contextlib.contextmanager
def held(directory: Path, name: str) -> Iterator[None]:
    """Hold the feature's lock, or say who does."""
    directory.mkdir(parents=True, exist_ok=True)
    holder = directory / "lock.json"
    lock = FileLock(directory / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StateError(
            f"another run is at work on {name}: {_who(holder)}",
            "wait for it to end, or stop it with Ctrl-C there",
        ) from None
    except OSError as error:
        raise StateError(f"cannot lock {directory}: {error.strerror}") from error
    try:
        holder.write_text(
            json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": clock.stamp()})
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _who(holder: Path) -> str:
    try:
        about = json.loads(holder.read_text())
        return f"process {about['pid']} on {about['host']} since {about['since']}"
    except (OSError, ValueError, KeyError):
        return "a process that has only just started"
