"""Sentences that free whole phases and stories from the order of the document, and others."""

from __future__ import annotations

import pytest

from tests.compiler.reading import compiled
from tests.compiler.reading import waits
from tests.compiler.test_phases import STORIES

THREE = STORIES.replace(
    "## Phase 5: Polish",
    "## Phase 5: User Story 3 - Taxes (Priority: P3)\n"
    "- [ ] T006 [US3] Taxes in src/taxes.py\n## Phase 6: Polish",
)


@pytest.mark.parametrize(
    "line",
    [
        "User Story 1 and User Story 2 are independent and can run in parallel",
        "User stories can proceed in parallel",
        "- **User Stories**: can be worked on in any order once Phase 2 is done",
        "Stories are independent of each other",
        "- After Phase 2, US1 and US2 can be built in parallel (different files)",
        "- US2 can run in parallel with US1",
        "- **User Story 2 (P2)**: Independent of User Story 1",
        "- US2 does not depend on US1",
        "- Stories do not depend on one another",
        "- There are no dependencies between user stories",
        "- Phases 3 and 4 can run concurrently after Phase 2.",
        "- 用户故事之间相互独立，可以并行",
        "- US1 и US2 могут выполняться параллельно",
    ],
)
def test_independent_stories_do_not_wait_for_each_other(line: str) -> None:
    graph = compiled(f"{STORIES}\n## Dependencies\n\n{line}\n")
    assert not waits(graph, "T004", "T003")
    assert not waits(graph, "T003", "T004")
    assert waits(graph, "T003", "T002")
    assert waits(graph, "T004", "T002")
    assert {name for name in graph.links if waits(graph, "T005", name)} >= {"T003", "T004"}


@pytest.mark.parametrize(
    "line",
    [
        "- US1 and US2 cannot run in parallel",
        "- User stories are not independent",
        "- Each user story is independently testable",
        "- US1 and US2 should be tested in parallel",
        "- US2 tests can run in parallel with US1 tests",
        "- US1 is independent",
        "- Tasks within Phase 4 can run in parallel",
        "- US1 and US3 are independent",
    ],
)
def test_what_is_not_said_of_both_as_a_whole_frees_nothing(line: str) -> None:
    assert waits(compiled(f"{STORIES}\n## Dependencies\n\n{line}\n"), "T004", "T003")


def test_only_the_named_stories_are_freed_and_the_next_one_waits_for_all_of_them() -> None:
    graph = compiled(f"{THREE}\n## Dependencies\n\n- US1 and US2 can run in parallel\n")
    assert not waits(graph, "T004", "T003")
    assert waits(graph, "T006", "T003")
    assert waits(graph, "T006", "T004")


def test_what_is_stated_stays() -> None:
    graph = compiled(
        f"{THREE}\n## Dependencies\n\n- User stories can proceed in parallel\n"
        "- US3 depends on US1\n- T004 depends on T003\n"
    )
    assert waits(graph, "T004", "T003")
    assert waits(graph, "T006", "T003")
    assert not waits(graph, "T006", "T004")


def test_phases_that_are_no_stories_may_be_independent_too() -> None:
    phases = "".join(
        f"## Phase {number}: Part {number}\n- [ ] T00{number} Do it in src/{number}.py\n"
        for number in range(1, 5)
    )
    graph = compiled(
        f"# Tasks\n{phases}\n## Dependencies\n\n- Phase 3 can run in parallel with Phase 2\n"
    )
    assert not waits(graph, "T003", "T002")
    assert waits(graph, "T003", "T001")
    assert waits(graph, "T004", "T002")
    assert waits(graph, "T004", "T003")
