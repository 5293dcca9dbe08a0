"""What a killed run leaves behind: processes, locks of git, half-written files, work in flight."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from pathlib import Path

from sddtasks.model.plan import Feature
from sddtasks.system import beneath
from sddtasks.system import files
from sddtasks.system import gitcaution
from sddtasks.system import gitlocks
from sddtasks.system import owners
from sddtasks.system.repo import Repository
from sddtasks.workspaces import worktree


def clear(feature: Feature, repo: Repository, on_note: Callable[[str], None]) -> None:
    """Before anything is looked at, by whoever holds the feature's lock."""
    gitcaution.permit()
    ended = owners.claim(_identity(feature))
    if ended:
        on_note(f"ended {ended} processes that an earlier run had left behind")
    for removed in gitlocks.clear(repo):
        on_note(removed)
    for place in _written_to(feature, repo):
        files.sweep(place)
    for ref in worktree.rescue(feature.root):
        on_note(f"kept the work that was in hand when the last run ended: git show {ref}")


def _identity(feature: Feature) -> str:
    """Told apart from the same path on another machine or in another container."""
    about = feature.directory.stat()
    return f"{about.st_dev}-{about.st_ino}"


def _written_to(feature: Feature, repo: Repository) -> Iterator[Path]:
    state, work = feature.state_dir, feature.state_dir / "work"
    yield from (feature.root, state.parent, state, state / "evidence", state / "baselines")
    yield from (feature.directory, repo.own_git_dir, repo.git_dir / "info")
    yield from (place for name in beneath.names(work) if beneath.is_directory(place := work / name))
