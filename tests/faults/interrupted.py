"""A small project whose run was killed: two of four tasks are done, and the third was in hand."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

from tests.helpers import greeting
from tests.helpers.agents import murder
from tests.helpers.agents import write
from tests.helpers.project import Project

TASKS = ("T001", "T002", "T003", "T004")


def fresh(home: Path) -> Project:
    lines = [f"- [ ] {task} Words in words/{task}.txt" for task in TASKS]
    project = greeting.planned(home, *lines)
    for task in TASKS:
        project.agent.plays(task, *work(task))
    return project


def work(task: str) -> tuple[tuple[str, ...], ...]:
    return (write(f"words/{task}.txt", f"written for {task}\n"),)


def make(home: Path) -> Project:
    project = fresh(home)
    project.agent.plays("T003", write("words/T003.txt", "half"), murder())
    assert project.implement().code == -signal.SIGKILL
    project.agent.plays("T003", *work("T003"))
    return project


def ended_well(project: Project) -> None:
    """Everything is there, once; only what was in hand was done again."""
    assert project.completed == list(TASKS)
    assert project.ticked() == list(TASKS)
    assert project.dirty == []
    assert {project.read(f"words/{task}.txt") for task in TASKS} == {
        f"written for {task}\n" for task in TASKS
    }
    calls = Counter(project.agent.calls)
    assert [calls[task] for task in TASKS] == [1, 1, 2, 1]
    assert {state.status for state in project.state.task_status.values()} == {"completed"}
    assert project.archive.exists()
