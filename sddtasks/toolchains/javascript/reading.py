"""The reporters' events as a TestRun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.process import Outcome
from sddtasks.toolchains import base
from sddtasks.toolchains.base import Finding
from sddtasks.toolchains.javascript.events import Event
from sddtasks.toolchains.javascript.events import events
from sddtasks.toolchains.javascript.reason import of_file
from sddtasks.toolchains.javascript.reason import of_test
from sddtasks.toolchains.javascript.source import Project

_STOPPED = "Exception during run:"
"""mocha's last words when it cannot load a file: it writes no report then."""


@dataclass(frozen=True)
class _Reading:
    events: Sequence[Event]
    outcome: Outcome
    project: Project

    def of_kind(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]


def read(
    name: str, outcome: Outcome, report: str, project: Project, files: Sequence[str]
) -> TestRun:
    reading = _Reading(events(report), outcome, project)
    run = base.started(name, outcome, project.declared(files))
    run = replace(
        run, cases=tuple(_cases(reading)), load_failures=tuple(_load_failures(reading, files))
    )
    run = _troubled(base.judged(run, outcome), reading)
    return run if run.trouble else base.with_unseen(run, project.root, files)


def _cases(reading: _Reading) -> Iterator[TestCase]:
    ended: dict[tuple[str, ...], TestCase] = {}
    for event in reading.of_kind("begin", "test"):
        if not event.follows and not _is_file(event):
            case = _case(event, reading)
            ended[(case.file, case.id)] = case
    yield from ended.values()


def _case(event: Event, reading: _Reading) -> TestCase:
    file = reading.project.relative(event.file)
    identifier = " > ".join((file, *event.path))
    if event.kind == "begin":
        reason = Reason.TIMEOUT if reading.outcome.timed_out else Reason.CRASH
        return TestCase(identifier, file, Result.FAILED, reason, "it began and did not end")
    if event.state != "failed":
        result = Result.PASSED if event.state == "passed" else Result.SKIPPED
        return TestCase(identifier, file, result)
    return _finding(event, file, reading.project).case(identifier, file)


def _finding(event: Event, file: str, project: Project) -> Finding:
    if not event.errors:
        return Finding(Reason.AMBIGUOUS, "failed without an error")
    if event.timeout:
        return Finding(Reason.TIMEOUT, base.brief(event.errors[0].message))
    return of_test(event.errors[0], file, project, hook=event.hook)


def _is_file(event: Event) -> bool:
    """node:test reports a file as a test of its own name when it holds no other."""
    return len(event.path) == 1 and os.path.isabs(event.path[0])


def _load_failures(reading: _Reading, files: Sequence[str]) -> Iterator[LoadFailure]:
    for event in reading.of_kind("file"):
        text = "\n".join(f"{error.name}: {error.message}\n{error.stack}" for error in event.errors)
        yield _load_failure(event.file, text, reading.project)
    for event in reading.of_kind("test"):
        if _is_file(event) and event.state == "failed" and not event.follows:
            heard = reading.of_kind("stderr")
            text = "".join(line.text for line in heard if line.file == event.file)
            yield _load_failure(event.file, text or "the file failed", reading.project)
    said = f"{reading.outcome.errors}\n{reading.outcome.output}"
    if not reading.of_kind("start", "finish") and _STOPPED in said:
        guilty = [file for file in files if file in said] or list(files)
        for file in files:
            text = said if file in guilty else f"not run, since {guilty[0]} cannot be loaded"
            yield _load_failure(file, text, reading.project)


def _load_failure(path: str, text: str, project: Project) -> LoadFailure:
    file = project.relative(path)
    return of_file(text, file, project).load_failure(file)


def _troubled(run: TestRun, reading: _Reading) -> TestRun:
    """Runs that prove nothing: no last word, or an exit code that contradicts the tests."""
    unhandled = reading.of_kind("unhandled")
    if unhandled:
        message = f"an error outside of any test: {base.brief(unhandled[0].errors[0].message)}"
        return base.broken(run, Reason.CRASH, message)
    if not reading.of_kind("finish") and not run.load_failures:
        started = bool(reading.of_kind("start"))
        reason = Reason.CRASH if started or run.exit_code == 0 else Reason.ENVIRONMENT
        message = (
            f"ended without a report (exit code {run.exit_code}): {base.tail(reading.outcome)}"
        )
        return base.broken(run, reason, message)
    return base.consistent(run)
