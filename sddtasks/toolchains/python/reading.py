"""The probe's events as a TestRun."""

from __future__ import annotations

import os
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.process import Outcome
from sddtasks.toolchains import base
from sddtasks.toolchains.python import probe
from sddtasks.toolchains.python.probe import Event
from sddtasks.toolchains.python.reason import of_file
from sddtasks.toolchains.python.reason import of_test
from sddtasks.toolchains.python.source import Project

_INTERRUPTED = 2


@dataclass(frozen=True)
class _Reading:
    """The events of one run, and what is needed to judge them."""

    events: Sequence[Event]
    outcome: Outcome
    project: Project
    rootdir: Path
    reports: dict[str, list[Event]] = field(default_factory=dict)

    def place(self, nodeid: str) -> tuple[str, str]:
        """A test's id as (id, file), both relative to our root instead of its rootdir."""
        path, colons, rest = nodeid.partition("::")
        file = os.path.relpath(self.rootdir / path, self.project.root).replace(os.sep, "/")
        return file + colons + rest, file

    def of_kind(self, kind: str) -> list[Event]:
        return [event for event in self.events if event.kind == kind]


def read(run: TestRun, outcome: Outcome, report: str, root: Path, files: Sequence[str]) -> TestRun:
    events = probe.events(report)
    rootdir = next((event.rootdir for event in events if event.rootdir), str(root))
    reading = _Reading(events, outcome, Project(root.resolve()), Path(rootdir).resolve())
    run = replace(
        run,
        cases=(*_cases(reading), *_left_out(reading)),
        load_failures=(*_load_failures(reading), *_conftest_failures(reading, files)),
    )
    run = _troubled(base.judged(run, outcome), reading)
    return run if run.trouble else base.with_unseen(run, root, files, Reason.NO_TESTS)


def _cases(reading: _Reading) -> Iterable[TestCase]:
    """One case per node id; a test that began and was never heard of again hung or crashed."""
    for event in reading.events:
        if event.kind == "begin":
            reading.reports.setdefault(event.id, [])
        elif event.kind == "report":
            reading.reports.setdefault(event.id, []).append(event)
    return (_case(reading, nodeid, events) for nodeid, events in reading.reports.items())


def _case(reading: _Reading, nodeid: str, events: Sequence[Event]) -> TestCase:
    identifier, file = reading.place(nodeid)
    failed = next((event for event in events if event.outcome == "failed"), None)
    if failed:
        found = of_test(failed.chain, failed.when, failed.text, reading.project)
        return found.case(identifier, file)
    tampered = next((event for event in events if event.chain and event.outcome == "passed"), None)
    if tampered and not tampered.xfail:
        message = f"reported as passed although it raised {tampered.chain[0].type}"
        return TestCase(identifier, file, Result.FAILED, Reason.CRASH, message)
    skipped = next((event for event in events if event.outcome == "skipped" or event.xfail), None)
    if skipped:
        message = "marked as expected to fail" if skipped.xfail else base.brief(skipped.text)
        return TestCase(identifier, file, Result.SKIPPED, message=message)
    if any(event.when == "call" and event.outcome == "passed" for event in events):
        return TestCase(identifier, file, Result.PASSED)
    reason = Reason.TIMEOUT if reading.outcome.timed_out else Reason.CRASH
    return TestCase(identifier, file, Result.FAILED, reason, "it began and did not end")


def _left_out(reading: _Reading) -> Iterable[TestCase]:
    """Deselected tests, and files that skip themselves as a whole."""
    for event in reading.of_kind("deselected"):
        for nodeid in event.ids:
            yield TestCase(*reading.place(nodeid), Result.SKIPPED, message="deselected")
    for event in reading.of_kind("collect"):
        if event.outcome == "skipped":
            message = base.brief(event.text)
            yield TestCase(*reading.place(event.id), Result.SKIPPED, message=message)


def _load_failures(reading: _Reading) -> Iterable[LoadFailure]:
    for event in reading.of_kind("collect"):
        if event.outcome == "failed":
            found = of_file(event.chain, event.text, reading.project)
            yield found.load_failure(reading.place(event.id)[1])


def _conftest_failures(reading: _Reading, files: Sequence[str]) -> Iterable[LoadFailure]:
    """A conftest.py that fails takes every requested file with it."""
    for event in reading.of_kind("conftest"):
        found = of_file(event.chain, event.text, reading.project)
        for file in files:
            yield found.load_failure(file)


def _troubled(run: TestRun, reading: _Reading) -> TestRun:
    """Runs that prove nothing: the probe's first and last word must be there and agree."""
    if not reading.of_kind("start"):
        tool_missing = "No module named" in reading.outcome.errors
        reason = Reason.ENVIRONMENT if tool_missing else Reason.CRASH
        return base.broken(
            run, reason, f"{run.toolchain} did not start: {base.tail(reading.outcome)}"
        )
    internal = reading.of_kind("internal")
    if internal and internal[0].chain:
        cause = internal[0].chain[0]
        message = f"{run.toolchain} stopped: {cause.type}: {base.brief(cause.message)}"
        return base.broken(run, Reason.CRASH, message)
    if reading.of_kind("conftest"):
        return (
            run
            if run.load_failures
            else base.broken(
                run, Reason.LOAD, f"conftest.py cannot be loaded: {base.tail(reading.outcome)}"
            )
        )
    return _finished(run, reading)


def _finished(run: TestRun, reading: _Reading) -> TestRun:
    finish = next(iter(reading.of_kind("finish")), None)
    code = reading.outcome.exit_code
    if finish is None:
        message = f"ended without finishing (exit code {code}): {base.tail(reading.outcome)}"
        reason = Reason.ENVIRONMENT if not reading.of_kind("session") else Reason.CRASH
        return base.broken(run, reason, message)
    if finish.exit_code != code:
        message = f"ended with exit code {code} after it had finished with {finish.exit_code}"
        return base.broken(run, Reason.CRASH, message)
    if finish.exit_code == _INTERRUPTED and not run.load_failures:
        return base.broken(run, Reason.CRASH, f"interrupted: {base.tail(reading.outcome)}")
    if finish.tampered:
        found = ", ".join(finish.tampered[:5])
        return base.broken(run, Reason.CRASH, f"what runs the tests was replaced: {found}")
    if finish.strays:
        found = ", ".join(f"{name} from {path}" for name, path in sorted(finish.strays.items()))
        return base.broken(run, Reason.ENVIRONMENT, f"not the work tree's code: {found}")
    return run
