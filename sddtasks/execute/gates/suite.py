"""No test that passed before fails, is skipped or has vanished."""

from __future__ import annotations

from collections.abc import Collection

from sddtasks import toolchains
from sddtasks.execute import discovery
from sddtasks.execute import ratchet
from sddtasks.execute import scratch
from sddtasks.execute import substance
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.ratchet import Baseline
from sddtasks.execute.reach import Reach
from sddtasks.execute.site import Site
from sddtasks.model.errors import ToolMissing
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import merge
from sddtasks.model.links import Check
from sddtasks.model.plan import Kind
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict


def judge(site: Site, attempt: Attempt) -> Verdict:
    """No test that passed before fails, is skipped or has vanished.

    After a task the tests that its changes can reach are run, at a gate all of them; after an
    integration also those of what it joins.
    """
    if _only_tests(site, attempt):
        return Verdict(GateName.SUITE, True, "nothing but tests was changed")
    everything = site.all_tests()
    settled = [
        file for file in everything if file not in site.job.pending and file not in attempt.frozen
    ]
    chosen = _affected(site, attempt, settled)
    ran_before = frozenset(site.job.due) if attempt.due else frozenset()
    lack, run = _run(site, attempt, [file for file in chosen if file not in ran_before])
    if lack:
        return _without_run(site, attempt, lack)
    if attempt.baseline.unknown:
        attempt.baseline = _known_by_now(site, attempt)
    looked_at = {*chosen, *ran_before, *_gone(site, attempt, everything)}
    attempt.suite = attempt.baseline.with_run(run, looked_at, attempt.baseline.head)
    unfound = discovery.lost(site, attempt.changed, attempt.baseline, attempt.frozen)
    if not (settled or attempt.baseline.passed or unfound):
        return Verdict(GateName.SUITE, True, "the project has no tests that could be run yet")
    worse = attempt.baseline.regressions(run, {*_known(attempt), *attempt.changed, *site.job.due})
    if worse:
        unsteady = _unsteady(site, run, worse)
        if unsteady:
            reason = f"{len(unsteady)} tests fail in one run and pass in the next"
            return refused(GateName.SUITE, FailureClass.FLAKY, reason, unsteady)
        reason = f"{len(worse)} tests fail that did not fail before"
        return refused(GateName.SUITE, FailureClass.UNEXPECTED_TEST_FAILURE, reason, worse)
    lost = attempt.baseline.lost(run, looked_at) or unfound
    if lost:
        reason = f"{len(lost)} tests that passed before no longer run"
        return refused(GateName.SUITE, FailureClass.FROZEN, reason, lost)
    skipped = attempt.baseline.newly_skipped(run) if site.job.task else []
    if skipped:
        reason = f"{len(skipped)} tests are skipped that were not before"
        return refused(GateName.SUITE, FailureClass.FROZEN, reason, skipped)
    told, left_red = _told(run, len(chosen), len(settled)), _left_red(site)
    if left_red:
        told += f"; not run, because their code was skipped: {', '.join(left_red)}"
    return Verdict(GateName.SUITE, True, told, notable=bool(left_red))


def _without_run(site: Site, attempt: Attempt, lack: str) -> Verdict:
    """Before a project is set up its tests cannot be run, and that is no fault of the set-up."""
    if ratchet.is_setup(site) and not attempt.baseline.passed:
        return Verdict(GateName.SUITE, True, f"what passes is not known yet: {lack}", notable=True)
    return refused(GateName.SUITE, FailureClass.ENVIRONMENT, lack, [])


def _unsteady(site: Site, run: TestRun, worse: list[str]) -> list[str]:
    """Those of the rows whose test passes when its file is run once more on the same tree."""
    ids = {row.partition("  ")[0] for row in worse}
    again = sorted({case.file for case in run.cases if case.id in ids})
    if not again:
        return []
    passing = site.run_tests(again).ids(Result.PASSED)
    return [row for row in worse if row.partition("  ")[0] in passing]


def _only_tests(site: Site, attempt: Attempt) -> bool:
    """A test task that writes nothing but its own test files can break no other test."""
    task = site.job.task
    own = attempt.changed <= attempt.frozen.keys()
    return bool(attempt.frozen and task and task.kind is Kind.TEST) and own


def _affected(site: Site, attempt: Attempt, settled: list[str]) -> list[str]:
    """All test files at a gate or where nothing is known yet; else those that changes can reach."""
    known = _known(attempt)
    if not settled or site.job.task is None or not attempt.baseline.head:
        return settled
    reach = Reach(site.root, frozenset(site.repo.files()))
    reached = set(reach.affected(settled, attempt.changed))
    if site.job.task.kind is Kind.INTEGRATE:
        reached |= {*site.job.joined, *_joined(reach, attempt, settled)}
    return [file for file in settled if file in reached or file not in known]


def _joined(reach: Reach, attempt: Attempt, settled: list[str]) -> tuple[str, ...]:
    """The tests of the modules that the changed files bring together: in doubt all of them."""
    programs = [path for path in attempt.changed if substance.is_program(path)]
    imported = [reach.direct(path) for path in programs]
    if any(found is None for found in imported):
        return tuple(settled)
    modules = {module for found in imported if found for module in found}
    return reach.affected(settled, modules - attempt.changed) if modules else ()


def _known(attempt: Attempt) -> set[str]:
    """Test files of which the baseline says something."""
    known = attempt.baseline
    return {*known.passed.values(), *known.failed.values(), *known.skipped.values()}


def _run(site: Site, attempt: Attempt, files: list[str]) -> tuple[str, TestRun]:
    """Why the tests could not be run, if so; and the run, with what the green gate has run."""
    purpose = "part" if site.job.task else "whole"
    runs = [attempt.due] if attempt.due else []
    try:
        runs += [site.run_tests(files, purpose)] if files else []
    except ToolMissing as error:
        if not ratchet.is_setup(site):
            raise
        return error.message, merge(runs)
    run = merge(runs)
    return run.trouble, run


def _known_by_now(site: Site, attempt: Attempt) -> Baseline:
    """The suite could not be run before this task: now it can, also on the tree before it."""
    head = site.repo.head() or "HEAD"
    with scratch.tree(site, head, ()) as before:
        try:
            return ratchet.measure(before, head)
        except ToolMissing:
            return attempt.baseline


def _gone(site: Site, attempt: Attempt, everything: Collection[str]) -> set[str]:
    """Test files that passed once, and are not there any more, or that no toolchain runs now.

    What the plan removes is not among them.
    """
    task = site.job.task
    removed = set(task.removes) if task else set()
    removed |= {path for other in site.job.everything for path in other.removes}
    known = set(attempt.baseline.passed.values()) - set(everything) - removed
    known -= attempt.frozen.keys()
    return {
        file for file in known if toolchains.may_hold_tests(file) or not (site.root / file).exists()
    }


def _left_red(site: Site) -> list[str]:
    """At the end of a feature: tests that stay red, since nobody is to write their code."""
    if site.job.check is not Check.FINAL:
        return []
    return [file for file in site.all_tests() if file in site.job.pending]


def _told(run: TestRun, chosen: int, settled: int) -> str:
    known = len(run.ids(Result.FAILED)) + len(run.load_failures)
    skipped = len(run.ids(Result.SKIPPED))
    parts = [f"{len(run.ids(Result.PASSED))} passed"]
    parts += [f"{known} failed as before"] * bool(known) + [f"{skipped} skipped"] * bool(skipped)
    return f"{', '.join(parts)}; {chosen} of {settled} test files could be concerned"
