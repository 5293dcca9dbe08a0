"""A gate between tasks: what is finished is looked at as a whole, and nothing is changed."""

from __future__ import annotations

from sddtasks.execute import completion
from sddtasks.execute import gates
from sddtasks.execute import ratchet
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.recipes import CHECKS
from sddtasks.execute.site import Site
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.system import clock
from sddtasks.system import files


def passed(site: Site) -> JobResult:
    """What the checks of a gate say. The first look at a suite has nothing to be compared with."""
    assert site.job.check is not None
    started = clock.stamp()
    base = site.repo.head() or ""
    attempt = Attempt(
        changed=frozenset(),
        baseline=ratchet.known_or_measured(site, base),
        plan_digest=files.file_digest(site.plan),
    )
    verdicts = gates.judge(site, attempt, CHECKS[site.job.check])
    result = JobResult(
        name=site.job.name,
        status=JobStatus.COMPLETED,
        message="; ".join(verdict.reason for verdict in verdicts),
        verdicts=tuple(verdicts),
        started_at=started,
        completed_at=clock.stamp(),
        runs=dict(site.tally),
        warnings=() if attempt.baseline.is_blank else attempt.warnings,
    )
    if verdicts and not verdicts[-1].passed:
        result = completion.refused(result, verdicts[-1])
    else:
        ratchet.advance(site, attempt.baseline, attempt.suite, base)
    return completion.with_evidence(site, result, [], base)
