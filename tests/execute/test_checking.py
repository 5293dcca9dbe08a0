"""Which tasks ask for nothing but a check that can be made here."""

from __future__ import annotations

import pytest

from sddtasks.execute.checking import can_be_done_here
from sddtasks.parser import parse


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Run all tests", True),
        ("Run full test suite and fix failures", True),
        ("Verify that all tests fail before implementation", True),
        ("Confirm contract tests pass", True),
        ("Run `make check`", True),
        ("Run quickstart.md scenarios", False),
        ("Run performance tests (<100ms)", False),
        ("Performance validation: <100ms for each request", False),
        ("Manual testing in three browsers", False),
        ("Run security tests", False),
        ("Write unit tests for the parser", False),
        ("Run the tests in tests/unit/test_parser.py", False),
        ("Review code quality", False),
        ("Security hardening", False),
        ("Run tests; update the changelog", False),
        ("Run all tests and bump the version to 1.0", False),
        ("Run all tests, then tag a release", False),
        ("Run the tests in CI (GitHub Actions workflow)", False),
        ("Run all tests on PostgreSQL and MySQL", False),
        ("Run the whole test suite 100 times to rule out flakiness", False),
        ("Run all unit tests after adding input validation to all functions", False),
        ("Confirm tests fail without the feature flag", False),
        ("Ensure all tests pass on Windows", False),
        ("Check that every endpoint has a test", False),
        ("Verify tests cover the error paths", False),
        ("Ensure that the whole test suite still passes", True),
        ("Run the full test suite (`pytest -q`) and ensure all tests are green", True),
    ],
)
def test_a_check(line: str, *, expected: bool) -> None:
    plan = parse(f"# Tasks: X\n\n## Phase 1: Polish\n\n- [ ] T001 {line}\n".encode())

    assert can_be_done_here(plan.tasks[0]) is expected
