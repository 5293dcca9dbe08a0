"""The database rebuilt from git alone says the same as the one that was lost."""

from __future__ import annotations

import contextlib
import json
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


STEPS: dict[str, Callable[[Project, str], object]] = {
    "complete": lambda project, task: project.doit(task),
    "skip": lambda project, task: project.doit("sdd", "skip", task, "--because=not now"),
    "restart": lambda project, task: project.implement(f"--restart-from={task}", "--retries=0"),
    "edit": reworded,
    "implement": stopped_at,
}


def known(project: Project) -> dict[str, Known]:
    """What the database says: what is done, for which definition, by which commit, why not."""
    with contextlib.closing(sqlite3.connect(project.own_dir / "doit.db")) as database:
        rows = database.execute("select task_id, task_data from doit").fetchall()
    values = {task: json.loads(row)["_values_:"] for task, row in rows}
    return {
        task: tuple(str(value.get(name, "")) for name in ("commit", "definition", "because"))
        for task, value in values.items()
        if task in interrupted.TASKS
    }


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
    """In place of what was lost, and in a fresh clone.

    That a task was done again and failed is nothing that git knows: it knows what was done before,
    which is out of date.
    """
    project.doit("list").ended(0)
    before = known(project) if (project.own_dir / "doit.db").exists() else {}
    clone = project.clone(elsewhere)
    shutil.rmtree(project.root / ".sdd")
    for one in (project, clone):
        listed = one.doit("list", "-s").ended(0).out.splitlines()
        up_to_date = {line.split()[1] for line in listed if line.startswith("U ")}
        rebuilt = known(one)
        assert {task: rebuilt.get(task) for task in before} == before
        assert not up_to_date & (rebuilt.keys() - before.keys())
