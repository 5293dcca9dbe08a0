"""What the parser reports by itself."""

from __future__ import annotations

import pytest

from sddtasks.model.plan import Severity
from sddtasks.parser import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", [("SDD001", Severity.ERROR, 1)]),
        (b"# Only words\n\n- a list\n", [("SDD001", Severity.ERROR, 1)]),
        (b"- [ ] T001 a\n- [ ] T002 \xff\n", [("SDD002", Severity.ERROR, 2)]),
        (b"- [ ] T001 a\n- [ ] T001 b\n", [("SDD003", Severity.ERROR, 2)]),
        (b"- [ ] T001 a\n- [ ] TXXX b\n", [("SDD004", Severity.ERROR, 2)]),
        (b"- [ ] T001 a\n```\n- [ ] T002 b\n", [("SDD005", Severity.WARNING, 2)]),
        (b"- [ ] a\n- [x] b\n", [("SDD006", Severity.NOTE, 1)]),
        (b"- [ ] T001 a\n- [ ] b\n", []),
        (b"- [ ] T001 a\n- [ ] T002 b, depends on T0O1\n", [("SDD033", Severity.WARNING, 2)]),
        (b"- [ ] T001 a\n- [ ] TO02 b\n", [("SDD033", Severity.WARNING, 2)]),
        (b"- [ ] T001 a\n- [ ] T002 b (needs t001)\n", [("SDD033", Severity.WARNING, 2)]),
        (b"- [ ] T001 a\n- [ ] T002 b (needs T-001)\n", [("SDD033", Severity.WARNING, 2)]),
        (b"- [ ] T001 a tool\n- [ ] T002 b for TOOL-001, t-100 and src/t001.py\n", []),
    ],
)
def test_problems(text: bytes, expected: list[tuple[str, Severity, int]]) -> None:
    found = parse(text).problems
    assert [(problem.code, problem.severity, problem.line) for problem in found] == expected
    assert all(problem.hint for problem in found)


def test_bad_bytes_cost_one_line_and_not_the_file() -> None:
    plan = parse(b"- [ ] T001 a\n- [ ] T002 \xff in src/b.py\n- [ ] T003 c\n")
    assert [task.id for task in plan.tasks] == ["T001", "T002", "T003"]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        (b"- [P] tasks = different files\n- [ ] T001 a\n", ["T001"]),
        (b"- [P] T001 a\n- [ ] T002 b\n", ["T001", "T002"]),
        (b"- [P] T001, T002\n- [ ] T001 a\n- [ ] T002 b\n", ["T001", "T002"]),
        (b"- [ ] T001 a\n\n## Checklist\n- [ ] T001 tested\n- [ ] all done\n", ["T001"]),
        (b"- [ ] T001 a\n- T001 blocks T002\n**T001** is first\n", ["T001"]),
        (b"- [ ] T001 a\n### T001 results\n", ["T001"]),
        (b"- [ ] T001 a\n  - [ ] 1.1 a step\n  - [ ] a step\n", ["T001"]),
        (b"- [ ] 1. a\n  - [ ] 1.1 b\n    - [ ] c\n- [ ] 3 tests pass\n", ["1", "1.1"]),
        (b"- [ ] T001 a\n- [ ] B12 cells are counted\n", ["T001"]),
        (b"- [ ] T001 a\n- [ ] DOC-001 b\n- [ ] DOC-002 c\n", ["T001", "DOC-001", "DOC-002"]),
        (b"| Task | Depends on |\n|--|--|\n| T001 | T002 |\n\n- [ ] T001 a\n", ["T001"]),
        (b"> - [ ] T001 quoted\n", ["T001"]),
        (b"1. [ ] T001 counted\n+ [x] T002 plus\n", ["T001", "T002"]),
        (
            b"- [] T001 careless\n- [ x] T002 also\n- [\xe2\x9c\x85] T003 sign\n",
            ["T001", "T002", "T003"],
        ),
        (
            b"### T001: a\n- [ ] T002 part\n- [ ] AES-256 used\n- [ ] AES-128 too\n### T003: b\n",
            ["T001", "T003"],
        ),
    ],
)
def test_which_lines_define_tasks(text: bytes, tasks: list[str]) -> None:
    assert [task.id for task in parse(text).tasks] == tasks


def test_a_table_may_say_done_by_a_sign_and_hold_rows_of_other_things() -> None:
    text = """| No | What | Status |
|--|--|--|
| T001 | Create src/a.py | ✅ Done |
| total | 2 | |
| T002 | Create src/b.py | open |

| ID | Owner |
|--|--|
| T003 | nobody |
"""
    tasks = parse(text.encode()).tasks
    assert [(task.id, task.mark, task.paths) for task in tasks] == [
        ("T001", "✅", ("src/a.py",)),
        ("T002", " ", ("src/b.py",)),
    ]


def test_a_task_ends_where_something_else_begins() -> None:
    text = """## Phase 1
### T001: a
#### Details
inner
---
outside
### T002: b
- [ ] step
## Notes
"""
    tasks = parse(text.encode()).tasks
    assert [(task.id, task.end_line, task.body) for task in tasks] == [
        ("T001", 4, ("#### Details", "inner")),
        ("T002", 8, ("- [ ] step",)),
    ]


def test_a_fence_within_a_task_belongs_to_it() -> None:
    text = "- [ ] T001 a\n\n  ```sh\n  ls\n  ```\n  after\nbelow\n- [ ] T002 b\n"
    first = parse(text.encode()).tasks[0]
    assert (first.end_line, first.body) == (6, ("```sh", "ls", "```", "after"))


def test_marks_are_read_as_they_stand() -> None:
    text = "".join(f"- [{mark}] T{n:03} x\n" for n, mark in enumerate(" xX-~>✅", 1))
    assert "".join(task.mark for task in parse(text.encode()).tasks) == " xX-~>✅"
