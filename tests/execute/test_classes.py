"""The class of a refusal, where the gate alone cannot tell."""

from __future__ import annotations

import pytest

from sddtasks.execute.classes import refined
from sddtasks.model.verdict import FailureClass
from sddtasks.model.verdict import GateName
from sddtasks.model.verdict import Verdict

TESTS = FailureClass.UNEXPECTED_TEST_FAILURE
FAST = "tests/performance/test_fetch.py::test_fast  took 3 s"
BENCH = "shop/bench_test.go::BenchmarkFetch  too slow"
PLAIN = "tests/test_perform.py::test_it  AssertionError: performance"


@pytest.mark.parametrize(
    ("gate", "failure", "reason", "rows", "found"),
    [
        (GateName.SUITE, TESTS, "2 tests fail", (FAST, BENCH), FailureClass.PERFORMANCE),
        (GateName.SUITE, TESTS, "many fail", (FAST, "… and 7 more"), FailureClass.PERFORMANCE),
        (GateName.SUITE, TESTS, "2 tests fail", (FAST, PLAIN), TESTS),
        (GateName.GREEN, TESTS, "performance", (), TESTS),
        (
            GateName.ACCEPT,
            FailureClass.ACCEPTANCE,
            "`make benchmark` failed (exit code 2)",
            (),
            FailureClass.PERFORMANCE,
        ),
        (
            GateName.ACCEPT,
            FailureClass.ACCEPTANCE,
            "`make lint` failed",
            (),
            FailureClass.ACCEPTANCE,
        ),
        (GateName.BUILD, FailureClass.COMPILATION, "go vet", (FAST,), FailureClass.COMPILATION),
    ],
)
def test_nothing_but_speed_is_a_failure_of_performance(
    gate: GateName, failure: FailureClass, reason: str, rows: tuple[str, ...], found: FailureClass
) -> None:
    assert refined(Verdict(gate, False, reason, rows, failure)).failure is found
