"""Lock files that a killed git has left: until they are gone, git refuses to do anything."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from sddtasks.system import owners
from sddtasks.system import refs
from sddtasks.system.repo import Repository

SUFFIX = ".lock"
_SETTLED_SECONDS = 1.0
_PAUSE_SECONDS = 0.02


def clear(repo: Repository) -> list[str]:
    """Remove them and say so, a sentence for each. Where a git is at work they are its own, and all
    of them stay."""
    found = list(_locks(repo))
    if any(_age(lock) < _SETTLED_SECONDS for lock in found):
        time.sleep(_SETTLED_SECONDS)
        found = [lock for lock in found if lock.exists()]
    if not found or owners.are_running("git", _trees(repo)):
        return []
    for lock in found:
        lock.unlink(missing_ok=True)
    return [f"removed a lock that a killed git had left behind: {lock}" for lock in found]


def is_left(lock: Path) -> bool:
    """Is the lock still there after the moment that a git needs it for?"""
    end = time.monotonic() + _SETTLED_SECONDS
    while lock.exists() and time.monotonic() < end:
        time.sleep(_PAUSE_SECONDS)
    return lock.exists()


def _locks(repo: Repository) -> Iterator[Path]:
    for directory in {repo.git_dir, repo.own_git_dir, repo.git_dir / "objects"}:
        yield from directory.glob("*.lock")
    yield from refs.locks(repo.git_dir)


def _age(lock: Path) -> float:
    """In seconds; less than none where the clock was put back."""
    try:
        return time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return _SETTLED_SECONDS


def _trees(repo: Repository) -> Iterator[Path]:
    """Every place in which somebody may have started git on this repository."""
    yield from (repo.top, repo.git_dir)
    for pointer in repo.git_dir.glob("worktrees/*/gitdir"):
        with contextlib.suppress(OSError):
            yield Path(pointer.read_text(encoding="utf-8").strip()).parent
