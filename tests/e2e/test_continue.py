"""`--continue`: a failure stops only what waits for it, and costs nothing that was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import greeting
from tests.helpers.agents import fail
from tests.helpers.agents import write
from tests.helpers.project import Project


@pytest.fixture
def branches(tmp_path: Path) -> Project:
    """Two failures on branches of their own; T003 waits for T001 and T005 for nobody."""
    project = greeting.planned(
        tmp_path,
        "- [ ] T001 [P] Words in words/1.txt",
        "- [ ] T002 [P] Words in words/2.txt",
        "- [ ] T003 [P] Words in words/3.txt (depends on T001)",
        "- [ ] T004 [P] Words in words/4.txt",
        "- [ ] T005 [P] Words in words/5.txt",
    )
    for task in ("T002", "T003", "T005"):
        project.agent.plays(task, write(f"words/{task[-1]}.txt", "x\n"))
    project.agent.plays("T001", write("words/1.txt", "half\n"), fail("the model is overloaded"))
    project.agent.plays("T004", write("stray.txt", "half\n"))
    return project


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_independent_branches_go_on(branches: Project, jobs: str) -> None:
    ran = branches.implement("--continue", "--retries=0", "-n", jobs).ended(1)

    ran.says("2 failed, 1 blocked:", "blocked   T003", "the model is overloaded", "refused")
    assert sorted(branches.completed) == ["T002", "T005"]
    assert branches.state.failed_tasks == ["T001", "T004"]
    assert branches.state.task_status["T003"].blocked_by == ["T001"]
    assert branches.dirty == []
    kept = branches.git("for-each-ref", "--format=%(refname)", "refs/sdd")
    assert "T001/refused-" in kept
    assert "words/1.txt" in branches.git("show", "--stat", kept.split()[0])
    assert branches.git("ls-tree", "-r", "--name-only", "HEAD").count("words/") == 2


@pytest.mark.slow
def test_the_records_of_what_waits_are_kept(finished: Project) -> None:
    """T002 has to be done again and fails; what was done behind it stays done."""
    finished.edit(finished.plan, "Make greet/__init__.py", "Make an empty greet/__init__.py")
    finished.commit("Say it more clearly")
    finished.agent.plays("T002", fail())

    finished.implement("--continue", "--retries=0").ended(1).says("blocked   T003, T004")

    assert finished.state.failed_tasks == ["T002"]
    for task in ("T003", "T004", "T005", "T006", "T007"):
        assert finished.status(task) == "completed"


@pytest.mark.slow
def test_without_it_the_first_failure_ends_the_run(branches: Project) -> None:
    branches.implement("--retries=0").ended(1).never_says("blocked:")
    assert branches.agent.calls == ["T001"]


@pytest.mark.slow
def test_who_waits_for_a_person_waits_for_one_task(branches: Project) -> None:
    ran = branches.implement("--continue", "--agent=manual").ended(1)
    ran.says("T001 waits for you").never_says("T002 waits")
