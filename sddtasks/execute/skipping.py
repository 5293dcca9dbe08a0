"""Going on without a task: the reason becomes evidence and a commit."""

from __future__ import annotations

from sddtasks.execute import history
from sddtasks.execute.completion import with_evidence
from sddtasks.execute.site import Site
from sddtasks.model.how import How
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.state.records import Record
from sddtasks.system import clock
from sddtasks.system.repo import Repository


def skip(repo: Repository, job: Job, because: str, *, untested: bool) -> Record:
    """Write the evidence and an empty commit whose trailers say that, and why, it was skipped.

    `untested`: it is a test, and its code may be done without it.
    """
    now = clock.stamp()
    site = Site(job, job.feature.root, repo, on_line=lambda line: None)
    result = JobResult(
        name=job.name,
        status=JobStatus.COMPLETED,
        message=because,
        how=How.SKIPPED,
        because=because,
        started_at=now,
        completed_at=now,
    )
    result = with_evidence(site, result, [], repo.head() or "")
    text = history.message(job, How.SKIPPED, result.evidence_digest, {}, {}, because, "Skip")
    text += history.untested_trailer(untested=untested)
    commit = history.commit(repo, [], text).commit
    return Record(
        how=How.SKIPPED,
        completed_at=now,
        definition=job.links.digest,
        title=job.task.title if job.task else "",
        evidence=result.evidence,
        evidence_digest=result.evidence_digest,
        commit=commit,
        because=because,
        untested=untested,
    )
