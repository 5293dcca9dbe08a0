"""The gates: one function each, from what is in the tree to a Verdict."""

from __future__ import annotations

import time
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from sddtasks.execute import redness
from sddtasks.execute.named import PathFinding
from sddtasks.execute.named import look_at
from sddtasks.execute.ratchet import Baseline
from sddtasks.execute.site import Site
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.plan import Kind
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import files

_SHOWN = 40


@dataclass
class Attempt:
    """What one attempt has done so far, for its gates to judge; they add what they observed.

    `changed`: paths that differ from the base; `claimed`: nothing was done by us, the work is
    said to be there already. `plan_digest`: tasks.md as it was when the job began. `red`, `frozen`
    and `suite`: what the gates have seen.
    """

    changed: frozenset[str]
    baseline: Baseline
    plan_digest: str
    claimed: bool = False
    red: Mapping[str, str] = field(default_factory=dict)
    frozen: Mapping[str, str] = field(default_factory=dict)
    suite: TestRun | None = None


def paths(site: Site, attempt: Attempt) -> Verdict:
    """Every path that the task names is there, has content, and was changed by this task."""
    task = site.job.task
    if task is None:
        return _every_path(site)
    changed = attempt.changed | site.job.own_paths
    findings = look_at(site.root, task, changed, ignored=site.repo.ignored(task.paths))
    wrong = [finding for finding in findings if finding.wrong]
    if wrong:
        return _failed(
            GateName.PATHS,
            FailureClass.PATHS,
            f"{len(wrong)} of {len(findings)} named paths are not as the task says",
            [f"{finding.path}  {finding.wrong}" for finding in wrong],
        )
    if findings and not attempt.claimed and not any(finding.changed for finding in findings):
        return _failed(
            GateName.PATHS,
            FailureClass.PATHS,
            "nothing that the task names was changed",
            [finding.path for finding in findings],
        )
    return Verdict(GateName.PATHS, True, _told(findings, attempt))


def _every_path(site: Site) -> Verdict:
    """For the final validation: what the completed tasks name is there, less what was removed."""
    removed = {path for task in site.job.everything for path in task.removes}
    findings = [
        (task.id, finding)
        for task in site.job.everything
        for finding in look_at(site.root, task, (), ignored=frozenset())
        if finding.path not in removed
    ]
    wrong = [
        f"{task}  {finding.path}  {finding.wrong}" for task, finding in findings if finding.wrong
    ]
    if wrong:
        reason = f"{len(wrong)} of {len(findings)} named paths are not as their tasks say"
        return _failed(GateName.PATHS, FailureClass.PATHS, reason, wrong)
    return Verdict(GateName.PATHS, True, f"all {len(findings)} named paths are there")


def _told(findings: list[PathFinding], attempt: Attempt) -> str:
    if not findings:
        return f"no path is named; {len(attempt.changed)} changed"
    state = "there" if attempt.claimed else "there and changed"
    return f"{len(findings)} named paths are {state}"


def frozen(site: Site, attempt: Attempt) -> Verdict:
    """Tests that were validated earlier are unchanged, and so is tasks.md."""
    task = site.job.task
    own = set(task.paths) if task and task.kind is Kind.TEST else set()
    guarded = {
        path: digest
        for proof in site.job.proofs
        for path, digest in proof.files.items()
        if path not in own
    }
    broken = [
        f"{path}  {'changed' if (site.root / path).exists() else 'deleted'}"
        for path, digest in guarded.items()
        if files.file_digest(site.root / path) != digest
    ]
    if files.file_digest(site.job.feature.tasks_md) != attempt.plan_digest:
        broken.append(f"{site.plan_file}  only sddtasks ticks boxes; restore it")
    if broken:
        return _failed(
            GateName.FROZEN,
            FailureClass.FROZEN,
            f"{len(broken)} files that this task must not touch differ",
            broken,
        )
    return Verdict(GateName.FROZEN, True, f"{len(guarded)} validated test files unchanged")


def red(site: Site, attempt: Attempt) -> Verdict:
    """The tests of a test task fail, each for a proper reason; test-after tests must pass."""
    task = site.job.task
    assert task is not None
    named = site.tests_among(task.paths) or site.tests_among(attempt.changed)
    if not named:
        return _failed(
            GateName.RED,
            FailureClass.TEST_GENERATION,
            "no test file was written that a toolchain recognises",
            list(task.paths),
        )
    attempt.frozen = {file: files.file_digest(site.root / file) for file in named}
    run = site.run_tests(named)
    passing = _must_pass(run, named)
    if not site.job.links.red_expected:
        return replace(passing, gate=GateName.GREEN)
    if attempt.claimed and passing.passed:
        return Verdict(GateName.RED, True, f"{passing.reason}; nobody saw them fail first")
    verdict, reasons = redness.judge(run, named)
    attempt.red = reasons
    return verdict


