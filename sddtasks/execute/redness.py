"""Is a red test run red for the right reason? One answer per test file."""

from __future__ import annotations

from collections.abc import Sequence

from sddtasks.model.evidence import PROPER
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestRun
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

_CLASS = {
    Reason.ENVIRONMENT: FailureClass.ENVIRONMENT,
    Reason.TIMEOUT: FailureClass.ENVIRONMENT,
    Reason.CRASH: FailureClass.ENVIRONMENT,
}


def judge(run: TestRun, wanted: Sequence[str]) -> tuple[Verdict, dict[str, str]]:
    """The red gate's verdict, and the reason of every test that was seen failing."""
    if run.trouble:
        reason = run.trouble_reason or Reason.CRASH
        return _refused(reason, run.trouble, []), {}
    wrong: list[str] = []
    first: Reason | None = None
    for file in wanted:
        for why, row in _improper(run, file):
            first = first or why
            wrong.append(row)
    if wrong:
        return _refused(first, f"not a proper red ({len(wrong)} findings)", wrong), {}
    seen = reasons(run, wanted)
    kinds = sorted({text.split(":")[0] for text in seen.values()})
    details = tuple(f"{test}  {text}" for test, text in seen.items())
    told = f"{len(seen)} tests fail as they should ({', '.join(kinds)})"
    return Verdict(GateName.RED, True, told, details), seen


def reasons(run: TestRun, wanted: Sequence[str]) -> dict[str, str]:
    """Test id → why it failed. A file that cannot be loaded fails with every id it declares."""
    seen: dict[str, str] = {}
    for failure in run.load_failures:
        for test in run.declared.get(failure.file) or (failure.file,):
            seen[test] = _said(failure.reason, failure.message)
    for case in run.cases:
        if case.result is Result.FAILED and case.file in wanted:
            seen[case.id] = _said(case.reason, case.message)
    return seen


def _improper(run: TestRun, file: str) -> list[tuple[Reason | None, str]]:
    """What speaks against this file's red: (why, one line), empty for a proper red."""
    loads = [failure for failure in run.load_failures if failure.file == file]
    if loads:
        return [
            (failure.reason, f"{file}  {_said(failure.reason, failure.message)}")
            for failure in loads
            if failure.reason not in PROPER
        ] or _undeclared(run, file)
    cases = run.of_file(file)
    if not cases:
        return [(Reason.NO_TESTS, f"{file}  {Reason.NO_TESTS}")]
    rows: list[tuple[Reason | None, str]] = []
    for case in cases:
        if case.result is Result.PASSED:
            rows.append((None, f"{case.id}  passes already"))
        elif case.result is Result.SKIPPED:
            rows.append((None, f"{case.id}  is skipped"))
        elif case.reason not in PROPER:
            rows.append((case.reason, f"{case.id}  {_said(case.reason, case.message)}"))
    return rows


def _undeclared(run: TestRun, file: str) -> list[tuple[Reason | None, str]]:
    """A file that fails to load must at least declare a test."""
    if run.declared.get(file):
        return []
    return [(Reason.NO_TESTS, f"{file}  declares no test")]


def _said(reason: Reason | None, message: str) -> str:
    line = next((part.strip() for part in message.splitlines() if part.strip()), "")
    return f"{reason}: {line}" if line else str(reason)


def _refused(reason: Reason | None, text: str, rows: list[str]) -> Verdict:
    failure = _CLASS.get(reason, FailureClass.TEST_GENERATION) if reason else None
    return Verdict(GateName.RED, False, text, tuple(rows), failure or FailureClass.TEST_GENERATION)


def differences(first: TestRun, second: TestRun) -> list[str]:
    """Tests that did not end the same way, and for the same reason, in two runs."""
    one, other = _endings(first), _endings(second)
    return [
        f"{test}  {one.get(test, 'did not run')}, then {other.get(test, 'did not run')}"
        for test in sorted(one.keys() | other.keys())
        if one.get(test) != other.get(test)
    ]


def _endings(run: TestRun) -> dict[str, str]:
    ends = {case.id: str(case.reason or case.result) for case in run.cases}
    ends.update({failure.file: str(failure.reason) for failure in run.load_failures})
    return {**ends, "the run": run.trouble} if run.trouble else ends
