"""The tests that are due with this task pass, the same ids that were red, and did not before.

Of those that are due later an interface and a model have to show what they can show already.
"""

from __future__ import annotations

from dataclasses import replace

from sddtasks.execute import early
from sddtasks.execute import identity
from sddtasks.execute import scratch
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The due tests pass, and others that are linked find what this task has to provide."""
    verdict = _due(site, attempt)
    if not verdict.passed or site.job.task is None:
        return verdict
    rows, told = early.look(site)
    if rows:
        reason = f"{len(rows)} linked tests do not find or accept what this task has to provide"
        return refused(GateName.GREEN, FailureClass.UNEXPECTED_TEST_FAILURE, reason, rows)
    return replace(verdict, reason=f"{verdict.reason}; {told}") if told else verdict


def _due(site: Site, attempt: Attempt) -> Verdict:
    """The due tests pass: the same ids that were red, and they did not pass before."""
    due = site.tests_among(site.job.due)
    lost = sorted(set(site.job.due) - set(due))
    if lost:
        return refused(GateName.GREEN, FailureClass.FROZEN, "tests that must pass are gone", lost)
    if not due:
        return Verdict(GateName.GREEN, True, "no test is due with this task")
    run = site.run_tests(due)
    verdict = must_pass(run, due)
    if not verdict.passed:
        return verdict
    attempt.due = run
    absent = identity.absent(run, identity.were_red(site.job.proofs, run, due))
    if absent:
        return refused(
            GateName.GREEN,
            FailureClass.FROZEN,
            f"{len(absent)} tests that were red did not run",
            absent,
        )
    return _differential(site, attempt, due, verdict) if site.job.task else verdict


def _differential(site: Site, attempt: Attempt, due: tuple[str, ...], verdict: Verdict) -> Verdict:
    """The same test files on the tree before the task: what passes now has to fail there."""
    if attempt.before is None and attempt.changed:
        with scratch.tree(site, site.repo.head() or "HEAD", due) as before:
            attempt.before = before.run_tests(due)
    if attempt.before is None:
        return verdict
    there = attempt.before.ids(Result.PASSED)
    passing = attempt.due.ids(Result.PASSED) if attempt.due else frozenset()
    turned = passing - there
    told = f"{verdict.reason}; {len(turned)} of them failed on the tree before"
    return Verdict(GateName.GREEN, True, told, notable=verdict.notable)


def must_pass(run: TestRun, wanted: tuple[str, ...]) -> Verdict:
    """Every test of the wanted files ran and passed."""
    if run.trouble:
        return refused(GateName.GREEN, FailureClass.ENVIRONMENT, run.trouble, [])
    rows = [f"{failure.file}  {failure.reason}: {failure.message}" for failure in run.load_failures]
    rows += [
        f"{case.id}  {case.message or case.result}"
        for case in run.cases
        if case.result is not Result.PASSED
    ]
    silent = [file for file in wanted if not run.of_file(file)]
    broken = {failure.file for failure in run.load_failures}
    rows += [f"{file}  no test of it ran" for file in silent if file not in broken]
    if rows:
        total = len(run.cases) + len(run.load_failures)
        only_loads = run.load_failures and not run.cases
        return refused(
            GateName.GREEN,
            FailureClass.COMPILATION if only_loads else FailureClass.UNEXPECTED_TEST_FAILURE,
            f"tests still fail ({len(rows)} of {max(total, len(rows))})",
            rows,
        )
    weak = "; weak evidence: an exit code and no test results" if run.weak else ""
    return Verdict(GateName.GREEN, True, f"{len(run.cases)} tests pass{weak}", notable=run.weak)