def build(site: Site, _attempt: Attempt) -> Verdict:
    """The product compiles."""
    outcomes = site.build()
    broken = [outcome for outcome in outcomes if not outcome.ok]
    if broken:
        said = [line for outcome in broken for line in _output(outcome.output, outcome.errors)]
        return _failed(
            GateName.BUILD,
            FailureClass.COMPILATION,
            f"{' '.join(broken[0].argv[:3])} failed",
            said or [outcome.trouble for outcome in broken],
        )
    return Verdict(GateName.BUILD, True, "compiles" if outcomes else "nothing to compile")


def green(site: Site, _attempt: Attempt) -> Verdict:
    """The tests that are due with this task pass: the same ids that were red."""
    due = site.tests_among(site.job.due)
    lost = sorted(set(site.job.due) - set(due))
    if lost:
        return _failed(GateName.GREEN, FailureClass.FROZEN, "tests that must pass are gone", lost)
    if not due:
        return Verdict(GateName.GREEN, True, "no test is due with this task")
    run = site.run_tests(due)
    verdict = _must_pass(run, due)
    if not verdict.passed:
        return verdict
    passed = run.ids(Result.PASSED)
    was_red = [test for proof in site.job.proofs for test in proof.red]
    absent = [
        test
        for test in was_red
        if test.startswith(due) and not _answered(test, passed) and test not in due
    ]
    if absent:
        return _failed(
            GateName.GREEN,
            FailureClass.FROZEN,
            f"{len(absent)} tests that were red did not run",
            absent,
        )
    return verdict


def suite(site: Site, attempt: Attempt) -> Verdict:
    """No test that passed before fails, is skipped or has vanished."""
    chosen = [file for file in site.all_tests() if file not in site.job.pending]
    if not chosen:
        return Verdict(GateName.SUITE, True, "the project has no tests that could be run yet")
    run = site.run_tests(chosen)
    attempt.suite = run
    if run.trouble:
        return _failed(GateName.SUITE, FailureClass.ENVIRONMENT, run.trouble, [])
    worse = attempt.baseline.regressions(run)
    if worse:
        reason = f"{len(worse)} tests fail that did not fail before"
        return _failed(GateName.SUITE, FailureClass.UNEXPECTED_TEST_FAILURE, reason, worse)
    lost = attempt.baseline.lost(run)
    if lost:
        reason = f"{len(lost)} tests that passed before no longer run"
        return _failed(GateName.SUITE, FailureClass.FROZEN, reason, lost)
    counts = f"{len(run.ids(Result.PASSED))} passed"
    known = len(run.ids(Result.FAILED)) + len(run.load_failures)
    skipped = len(run.ids(Result.SKIPPED))
    more = [f"{known} failed as before"] * bool(known) + [f"{skipped} skipped"] * bool(skipped)
    return Verdict(GateName.SUITE, True, ", ".join([counts, *more]))


GATES: Mapping[GateName, Callable[[Site, Attempt], Verdict]] = {
    GateName.PATHS: paths,
    GateName.RED: red,
    GateName.GREEN: green,
    GateName.BUILD: build,
    GateName.FROZEN: frozen,
    GateName.SUITE: suite,
}


def judge(site: Site, attempt: Attempt, names: tuple[GateName, ...]) -> list[Verdict]:
    """Ask the gates in order, up to and including the first that refuses."""
    verdicts: list[Verdict] = []
    for name in names:
        began = time.monotonic()
        verdict = GATES[name](site, attempt)
        verdicts.append(replace(verdict, duration=time.monotonic() - began))
        if not verdict.passed:
            break
    return verdicts


def _must_pass(run: TestRun, wanted: tuple[str, ...]) -> Verdict:
    """Every test of the wanted files ran and passed."""
    if run.trouble:
        return _failed(GateName.GREEN, FailureClass.ENVIRONMENT, run.trouble, [])
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
        return _failed(
            GateName.GREEN,
            FailureClass.UNEXPECTED_TEST_FAILURE,
            f"tests still fail ({len(rows)} of {max(total, len(rows))})",
            rows,
        )
    return Verdict(GateName.GREEN, True, f"{len(run.cases)} tests pass")


def _answered(test: str, passed: frozenset[str]) -> bool:
    """Did this id pass, itself or through its parameters and sub-tests?"""
    return test in passed or any(known.startswith((f"{test}[", f"{test}/")) for known in passed)


def _output(*streams: str) -> list[str]:
    return [line for stream in streams for line in stream.splitlines() if line.strip()]


def _failed(gate: GateName, failure: FailureClass, reason: str, rows: list[str]) -> Verdict:
    shown = rows[:_SHOWN]
    if len(rows) > _SHOWN:
        shown.append(f"… and {len(rows) - _SHOWN} more")
    return Verdict(gate, False, reason, tuple(shown), failure)
