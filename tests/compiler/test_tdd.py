"""Tests and the code they are about: red first, guards, deadlines, violations."""

from __future__ import annotations

import pytest

from sddtasks.model.links import Check
from sddtasks.model.plan import Severity
from tests.compiler.reading import codes
from tests.compiler.reading import compiled
from tests.compiler.reading import the
from tests.compiler.reading import waits

FILES = ("tests/test_order.py", "tests/test_x.py")


def old(tests: str, code: str, rest: str = "") -> str:
    return (
        "# Tasks: Shop\n## Phase 3.1: Setup\n- [ ] T001 Create the package in pyproject.toml\n"
        f"## Phase 3.2: Tests First (TDD) MUST COMPLETE BEFORE 3.3\n{tests}\n"
        f"## Phase 3.3: Core Implementation\n{code}\n{rest}"
    )


def story(tests: str, code: str) -> str:
    return (
        "# Tasks: Shop\n## Phase 3: User Story 1 - Orders\n### Tests for User Story 1\n"
        f"{tests}\n### Implementation for User Story 1\n{code}\n"
    )


@pytest.mark.parametrize(
    ("test", "code", "guarded"),
    [
        ("Unit tests in tests/test_order.py", "Order model in src/models/order.py", True),
        (
            "Unit tests in tests/test_order_service.py",
            "Order service in src/services/order.py",
            True,
        ),
        ("Unit tests in tests/order.test.ts", "Orders in src/order.ts", True),
        ("Unit tests in order_test.go", "Orders in internal/order.go", True),
        ("Unit tests in tests/test_price.py", "Order model in src/models/order.py", False),
        (
            "Contract test GET /orders/{id} in tests/test_get.py",
            "GET /orders/:id in src/api.py",
            True,
        ),
        ("Contract test GET /orders in tests/test_get.py", "POST /orders in src/api.py", False),
        ("Unit tests of OrderBook in tests/test_x.py", "OrderBook in src/book.py", True),
        ("Integration test of orders in tests/test_order.py", "Orders in src/order.py", False),
        ("Unit tests of OrderBook in tests/test_x.py", "OrderBook interface in src/book.py", False),
    ],
)
def test_the_code_a_test_is_about(test: str, code: str, *, guarded: bool) -> None:
    graph = compiled(
        old(f"- [ ] T002 {test}", f"- [ ] T003 {code}\n- [ ] T004 Cart in src/cart.py")
    )
    (file,) = graph.links["T002"].targets
    assert (file in graph.links["T003"].guards) is guarded
    at_gate = [gate.name for gate in graph.gates if file in gate.guards]
    assert at_gate == ([] if guarded else ["gate:3.3"])


def test_the_last_of_several_tasks_guards() -> None:
    graph = compiled(
        old(
            "- [ ] T002 Unit tests in tests/test_order.py",
            "- [ ] T003 Order model in src/models/order.py\n"
            "- [ ] T004 Orders in src/services/order.py",
        )
    )
    assert graph.links["T003"].guards == ()
    assert graph.links["T003"].tests == ("tests/test_order.py",)
    assert graph.links["T004"].guards == ("tests/test_order.py",)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("T002 and T003 before implementation", {"tests/test_order.py": "T010"}),
        ("T002, T003 before any implementation", {"tests/test_order.py": "T010"}),
        ("T002-T003 before T010-T013", {"tests/test_order.py": "T010"}),
        ("T010-T013 depend on T002-T003", {"tests/test_order.py": "T010"}),
        ("T003 blocks T011", {"tests/test_order.py": "T010", "tests/test_x.py": "T011"}),
        ("T003 → T011 → T012", {"tests/test_order.py": "T010", "tests/test_x.py": "T011"}),
        ("T012 depends on T002 and T003", dict.fromkeys(FILES, "T012")),
    ],
)
def test_a_sentence_about_groups_dates_no_test(sentence: str, due: dict[str, str]) -> None:
    tests = (
        "- [ ] T002 [P] Unit tests in tests/test_order.py\n"
        "- [ ] T003 [P] Unit tests in tests/test_x.py\n"
        "- [ ] T004 [P] Unit tests in tests/test_y.py"
    )
    code = (
        "- [ ] T010 [P] Order in src/order.py\n- [ ] T011 [P] Bill in src/bill.py\n"
        "- [ ] T012 [P] Post in src/post.py\n- [ ] T013 [P] Mail in src/mail.py\n"
        "- [ ] T014 [P] Sign in src/sign.py"
    )
    graph = compiled(old(tests, code, f"## Dependencies\n- {sentence}\n"))
    found = {file: task for task, links in graph.links.items() for file in links.guards}
    assert found == due
    assert all(graph.links[name].red_expected for name in ("T002", "T003"))
    assert all(waits(graph, f"T01{n}", name) for n in range(4) for name in ("T002", "T003"))


def test_a_test_that_guards_is_an_input_of_its_code() -> None:
    graph = compiled(
        old("- [ ] T002 Unit tests in tests/test_order.py", "- [ ] T003 Orders in src/order.py")
    )
    assert graph.links["T003"].file_dep == ("tests/test_order.py",)


def test_a_code_task_that_names_its_tests() -> None:
    graph = compiled(
        old(
            "- [ ] T002 Integration test in tests/test_checkout.py",
            "- [ ] T003 Cart in src/cart.py\n  - Tests: T002 should pass\n"
            "- [ ] T004 Till in src/till.py",
        )
    )
    assert graph.links["T003"].guards == ("tests/test_checkout.py",)


