"""Starting again from a task: the tree goes back to before it, by commits and never by a reset."""

from __future__ import annotations

from collections.abc import Sequence

from sddtasks.execute.history import Completion
from sddtasks.model.plan import Feature
from sddtasks.parser import parse
from sddtasks.parser import tick
from sddtasks.system import clock
from sddtasks.system import files
from sddtasks.system import reverts
from sddtasks.system.repo import Repository


def undo(
    repo: Repository,
    feature: Feature,
    names: Sequence[str],
    completions: Sequence[Completion],
    *,
    keep_code: bool,
) -> str:
    """Revert the commits of these tasks, newest first, and open their boxes.

    Returns the ref that is left at what was HEAD. With `keep_code` only the boxes follow.
    """
    moment = clock.now().strftime("%Y%m%dT%H%M%S")
    backup = f"refs/sdd/{feature.name}/before-restart-{moment}"
    repo.leave_ref(backup)
    wanted = set(names)
    commits = [done.commit for done in reversed(completions) if done.task in wanted]
    if not keep_code:
        reverts.revert(repo, commits)
    _open_boxes(repo, feature, names)
    return backup


def _open_boxes(repo: Repository, feature: Feature, names: Sequence[str]) -> None:
    """Whatever is still ticked, because the code stays or the file is not in git."""
    text = feature.tasks_md.read_bytes()
    ticked = [task for task in parse(text).tasks if task.done and task.id in set(names)]
    opened = text
    for task in ticked:
        opened = tick.mark_open(opened, task.id, task.line)
    if opened == text:
        return
    files.write_atomic(feature.tasks_md, opened)
    path = f"{feature.relative}/tasks.md"
    if path in repo.changes():
        repo.commit([path], f"chore: Restart from {names[0]}")
