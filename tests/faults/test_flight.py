"""Work that was in hand when a run was killed: adopted when its gates pass, else kept on a ref."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from sddtasks.model import events
from sddtasks.state.journal import Journal
from sddtasks.state.progress import fold
from sddtasks.system import clock
from tests.faults import interrupted
from tests.faults.trial import strays
from tests.helpers.agents import append
from tests.helpers.agents import hold
from tests.helpers.agents import murder
from tests.helpers.agents import write
from tests.helpers.project import Project


def kill_all(project: Project, task: str, *words: str) -> None:
    """SIGKILL for doit while the agent holds in `task`."""
    running = project.start("implement", project.feature, *words)
    try:
        project.wait_for(task)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate(timeout=30)


def kill_once_handed_over(project: Project, task: str, running: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 20
    journal = Journal(project.own_dir / "journal.jsonl")
    while not fold(journal.read()).of(task).work and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(1)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate(timeout=30)


@pytest.fixture
def project(fresh: Project, tmp_path: Path) -> Project:
    own = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "FAULT_HOME": str(fresh.home)}
    fresh.environment = own
    return fresh


def refs_of(project: Project, task: str) -> list[str]:
    pattern = f"refs/sdd/001-greeting/{task}"
    return project.git("for-each-ref", "--format=%(refname)", pattern).split()


def test_what_an_agent_had_handed_over_is_adopted(project: Project) -> None:
    """The run is killed by a hook of git: the gates had passed, the commit was not made."""
    hook = project.root / ".git/hooks/pre-commit"
    hook.write_text(
        "#!/bin/sh\ngit diff --cached --name-only | grep -q T003 && kill -9 0\nexit 0\n"
    )
    hook.chmod(0o755)
    running = project.start("implement", project.feature)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    hook.unlink()
    project.implement().ended(0)
    assert project.completed == list(interrupted.TASKS)
    assert Counter(project.agent.calls) == dict.fromkeys(interrupted.TASKS, 1)
    assert project.state.task_status["T003"].how == "verified"
    assert refs_of(project, "T003") == []


@pytest.mark.slow
def test_what_an_agent_had_not_handed_over_is_kept_on_a_ref_that_is_named(
    project: Project,
) -> None:
    project.agent.plays("T003", write("words/T003.txt", "half"), murder())
    project.implement()
    project.agent.plays("T003", *interrupted.work("T003"))
    ran = project.implement().ended(0)
    said = re.search(r"interrupted work on T003 was put aside: git show (\S+)", ran.out)
    assert said, ran.text
    assert project.git("show", f"{said[1]}:words/T003.txt") == "half"
    assert project.read("words/T003.txt") == "written for T003\n"


@pytest.mark.slow
def test_what_has_changed_since_it_was_handed_over_is_not_adopted(project: Project) -> None:
    project.agent.plays("T003", write("words/T003.txt", "half"), murder())
    project.implement()
    journal = Journal(project.own_dir / "journal.jsonl")
    journal.append(events.HandedOver(clock.stamp(), "T003", "another digest"))
    project.agent.plays("T003", *interrupted.work("T003"))
    project.implement().ended(0).says("interrupted work on T003 was put aside")


class TestSideBySide:
    @pytest.fixture
    def project(self, project: Project) -> Project:
        for task in interrupted.TASKS[1:]:
            project.edit(project.plan, f"] {task}", f"] {task} [P]")
        return project.commit("Side by side")

    @pytest.mark.slow
    def test_what_was_handed_over_in_a_tree_of_its_own_is_adopted(self, project: Project) -> None:
        project.agent.plays("T002", hold())
        running = project.start("implement", project.feature, "-n", "3")
        project.wait_for("T002")
        kill_once_handed_over(project, "T003", running)
        assert project.completed == ["T001"]
        project.agent.plays("T002", *interrupted.work("T002"))
        ran = project.implement("-n", "3").ended(0)
        ran.says("kept the work that was in hand when the last run ended: git show refs/sdd/")
        assert sorted(project.completed) == list(interrupted.TASKS)
        assert Counter(project.agent.calls)["T003"] == 1
        assert refs_of(project, "T003") == []

    @pytest.mark.slow
    def test_it_is_adopted_by_a_run_that_does_one_task_at_a_time_as_well(
        self, project: Project
    ) -> None:
        project.agent.plays("T002", hold())
        running = project.start("implement", project.feature, "-n", "2")
        project.wait_for("T002")
        kill_once_handed_over(project, "T003", running)
        project.agent.plays("T002", *interrupted.work("T002"))
        project.implement().ended(0)
        assert Counter(project.agent.calls)["T003"] == 1
        assert project.dirty == []

    @pytest.mark.slow
    def test_half_of_it_is_kept_on_a_ref(self, project: Project) -> None:
        project.agent.plays("T003", write("words/T003.txt", "half"), hold())
        kill_all(project, "T003", "-n", "3")
        project.agent.plays("T003", *interrupted.work("T003"))
        ran = project.implement("-n", "3").ended(0)
        said = re.search(r"interrupted work on T003 was put aside: git show (\S+)", ran.out)
        assert said, ran.text
        assert project.git("show", f"{said[1]}:words/T003.txt") == "half"


@pytest.mark.slow
def test_processes_that_outlive_a_killed_run_are_ended_by_the_next(project: Project) -> None:
    """The agent was given its own session, so a kill of doit does not reach it."""
    project.agent.plays("T002", append("words.log", "begun\n"), hold())
    kill_all(project, "T002")
    assert strays(project.home) != []
    (project.root / "words.log").unlink()
    project.agent.plays("T002", *interrupted.work("T002"))
    project.implement().ended(0).says("processes that an earlier run had left behind")
    assert strays(project.home) == []
    assert project.completed == list(interrupted.TASKS)


@pytest.mark.slow
def test_a_lock_whose_git_is_alive_is_left_alone(project: Project) -> None:
    lock = project.root / ".git/index.lock"
    editor = "sh -c 'sleep 60'"
    project.write({"mine.txt": "mine\n"})
    project.commit("Mine")
    project.write({"mine.txt": "changed\n"})
    with subprocess.Popen(
        ["git", "-c", f"core.editor={editor}", "commit", "--all"],
        cwd=project.root,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as person:
        end = time.monotonic() + 10
        while not lock.exists() and time.monotonic() < end:
            time.sleep(0.02)
        ran = project.implement("--allow-dirty")
        is_there = lock.exists()
        os.killpg(person.pid, signal.SIGKILL)
    assert is_there
    assert ran.code != 0
    project.implement("--allow-dirty").ended(0).says("removed a lock")
    assert project.read("mine.txt") == "changed\n"
