"""Phases as barriers, [P], and what the text may relax."""

from __future__ import annotations

from sddtasks.model.links import Check
from tests.compiler.reading import compiled
from tests.compiler.reading import waits

OLD = """# Tasks: Shop
## Phase 3.1: Setup
- [ ] T001 Create the package in pyproject.toml
- [ ] T002 [P] Configure the linter in ruff.toml
## Phase 3.2: Tests First (TDD)
- [ ] T003 [P] Unit tests of orders in tests/test_orders.py
- [ ] T004 [P] Unit tests of prices in tests/test_prices.py
## Phase 3.3: Core Implementation
- [ ] T005 [P] Orders in src/orders.py
- [ ] T006 [P] Prices in src/prices.py
- [ ] T007 Shop in src/shop.py
- [ ] T008 [P] Coupons in src/coupons.py
## Phase 3.5: Polish
- [ ] T009 Write the manual in docs/manual.md
"""

STORIES = """# Tasks: Shop
## Phase 1: Setup
- [ ] T001 Create the package in pyproject.toml
## Phase 2: Foundational
- [ ] T002 Storage in src/storage.py
## Phase 3: User Story 1 - Orders (Priority: P1)
- [ ] T003 [US1] Orders in src/orders.py
## Phase 4: User Story 2 - Prices (Priority: P2)
- [ ] T004 [US2] Prices in src/prices.py
## Phase 5: Polish
- [ ] T005 Write the manual in docs/manual.md
"""


def test_a_phase_ends_in_a_gate_and_the_next_one_waits_for_it() -> None:
    graph = compiled(OLD)
    assert [gate.name for gate in graph.gates] == ["gate:3.1", "gate:3.2", "gate:3.3", "gate:3.5"]
    assert graph.gates[0].waits_for == ("T001", "T002")
    assert all("gate:3.1" in graph.links[name].task_dep for name in ("T003", "T004"))
    assert graph.order.index("gate:3.2") == graph.order.index("T004") + 1


def test_the_gate_of_a_phase_of_tests_checks_that_they_are_red() -> None:
    checks = {gate.name: gate.check for gate in compiled(OLD).gates}
    assert checks["gate:3.2"] is Check.TESTS
    assert checks["gate:3.3"] is Check.PHASE


def test_parallel_tasks_of_a_phase_are_not_ordered() -> None:
    graph = compiled(OLD)
    parallel = ("T005", "T006", "T008")
    assert not any(waits(graph, one, other) for one in parallel for other in parallel)


def test_a_task_without_p_waits_for_what_precedes_it() -> None:
    graph = compiled(OLD)
    assert waits(graph, "T007", "T005")
    assert waits(graph, "T007", "T006")
    assert not waits(graph, "T007", "T008")


def test_parallel_tasks_wait_for_the_tasks_that_open_their_phase() -> None:
    assert waits(compiled(OLD), "T002", "T001")


def test_without_a_word_about_it_stories_follow_each_other() -> None:
    assert waits(compiled(STORIES), "T004", "T003")


def test_stories_are_as_independent_as_the_text_says() -> None:
    text = STORIES + (
        "\n## Dependencies\n\n- **User Stories (Phase 3+)**: All depend on Foundational phase\n"
    )
    graph = compiled(text)
    assert not waits(graph, "T004", "T003")
    assert waits(graph, "T004", "T002")
    assert waits(graph, "T005", "T003")
    assert waits(graph, "T005", "T004")


def test_story_order_that_the_text_states() -> None:
    text = STORIES + (
        "\n## Dependencies\n\n- **User Story 1**: Can start after Phase 2\n"
        "- **User Story 2**: Can start after Phase 2, depends on US1\n"
    )
    assert waits(compiled(text), "T004", "T003")


def test_the_statement_behind_a_barrier_is_its_reason() -> None:
    text = OLD + "\n## Dependencies\n\n- Tests (T003-T004) before implementation (T005-T008)\n"
    (gate,) = [gate for gate in compiled(text).gates if gate.name == "gate:3.2"]
    assert gate.line == text.count("\n")
    assert "Tests (T003-T004) before implementation (T005-T008)" in gate.why


def test_a_plan_without_phases_has_one_gate() -> None:
    graph = compiled("# Tasks\n- [ ] T001 Orders in a.py\n- [ ] T002 Prices in b.py\n")
    assert [gate.name for gate in graph.gates] == ["gate:tasks"]
    assert graph.links["T002"].task_dep == ("T001",)


def test_a_task_is_done_after_the_boxes_below_it() -> None:
    graph = compiled(
        "# Plan\n- [ ] 1. Storage\n  - [ ] 1.1 Write a.py\n  - [ ] 1.2 Write b.py\n"
        "- [ ] 2. Shop in c.py\n"
    )
    assert waits(graph, "1", "1.1")
    assert waits(graph, "1", "1.2")
    assert waits(graph, "2", "1.2")


def test_links_stay_linear_in_the_number_of_tasks() -> None:
    def size(count: int) -> int:
        phases = "".join(
            f"## Phase {phase}: Part {phase}\n"
            + "".join(
                f"- [ ] T{phase}{number:03} [P] Do it in src/{phase}_{number}.py\n"
                for number in range(count)
            )
            for phase in range(1, 5)
        )
        stated = f"## Dependencies\n- T1000-T1{count - 1:03} before T2000-T2{count - 1:03}\n"
        graph = compiled(f"# Tasks\n{phases}{stated}")
        own = sum(len(links.task_dep) for links in graph.links.values())
        return own + sum(len(gate.waits_for) for gate in graph.gates)

    assert size(200) <= 2 * size(100) + 50
