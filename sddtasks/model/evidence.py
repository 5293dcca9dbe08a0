"""What was observed: test runs read from a toolchain, and the evidence that justifies a status."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeVar

from sddtasks.model.testnames import has_test_name


class Result(StrEnum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Reason(StrEnum):
    """Why a test failed, or a test file could not be loaded.

    Only the first three are a proper red; AMBIGUOUS asks a person; the rest are improper.
    """

    ASSERTION = "assertion"
    MISSING = "missing implementation"
    NOT_IMPLEMENTED = "not implemented"
    AMBIGUOUS = "ambiguous"
    SYNTAX = "syntax error in the test"
    LOAD = "test file cannot be loaded"
    ENVIRONMENT = "fixture, environment or missing tool"
    NO_TESTS = "no tests collected"
    PLACEHOLDER = "fails whatever the product does"
    ERROR = "error in the test itself"
    TIMEOUT = "timeout"
    CRASH = "the test runner crashed"
    SKIPPED = "skipped, expected to fail or deselected"
    MIXED = "some tests pass already"


PROPER = frozenset({Reason.ASSERTION, Reason.MISSING, Reason.NOT_IMPLEMENTED})


@dataclass(frozen=True, slots=True)
class TestCase:
    """One test. `file` is relative to the root; `id` is what the runner calls it, prefixed by it.

    `missing` names what the product lacks (`shop.orders`, `Order.total`) when that is the reason.
    """

    __test__ = False

    id: str
    file: str
    result: Result
    reason: Reason | None = None
    message: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """A test file of which no test could run: it fails as a whole, for one reason."""

    file: str
    reason: Reason
    message: str
    missing: tuple[str, ...] = ()


_Failure = TypeVar("_Failure", TestCase, LoadFailure)


@dataclass(frozen=True, slots=True)
class TestRun:
    """A toolchain's reading of one Outcome.

    `declared` maps each requested test file to the ids found in its source, since a file that
    cannot be loaded has no ids to report. `trouble` is set when the run as a whole proves nothing
    (no report, runner crashed, tool missing) and says why.
    """

    __test__ = False

    toolchain: str
    argv: tuple[str, ...]
    exit_code: int | None
    cases: tuple[TestCase, ...] = ()
    load_failures: tuple[LoadFailure, ...] = ()
    duration: float = 0.0
    trouble: str = ""
    trouble_reason: Reason | None = None
    declared: dict[str, tuple[str, ...]] = field(default_factory=dict)
    weak: bool = False
    """Only an exit code was seen: no test of its own said that it passed or failed."""

    def ids(self, result: Result) -> frozenset[str]:
        return frozenset(case.id for case in self.cases if case.result is result)

    def of_file(self, file: str) -> tuple[TestCase, ...]:
        return tuple(case for case in self.cases if case.file == file)


def merge(runs: Iterable[TestRun]) -> TestRun:
    """Several toolchains' runs of the same moment as one."""
    parts = tuple(runs)
    return TestRun(
        toolchain="+".join(run.toolchain for run in parts),
        argv=tuple(word for run in parts for word in run.argv),
        exit_code=next((run.exit_code for run in parts if run.exit_code), 0 if parts else None),
        cases=tuple(case for run in parts for case in run.cases),
        load_failures=tuple(failure for run in parts for failure in run.load_failures),
        duration=sum(run.duration for run in parts),
        trouble="; ".join(run.trouble for run in parts if run.trouble),
        trouble_reason=next((run.trouble_reason for run in parts if run.trouble), None),
        declared={file: ids for run in parts for file, ids in run.declared.items()},
        weak=any(run.weak for run in parts),
    )


_VARIANT = re.compile(r"[\[/(]| with data set ")


def _stands_for(declared: str, test: str) -> bool:
    return test == declared or (
        test.startswith(declared) and bool(_VARIANT.match(test, len(declared)))
    )


def unreported(run: TestRun, file: str) -> tuple[str, ...]:
    """Ids found in the source of a file of which the run says nothing.

    A declared id stands for all that a runner makes of it: `test_a` for `test_a[1]`, `test_a/sub`.
    """
    heard = tuple(case.id for case in run.of_file(file))
    return tuple(
        declared
        for declared in run.declared.get(file, ())
        if not any(_stands_for(declared, test) for test in heard)
    )


_FOLD = (
    *(Reason.TIMEOUT, Reason.CRASH, Reason.ENVIRONMENT, Reason.SYNTAX, Reason.LOAD, Reason.ERROR),
    *(Reason.PLACEHOLDER, Reason.MIXED, Reason.SKIPPED, Reason.NO_TESTS, Reason.AMBIGUOUS),
    *(Reason.ASSERTION, Reason.NOT_IMPLEMENTED, Reason.MISSING),
)


def file_reason(run: TestRun, file: str) -> Reason | None:
    """One reason for a whole test file, the worst of its tests' first; None: nothing failed.

    A file of which some tests pass and some fail is MIXED; one that skips is not red either.
    """
    if run.trouble:
        return run.trouble_reason or Reason.CRASH
    cases = run.of_file(file)
    reasons = {failure.reason for failure in run.load_failures if failure.file == file}
    reasons |= {case.reason or Reason.ERROR for case in cases if case.result is Result.FAILED}
    results = {case.result for case in cases}
    if not reasons and not results:
        return Reason.NO_TESTS
    if results == {Result.SKIPPED} or (reasons and Result.SKIPPED in results):
        reasons.add(Reason.SKIPPED)
    if reasons and Result.PASSED in results:
        reasons.add(Reason.MIXED)
    return min(reasons, key=_FOLD.index, default=None)


def settled(run: TestRun, planned: Iterable[str], text: str = "") -> TestRun:
    """The run with each AMBIGUOUS failure turned into MISSING when the plan creates what it lacks.

    `planned` are paths that tasks will create, `text` is what the plan and its documents say.
    """
    paths = tuple(PurePosixPath(path) for path in planned)
    words = set(re.findall(r"\w+", " ".join((text, *map(str, paths)))))
    directories = {str(path.parent) for path in paths if not has_test_name(str(path))}

    def will_exist(name: str) -> bool:
        in_directory = name.partition(".")[0] in directories
        return in_directory or set(re.findall(r"\w+", name)) <= words

    def settle(found: _Failure) -> _Failure:
        known = found.reason is Reason.AMBIGUOUS and found.missing
        lacks = known and all(will_exist(name) for name in found.missing)
        return replace(found, reason=Reason.MISSING) if lacks else found

    return replace(
        run,
        cases=tuple(map(settle, run.cases)),
        load_failures=tuple(map(settle, run.load_failures)),
    )
