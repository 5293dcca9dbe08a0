"""Orphans: on Linux a process whose parent ends becomes our child, not init's, once we ask for it.

A process that drops its environment and its session carries no mark of ours; as a child it can be
found all the same. Elsewhere it escapes.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from functools import cache

_PR_SET_CHILD_SUBREAPER = 36


@cache
def adopt() -> None:
    """From now on what is orphaned below us is ours."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def is_stray(pid: int, environment: dict[str, str], mark: str) -> bool:
    """A child of ours in a session of its own, without a mark: nothing that we started ourselves.

    Between fork and exec a process of ours has our own environment still.
    """
    return (
        mark not in environment
        and environment.items() != os.environ.items()
        and os.getsid(pid) != os.getsid(0)
    )


def bury(pid: int) -> None:
    """Nobody else waits for an orphan that has ended."""
    with contextlib.suppress(OSError):
        os.waitpid(pid, 0)
