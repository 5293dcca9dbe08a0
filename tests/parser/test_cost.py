"""What a hostile document costs: reading it is linear, or stops with a problem."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from sddtasks.compiler import compile_plan
from sddtasks.compiler import diagnostics
from sddtasks.model.links import Graph
from sddtasks.model.plan import most_names
from sddtasks.parser import parse
from sddtasks.parser import policy
from sddtasks.parser.problems import LARGEST
from sddtasks.system.markdown import LONGEST
from sddtasks.toolchains import may_hold_tests

HEAD = "# Tasks\n\n## Phase 1: Setup\n\n- [ ] T001 Create `src/a.py`\n- [ ] T002 Create b\n"
UNITS = (
    *(
        "{",
        "{}",
        "{a,",
        "[",
        "[[ ",
        "(",
        "（ ",
        "`",
        "``",
        "` ",
        "“ ",
        "「",
        '"',
        '" ',
        "<!--",
        "*",
    ),
    *(
        "**a",
        "~",
        "_a ",
        "|",
        "a/",
        "a.",
        "a-",
        ";[",
        "=>[",
        "， { ",
        "T001 ",
        "T001, ",
        "-> ",
        "→ ",
    ),
    *(
        "after T001 ",
        "depends on ",
        "T001-T999 ",
        "T1-T999999999 ",
        "9",
        "\\",
        "a\\",
        "://",
        ". A ",
    ),
)
PLACES = {
    "title": HEAD + "- [ ] T003 Do after {}",
    "body": HEAD + "- [ ] T003 Do\n  - {}",
    "dependencies": HEAD + "\n## Dependencies\n\n- T001 after {}",
    "heading": HEAD + "\n## {}\n\n- [ ] T003 Do",
    "mermaid": HEAD + "\n```mermaid\ngraph TD\nT001 {}\n```",
    "drawing": HEAD + "\n## Dependencies\n\n```\nT001\n ├── {}\n```",
    "cell": "# T\n\n| ID | Task | Depends |\n|-|-|-|\n| T001 | a | |\n| T002 | b | {} |",
}
# A cubic pattern takes hours for this, a quadratic one 50 times as long as we do.
SIZE = 6_000
SECONDS = 6.0


def read(text: str) -> Graph:
    plan = parse(text.encode())
    graph = compile_plan(plan, documents={}, existing=lambda path: True, is_test=may_hold_tests)
    diagnostics.rendered(graph.problems, "tasks.md", text)
    policy.policies(text.encode(), plan)
    return graph


@pytest.mark.parametrize("place", PLACES)
def test_a_line_of_one_token(place: str) -> None:
    began = time.process_time()
    for unit in UNITS[:: 1 if place == "title" else 4]:
        read(PLACES[place].format(unit * (SIZE // len(unit)) + ")"))
    assert time.process_time() - began < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("place", PLACES)
def test_a_line_of_any_token_anywhere(place: str, unit: str) -> None:
    began = time.process_time()
    read(PLACES[place].format(unit * (SIZE // len(unit)) + ")"))
    assert time.process_time() - began < SECONDS / 4


def all_before(count: int, wording: str) -> str:
    rows = [f"- [ ] T{i:04d} Do it ({wording.format(i - 1)})" for i in range(2, count)]
    return HEAD.replace("T001", "T0001").replace("T002", "T9999") + "\n".join(rows)


def test_too_many_dependencies_are_a_problem() -> None:
    graph = read(all_before(600, "depends on T0001-T{:04d}"))
    assert "SDD014" in {problem.code for problem in graph.problems}
    assert len(graph.edges) <= most_names(600) + 2 * 600


@pytest.mark.slow
def test_words_for_everything_are_as_dear() -> None:
    rows = [f"- [ ] T{i:04d} [P] Do it in a{i}.py" for i in range(10, 1500)]
    said = [f"- T{i:04d} depends on all tasks before" for i in range(10, 1500)]
    graph = read("\n".join([HEAD, *rows, "", "## Dependencies", "", *said]))
    assert len(graph.edges) <= most_names(1500) + 2 * 1500


def test_as_many_as_people_write_are_read() -> None:
    graph = read(all_before(200, "depends on T0001-T{:04d}"))
    assert "SDD014" not in {problem.code for problem in graph.problems}
    assert len([edge for edge in graph.edges if edge.stated]) > 198 * 197 / 2


def test_the_end_of_a_long_line_is_not_read_and_said() -> None:
    graph = read(f"{HEAD}- [ ] T003 Do {'x ' * LONGEST}in src/b.py\n")
    assert "SDD007" in {problem.code for problem in graph.problems}
    assert all(len(task.title) <= LONGEST for task in graph.plan.tasks)


def test_a_document_that_is_too_large_is_not_read() -> None:
    plan = parse(b"- [ ] T001 x\n" * (LARGEST // 13 + 1))
    assert [problem.code for problem in plan.problems] == ["SDD008"]
    assert plan.tasks == ()


@pytest.mark.parametrize("text", ['{"waves": ' + "[" * 100_000, '{"waves":' * 50_000, "9" * 5000])
def test_nested_waves(text: str) -> None:
    assert read(f"{HEAD}\n```json\n{text}\n```\n").order


def stories(count: int) -> str:
    """Phases that a sentence says are independent of each other."""
    rows = [
        f"## Phase {n}: User Story {n}\n\n- [ ] T{n:04d} [US{n}] Do it in a{n}.py\n"
        for n in range(1, count)
    ]
    return "\n".join(
        ["# T", "", *rows, "## Dependencies", "", "All user stories can run in parallel"]
    )


def policies(count: int) -> str:
    rows = [f"- [ ] T{n:04d} Do it <!-- sddtasks: tests = off -->" for n in range(1, count)]
    return "\n".join(["# T", "", *rows])


@pytest.mark.parametrize(("write", "count"), [(stories, 250), (policies, 1500)])
def test_many_of_one_kind(write: Callable[[int], str], count: int) -> None:
    """With phases in the cube of their number, and comments in its square, this took minutes."""
    began = time.process_time()
    read(write(count))
    assert time.process_time() - began < SECONDS


@pytest.mark.slow
def test_more_independent_stories_than_are_read() -> None:
    assert "SDD014" in {problem.code for problem in read(stories(600)).problems}
