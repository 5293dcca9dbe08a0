"""Every path that the task names is there and has content, and one at least was changed by it."""

from __future__ import annotations

from sddtasks.execute.gates import outside
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.named import PathFinding
from sddtasks.execute.named import look_at
from sddtasks.execute.named import only_layout
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """Every path that the task names is there and has content, and one at least was changed by it:
    others may only say where it belongs."""
    task = site.job.task
    if task is None:
        return _every_path(site)
    out = outside.look(site, attempt)
    if out:
        return out
    seen = attempt.changed - only_layout(site, attempt.changed & {*task.paths})
    changed = seen | site.job.own_paths | site.job.by_hand.keys()
    unseen = [path for path in task.paths if path not in changed]
    findings = look_at(site.root, task, changed, ignored=site.repo.ignored(unseen))
    wrong = [finding for finding in findings if finding.wrong]
    if wrong:
        return refused(
            GateName.PATHS,
            FailureClass.PATHS,
            f"{len(wrong)} of {len(findings)} named paths are not as the task says",
            [f"{finding.path}  {finding.wrong}" for finding in wrong],
        )
    taken_at_word = attempt.claimed or site.job.accepted_because
    if not taken_at_word and _is_untouched(findings, attempt):
        return refused(
            GateName.PATHS,
            FailureClass.PATHS,
            "nothing that the task names was changed",
            [finding.path for finding in findings],
            {"unseen": task.id},
        )
    return Verdict(GateName.PATHS, True, _told(findings, attempt))


def _is_untouched(findings: list[PathFinding], attempt: Attempt) -> bool:
    """Was none of them changed? What is only an argument of a command that ran need not be."""
    asked = [one for one in findings if not any(one.path in text for text in attempt.ran)]
    return bool(asked) and not any(finding.changed for finding in findings)


def _every_path(site: Site) -> Verdict:
    """For the final validation: what the completed tasks name is there, less what was removed."""
    removed = {path for task in site.job.everything for path in task.removes}
    findings = [
        (task.id, finding)
        for task in site.job.everything
        for finding in look_at(site.root, task, (), ignored=frozenset())
        if finding.path not in removed
    ]
    wrong = [
        f"{task}  {finding.path}  {finding.wrong}" for task, finding in findings if finding.wrong
    ]
    if wrong:
        reason = f"{len(wrong)} of {len(findings)} named paths are not as their tasks say"
        return refused(GateName.PATHS, FailureClass.PATHS, reason, wrong)
    return Verdict(GateName.PATHS, True, f"all {len(findings)} named paths are there")


def _told(findings: list[PathFinding], attempt: Attempt) -> str:
    if not findings:
        return f"no path is named; {len(attempt.changed)} changed"
    changed = [finding.path for finding in findings if finding.changed]
    if attempt.claimed or not changed:
        return f"{len(findings)} named paths are there"
    if len(changed) == len(findings):
        return f"{len(findings)} named paths are there and changed"
    return f"{len(findings)} named paths are there; changed: {', '.join(changed)}"
