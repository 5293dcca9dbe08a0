"""The tests of a test task fail, each for a proper reason; tests after the code must pass."""

from __future__ import annotations

from dataclasses import replace

from sddtasks.execute import awareness
from sddtasks.execute import changes
from sddtasks.execute import mutation
from sddtasks.execute import origin
from sddtasks.execute import redness
from sddtasks.execute import stubs
from sddtasks.execute.bearing import look as bearing
from sddtasks.execute.gates import suite
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.gates.green import must_pass
from sddtasks.execute.proximity import Proximity
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import settled
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import files

_UNBEARING = "tests that prove nothing about the product"


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
        return _no_tests(site)
    attempt.frozen = {file: files.file_digest(site.root / file) for file in named}
    knowing = _knowing(site, named)
    if knowing:
        reason = "tests that ask how far the work has come, or replace what they test"
        return refused(GateName.RED, FailureClass.TEST_GENERATION, reason, knowing)
    if not site.job.links.red_expected:
        return _afterwards(site, attempt, named)
    run = site.run_tests(named)
    passing = must_pass(run, named)
    if attempt.claimed and passing.passed:
        told = f"{passing.reason}; nobody saw them fail first"
        return Verdict(GateName.RED, True, told, notable=True)
    if run.ids(Result.PASSED):
        commit = origin.commit_before(site)
        if commit:
            return _elsewhere(site, attempt, named, commit)
    if site.job.tests == "when-tests-exist" and passing.passed:
        return Verdict(GateName.RED, True, f"{passing.reason} already", notable=True)
    return _red(site, attempt, named, run, site.repo.head() or "HEAD")


def _knowing(site: Site, named: tuple[str, ...]) -> list[str]:
    return [
        f"{file}  {line}"
        for file in named
        for line in awareness.of_work(changes.of(site, file).new, site.job.planned)
    ]


def _no_tests(site: Site) -> Verdict:
    assert site.job.task is not None
    if site.job.tests == "when-tests-exist":
        return Verdict(GateName.RED, True, "no tests exist, and none are demanded", notable=True)
    reason = "no test file was written that a toolchain recognises"
    return refused(GateName.RED, FailureClass.TEST_GENERATION, reason, list(site.job.task.paths))


def _elsewhere(site: Site, attempt: Attempt, named: tuple[str, ...], commit: str) -> Verdict:
    """What they test is there already: judged on the tree as it was before that."""
    with origin.without_implementation(site, commit) as other:
        verdict = _red(other, attempt, named, other.run_tests(named), commit)
    told = f"on the tree before the implementation ({commit[:10]}): {verdict.reason}"
    return replace(verdict, reason=told)


def _red(
    site: Site, attempt: Attempt, named: tuple[str, ...], run: TestRun, commit: str
) -> Verdict:
    run = settled(run, site.job.planned, site.plan_text)
    verdict, reasons = redness.judge(run, named)
    if not verdict.passed:
        return verdict
    near = Proximity(site)
    far = [*near.far(named, run), *near.mistyped(run)]
    if far:
        reason = "not a proper red: it is not the product that is tested"
        return refused(GateName.RED, FailureClass.TEST_GENERATION, reason, far)
    again = _again(site, named, run)
    if again:
        reason = "two runs differ: a test that is flaky now proves nothing later"
        return refused(GateName.RED, FailureClass.FLAKY, reason, again)
    unbearing = bearing.idle(site.root, _tests_of(site, attempt, named))
    if unbearing:
        return refused(GateName.RED, FailureClass.TEST_GENERATION, _UNBEARING, unbearing)
    changed = {*site.repo.changes(), *named}
    overlay = [path for path in sorted(changed) if (site.root / path).is_file()]
    found = stubs.look(site, commit, run, overlay)
    if found and found.idle:
        reason = f"{len(found.idle)} tests never reach what they are about"
        return refused(GateName.RED, FailureClass.TEST_GENERATION, reason, found.idle)
    attempt.red = reasons
    stubbed = "; each uses what it imports (seen with stubs)" if found and found.possible else ""
    return replace(verdict, reason=verdict.reason + stubbed)


def _tests_of(site: Site, attempt: Attempt, named: tuple[str, ...]) -> tuple[str, ...]:
    """What the task names, and what it brings besides."""
    return tuple(dict.fromkeys((*named, *site.tests_among(attempt.changed))))


def _again(site: Site, named: tuple[str, ...], run: TestRun) -> list[str]:
    """What differs in a second run; a file that cannot be loaded has nothing that could."""
    if all(failure.file in named for failure in run.load_failures) and not run.cases:
        return []
    second = settled(site.run_tests(named), site.job.planned, site.plan_text)
    return redness.differences(run, second)


def _afterwards(site: Site, attempt: Attempt, named: tuple[str, ...]) -> Verdict:
    """Tests of code that exists pass at once, and notice when that code is broken."""
    run = site.run_tests(named)
    verdict = replace(must_pass(run, named), gate=GateName.GREEN)
    if not verdict.passed:
        return verdict
    unbearing = bearing.idle(site.root, _tests_of(site, attempt, named))
    if unbearing:
        return refused(GateName.GREEN, FailureClass.TEST_GENERATION, _UNBEARING, unbearing)
    changed = sorted({*attempt.changed, *named})
    overlay = [path for path in changed if (site.root / path).is_file()]
    idle = mutation.unnoticed(site, named, overlay)
    if idle:
        reason = "tests that cannot fail: a broken product makes no difference to them"
        return refused(GateName.GREEN, FailureClass.TEST_GENERATION, reason, idle)
    attempt.suite = attempt.baseline.with_run(run, named, attempt.baseline.head)
    told = "could not be shown to fail" if idle is None else "fail when the product is broken"
    return replace(verdict, reason=f"{verdict.reason}; they {told}", notable=idle is None)
