"""What a git that was killed with a run has begun to write into the checkout, and not finished."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sddtasks.model.errors import WorkspaceError
from sddtasks.state import ending
from sddtasks.state.journal import Journal
from sddtasks.state.progress import fold
from sddtasks.system import gitcaution
from sddtasks.system import gitlocks
from sddtasks.system import lock
from sddtasks.system.repo import Repository


def mend(root: Path) -> Iterator[str]:
    """Restore it from HEAD, before anything is read there; says what was done.

    The lock of a dead git tells. A git that brings the checkout forward writes its files first and
    moves the branch last: HEAD has what was there.
    """
    places = ending.holders(root)
    try:
        repo = Repository(root)
    except WorkspaceError:
        return
    if not (repo.own_git_dir / "index.lock").exists() or any(map(lock.holder, places)):
        return
    gitcaution.permit()
    removed = gitlocks.clear(repo)
    yield from removed
    lost = sorted({*repo.lost()} - _of_the_user(places)) if removed else []
    if lost:
        repo.run("restore", "--source=HEAD", "--worktree", "--", *lost)
        yield f"restored what that git had not written to its end: {', '.join(lost)}"


def _of_the_user(places: list[Path]) -> frozenset[str]:
    """What was not committed when the killed runs began their tasks."""
    stories = (fold(Journal(place / "journal.jsonl").read()).stories for place in places)
    return frozenset(
        path for found in stories for story in found.values() for path in story.kept_out
    )
