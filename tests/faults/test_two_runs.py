"""Two runs at once: on one feature the second is told who holds it; two features do not mind."""

from __future__ import annotations

import os
import re
import signal
import socket
from pathlib import Path

import pytest

from tests.faults import interrupted
from tests.helpers.agents import hold
from tests.helpers.agents import meet
from tests.helpers.agents import sleep
from tests.helpers.agents import write
from tests.helpers.project import Project

OTHER = "specs/002-farewell"


def test_the_second_says_who_holds_the_feature(fresh: Project) -> None:
    fresh.agent.plays("T002", hold())
    first = fresh.start("implement", fresh.feature)
    try:
        fresh.wait_for("T002")
        second = fresh.implement().ended(3)
        said = re.search(r"process (\d+) on (\S+) since (\d{4}-\d\d-\d\dT[\d:]+Z)", second.text)
        assert said, second.text
        assert (int(said[1]), said[2]) == (first.pid, socket.gethostname())
        second.says("another run is at work on 001-greeting", "stop it with Ctrl-C there")
    finally:
        os.killpg(first.pid, signal.SIGINT)
        first.communicate(timeout=30)
    fresh.agent.plays("T002", *interrupted.work("T002"))
    fresh.implement().ended(0)
    assert fresh.completed == list(interrupted.TASKS)


@pytest.mark.parametrize(
    "jobs",
    [("1", "1"), *(pytest.param(one, marks=pytest.mark.slow) for one in (("2", "2"), ("1", "2")))],
)
def test_two_features_of_one_repository_at_once(
    fresh: Project, tmp_path: Path, jobs: tuple[str, str]
) -> None:
    """The checkout is one, and so are its branch and its index: they take turns there."""
    fresh.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    plan = fresh.read(fresh.plan)
    for task in interrupted.TASKS:
        number = int(task[1:])
        plan = plan.replace(task, f"T1{number:02}")
        fresh.agent.plays(f"T1{number:02}", write(f"words/T1{number:02}.txt", "other\n"))
    fresh.write({f"{OTHER}/tasks.md": plan})
    fresh.commit("Another feature")
    places = zip((fresh.feature, OTHER), jobs, strict=True)
    runs = [fresh.start("implement", place, "-n", number) for place, number in places]
    said = [run.communicate(timeout=90)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], "\n".join(said)
    others = [f"T1{task[2:]}" for task in interrupted.TASKS]
    assert sorted(fresh.completed) == sorted([*interrupted.TASKS, *others])
    assert len(fresh.agent.calls) == 8
    for task in others:
        commit = fresh.git("log", "--format=%H", f"--grep=Sdd-Task: {task}").strip()
        changed = fresh.git("show", "--format=", "--name-only", commit).split()
        assert sorted(changed) == [f"{OTHER}/tasks.md", f"words/{task}.txt"]
    assert fresh.dirty == []
    assert fresh.git("fsck", "--no-dangling", "--no-progress") == ""


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_one_feature_in_two_work_trees_of_one_repository(
    fresh: Project, tmp_path: Path, jobs: str
) -> None:
    """On two branches, by the same names: each run sees the other's commits and leaves them."""
    fresh.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    other = Project(tmp_path / "other", fresh.feature)
    other.root.rmdir()
    fresh.git("worktree", "add", "--quiet", "-b", "side", str(other.root))
    other.environment.update(fresh.environment)
    for task in interrupted.TASKS:
        work = write(f"words/{task}.txt", "other\n")
        other.agent.plays(task, meet("first", task) if task == "T001" else sleep(0.2), work)
    fresh.agent.plays("T002", sleep(0.2), *interrupted.work("T002"))
    first = fresh.start("implement", fresh.feature, "-n", jobs)
    second = other.start("implement", other.feature, "-n", jobs)
    (other.agent.home / "met").mkdir()
    (other.agent.home / "met/first").touch()
    said = [run.communicate(timeout=90)[0] for run in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], "\n".join(said)
    for project, text in ((fresh, "T00"), (other, "other")):
        assert project.completed == list(interrupted.TASKS)
        assert project.dirty == []
        assert project.agent.calls == list(interrupted.TASKS)
        assert text in project.read("words/T003.txt")
    assert fresh.git("for-each-ref", "refs/sdd") == ""
    assert fresh.git("fsck", "--no-dangling", "--no-progress") == ""
