"""Tests that were validated earlier, what they rest on, and tasks.md are unchanged."""

from __future__ import annotations

from sddtasks.execute import changes
from sddtasks.execute import meddling
from sddtasks.execute import redness
from sddtasks.execute import substance
from sddtasks.execute import testware
from sddtasks.execute.changes import Change
from sddtasks.execute.gates.attempt import Attempt
from sddtasks.execute.gates.attempt import refused
from sddtasks.execute.site import Site
from sddtasks.model.plan import Kind
from sddtasks.model.plan import Task
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict
from sddtasks.system import files


def judge(site: Site, attempt: Attempt) -> Verdict:
    """From the first red on only a test task touches the tests' side, and only what it names."""
    guarded = _validated(site)
    broken = [
        f"{path}  {'changed' if (site.root / path).exists() else 'deleted'}"
        f"{'' if path in attempt.changed else ' by a commit since it was validated'}"
        for path, digest in guarded.items()
        if files.file_digest(site.root / path) != digest
    ]
    if files.file_digest(site.plan) != attempt.plan_digest:
        broken.append(f"{site.plan_file}  only sddtasks ticks boxes; restore it")
    is_test_task = site.job.task is not None and site.job.task.kind is Kind.TEST
    shared = _touched_testware(site, attempt) if site.job.proofs or is_test_task else []
    if not is_test_task:
        broken += [
            f"{change.path}  {change.verb}" for change in shared if change.path not in guarded
        ]
    broken += [
        f"{change.path}  meddles with which tests are run"
        for change in shared
        if testware.narrows(change.path, "\n".join(change.added))
    ]
    broken += _meddling(site, attempt)
    broken += _loaded_unasked(site, attempt)
    if broken:
        return refused(
            GateName.FROZEN,
            FailureClass.FROZEN,
            f"{len(broken)} files that this task must not touch differ",
            broken,
            _about(site, attempt, guarded, shared),
        )
    if shared and is_test_task:
        return _proven_again(site, guarded, [change.path for change in shared])
    return Verdict(GateName.FROZEN, True, f"{len(guarded)} validated test files unchanged")


def _about(
    site: Site, attempt: Attempt, guarded: dict[str, str], shared: list[Change]
) -> dict[str, str]:
    """Whose test was changed, and by whom: what is committed already was not done by this task."""
    for proof in site.job.proofs:
        for path, digest in proof.files.items():
            if path in guarded and files.file_digest(site.root / path) != digest:
                own = path in attempt.changed
                return {"path": path, "named": path} if own else {"owner": proof.task}
    return changes.about(shared[0]) if shared else {}


def _validated(site: Site) -> dict[str, str]:
    """The files that must be as they were validated; a test task may change those it names."""
    task = site.job.task
    own = set(task.paths) if task and task.kind is Kind.TEST else set()
    return {
        path: digest
        for proof in site.job.proofs
        for path, digest in proof.files.items()
        if path not in own | site.job.waived
    }


def _touched_testware(site: Site, attempt: Attempt) -> list[Change]:
    """Changes on the tests' side that the task's line does not ask for."""
    task = site.job.task
    found = (changes.of(site, path) for path in sorted(attempt.changed - site.job.waived))
    return [change for change in found if task and _is_frozen(site, task, change)]


def _is_frozen(site: Site, task: Task, change: Change) -> bool:
    path = change.path
    before = testware.configuration(path, change.old)
    if before != testware.configuration(path, change.new):
        return not (path in task.paths and testware.is_about_tests(task.text))
    if path in (*task.paths, *task.removes):
        return False
    if testware.is_setup(path):
        return True
    if change.is_new:
        return _is_intruder(site, task, change)
    if path in site.job.library:
        return task.kind is not Kind.POLISH
    return testware.is_support(path) or testware.is_ci(path) or site.toolchain_of(path) is not None


def _is_intruder(site: Site, task: Task, change: Change) -> bool:
    """A program among the tests that is none, brought by code: it would be run before them."""
    return (
        task.kind in (Kind.CODE, Kind.INTEGRATE)
        and bool(change.new.strip())
        and substance.is_program(change.path)
        and testware.is_support(change.path)
        and not site.toolchain_of(change.path)
    )


def _meddling(site: Site, attempt: Attempt) -> list[str]:
    """New lines, of whatever kind of task, that could change what the tests say."""
    task = site.job.task
    rows: list[str] = []
    for path in sorted(attempt.changed - site.job.waived) if task else ():
        is_named = task is not None and path in task.paths
        on_their_side = path.endswith(".py") and _is_testware(site, path)
        if not on_their_side and not meddling.is_settings(path):
            continue
        added = "\n".join(changes.of(site, path).added)
        found = meddling.in_settings(added)
        if on_their_side:
            found = meddling.in_tests(added, is_named=is_named)
        rows += [f"{path}  meddles with how tests are run: {line}" for line in found]
    return rows


def _loaded_unasked(site: Site, attempt: Attempt) -> list[str]:
    """New files that Python runs in every process, unless the plan asks for them."""
    return [
        f"{path}  is loaded by Python itself, in every program that is run here"
        for path in sorted(attempt.changed - site.job.waived - site.job.planned)
        if testware.is_loaded_unasked(path) and changes.of(site, path).is_new
    ]


def _is_testware(site: Site, path: str) -> bool:
    return testware.is_support(path) or testware.is_setup(path) or bool(site.toolchain_of(path))


def _proven_again(site: Site, guarded: dict[str, str], shared: list[str]) -> Verdict:
    """A test task changed what earlier tests rest on: those that were red have to be red still."""
    told = f"shared by earlier tests and changed: {', '.join(shared)}"
    due = site.tests_among(path for path in guarded if path in site.job.pending)
    if not due:
        return Verdict(GateName.FROZEN, True, told, notable=True)
    run = site.run_tests(due)
    wanted = {
        test for proof in site.job.proofs if proof.files.keys() & set(due) for test in proof.red
    }
    still = redness.reasons(run, due).keys()
    lost = sorted(wanted - still)
    if run.trouble or lost:
        reason = f"{told}; earlier tests are no longer red because of it"
        return refused(GateName.FROZEN, FailureClass.FROZEN, reason, [*lost, run.trouble][:40])
    return Verdict(GateName.FROZEN, True, f"{told}; {len(still)} earlier tests are red as before")
