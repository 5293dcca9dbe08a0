"""The tests that are due with this task pass: the same ids that were red."""

from __future__ import annotations

from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, _attempt: Attempt) -> Verdict:
    """The tests that are due with this task pass: the same ids that were red."""
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
    passed = run.ids(Result.PASSED)
    absent = [test for test in _were_red(site, run, due) if not _answered(test, passed)]
    if absent:
        return refused(
            GateName.GREEN,
            FailureClass.FROZEN,
            f"{len(absent)} tests that were red did not run",
            absent,
        )
    return verdict


def _were_red(site: Site, run: TestRun, due: tuple[str, ...]) -> list[str]:
    """The ids that were seen failing in the files that are due now."""
    declared = {test for file in due for test in run.declared.get(file, ())}
    return [
        test
        for proof in site.job.proofs
        for test in proof.red
        if proof.files
        and test not in proof.files
        and (proof.files.keys() <= set(due) or test in declared)
    ]


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
        return refused(
            GateName.GREEN,
            FailureClass.UNEXPECTED_TEST_FAILURE,
            f"tests still fail ({len(rows)} of {max(total, len(rows))})",
            rows,
        )
    return Verdict(GateName.GREEN, True, f"{len(run.cases)} tests pass")


def _answered(test: str, passed: frozenset[str]) -> bool:
    """Did this id pass, itself or through its parameters and sub-tests?"""
    return test in passed or any(known.startswith((f"{test}[", f"{test}/")) for known in passed)
