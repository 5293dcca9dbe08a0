"""From many tests to one reason for a file, and what the plan knows that a tool cannot."""

from __future__ import annotations

import pytest

from sddtasks.model.evidence import PROPER
from sddtasks.model.evidence import LoadFailure
from sddtasks.model.evidence import Reason
from sddtasks.model.evidence import Result
from sddtasks.model.evidence import TestCase
from sddtasks.model.evidence import TestRun
from sddtasks.model.evidence import file_reason
from sddtasks.model.evidence import settled
from sddtasks.model.evidence import unreported

FILE = "tests/test_order.py"


def a_run(*found: Reason | Result, load: Reason | None = None, trouble: str = "") -> TestRun:
    cases = tuple(
        TestCase(f"{FILE}::test_{number}", FILE, Result.FAILED, reason)
        if isinstance(reason, Reason)
        else TestCase(f"{FILE}::test_{number}", FILE, reason)
        for number, reason in enumerate(found)
    )
    failures = (LoadFailure(FILE, load, ""),) if load else ()
    return TestRun("pytest", ("pytest",), 1, cases, failures, trouble=trouble)


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        (a_run(Result.PASSED), None),
        (a_run(Result.PASSED, Result.SKIPPED), None),
        (a_run(), Reason.NO_TESTS),
        (a_run(Result.SKIPPED), Reason.SKIPPED),
        (a_run(Reason.ASSERTION), Reason.ASSERTION),
        (a_run(Reason.MISSING, Reason.ASSERTION), Reason.ASSERTION),
        (a_run(Reason.MISSING, Reason.NOT_IMPLEMENTED), Reason.NOT_IMPLEMENTED),
        (a_run(Reason.ASSERTION, Result.PASSED), Reason.MIXED),
        (a_run(Reason.ASSERTION, Result.SKIPPED), Reason.SKIPPED),
        (a_run(Reason.ASSERTION, Reason.AMBIGUOUS), Reason.AMBIGUOUS),
        (a_run(Reason.AMBIGUOUS, Reason.PLACEHOLDER), Reason.PLACEHOLDER),
        (a_run(Reason.ASSERTION, Reason.TIMEOUT, Reason.ERROR), Reason.TIMEOUT),
        (a_run(load=Reason.MISSING), Reason.MISSING),
        (a_run(Reason.ASSERTION, load=Reason.SYNTAX), Reason.SYNTAX),
        (a_run(Result.PASSED, trouble="no report"), Reason.CRASH),
    ],
)
def test_the_worst_comes_first(run: TestRun, reason: Reason | None) -> None:
    assert file_reason(run, FILE) is reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_place(reason: Reason) -> None:
    assert file_reason(a_run(reason), FILE) is reason


@pytest.mark.parametrize("reason", sorted(set(Reason) - PROPER))
def test_no_improper_reason_hides_behind_a_proper_one(reason: Reason) -> None:
    assert file_reason(a_run(*PROPER, reason), FILE) is reason


@pytest.mark.parametrize(
    ("heard", "missing"),
    [
        (("test_a",), ()),
        (("test_a[1]", "test_a[2]"), ()),
        (("test_a/sub",), ()),
        (("test_a(int)[1]",), ()),
        (("test_ab",), ("test_a",)),
        (("test_a more",), ("test_a",)),
    ],
)
def test_a_declared_test_is_heard_of_by_its_own_name(
    heard: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    cases = tuple(TestCase(f"{FILE}::{name}", FILE, Result.PASSED) for name in heard)
    run = TestRun("pytest", (), 0, cases, declared={FILE: (f"{FILE}::test_a",)})
    assert unreported(run, FILE) == tuple(f"{FILE}::{name}" for name in missing)


@pytest.mark.parametrize(
    ("missing", "planned", "text", "reason"),
    [
        (("depot.rails",), ["src/depot/rails.py"], "", Reason.MISSING),
        (("requests",), ["src/depot/rails.py"], "", Reason.AMBIGUOUS),
        (("depot", "requests"), ["src/depot/rails.py"], "", Reason.AMBIGUOUS),
        (("shop.NewOrder",), ["shop/order.go"], "", Reason.MISSING),
        (("shop.newHelper",), ["shop/order_test.go"], "", Reason.AMBIGUOUS),
        (("lower",), [], "adds `lower` to the parser", Reason.MISSING),
        ((), ["src/depot/rails.py"], "", Reason.AMBIGUOUS),
    ],
)
def test_the_plan_settles_what_a_tool_cannot(
    missing: tuple[str, ...], planned: list[str], text: str, reason: Reason
) -> None:
    failure = LoadFailure(FILE, Reason.AMBIGUOUS, "", missing)
    run = TestRun("pytest", (), 1, load_failures=(failure,))
    assert file_reason(settled(run, planned, text), FILE) is reason


def test_the_plan_settles_nothing_else() -> None:
    run = TestRun("pytest", (), 1, load_failures=(LoadFailure(FILE, Reason.LOAD, "", ("depot",)),))
    assert settled(run, ["src/depot/rails.py"]) == run
