"""What a test run says of a file, folded into one reason."""

from __future__ import annotations

import pytest

from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import merge
from sddtasks.model.evidence import settled
from sddtasks.model.evidence import unreported

FILE = "tests/test_shop.py"
PASSED = TestCase(f"{FILE}::ok", FILE, Result.PASSED)
SKIPPED = TestCase(f"{FILE}::later", FILE, Result.SKIPPED)
ELSEWHERE = TestCase("tests/other.py::bad", "tests/other.py", Result.FAILED, Reason.SYNTAX)


def failed(reason: Reason | None, *missing: str) -> TestCase:
    return TestCase(f"{FILE}::{reason}", FILE, Result.FAILED, reason, "", missing)


def run(*cases: TestCase, **more: object) -> TestRun:
    return TestRun("pytest", ("pytest",), 1, cases=cases, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (run(PASSED), None),
        (run(), Reason.NO_TESTS),
        (run(ELSEWHERE), Reason.NO_TESTS),
        (run(failed(Reason.ASSERTION)), Reason.ASSERTION),
        (run(failed(Reason.MISSING), failed(Reason.ASSERTION)), Reason.ASSERTION),
        (run(failed(Reason.MISSING), failed(Reason.ENVIRONMENT)), Reason.ENVIRONMENT),
        (run(failed(Reason.MISSING), PASSED), Reason.MIXED),
        (run(failed(Reason.MISSING), SKIPPED), Reason.SKIPPED),
        (run(SKIPPED), Reason.SKIPPED),
        (run(PASSED, SKIPPED), None),
        (run(failed(None)), Reason.ERROR),
        (run(failed(Reason.MISSING), ELSEWHERE), Reason.MISSING),
        (run(PASSED, trouble="no report"), Reason.CRASH),
        (run(trouble="no end", trouble_reason=Reason.TIMEOUT), Reason.TIMEOUT),
        (run(load_failures=(LoadFailure(FILE, Reason.LOAD, "boom"),)), Reason.LOAD),
    ],
)
def test_the_reason_of_a_file(found: TestRun, expected: Reason | None) -> None:
    assert file_reason(found, FILE) is expected


@pytest.mark.parametrize(
    ("declared", "heard", "expected"),
    [
        (("a", "b"), ("a",), ("b",)),
        (("a",), ("a[1]", "a[2]"), ()),
        (("TestA",), ("TestA/sub",), ()),
        (("a",), ("ab",), ("a",)),
        ((), ("a",), ()),
    ],
)
def test_declared_tests_that_nobody_heard_of(
    declared: tuple[str, ...], heard: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    cases = (TestCase(name, FILE, Result.PASSED) for name in heard)
    assert unreported(run(*cases, declared={FILE: declared}), FILE) == expected


def test_merged_runs_keep_everything() -> None:
    one = run(PASSED, trouble="one", trouble_reason=Reason.CRASH, duration=1.0)
    two = TestRun("go", ("go", "test"), 0, cases=(ELSEWHERE,), duration=2.0, weak=True)
    both = merge((one, two))
    assert both.cases == (PASSED, ELSEWHERE)
    assert (both.toolchain, both.exit_code, both.duration) == ("pytest+go", 1, 3.0)
    assert (both.trouble, both.trouble_reason, both.weak) == ("one", Reason.CRASH, True)


def test_nothing_merged_is_a_run_that_never_was() -> None:
    assert merge(()).exit_code is None


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        (("shop.orders",), Reason.MISSING),
        (("tests.helpers",), Reason.AMBIGUOUS),
        (("Order.total",), Reason.MISSING),
        (("Order.weight",), Reason.AMBIGUOUS),
        (("shop.orders", "numpy"), Reason.AMBIGUOUS),
        ((), Reason.AMBIGUOUS),
    ],
)
def test_what_the_plan_will_create_is_missing(missing: tuple[str, ...], expected: Reason) -> None:
    planned = ("shop/orders.py", "tests/test_orders.py")
    found = settled(run(failed(Reason.AMBIGUOUS, *missing)), planned, "An Order has a total.")
    assert found.cases[0].reason is expected


def test_only_what_is_ambiguous_is_settled() -> None:
    found = settled(run(failed(Reason.ENVIRONMENT, "shop.orders")), ("shop/orders.py",))
    assert found.cases[0].reason is Reason.ENVIRONMENT
