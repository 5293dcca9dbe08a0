"""Attempts that came to nothing: as results, and what they left in the tree."""

from __future__ import annotations

import contextlib
from collections.abc import Collection

from sddtasks.execute import completion
from sddtasks.execute import integrate
from sddtasks.execute.site import Site
from sddtasks.execute.site import silent
from sddtasks.model.errors import SddError
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.ids import slug
from sddtasks.model.job import Job
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.verdict import FailureClass
from sddtasks.system import clock
from sddtasks.system.repo import Repository


def broken(
    job: Job,
    error: SddError,
    *,
    failure: FailureClass = FailureClass.ENVIRONMENT,
    left: Collection[str] = (),
) -> JobResult:
    """The machine is at fault, not the work. `left`: what lies in the checkout of it."""
    root = job.feature.root
    log = job.feature.state_dir / "logs" / f"{slug(job.name)}.log"
    return JobResult(
        job.name,
        JobStatus.BROKEN,
        str(error),
        failure=failure,
        completed_at=clock.stamp(),
        changed=tuple(sorted(left)),
        log=log.relative_to(root).as_posix() if log.exists() else "",
    )


def left_by(job: Job) -> frozenset[str]:
    """What lies in the checkout of a job done there; nothing where git can no longer tell."""
    with contextlib.suppress(WorkspaceError):
        return completion.changed_paths(_in_checkout(job))
    return frozenset()


def unmet(name: str, message: str) -> JobResult:
    """doit could not even look whether the task is up to date."""
    return JobResult(
        name,
        JobStatus.BROKEN,
        message,
        failure=FailureClass.DEPENDENCY,
        completed_at=clock.stamp(),
    )


def set_aside(job: Job, result: JobResult) -> JobResult:
    """What a refused job left in the checkout is kept on a ref, so that others can work there.

    Somebody who is asked to do it by hand is at work in the tree: that stays.
    """
    if result.status not in (JobStatus.FAILED, JobStatus.BROKEN) or job.task is None:
        return result
    return integrate.keep_aside(_in_checkout(job), result)


def _in_checkout(job: Job) -> Site:
    root = job.feature.root
    return Site(job, root, Repository(root), silent)
