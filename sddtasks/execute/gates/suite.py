"""No test that passed before fails, is skipped or has vanished."""

from __future__ import annotations

from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """No test that passed before fails, is skipped or has vanished."""
    chosen = [file for file in site.all_tests() if file not in site.job.pending]
    if not chosen:
        return Verdict(GateName.SUITE, True, "the project has no tests that could be run yet")
    run = site.run_tests(chosen)
    attempt.suite = run
    if run.trouble:
        return refused(GateName.SUITE, FailureClass.ENVIRONMENT, run.trouble, [])
    worse = attempt.baseline.regressions(run)
    if worse:
        reason = f"{len(worse)} tests fail that did not fail before"
        return refused(GateName.SUITE, FailureClass.UNEXPECTED_TEST_FAILURE, reason, worse)
    lost = attempt.baseline.lost(run)
    if lost:
        reason = f"{len(lost)} tests that passed before no longer run"
        return refused(GateName.SUITE, FailureClass.FROZEN, reason, lost)
    counts = f"{len(run.ids(Result.PASSED))} passed"
    known = len(run.ids(Result.FAILED)) + len(run.load_failures)
    skipped = len(run.ids(Result.SKIPPED))
    more = [f"{known} failed as before"] * bool(known) + [f"{skipped} skipped"] * bool(skipped)
    return Verdict(GateName.SUITE, True, ", ".join([counts, *more]))
