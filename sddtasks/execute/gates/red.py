"""The tests of a test task fail, each for a proper reason; tests after the code must pass."""

from __future__ import annotations

from dataclasses import replace

from sddtasks.execute import redness
from sddtasks.execute.gates import suite
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.gates.green import must_pass
from sddtasks.execute.site import Site
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import files


def judge(site: Site, attempt: Attempt) -> Verdict:
    """The tests of a test task fail, each for a proper reason; test-after tests must pass.

    A task that checks and writes no test of its own has the whole suite to show.
    """
    task = site.job.task
    assert task is not None
    named = site.tests_among(task.paths) or site.tests_among(attempt.changed)
    if not named and not site.job.links.red_expected:
        return replace(suite.judge(site, attempt), gate=GateName.GREEN)
    if not named:
        return refused(
            GateName.RED,
            FailureClass.TEST_GENERATION,
            "no test file was written that a toolchain recognises",
            list(task.paths),
        )
    attempt.frozen = {file: files.file_digest(site.root / file) for file in named}
    run = site.run_tests(named)
    passing = must_pass(run, named)
    if not site.job.links.red_expected:
        return replace(passing, gate=GateName.GREEN)
    if attempt.claimed and passing.passed:
        return Verdict(GateName.RED, True, f"{passing.reason}; nobody saw them fail first")
    verdict, reasons = redness.judge(run, named)
    attempt.red = reasons
    return verdict
