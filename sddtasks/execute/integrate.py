"""Bringing a task's work from its own tree into the branch, and judging it where it lands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sddtasks.execute import acts
from sddtasks.execute import commit
from sddtasks.execute import completion
from sddtasks.execute import flight
from sddtasks.execute import gates
from sddtasks.execute import ratchet
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.recipes import RECIPES
from sddtasks.execute.site import Site
from sddtasks.model.how import How
from sddtasks.model.job import JobResult
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import Verdict
from sddtasks.system import files
from sddtasks.system import worktrees
from sddtasks.system.repo import Repository


def integrate(
    site: Site, result: JobResult, checkout: Repository, land: Callable[[JobResult], None]
) -> JobResult:
    """The result of a job as it counts: on the branch, or refused with its work kept on a ref.

    `site` is the tree in which the task was done. Where the branch has moved on since, the work
    is laid over its new tip and the gates are asked again about what came of it. `land(result)`
    brings the branch to its commit.
    """
    tip = checkout.head() or ""
    base = site.repo.run("rev-parse", f"{result.commit}^").strip()
    if tip == base:
        land(result)
        return result
    flying = flight.ref(site.job.feature, site.job.name)
    checkout.run("update-ref", flying, result.commit)
    conflicts = worktrees.transplant(site.repo, result.commit, tip, site.plan_file)
    if conflicts:
        kept = flight.keep(site, result.commit)
        checkout.run("update-ref", "-d", flying)
        others = worktrees.authors_of(checkout, base, tip, conflicts)
        return _refused(site, result, _conflict(conflicts, others, kept), base)
    landed, refused = _judged_again(site, result, tip)
    if refused:
        kept = flight.keep(site, result.commit)
        checkout.run("update-ref", "-d", flying)
        details = (*refused.details, f"on its own it passed: git show {kept}")
        return _refused(site, result, replace(refused, details=details), base)
    land(landed)
    checkout.run("update-ref", "-d", flying)
    return landed


def keep_aside(site: Site, result: JobResult) -> JobResult:
    """A refused attempt's tree is used again by others: what it holds is kept on a ref."""
    if not result.changed:
        return result
    moment = result.completed_at.replace(":", "")
    ref = f"{flight.place(site.job.feature, site.job.name)}/refused-{moment}"
    site.repo.put_aside(result.changed, ref, f"Refused work on {site.job.name}")
    return replace(
        result, changed=(), message=f"{result.message}\nits work is kept: git show {ref}"
    )


def _judged_again(site: Site, result: JobResult, tip: str) -> tuple[JobResult, Verdict | None]:
    task = site.job.task
    assert task is not None
    attempt = Attempt(
        changed=completion.changed_paths(site),
        baseline=ratchet.known_or_measured(site, tip),
        plan_digest=files.file_digest(site.plan),
        claimed=result.how is How.VERIFIED and site.job.claimed,
        ran=result.ran,
    )
    verdicts = gates.judge(site, attempt, RECIPES[task.kind].after)
    merged = replace(result, verdicts=(*result.verdicts, *verdicts))
    refused = next((verdict for verdict in verdicts if not verdict.passed), None)
    if refused:
        return merged, refused
    kept = commit.make(site, merged, [], attempt, tip)
    if kept.refused:
        return kept.result, kept.refused
    ratchet.advance(site, attempt.baseline, kept.attempt.suite, kept.result.commit)
    return kept.result, None


def _conflict(paths: list[str], others: list[str], kept: str) -> Verdict:
    return acts.refusal(
        FailureClass.MERGE,
        f"its work conflicts with what was merged meanwhile: {', '.join(paths)}",
        *(f"changed there by: {subject}" for subject in others),
        f"its own work is kept: git show {kept}",
    )


def _refused(site: Site, result: JobResult, verdict: Verdict, base: str) -> JobResult:
    failed = completion.refused(replace(result, commit="", changed=()), verdict)
    failed = replace(failed, verdicts=(*failed.verdicts, verdict))
    return completion.with_evidence(site, failed, [], base)
