"""The end of a job: what changed, the tick in tasks.md, the evidence, the commit."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import replace

from sddtasks.execute import acts
from sddtasks.execute import history
from sddtasks.execute.site import Site
from sddtasks.model.errors import WorkspaceError
from sddtasks.model.how import How
from sddtasks.model.job import JobResult
from sddtasks.model.job import JobStatus
from sddtasks.model.plan import Feature
from sddtasks.model.ports import AgentReport
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import Verdict
from sddtasks.parser import tick
from sddtasks.state import evidence
from sddtasks.state import mirror
from sddtasks.state import report
from sddtasks.system import files
from sddtasks.system.commits import Made


def own_files(feature: Feature) -> list[str]:
    """What we keep beside tasks.md; never part of anybody's work."""
    return [f"{feature.relative}/{name}" for name in (*mirror.NAMES, report.NAME)]


def changed_paths(site: Site) -> frozenset[str]:
    """What differs from HEAD because of this task: not what the user had open before, nor our own
    files."""
    return of_task(site, site.repo.changes())


def of_task(site: Site, changes: Iterable[str]) -> frozenset[str]:
    return frozenset(changes) - set(site.job.kept_out) - set(own_files(site.job.feature))


def trespass(site: Site, base: str) -> Verdict | None:
    """An agent that made commits, or that wrote into files the user had not committed."""
    if (site.repo.head() or "") != base:
        return acts.refusal(
            FailureClass.GIT,
            "the agent moved HEAD; only sddtasks commits",
            f"it was {base[:10]} when the task began: look at git log and git reflog",
        )
    touched = [
        path
        for path, digest in site.job.kept_out.items()
        if site.is_alone and files.file_digest(site.root / path) != digest
    ]
    if touched:
        reason = "files changed that had uncommitted changes of yours before the task began"
        return acts.refusal(FailureClass.GIT, reason, *touched)
    return None


def restore_tick(site: Site) -> None:
    """Undo a tick whose commit never came (we were killed in between)."""
    task = site.job.task
    present = site.plan.read_bytes()
    if task is None or tick.mark_done(present, task.id, task.line) != present:
        return
    stored = site.repo.committed(site.plan_file)
    if stored is None or stored == present:
        return
    if tick.mark_done(stored, task.id, task.line) == present:
        files.exchange(site.plan, present, stored)
        site.repo.run("add", "--", site.plan_file)


def keep(
    site: Site,
    result: JobResult,
    reports: Sequence[AgentReport],
    changed: frozenset[str],
    base: str,
) -> tuple[JobResult, Made]:
    """Tick, write the evidence, commit; the box goes back if git refuses the commit."""
    task = site.job.task
    assert task is not None
    plan = site.plan
    unticked = plan.read_bytes()
    ticked = tick.mark_done(unticked, task.id, task.line)
    if ticked != unticked:
        files.exchange(plan, unticked, ticked)
    done = with_evidence(site, result, reports, base, changed)
    verb = "Accept" if done.how is How.ACCEPTED else "Complete"
    text = history.message(
        site.job, done.how, done.evidence_digest, done.red, done.files, done.because, verb
    )
    own = changed | ({site.plan_file} - set(site.job.kept_out))
    try:
        made = history.commit(site.repo, sorted(own), text)
    except WorkspaceError:
        reopen(site, unticked)
        raise
    return replace(done, commit=made.commit, changed=tuple(sorted(changed))), made


def reopen(site: Site, unticked: bytes) -> None:
    """tasks.md is as it was before the tick, whatever a hook of git has made of it since."""
    present = site.plan.read_bytes() if site.plan.is_file() else b""
    if present != unticked:
        files.exchange(site.plan, present, unticked)


def digests(site: Site, paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each file as it is in the tree; an empty text for what is no file."""
    return {path: files.file_digest(site.root / path) for path in sorted(paths)}


def with_evidence(
    site: Site,
    result: JobResult,
    reports: Sequence[AgentReport],
    base: str,
    changed: Iterable[str] = (),
) -> JobResult:
    """The result, now pointing at an evidence file that says why."""
    found = digests(site, {*changed, *result.changed})
    described = evidence.describe(site.job, result, reports, base, found)
    digest = evidence.write(site.evidence, described)
    return replace(result, evidence=site.relative(site.evidence), evidence_digest=digest)


def refused(result: JobResult, verdict: Verdict) -> JobResult:
    """A failed result; its message begins with the reason, one line per detail below it."""
    message = "\n".join([verdict.reason, *verdict.details])
    return replace(
        result,
        status=JobStatus.FAILED,
        message=message,
        failure=verdict.failure,
        about=verdict.about,
    )
