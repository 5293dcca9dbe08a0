"""What a process leaves behind: who starts it so that nothing can, and how to tell it elsewhere.

On Linux every program is started by `reaper`. What outlives even that, because somebody killed it,
becomes our child: it is known by a session that is not ours, though it may carry no mark.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from functools import cache

from sddtasks.system import reaper

HAS_REAPER = sys.platform == "linux"


@cache
def adopt() -> None:
    """From now on what is orphaned below us is ours."""
    if HAS_REAPER:
        reaper.adopt_orphans()


def command(argv: Sequence[str], report: int, grace: float) -> tuple[str, ...]:
    """The same program, started by one that sees to its orphans where that is possible."""
    if not HAS_REAPER:
        return tuple(argv)
    return (sys.executable, "-I", "-S", reaper.__file__, str(report), str(grace), *argv)


def is_stray(pid: int, parent: int) -> bool:
    """An adopted child in a session of its own; without a mark it is nobody else's."""
    return parent == os.getpid() and os.getsid(pid) != os.getsid(0)


def bury(pid: int) -> None:
    """Nobody else waits for an orphan that has ended."""
    with contextlib.suppress(OSError):
        os.waitpid(pid, 0)
