"""Taking commits back, each with a revert commit, all of them or none. Never a reset."""

from __future__ import annotations

from collections.abc import Sequence

from git import GitCommandError

from sddtasks.model.errors import WorkspaceError
from sddtasks.system.repo import Repository
from sddtasks.system.repo import said


def revert(repo: Repository, commits: Sequence[str]) -> None:
    """Undo commits, newest first. git refuses to revert an empty one, so we write its message."""
    empty = {sha for sha in commits if _is_empty(repo, sha)}
    changing = [sha for sha in commits if sha not in empty]
    try:
        if changing:
            repo.run("revert", "--no-edit", *changing)
    except GitCommandError as error:
        if repo.unfinished() == "revert":
            repo.run("revert", "--abort")
        raise WorkspaceError(
            f"cannot take these commits back: later changes touch the same lines\n{said(error)}",
            "revert them by hand, or use --keep-code",
        ) from None
    for sha in commits:
        if sha in empty:
            _revert_empty(repo, sha)


def _is_empty(repo: Repository, sha: str) -> bool:
    return not repo.run("diff-tree", "--no-commit-id", "--name-only", "-r", "--root", sha)


def _revert_empty(repo: Repository, sha: str) -> None:
    subject = repo.run("log", "-1", "--format=%s", sha).strip()
    message = f'Revert "{subject}"\n\nThis reverts commit {sha}.'
    repo.run("commit", "--quiet", "--allow-empty", "--only", "-m", message)