def test_a_wide_test_is_due_at_the_end_of_the_last_phase_with_code() -> None:
    graph = compiled(
        old(
            "- [ ] T002 Integration test of the checkout in tests/test_checkout.py",
            "- [ ] T003 Cart in src/cart.py",
            "## Phase 3.4: Integration\n- [ ] T004 Connect the cart in src/app.py\n"
            "## Phase 3.5: Polish\n- [ ] T005 Write docs/manual.md\n",
        )
    )
    assert {gate.name: gate.guards for gate in graph.gates}["gate:3.4"] == (
        "tests/test_checkout.py",
    )


def test_tests_of_a_story_come_before_its_code() -> None:
    graph = compiled(
        story(
            "- [ ] T001 [P] [US1] Unit tests in tests/test_order.py",
            "- [ ] T002 [P] [US1] Orders in src/order.py\n- [ ] T003 [P] [US1] Cart in src/cart.py",
        )
    )
    (gate,) = [gate for gate in graph.gates if gate.check is Check.TESTS]
    assert gate.name == "gate:3.tests"
    assert waits(graph, "T003", "T001")
    assert not waits(graph, "T003", "T002")
    assert graph.links["T001"].red_expected


@pytest.mark.parametrize(
    ("text", "red"),
    [
        (
            old(
                "- [ ] T002 Unit tests in tests/test_order.py", "- [ ] T003 Orders in src/order.py"
            ),
            True,
        ),
        (
            old(
                "- [ ] T002 Contract checklist in tests/contract.md",
                "- [ ] T003 Orders in src/order.py",
            ),
            False,
        ),
        (old("- [ ] T002 Unit tests in tests/test_order.py", ""), False),
        (
            story(
                "- [ ] T002 [US1] Unit tests in tests/test_order.py",
                "- [ ] T003 [US1] Orders in a.py",
            ),
            True,
        ),
        (
            story(
                "- [ ] T002 [US1] Run the existing tests in tests/test_order.py",
                "- [ ] T003 [US1] Orders in a.py",
            ),
            False,
        ),
        (
            (
                "# T\n## Phase 1: Core\n- [ ] T001 Orders in order.py\n"
                "- [ ] T002 Unit tests in test_order.py\n"
            ),
            False,
        ),
        (
            (
                "# T\n## Phase 1: Polish\n- [ ] T002 Unit tests in test_order.py\n"
                "- [ ] T003 Order code in src/order.py\n"
            ),
            False,
        ),
        (
            (
                "# T\n## Phase 1: Core\n- [ ] T003 Orders in a.py\n"
                "- [ ] T002 Unit tests in test_a.py\n- [ ] T004 Cart in b.py\n"
            ),
            False,
        ),
    ],
)
def test_which_tests_must_fail_when_they_are_written(text: str, *, red: bool) -> None:
    assert compiled(text).links["T002"].red_expected is red


def test_a_test_that_waits_for_code_of_its_phase_is_written_after_it() -> None:
    graph = compiled(
        story(
            "- [ ] T001 [US1] Unit tests in tests/test_order.py (depends on T002)",
            "- [ ] T002 [US1] Orders in order.py",
        )
    )
    assert not graph.links["T001"].red_expected
    assert waits(graph, "T001", "T002")


def test_code_in_front_of_tests_that_are_declared_first_is_an_error() -> None:
    text = (
        "# Tasks\n## Phase 1: Core\n- [ ] T001 Orders in src/order.py\n"
        "## Phase 2: Tests First (TDD)\n- [ ] T002 Unit tests in tests/test_order.py\n"
    )
    found = the(compiled(text), "SDD013")
    assert found.severity is Severity.ERROR
    assert found.text.startswith("Tests not completed before implementation: T001")


def test_code_that_is_ticked_before_its_tests_warns() -> None:
    graph = compiled(
        old("- [ ] T002 Unit tests in tests/test_order.py", "- [x] T003 Orders in src/order.py")
    )
    found = the(graph, "SDD031")
    assert found.severity is Severity.WARNING
    assert found.text.startswith("Tests not completed before implementation: T003")


def test_tests_declared_first_without_code_behind_them() -> None:
    graph = compiled(old("- [ ] T002 Unit tests in tests/test_order.py", ""))
    assert "SDD028" in codes(graph)


def test_tests_after_the_code_are_told_apart() -> None:
    text = (
        "# T\n## Phase 1: Core\n- [ ] T001 Orders in order.py\n"
        "## Phase 2: Polish\n- [ ] T002 Unit tests in test_order.py\n"
    )
    assert "T002" in the(compiled(text), "SDD043").text


@pytest.mark.parametrize(("remark", "red"), [("", False), (" (TDD - write first)", True)])
def test_a_test_that_is_said_to_be_written_first_is_red_behind_the_scaffold(
    remark: str, *, red: bool
) -> None:
    graph = compiled(
        "# Tasks: Shop\n## Phase 1: Stock\n"
        "- [ ] T001 Order model in src/order.py\n"
        f"- [ ] T002 Write unit tests in tests/test_order.py{remark}\n"
        "- [ ] T003 Implement the totals\n"
    )

    assert graph.links["T002"].red_expected is red
