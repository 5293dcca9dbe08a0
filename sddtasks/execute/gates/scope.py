"""The task's diff stays inside its paths and what these bring with them."""

from __future__ import annotations

from sddtasks.execute import changes
from sddtasks.execute import scope
from sddtasks.execute import substance
from sddtasks.execute.changes import Change
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.plan import Task
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The task's diff stays inside its paths and what these bring with them."""
    task, policy = site.job.task, site.job.terms.scope
    unseen = [path for path in sorted(attempt.hidden) if substance.is_program(path)]
    if unseen:
        reason = "source files are hidden from git by ignore rules that are new"
        return refused(GateName.SCOPE, FailureClass.SCOPE, reason, unseen)
    if task is None or policy == "off":
        return Verdict(GateName.SCOPE, True, "not looked at", notable=policy == "off")
    beyond = [
        changes.of(site, path) for path in scope.beyond(task, attempt.changed - site.job.waived)
    ]
    wrong = [change for change in beyond if policy == "refuse" or not _may_be(site, task, change)]
    if wrong:
        return refused(
            GateName.SCOPE,
            FailureClass.SCOPE,
            f"{len(wrong)} files beyond the paths of this task were changed; put them back",
            [f"{change.path}  {change.verb}" for change in wrong],
            changes.about(wrong[0]),
        )
    if beyond:
        rows = tuple(f"{change.path}  {change.verb}" for change in beyond)
        told = f"beyond its paths: {', '.join(rows)}"
        return Verdict(GateName.SCOPE, True, told, rows, notable=True)
    return Verdict(GateName.SCOPE, True, f"{len(attempt.changed)} changed, all within its paths")


def _may_be(site: Site, task: Task, change: Change) -> bool:
    """Beyond its paths, but needed: a helper beside them, or a line that connects them."""
    if change.is_new:
        others = site.job.planned - {*task.paths, *task.removes}
        return change.path not in others and scope.is_at_home(change.path, site.job.planned)
    return not change.is_deleted and scope.connects(task, change.added, change.removed)
