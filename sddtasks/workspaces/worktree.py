"""A pool of git work trees outside of the checkout, kept between tasks and reset.

Resetting a kept tree of 5,000 files takes 35 ms, making a new one seconds. What git ignores stays
in a slot between tasks: build caches, installed packages.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock
from filelock import Timeout

from sddtasks.model.errors import WorkspaceError
from sddtasks.model.ports import Outfit
from sddtasks.model.ports import Place
from sddtasks.system import files
from sddtasks.system import worktrees
from sddtasks.system.repo import Repository
from sddtasks.workspaces import outfitting
from sddtasks.workspaces import surroundings

NAME = "worktree"
_MOST = 256


@contextlib.contextmanager
def open(  # noqa: A001
    root: Path, commit: str, outfit: Outfit, keep: str = ""
) -> Iterator[Place]:
    """A free slot at `commit`; its directory for `root`, which is in the checkout."""
    repo = Repository(root)
    pool = _pool(repo.top)
    pool.mkdir(parents=True, exist_ok=True)
    with _free_slot(pool) as number:
        slot = pool / f"{worktrees.SLOT}{number}"
        with FileLock(pool / "git.lock"):
            # Eight `git worktree add` at once failed 6 times in 120; one at a time never did.
            worktrees.ensure(repo, slot)
        tree = Repository(slot)
        worktrees.rescue(tree)
        worktrees.reset(tree, commit)
        if keep:
            worktrees.occupy(tree, keep)
        env = surroundings.of_slot(number, outfit, pool / f"tmp-{number}")
        place = Place(slot / repo.prefix, env)
        outfitting.make_ready(place, root, outfit, tree)
        yield place
        worktrees.vacate(tree)


def rescue(root: Path) -> list[str]:
    """Keep what killed users have left in slots that nobody holds; returns the refs."""
    repo = Repository(root)
    pool = _pool(repo.top)
    if pool.is_dir():
        with FileLock(pool / "git.lock"):
            worktrees.forget_half_made(repo, pool)
    kept = []
    for slot in slots(root):
        lock = FileLock(f"{slot}.lock")
        with contextlib.suppress(Timeout, WorkspaceError), lock.acquire(timeout=0):
            kept.append(worktrees.rescue(Repository(slot)))
    return [ref for ref in kept if ref]


def slots(root: Path) -> list[Path]:
    """The work trees of this checkout's pool that exist."""
    pool = _pool(Repository(root).top)
    return sorted(path for path in pool.glob(f"{worktrees.SLOT}*") if path.is_dir())


def _pool(top: Path) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "sddtasks" / f"{top.name}-{files.digest(str(top))[:12]}"


@contextlib.contextmanager
def _free_slot(pool: Path) -> Iterator[int]:
    """The first slot that nobody holds; the system frees those of the dead."""
    for number in range(1, _MOST + 1):
        lock = FileLock(pool / f"{worktrees.SLOT}{number}.lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        try:
            yield number
        finally:
            lock.release()
        return
    raise WorkspaceError(f"all {_MOST} work trees in {pool} are in use", "wait for other runs")
