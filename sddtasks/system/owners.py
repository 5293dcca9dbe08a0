"""Whose processes run: what a killed run has left at work is known by its owner, and ended."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from pathlib import Path

import psutil

_VARIABLE = "SDDTASKS_OWNER"
_PATIENCE_SECONDS = 3.0
_OWNER: dict[str, str] = {}


def mark() -> Mapping[str, str]:
    """What a process that is started gets into its environment."""
    return _OWNER


def claim(owner: str) -> int:
    """What is started from now on belongs to `owner`, which only one process at a time may be.

    What still runs of an owner that was killed is ended; returns how many processes that were.
    """
    _OWNER[_VARIABLE] = owner
    ours = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    ended: set[int] = set()
    while found := [one for one in _owned_by(owner) if one.pid not in ours]:
        for one in found:
            with contextlib.suppress(psutil.Error):
                one.kill()
        psutil.wait_procs(found, timeout=_PATIENCE_SECONDS)
        if ended >= {one.pid for one in found}:
            break
        ended |= {one.pid for one in found}
    return len(ended)


def are_running(name: str, below: Iterable[Path]) -> bool:
    """Is a program whose name begins like this at work in one of these directories?"""
    places = [place.resolve() for place in below]
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if one.name().startswith(name) and one.status() != psutil.STATUS_ZOMBIE:
                where = Path(one.cwd())
                if any(where.is_relative_to(place) for place in places):
                    return True
    return False


def _owned_by(owner: str) -> Iterator[psutil.Process]:
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if one.environ().get(_VARIABLE) == owner:
                yield one
