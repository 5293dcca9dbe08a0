"""The task's diff stays inside its paths and what these bring with them."""

from __future__ import annotations

from sddtasks.execute import changes
from sddtasks.execute import scope
from sddtasks.execute.changes import Change
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

_FEW_LINES = 2
_MOST = 0.5


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The task's diff stays inside its paths and what these bring with them."""
    task, policy = site.job.task, site.job.terms.scope
    if task is None or policy == "off":
        return Verdict(GateName.SCOPE, True, "not looked at", notable=policy == "off")
    beyond = [
        changes.of(site, path) for path in scope.beyond(task, attempt.changed - site.job.waived)
    ]
    wrong = [change for change in beyond if policy == "refuse" or _destroys(change)]
    if wrong:
        return refused(
            GateName.SCOPE,
            FailureClass.SCOPE,
            f"{len(wrong)} files beyond the paths of this task were changed; put them back",
            [f"{change.path}  {change.verb}" for change in wrong],
        )
    if beyond:
        rows = tuple(f"{change.path}  {change.verb}" for change in beyond)
        told = f"beyond its paths: {', '.join(rows)}"
        return Verdict(GateName.SCOPE, True, told, rows, notable=True)
    return Verdict(GateName.SCOPE, True, f"{len(attempt.changed)} changed, all within its paths")


def _destroys(change: Change) -> bool:
    """A file of others is gone, or most of what it held; connecting something adds to it."""
    if change.is_deleted:
        return True
    gone = [line for line in change.removed if line.strip()]
    held = [line for line in change.old.splitlines() if line.strip()]
    return len(gone) > _FEW_LINES and len(gone) > _MOST * len(held)
