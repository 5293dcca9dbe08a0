"""Taking tasks back: the tree goes back to before them, by commits and never by a reset."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Sequence

from sddtasks.execute.history import Completion
from sddtasks.model.errors import RevertConflict
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.plan import Feature
from sddtasks.parser import parse
from sddtasks.parser import tick
from sddtasks.system import clock
from sddtasks.system import commits
from sddtasks.system import files
from sddtasks.system import reverts
from sddtasks.system.repo import Repository
from sddtasks.system.reverts import Rewritten


def undo(
    repo: Repository,
    feature: Feature,
    names: Sequence[str],
    completions: Sequence[Completion],
    *,
    label: str,
    kept_out: Collection[str] = (),
    trailers: Sequence[str] = (),
) -> str:
    """Revert the commits of these tasks, newest first, and open their boxes.

    Returns the ref that is left at what was HEAD.
    """
    moment = clock.now().strftime("%Y%m%dT%H%M%S")
    backup = f"{feature.refs}/before-{label}-{moment}"
    wanted = set(names)
    taken = [done for done in reversed(completions) if done.task in wanted]
    repo.run("update-ref", backup, "HEAD")
    plan = f"{feature.relative}/tasks.md"
    boxes = _boxes(plan, taken) if plan not in kept_out else None
    try:
        reverts.revert(repo, [done.commit for done in taken], boxes, trailers)
    except RevertConflict as error:
        repo.run("update-ref", "-d", backup)
        raise _in_the_way(repo, feature, error, completions, wanted) from None
    _open_boxes(repo, feature, names, commit=plan not in kept_out)
    return backup


def _boxes(plan: str, taken: Sequence[Completion]) -> Rewritten:
    """Each revert commit opens the box that its commit ticked."""
    names = {done.commit: done.task for done in taken}
    return Rewritten(plan, lambda text, commit: tick.mark_open(text, names[commit]))


def _in_the_way(
    repo: Repository,
    feature: Feature,
    error: RevertConflict,
    completions: Sequence[Completion],
    wanted: Collection[str],
) -> WorkspaceError:
    """The message: which file, whose work stands on it, and how to go on."""
    task = next(done.task for done in completions if done.commit == error.commit)
    tasks = {done.commit: done.task for done in completions}
    paths = [path.removeprefix(repo.prefix) for path in error.paths]
    later = repo.run("log", "--format=%H %s", f"{error.commit}..HEAD", "--", *paths).splitlines()
    rows = [
        f"  {tasks[sha]} {subject}" if sha in tasks else f"  {sha[:10]} {subject}"
        for sha, _, subject in (line.partition(" ") for line in later)
        if tasks.get(sha) not in wanted
    ]
    others = [tasks[line.split(" ")[0]] for line in later if line.split(" ")[0] in tasks]
    standing = [name for name in dict.fromkeys(others) if name not in wanted]
    hint = (
        f"doit sdd undo {standing[0]} first, or doit implement {feature.relative}"
        f" --restart-from={task} for all that follows it"
        if standing
        else f"git revert what was committed by hand, or doit implement {feature.relative}"
        f" --restart-from={task} --keep-code"
    )
    return WorkspaceError(
        f"cannot take {task} back: later changes touch the same lines of {', '.join(paths)}\n"
        + "\n".join(rows)
        + "\n  nothing was changed",
        hint,
    )


def _open_boxes(repo: Repository, feature: Feature, names: Sequence[str], *, commit: bool) -> None:
    """Whatever is still ticked: by hand, or because the file is not in git."""
    text = feature.tasks_md.read_bytes()
    ticked = [task for task in parse(text).tasks if task.done and task.id in set(names)]
    opened = text
    for task in ticked:
        opened = tick.mark_open(opened, task.id, task.line)
    if opened == text:
        return
    files.exchange(feature.tasks_md, text, opened)
    path = f"{feature.relative}/tasks.md"
    if commit and path in repo.changes():
        commits.commit(repo, [path], f"chore: Restart from {names[0]}")
