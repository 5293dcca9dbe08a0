"""The database rebuilt from git alone says the same as the one that was lost."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.faults import interrupted
from tests.helpers.agents import fail
from tests.helpers.project import Project

Known = tuple[str, ...]


def reworded(project: Project, task: str) -> None:
    """A definition that has changed: what was done for the old one is out of date."""
    project.edit(project.plan, f"{task} ", f"{task} Good ")
    project.commit(f"Reword {task}")


def stopped_at(project: Project, task: str) -> None:
    project.agent.plays(task, fail())
    project.implement("--retries=0")
    project.agent.plays(task, *interrupted.work(task))


def looked_at_again(project: Project, task: str) -> None:
    """A restart that keeps the code, and that the first task ends."""
    project.agent.plays(task, fail())
    words = f"words/{task}.txt"
    if (project.root / words).exists() and project.read(words):
        project.write({words: ""})
        project.commit(f"Spoil {task}")
    project.implement(f"--restart-from={task}", "--keep-code", "--retries=0")
    project.agent.plays(task, *interrupted.work(task))


def done_again_and_failed(project: Project, task: str) -> None:
    reworded(project, task)
    stopped_at(project, task)


STEPS: dict[str, Callable[[Project, str], object]] = {
    "complete": lambda project, task: project.doit(task),
    "skip": lambda project, task: project.doit("sdd", "skip", task, "--because=not now"),
    "restart": lambda project, task: project.implement(f"--restart-from={task}", "--retries=0"),
    "keep the code": lambda project, task: project.implement(
        f"--restart-from={task}", "--keep-code", "--retries=0"
    ),
    "look again": looked_at_again,
    "undo": lambda project, task: project.doit("sdd", "undo", task, "--yes"),
    "forget": lambda project, task: project.doit("forget", task),
    "edit": reworded,
    "implement": stopped_at,
    "again": done_again_and_failed,
}


def known(project: Project) -> dict[str, Known]:
    """What the database says: what is done, for which definition, by which commit, why not, and
    why it is to be looked at again."""
    with contextlib.closing(sqlite3.connect(project.own_dir / "doit.db")) as database:
        rows = database.execute("select task_id, task_data from doit").fetchall()
    values = {task: json.loads(row)["_values_:"] for task, row in rows}
    return {
        task: tuple(
            str(value.get(name, "")) for name in ("commit", "definition", "because", "stale")
        )
        for task, value in values.items()
        if task in interrupted.TASKS
    }


@pytest.mark.slow
@pytest.mark.timeout(1800)
@settings(
    max_examples=int(os.environ.get("REBUILDS", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(interrupted.TASKS)),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_was_done_before(steps: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        project = begun(Path(place))
        for step, task in steps:
            STEPS[step](project, task)
        agrees(project, Path(place) / "clone")


@pytest.mark.slow
def test_after_skip_failure_and_restart(tmp_path: Path) -> None:
    project = begun(tmp_path)
    project.doit("sdd", "skip", "T001", "--because=not now").ended(0)
    stopped_at(project, "T004")
    project.implement("--restart-from=T003", "--retries=0").ended(0)
    agrees(project, tmp_path / "clone")


def begun(home: Path) -> Project:
    project = interrupted.fresh(home)
    project.write({"pyproject.toml": '[tool.doit]\nloader = "sdd"\n'})
    return project.commit("The loader")


def agrees(project: Project, elsewhere: Path) -> None:
    """In place of what was lost.

    A fresh clone knows what the branch says: not that a task was forgotten here, done again and
    failed here, or is to be looked at again here. It may do less than that again, never more.
    """
    project.doit("list").ended(0)
    before = known(project) if (project.own_dir / "doit.db").exists() else {}
    clone = project.clone(elsewhere)
    shutil.rmtree(project.root / ".sdd")
    project.doit("list").ended(0)
    assert known(project) == before
    clone.doit("list").ended(0)
    there = known(clone)
    assert {task: there[task][:3] for task in before} == {
        task: row[:3] for task, row in before.items()
    }


@pytest.mark.parametrize(
    ("deed", "task", "state"),
    [
        pytest.param(("forget", "T002"), "T002", None, marks=pytest.mark.slow),
        pytest.param(("sdd", "undo", "T002", "--yes"), "T002", None, marks=pytest.mark.slow),
        (("sdd", "undo", "T002", "--yes"), "T003", "T002 was taken back"),
    ],
)
def test_what_counts_no_more_is_not_believed_again(
    tmp_path: Path, deed: tuple[str, ...], task: str, state: str | None
) -> None:
    project = begun(tmp_path)
    project.edit(project.plan, "T003 ", "T003 (depends on T002) ")
    project.commit("T003 stands on T002")
    project.implement().ended(0)
    project.doit(*deed).ended(0)
    before = known(project)
    clone = project.clone(tmp_path / "clone")
    shutil.rmtree(project.root / ".sdd")
    project.doit("list").ended(0)
    assert known(project) == before
    assert (before[task][-1] if task in before else None) == state
    if "undo" in deed:  # which the branch says
        clone.doit("list").ended(0)
        assert known(clone) == before
    project.implement().ended(0)
    assert project.git("for-each-ref", "refs/sdd/001-greeting/reopened") == ""
    assert project.dirty == []
